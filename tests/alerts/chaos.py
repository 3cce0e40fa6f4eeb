"""Two notifiers and their database are killed at random moments while alerts are raised and answered: who is told, and how often.

The clock of the office runs faster than the world's. What is counted is what must be nought: alerts that told nobody, ladders
that stopped on the way, phones that would show one alert twice.
"""

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from server import db
from server.alerts.service import apply_effect
from server.alerts.store import without_next_act
from server.db import reading, write_transaction
from server.embedded import EmbeddedError, EmbeddedPostgres
from server.first_secrets import ensure_secrets
from server.push import subscriptions
from server.push.sealed_endpoint import PushAddress
from server.sequence import advance
from tests.alerts.notifier import KEY, FastClock
from tests.house.tree import ROOT
from tests.make import NORTH, SATO, TANAKA, DeviceRow, Person, hand_out, settle
from tests.pushservices.receiver import Receiver

HAYASHI = Person(name="林 久美子", kana="はやし くみこ", role="manager")
OGAWA = Person(name="小川 正", kana="おがわ ただし", role="center_head")
TOLD = (TANAKA, HAYASHI, OGAWA)  # by the plan the product brings, at each step of level 1
STEPS = 3
FIRST_WAIT = 5  # minutes of level 1, until its second step
GONE = (*db.LOST, TimeoutError)

_WHOLE = """
select a.id from alert a where a.id = any($1::uuid[]) and (
  select count(distinct (d.staff, d.step)) from delivery d where d.alert = a.id and d.loop = 0 and d.step < $2
  and d.purpose in ('alert', 'reminder') and d.state in ('accepted', 'received', 'shown', 'opened')) = $2 * $3
"""
_EARLY = """
select count(*) from (select at - lag(at) over (partition by alert order by n) as gap, kind from alert_event
  where kind in ('raised', 'climbed')) e where kind = 'climbed' and gap < interval '5 minutes'
"""
_AGAIN = "select coalesce(sum(attempts - 1), 0)::int from delivery where purpose <> 'cleared' and attempts > 1"


@dataclass(frozen=True)
class Plan:
    """`answered`: the share that somebody takes on while the ladder still climbs."""

    alerts: int
    kills: int
    a_second: float
    between_kills: float
    speed: float = 30.0
    answered: float = 0.4
    seed: int = 1


@dataclass
class Outcome:
    alerts: int = 0
    answered: int = 0
    killed: dict[str, int] = field(default_factory=dict)
    pushes: int = 0
    lost: int = 0
    silent: list[float] = field(default_factory=list)  # answered before anybody was told: how long each had stood, in seconds
    incomplete: int = 0
    visible_duplicates: int = 0
    sent_again: int = 0
    early: int = 0
    forgotten: int = 0
    seconds: float = 0.0

    @property
    def kills(self) -> int:
        return sum(self.killed.values())

    @property
    def is_whole(self) -> bool:
        return not (self.lost or self.incomplete or self.visible_duplicates or self.early or self.forgotten)

    def __str__(self) -> str:
        killed = ", ".join(f"{name} {n}" for name, n in sorted(self.killed.items()))
        return (
            f"{self.alerts} alerts ({self.answered} answered on the way), {self.kills} kills ({killed}), {self.pushes} pushes in {self.seconds:.0f} s: "
            f"lost {self.lost}, incomplete {self.incomplete}, visible duplicates {self.visible_duplicates}, steps too early {self.early}, "
            f"without a next act {self.forgotten}; tried again under the same tag {self.sent_again}; answered before anybody was told {len(self.silent)}, "
            f"the longest after {max(self.silent, default=0.0)} s"
        )


class Notifiers:
    """Forked from one process that has read the code, so that starting one again costs nothing."""

    def __init__(self, database: str, sink: str, vapid: Path, clock: FastClock) -> None:
        words = [database, sink, str(vapid), clock.began.isoformat(), str(clock.speed)]
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.alerts.notifier", *words], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.running: dict[str, int] = {}

    def start(self, name: str) -> None:
        assert self._nursery.stdin
        assert self._nursery.stdout
        self._nursery.stdin.write("another\n")
        self._nursery.stdin.flush()
        self.running[name] = int(self._nursery.stdout.readline())

    def kill(self, name: str) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.running.pop(name), signal.SIGKILL)

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)
        self._nursery.kill()
        self._nursery.wait()


