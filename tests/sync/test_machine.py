"""Three phones, lost replies, small pages, grants and revokes in any order: compared with a dictionary of what was acked."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from server import db
from server.db import write_transaction
from server.envelope import frame
from server.scope import service
from tests.conftest import CLUSTER
from tests.fakes import ManualClock
from tests.figures import count
from tests.make import KIMURA, SATO, TANAKA, named
from tests.sync.blind import BlindPhone, equip, household

HOUSES = ("世帯A", "世帯B")
WHO = st.integers(0, 2)
HOUSE = st.sampled_from(HOUSES)


class Sync(RuleBasedStateMachine):
    """The model: which op ids were acknowledged as applied, which as held, and who is on which household."""

    url = ""  # the role the server runs as
    is_sound = False  # what a server with a fault in it does is no figure of ours

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = ManualClock()
        self.phones = [BlindPhone(who, self.clock) for who in (TANAKA, SATO, KIMURA)]
        self.applied: dict[UUID, tuple[UUID, bytes]] = {}
        self.held: dict[UUID, UUID] = {}
        self.on: dict[UUID, set[UUID]] = {named(house): set() for house in HOUSES}
        self.sent = [0, 0, 0]
        self.run(self._begin())

    def run(self, work):
        return self.loop.run_until_complete(work)

    async def _begin(self) -> None:
        await CLUSTER.wipe()
        owner = await asyncpg.connect(CLUSTER.url)
        await equip(owner, *self.phones)
        await owner.close()
        db.DB.config = {**db.DB.config, "dsn": self.url}
        await db.start_pool(2)
        for house in HOUSES:
            await self._send(1, [self.phones[1].seal(named(house))], house)
            self.on[named(house)] = {SATO.id, TANAKA.id}

    async def _send(self, n: int, raws: list[bytes], house: str | None = None) -> None:
        reply = await self.phones[n].push(*raws, buckets=(household(house),) if house else ())
        for raw, result in zip(raws, reply.results, strict=True):
            envelope = frame.parse(raw)
            if result.s == "applied":
                self.applied[envelope.op_id] = (envelope.bucket, raw)
            elif result.s == "held":
                self.held[envelope.op_id] = self.phones[n].id
        assert reply.ack == self.phones[n].dseq

    @rule(n=WHO, house=HOUSE)
    def create(self, n: int, house: str) -> None:
        self.phones[n].seal(named(house))

    @rule(n=WHO, reply_lost=st.booleans())
    def push(self, n: int, reply_lost: bool) -> None:
        phone = self.phones[n]
        before = {*self.applied, *self.held}
        raws = phone.made[self.sent[n] :]
        self.run(self._send(n, raws))
        for raw in raws:
            envelope = frame.parse(raw)
            if envelope.op_id not in before:
                allowed = phone.owner.id in self.on[envelope.bucket]
                assert (envelope.op_id in self.applied) == allowed, "taken in against the scope"
        if not reply_lost:
            self.sent[n] = phone.dseq

    @rule(n=WHO, limit=st.integers(1, 4))
    def pull(self, n: int, limit: int) -> None:
        phone = self.phones[n]
        reply = self.run(phone.pull(limit=limit))
        for told in reply.ops:
            raw = next((raw for _, raw in self.applied.values() if frame.digest(raw) == frame.digest(told.e)), None)
            assert raw is not None, "nobody wrote this"
            assert phone.owner.id in self.on[frame.parse(raw).bucket], "LEAK"

    @rule(n=st.integers(1, 2), house=HOUSE)
    def grant(self, n: int, house: str) -> None:
        self.run(self._grant(named(house), self.phones[n].owner.id))
        self.on[named(house)].add(self.phones[n].owner.id)

    async def _grant(self, bucket: UUID, staff: UUID) -> None:
        async with write_transaction() as connection:
            await service.grant(
                connection, self.phones[0].caller, bucket=bucket, staff=staff, role="co", basis="internal_use",
                now=self.clock.now(),
            )  # fmt: skip

    @precondition(lambda self: any(len(staff) > 1 for staff in self.on.values()))
    @rule(n=st.integers(1, 2), house=HOUSE)
    def revoke(self, n: int, house: str) -> None:
        staff = self.phones[n].owner.id
        if staff in self.on[named(house)]:
            self.run(self._revoke(named(house), staff))
            self.on[named(house)].discard(staff)

    async def _revoke(self, bucket: UUID, staff: UUID) -> None:
        async with write_transaction() as connection:
            await service.revoke(
                connection, self.phones[0].caller, bucket=bucket, staff=staff, reason="transferred",
                now=self.clock.now(),
            )  # fmt: skip

    def teardown(self) -> None:
        try:
            self.run(self._settle())
        finally:
            self.run(db.stop_pool())
            self.loop.close()

    async def _settle(self) -> None:
        for n, phone in enumerate(self.phones):
            await self._send(n, phone.made[self.sent[n] :])
        for phone in self.phones:
            await phone.catch_up(limit=3)
            wanted = {op for op, (bucket, _) in self.applied.items() if phone.owner.id in self.on[bucket]}
            self._count("records", "devices that differ", set(phone.ops) != wanted)
            assert set(phone.ops) == wanted, "NOT CONVERGED"
        owner = await asyncpg.connect(CLUSTER.url)
        stored = [row["op_id"] for row in await owner.fetch("select op_id from op")]
        waiting = [row["op_id"] for row in await owner.fetch("select op_id from held_op")]
        await owner.close()
        kept = {*stored, *waiting}
        self._count("histories", "made up at random", 1)
        self._count("records", "acknowledged", len(self.applied) + len(self.held))
        self._count("records", "lost", len({*self.applied, *self.held} - kept))
        self._count("records", "there twice", len(stored) + len(waiting) - len(kept))
        assert sorted(stored) == sorted(self.applied), "LOST or DUPLICATE"
        assert sorted(waiting) == sorted(self.held)

    def _count(self, line: str, what: str, n: int) -> None:
        if self.is_sound:
            count(line, what, n)


def play(machine: type[Sync], url: str, examples: int, *, is_sound: bool = False) -> None:
    asyncio.run(db.migrate())
    before = db.DB.config
    machine.url, machine.is_sound = url, is_sound
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples, stateful_step_count=30, deadline=None, suppress_health_check=slow,
                database=None, phases=(Phase.generate,), report_multiple_bugs=False, print_blob=False,
            ),
        )  # fmt: skip
    finally:
        db.DB.config = before


@pytest.mark.shows("I1", "I2", "I3", "I4", "I5", "FIRST-1", "RESYNC-1")
def test_i1_to_i5_hold_in_any_order_of_events(postgres: str) -> None:
    play(Sync, CLUSTER.web_url, examples=50, is_sound=True)
