"""Phones that write, die and come back over an office that is put back to old backups: what any living one holds, returns."""

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
from tests.make import KIMURA, MORI, SATO, TANAKA, named
from tests.sync.blind import equip
from tests.sync.refilling import RefillingPhone, back_up, put_back

HOUSES = ("世帯A", "世帯B", "世帯C", "世帯D")
NORTHERN = (0, 1, 2)  # Tanaka, Sato, Mori; Kimura of another ward is the fourth


class Restored(RuleBasedStateMachine):
    """At the end one more disaster, to the last backup or to the very first: then nothing of any living phone is missing."""

    url = ""
    is_sound = False  # what an office with a fault in it does is no figure of ours

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = ManualClock()
        names = {named(house): house for house in HOUSES}
        self.phones = [RefillingPhone(who, self.clock, names=names) for who in (TANAKA, SATO, MORI, KIMURA)]
        self.alive = {0, 1, 2, 3}
        self.open: set[str] = set()
        self.loop.run_until_complete(self._begin())

    async def _begin(self) -> None:
        await CLUSTER.wipe()
        self.owner = await asyncpg.connect(CLUSTER.url)
        await equip(self.owner, *self.phones)
        db.DB.config = {**db.DB.config, "dsn": self.url}
        await db.start_pool(2)
        await back_up(self.owner)
        await back_up(self.owner, "first")

    @rule(n=st.sampled_from(NORTHERN), house=st.sampled_from(HOUSES))
    def opens(self, n: int, house: str) -> None:
        if house not in self.open and n in self.alive:
            self.open.add(house)
            phone = self.phones[n]
            phone.opened[named(house)] = house
            phone.seal(named(house))
            self.loop.run_until_complete(phone.sync())

    @precondition(lambda self: self.open)
    @rule(n=st.integers(0, 3), which=st.integers(0, 3))
    def writes(self, n: int, which: int) -> None:
        houses = sorted(self.open)
        if n in self.alive:
            self.phones[n].seal(named(houses[which % len(houses)]))

    @rule(n=st.integers(0, 3))
    def syncs(self, n: int) -> None:
        if n in self.alive:
            self.loop.run_until_complete(self.phones[n].sync())

    @precondition(lambda self: self.open and 0 in self.alive)
    @rule(n=st.integers(1, 3), which=st.integers(0, 3))
    def is_let_in(self, n: int, which: int) -> None:
        house = named(sorted(self.open)[which % len(self.open)])
        self.loop.run_until_complete(self._grant(house, self.phones[n].owner.id))

    async def _grant(self, bucket: UUID, staff: UUID) -> None:
        if not await self.owner.fetchval(
            "select 1 from scope_grant where bucket = $1 and staff = $2", bucket, TANAKA.id
        ):
            return
        async with write_transaction() as connection:
            await service.grant(
                connection, self.phones[0].caller, bucket=bucket, staff=staff, role="co", basis="internal_use",
                now=self.clock.now(),
            )  # fmt: skip

    @precondition(lambda self: len(self.alive) > 1)
    @rule(n=st.integers(1, 3))
    def burns(self, n: int) -> None:
        if len(self.alive) > 1:
            self.alive.discard(n)

    @rule()
    def is_backed_up(self) -> None:
        self.loop.run_until_complete(back_up(self.owner))

    @rule()
    def is_put_back(self) -> None:
        self.loop.run_until_complete(put_back(self.owner))

    def teardown(self) -> None:
        try:
            self.loop.run_until_complete(self._settle())
        finally:
            self.loop.run_until_complete(db.stop_pool())
            self.loop.run_until_complete(self.owner.close())
            self.loop.close()

    async def _a_last_day(self, turn: int) -> None:
        """Everybody writes, hears of the others' words, and one of those in the field does not come home."""
        if not self.open:
            return
        house = sorted(self.open)[turn % len(self.open)]
        for n in (1, 2, 3):
            await self._grant(named(house), self.phones[n].owner.id)
        for n in sorted(self.alive):
            self.phones[n].seal(named(house))
        for n in (*sorted(self.alive), *sorted(self.alive)):
            await self.phones[n].sync()
        self.alive -= {1 + turn % 3} if len(self.alive) > 1 else set()

    async def _settle(self) -> None:
        turn = sum(phone.dseq for phone in self.phones)
        await self._a_last_day(turn)
        await put_back(self.owner, "first" if turn % 2 else "backup")
        # The desk is first, in the middle or last.
        living = [self.phones[n] for n in sorted(self.alive, key=lambda n: (n * 7 + turn // 2) % 4)]
        held_by_somebody = {op for phone in living for op, raw in phone.ops.items() if _is_written(raw)}
        for _ in range(2):
            for phone in living:
                await phone.sync()
        stored = {row["op_id"]: row for row in await self.owner.fetch("select op_id, bucket from op where kind <> 6")}
        waiting = {row["op_id"] for row in await self.owner.fetch("select op_id from held_op where decided is null")}
        if self.is_sound:
            count("histories", "made up at random")
            count("faults", "offices put back")
            count("records", "acknowledged", len(held_by_somebody))
            count("records", "lost", len(held_by_somebody - stored.keys() - waiting))
        assert held_by_somebody <= stored.keys() | waiting, "LOST"
        for phone in living:
            scope = {
                row["bucket"]
                for row in await self.owner.fetch("select bucket from scope_grant where staff = $1", phone.owner.id)
            }
            has = {op for op, raw in phone.ops.items() if _is_written(raw) and frame.parse(raw).bucket in scope}
            if self.is_sound:
                here = {op for op, row in stored.items() if row["bucket"] in scope}
                count("records", "devices that differ", has - waiting != here)
            assert has - waiting == {op for op, row in stored.items() if row["bucket"] in scope}, "NOT CONVERGED"
        mine = await self.owner.fetchval(
            "select count(*) from held_op h join device d on d.id = h.device join scope_grant g on g.staff = d.staff"
            " and g.bucket = h.bucket where h.decided is null and h.device = any($1) and h.reason = 'key_unknown'",
            [phone.id for phone in living],
        )
        assert mine == 0, "STILL WAITS"


def _is_written(raw: bytes) -> bool:
    return frame.parse(raw).kind != frame.KEY_BEGUN


def play(url: str, examples: int, *, always_the_same: bool = False) -> None:
    asyncio.run(db.migrate())
    before = db.DB.config
    Restored.url, Restored.is_sound = url, not always_the_same
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    try:
        run_state_machine_as_test(
            Restored,
            settings=settings(
                max_examples=examples, stateful_step_count=15, deadline=None, suppress_health_check=slow,
                database=None, phases=(Phase.generate,), report_multiple_bugs=False, print_blob=False,
                derandomize=always_the_same,
            ),
        )  # fmt: skip
    finally:
        db.DB.config = before


@pytest.mark.shows("F-21", "I1", "I3", "RESYNC-3")
def test_i1_whatever_is_put_back_every_living_phone_brings_its_records_home(postgres: str) -> None:
    play(CLUSTER.web_url, examples=25)