class Chaos:
    def __init__(self, plan: Plan, cluster: EmbeddedPostgres, receiver: Receiver, notifiers: Notifiers, clock: FastClock) -> None:
        self.plan, self.cluster, self.receiver, self.notifiers, self.clock = plan, cluster, receiver, notifiers, clock
        self.random = random.Random(plan.seed)  # the same story again
        self.household = uuid4()
        self.raised: list[UUID] = []
        self.answered: set[UUID] = set()
        self.stood: dict[UUID, tuple[float, float]] = {}  # of those answered on the way, from when to when, in seconds of the world
        self.outages: list[tuple[float, float]] = []
        self.outcome = Outcome()
        self._over = False  # nothing more is raised, and nobody killed

    async def furnish(self) -> None:
        async with write_transaction() as connection:
            await settle(connection, SATO, *TOLD)
            for one in (SATO, *TOLD):
                await hand_out(connection, DeviceRow(owner=one))
            await connection.execute(
                "insert into bucket (id, kind, center, opened_seq, opened_by, opened_at) values ($1, 'household', $2, 1, $3, $4)",
                self.household, NORTH, DeviceRow(owner=SATO).id, self.clock.now(),
            )  # fmt: skip
            for one in (SATO, *TOLD):
                role = "lead" if one is SATO else "center"
                await connection.execute(
                    "insert into scope_grant (staff, bucket, role, basis, granted_seq) values ($1, $2, $3, 'internal_use', 1)", one.id, self.household, role
                )
            for one in TOLD:
                phone = self.receiver.phone(one.kana.split()[0])
                address = PushAddress(phone.endpoint, phone.p256dh, phone.auth_text)
                owner = subscriptions.Owner(DeviceRow(owner=one).id, one.id)
                await subscriptions.keep(connection, KEY, owner, address, kid="kid", now=self.clock.now())

    async def run(self) -> Outcome:
        began = time.monotonic()
        for name in ("notifier 1", "notifier 2"):
            self.notifiers.start(name)
        finishing = asyncio.create_task(self._finish_each())
        await asyncio.gather(self._raise_all(), self._kill_all())
        self._over = True
        await finishing
        await self._count()
        self.outcome.seconds = time.monotonic() - began
        return self.outcome

    async def _raise_all(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(self.plan.alerts):
                group.create_task(self._one())
                await asyncio.sleep(self.random.expovariate(self.plan.a_second))

    async def _one(self) -> None:
        """As a phone does: said again until the office has said yes."""
        alert, answers = uuid4(), self.random.random() < self.plan.answered
        await self._says(SATO, {"k": "alert.raise", "alert": str(alert), "level": 1, "observed_at": self.clock.now().isoformat()})
        self.raised.append(alert)
        if answers:
            rang = time.monotonic()
            await asyncio.sleep(self.clock.after(minutes=self.random.uniform(0, 10)))
            await self._settles(alert)
            self.stood[alert] = (rang, time.monotonic())
            self.outcome.answered += 1

    async def _settles(self, alert: UUID) -> None:
        await self._says(TANAKA, {"k": "alert.ack", "alert": str(alert), "how": "taking"})
        self.answered.add(alert)
        await self._says(TANAKA, {"k": "alert.close", "alert": str(alert), "outcome": "resolved"})

    async def _says(self, who: Person, effect: dict[str, Any]) -> None:
        while True:
            try:
                async with asyncio.timeout(5), write_transaction() as connection:
                    turn = await advance(connection)
                    await apply_effect(
                        connection, device=DeviceRow(owner=who).id, staff=who.id, op_id=uuid4(), bucket=self.household, effect=effect,
                        seq=turn.last, now=self.clock.now(),
                    )  # fmt: skip
                return
            except GONE:
                await asyncio.sleep(0.1)

    async def _kill_all(self) -> None:
        while self.outcome.kills < self.plan.kills:
            await asyncio.sleep(self.random.expovariate(1 / self.plan.between_kills))
            name = self.random.choices(("notifier 1", "notifier 2", "database"), (3, 3, 1))[0]
            if name == "database":
                await asyncio.to_thread(self._database_falls)
            else:
                self.notifiers.kill(name)
                self.notifiers.start(name)
            self.outcome.killed[name] = self.outcome.killed.get(name, 0) + 1

    def _database_falls(self) -> None:
        fell = time.monotonic()
        self.cluster.kill()
        for _ in range(20):  # a backend of the dead one may still let go of its memory
            with contextlib.suppress(EmbeddedError):
                self.cluster.start()
                self.outages.append((fell, time.monotonic()))
                return
            time.sleep(0.3)
        raise AssertionError("the database did not come back")

    # --- what became of it ------------------------------------------------------------------------------------------

    async def _finish_each(self) -> None:
        """What nobody answered climbs to its last step, tells everybody there and is then taken on, so that it ends."""
        end = 0.0
        while True:
            if self._over:
                end = end or time.monotonic() + self.clock.after(minutes=40) + 60
            left = [one for one in self.raised if one not in self.answered]
            if self._over and (not left or time.monotonic() > end):
                self.outcome.incomplete = len(left)
                return
            with contextlib.suppress(*GONE):
                await asyncio.gather(*(self._settles(alert) for alert in await self._whole(left)))
            await asyncio.sleep(0.3)

    async def _whole(self, alerts: list[UUID]) -> list[UUID]:
        async with reading() as connection:
            return [row["id"] for row in await connection.fetch(_WHOLE, alerts, STEPS, len(TOLD))]

    async def _count(self) -> None:
        found = self.outcome
        async with reading() as connection:
            kept = {row["id"] for row in await connection.fetch("select id from alert")}
            found.early = int(await connection.fetchval(_EARLY) or 0)
            found.sent_again = int(await connection.fetchval(_AGAIN) or 0)
            found.forgotten = len(await without_next_act(connection))
        shown: dict[tuple[str, str], list[str]] = {}
        for one in self.receiver.arrived:
            told = self.receiver.content(one)
            if told["kasane"]["p"] in ("alert", "reminder"):
                alert = told["notification"]["navigate"].rpartition("/")[2]
                shown.setdefault((one.phone, alert), []).append(f"{told['notification']['tag']} {one.headers['Topic']}")
        found.alerts, found.pushes = len(self.raised), sum(len(each) for each in shown.values())
        heard = {UUID(alert) for _, alert in shown}
        silent = [one for one in self.raised if one in kept and one not in heard]
        found.silent = sorted((round(self._alive(one), 1) for one in silent if one in self.stood), reverse=True)
        # Nobody need be called any more about what was answered at once; whatever stood for a step has told somebody.
        quick = {one for one in silent if one in self.stood and self._alive(one) < self.clock.after(minutes=FIRST_WAIT)}
        found.lost = len([one for one in self.raised if one not in kept or (one not in heard and one not in quick)])
        found.visible_duplicates = sum(len(set(each)) - 1 for each in shown.values())

    def _alive(self, alert: UUID) -> float:
        """How many seconds of the world it stood unanswered while there was a database to read it from."""
        rang, answered = self.stood[alert]
        return answered - rang - sum(max(0.0, min(answered, end) - max(rang, fell)) for fell, end in self.outages)


@contextlib.asynccontextmanager
async def office(plan: Plan, home: Path) -> AsyncIterator[Chaos]:
    with _cluster(home) as cluster:
        db.use(cluster.url)
        await db.migrate()
        await db.start_pool(8)
        clock = FastClock(datetime.now(UTC), plan.speed)
        vapid = ensure_secrets(home) / "vapid.pem"
        async with Receiver() as receiver:
            receiver.now = lambda: clock.now().timestamp()
            notifiers = Notifiers(cluster.url, receiver.origin, vapid, clock)
            try:
                made = Chaos(plan, cluster, receiver, notifiers, clock)
                await made.furnish()
                yield made
            finally:
                notifiers.end()
                await db.stop_pool()


@contextlib.contextmanager
def _cluster(home: Path) -> Iterator[EmbeddedPostgres]:
    # As an office runs it: one that does not wait for its log forgets what it had said yes to when it is killed.
    cluster = EmbeddedPostgres(home / "postgres")
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()

