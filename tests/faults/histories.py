"""Days of a whole office made up at random: people write while processes die, the disk burns, phones are lost and answers do not come.

`python -m tests.faults.histories --minutes 10` goes on for longer, seed after seed; `--seed 7` begins with that one.
"""

import argparse
import asyncio
import contextlib
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import asyncpg
import httpx
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from server import db
from server.clock import SystemClock
from server.envelope import frame
from server.problems import Problem
from tests.faults.office import Office, durable_cluster, furnished
from tests.faults.wired import Unheard, WiredPhone
from tests.figures import count, timed
from tests.make import KIMURA, MORI, SATO, TANAKA, named
from tests.sync.blind import equip

HOUSES = ("世帯A", "世帯B", "世帯C")
DESK, NORTHERN, FIELD = 0, (0, 1, 2), (1, 2, 3)  # Tanaka, Sato, Mori; Kimura of another ward is the fourth
HERS = (1, 2)  # phones that Tanaka may stop: those of her own ward
WEB = "web 1"
STEPS = 40
MOST_DEATHS, MOST_RETURNS = 4, 2  # of a day; each costs a start of the office
# Each is on in half of the histories only: with all of them always on, one covers up for the other.
TROUBLES = ("web dies", "database dies", "answers are lost", "office is put back", "phones are lost", "phones burn", "people change")
SWITCHES = st.fixed_dictionaries({name: st.booleans() for name in TROUBLES})
_KEPT = """select op_id, bucket, 'stored' as place, kind from op union all
select op_id, bucket, 'held', 0 from held_op where decided is null union all select null, null, 'dead', 0 from dead_letter"""
_STILL_OUT = """select count(*) from held_op h join device d on d.id = h.device
join scope_grant g on g.staff = d.staff and g.bucket = h.bucket
where h.decided is null and h.device = any($1) and h.reason = 'key_unknown'"""


def trouble(name: str):
    return precondition(lambda self: self.on.get(name, False))


class WholeOffice(RuleBasedStateMachine):
    """Over real processes. At the end, whatever happened, one more disaster; then nothing of any living phone is missing."""

    office: ClassVar[Office]
    is_sound: ClassVar[bool] = True  # what an office with a fault in it does is no figure of ours

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.on: dict[str, bool] = {}
        self.alive, self.lost, self.open = {0, 1, 2, 3}, set[int](), set[str]()
        self.backups = self.deaths = self.returns = 0
        self.run(self._begin())

    def run(self, work):
        return self.loop.run_until_complete(work)

    async def _begin(self) -> None:
        self.owner = await asyncpg.connect(self.office.cluster.url)
        await _emptied(self.owner)
        self.http = httpx.AsyncClient(timeout=20)
        names = {named(house): house for house in HOUSES}
        self.phones = [
            WiredPhone(who, SystemClock(), names=names, origin=self.office.origin, http=self.http)
            for who in (TANAKA, SATO, MORI, KIMURA)
        ]
        await equip(self.owner, *self.phones)
        await self.owner.execute("update device set upload_key = sign_key")
        await self.owner.executemany(
            "insert into session (token_hash, device, opened_at, last_used_at, ends_at)"
            " values ($1, $2, now(), now(), now() + interval '8 hours')", [phone.session for phone in self.phones],
        )  # fmt: skip
        await self._backed_up("first")

    @initialize(on=SWITCHES)
    def a_day_begins(self, on: dict[str, bool]) -> None:
        self.on = on

    # --- what people do -------------------------------------------------------------------------------------------

    @rule(n=st.sampled_from(NORTHERN), house=st.sampled_from(HOUSES))
    def opens(self, n: int, house: str) -> None:
        if house not in self.open and n in self.alive:
            self.open.add(house)
            self.phones[n].opened[named(house)] = house
            self.phones[n].seal(named(house))
            self.run(self._syncs(n))

    @precondition(lambda self: self.open)
    @rule(n=st.integers(0, 3), which=st.integers(0, 2), times=st.integers(1, 3))
    def writes(self, n: int, which: int, times: int) -> None:
        houses = sorted(self.open)
        for _ in range(times if n in self.alive else 0):
            self.phones[n].seal(named(houses[which % len(houses)]))

    @rule(n=st.integers(0, 3))
    def syncs(self, n: int) -> None:
        self.run(self._syncs(n))

    @rule()
    def everybody_syncs_at_once(self) -> None:
        self.run(self._everybody())

    @trouble("people change")
    @precondition(lambda self: self.open and DESK in self.alive)
    @rule(n=st.sampled_from(FIELD), which=st.integers(0, 2), goes=st.booleans())
    def is_let_in_or_taken_off(self, n: int, which: int, goes: bool) -> None:
        house = named(sorted(self.open)[which % len(self.open)])
        self.run(self._given(house, n, "revokes" if goes else "grants"))

    # --- what befalls them ----------------------------------------------------------------------------------------

    @trouble("answers are lost")
    @rule(n=st.integers(0, 3), at=st.integers(1, 6))
    def an_answer_is_lost(self, n: int, at: int) -> None:
        self.phones[n].deaf_in = at
        self.run(self._syncs(n))

    @trouble("web dies")
    @precondition(lambda self: self.deaths < MOST_DEATHS)
    @rule(after=st.integers(0, 120))
    def web_is_killed(self, after: int) -> None:
        self.run(self._dies(WEB, after))

    @trouble("database dies")
    @precondition(lambda self: self.deaths < MOST_DEATHS)
    @rule(after=st.integers(0, 120))
    def database_is_killed(self, after: int) -> None:
        self.run(self._dies("database", after))

    @trouble("office is put back")
    @precondition(lambda self: self.backups < MOST_RETURNS)
    @rule()
    def is_backed_up(self) -> None:
        self.backups += 1
        self.run(self._backed_up("latest"))

    @trouble("office is put back")
    @precondition(lambda self: self.returns < MOST_RETURNS)
    @rule(to_the_first=st.booleans(), after=st.integers(0, 120))
    def burns_and_is_put_back(self, to_the_first: bool, after: int) -> None:
        self.returns += 1
        self.run(self._put_back("first" if to_the_first or not self.backups else "latest", after))

    @trouble("phones are lost")
    @precondition(lambda self: DESK in self.alive)
    @rule(n=st.sampled_from(HERS))
    def is_lost(self, n: int) -> None:
        """The office stops it; sealed records may still leave it, and it reads nothing more."""
        if n in self.alive and self.run(self._stopped(n)):
            self.alive.discard(n)
            self.lost.add(n)
            self.run(self._found(n))

    @trouble("phones burn")
    @rule(n=st.sampled_from(FIELD))
    def burns(self, n: int) -> None:
        if len(self.alive) > 1:
            self.alive.discard(n)

    # --- in the office --------------------------------------------------------------------------------------------

    async def _syncs(self, n: int) -> bool:
        if n not in self.alive:
            return False
        self.phones[n].seen = set()
        try:
            await self.phones[n].sync()
        except Unheard:
            return False
        finally:
            assert self.phones[n].seen <= await self._scope(n), "LEAK"
        return True

    async def _scope(self, n: int) -> set[UUID]:
        rows = await self.owner.fetch("select bucket from scope_grant where staff = $1", self.phones[n].owner.id)
        return {row["bucket"] for row in rows}

    async def _everybody(self) -> None:
        await asyncio.gather(*(self._syncs_or_not(n) for n in sorted(self.alive)))

    async def _syncs_or_not(self, n: int) -> None:
        with contextlib.suppress(Unheard):
            await self.phones[n].sync()

    async def _given(self, house: UUID, n: int, what: str) -> None:
        more = {"reason": "transferred"} if what == "revokes" else {"role": "co", "basis": "internal_use"}
        with contextlib.suppress(Unheard):
            try:
                await self.phones[DESK].does(f"/scope/v1/{what}", bucket=house, staff=self.phones[n].owner.id, **more)
            except Problem as problem:
                # Not Tanaka's household (any more), or nobody's: the office was put back to before it began.
                if problem.status >= 500:
                    raise

    async def _dies(self, victim: str, after: int) -> None:
        """In the middle of everybody's words."""
        self.deaths += 1
        await self._away()
        working = asyncio.create_task(self._everybody())
        await asyncio.sleep(after / 1000)
        await self.office.falls_and_rises(victim)
        await working
        await self._back()
        await self._nothing_acknowledged_is_lost()

    async def _backed_up(self, place: str) -> None:
        await self._away()
        await self.office.is_backed_up(place)
        await self._back()

    async def _put_back(self, place: str, after: int) -> None:
        await self._away()
        working = asyncio.create_task(self._everybody())
        await asyncio.sleep(after / 1000)
        await self.office.burns_and_is_put_back(place)
        await working
        await self._back()
        for phone in self.phones:
            phone.promised.clear()
        # 「なくした端末は、まずこれを」: the office stops them once more.
        for n in sorted(self.lost):
            await self._stopped(n)

    async def _away(self) -> None:
        """Our own look behind the walls ends with the database."""
        await self.owner.close()

    async def _back(self) -> None:
        self.owner = await asyncpg.connect(self.office.cluster.url)

    async def _stopped(self, n: int) -> bool:
        # Tanaka shows who she is once more, however long the day has been.
        await self.owner.execute("update session set unlocked_at = now() where device = $1", self.phones[DESK].id)
        with contextlib.suppress(Unheard):
            await self.phones[DESK].does(f"/devices/v1/{self.phones[n].id}/revoke", reason="lost")
        # What the office did counts, also where its answer was lost on the way to her.
        return await self.owner.fetchval("select state from device where id = $1", self.phones[n].id) != "active"

    async def _found(self, n: int) -> None:
        phone = self.phones[n]
        phone.gen = None
        with contextlib.suppress(Unheard):
            await phone.delivers()
            with pytest.raises(Problem, match=r"session_ended|device_revoked"):
                await phone.pull()

    async def _nothing_acknowledged_is_lost(self) -> None:
        rows = await self.owner.fetch(_KEPT)
        kept = [row["op_id"] for row in rows if row["op_id"]]
        promised = set[UUID]().union(*(phone.promised for phone in self.phones))
        self._count("records", "acknowledged", len(promised))
        self._count("records", "lost", len(promised - set(kept)))
        self._count("records", "there twice", len(kept) - len(set(kept)))
        assert promised <= set(kept), "LOST acknowledged"
        assert len(kept) == len(set(kept)), "DUPLICATE"

    # --- the end --------------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        try:
            self.run(self._settle())
        finally:
            self.run(self.http.aclose())
            self.run(self.owner.close())
            self.loop.close()

    async def _a_last_day(self, turn: int) -> None:
        """Everybody writes and hears of the others' words, and one of those in the field does not come home."""
        if not self.open:
            return
        house = named(sorted(self.open)[turn % len(self.open)])
        for n in FIELD:
            await self._given(house, n, "grants")
        for n in sorted(self.alive):
            self.phones[n].seal(house)
        for n in (*sorted(self.alive), *sorted(self.alive)):
            await self._syncs(n)
        if len(self.alive) > 1:
            self.alive.discard(1 + turn % 3)

    async def _settle(self) -> None:
        turn = sum(phone.dseq for phone in self.phones)
        for phone in self.phones:
            phone.deaf_in = 0
        await self._a_last_day(turn)
        await self._nothing_acknowledged_is_lost()
        await self._put_back("first" if turn % 2 or not self.backups else "latest", turn % 100)
        living = sorted(self.alive, key=lambda n: (n * 7 + turn // 2) % 4)
        held = {op for n in living for op, raw in self.phones[n].ops.items() if _is_written(raw)}
        for turns in range(2):
            for n in living:
                began = time.monotonic()
                assert await self._syncs(n), "STUCK"
                if turns == 0:
                    timed("under faults", "a phone is whole again", time.monotonic() - began)
        await self._is_whole(living, held)

    async def _is_whole(self, living: list[int], held: set[UUID]) -> None:
        rows = await self.owner.fetch(_KEPT)
        stored = {row["op_id"]: row["bucket"] for row in rows if row["place"] == "stored" and row["kind"] != frame.KEY_BEGUN}
        waiting = {row["op_id"] for row in rows if row["place"] == "held"}
        self._count("histories", "made up at random", 1)
        self._count("records", "acknowledged", len(held))
        self._count("records", "lost", len(held - stored.keys() - waiting))
        assert held <= stored.keys() | waiting, "LOST"
        for n in living:
            scope = await self._scope(n)
            has = {op for op, raw in self.phones[n].ops.items() if _is_written(raw) and frame.parse(raw).bucket in scope}
            here = {op for op, bucket in stored.items() if bucket in scope}
            self._count("records", "devices that differ", has - waiting != here)
            self._count("records", "outboxes stuck", self.phones[n].acked != self.phones[n].dseq)
            differs = f"{self.phones[n].owner.name}: lacks {len(here - has)}, has {len(has - waiting - here)} too many, {len(waiting)} wait"
            assert has - waiting == here, f"NOT CONVERGED: {differs}"
            assert self.phones[n].acked == self.phones[n].dseq, "STUCK"
        assert await self.owner.fetchval(_STILL_OUT, [self.phones[n].id for n in living]) == 0, "STILL WAITS"

    def _count(self, line: str, what: str, n: int) -> None:
        if self.is_sound:
            count(line, what, int(n))


def _is_written(raw: bytes) -> bool:
    return frame.parse(raw).kind != frame.KEY_BEGUN


async def _emptied(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch("select tablename from pg_tables where schemaname = 'public' and tablename <> 'migration'")
    await owner.execute(
        f"truncate {', '.join(row[0] for row in rows)} restart identity cascade;"
        "insert into sync_clock (id, gen, seq) values (1, gen_random_uuid(), 0)"
    )


def play(office: Office, histories: int, number: int, *, steps: int = STEPS, is_sound: bool = True) -> None:
    """As many days as asked for, the same ones for the same number, as far as processes die at the same moment."""
    before = db.DB.config
    db.DB.config = {**before, "dsn": office.cluster.url}
    WholeOffice.office, WholeOffice.is_sound = office, is_sound
    try:
        run_state_machine_as_test(
            seed(number)(WholeOffice),
            settings=settings(
                max_examples=histories, stateful_step_count=steps, deadline=None, database=None, phases=(Phase.generate,),
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much], report_multiple_bugs=False, print_blob=False,
            ),
        )  # fmt: skip
    finally:
        db.DB.config = before


@contextlib.contextmanager
def an_office():
    with durable_cluster() as cluster, tempfile.TemporaryDirectory(prefix="kasane-histories-") as home:
        Path(home).chmod(0o755)
        office = asyncio.run(furnished(Path(home), cluster, (WEB,)))
        try:
            asyncio.run(office.opens())
            yield office
        finally:
            office.shuts()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--minutes", type=float, default=10)
    given.add_argument("--seed", type=int, default=None)
    given.add_argument("--histories", type=int, default=4, help="of each seed")
    asked = given.parse_args()
    end, number, played = time.monotonic() + asked.minutes * 60, asked.seed, 0
    number = random.randrange(10**6) if number is None else number
    with an_office() as office:
        while not played or time.monotonic() < end:
            play(office, asked.histories, number)
            played += asked.histories
            spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            print(f"seed {number}: {asked.histories} histories whole; {played} so far, {len(office.restarts)} deaths, {spent:.0f} s of processor", flush=True)
            number += 1


if __name__ == "__main__":
    main()
