"""Deadlines of households, published by the vault beforehand: they fire whether it runs or not, and end with the cause.

The office knows a moment, a level and whom to tell. What it is about lies sealed in the record that set the timer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.alerts import store
from server.alerts.effects import Timer, TimersSet
from server.alerts.raising import Act, begin, has_role, lift, refuse, write
from server.alerts.store import AlertRow, Happening
from server.alerts.telling import Told
from server.db import Connection
from server.push import queue
from server.rounds import apart

SETTLED = "settled"  # what became of an alert whose cause has ended by itself
ENDED = (SETTLED, "late_sync")

# A timer that stands already keeps what it fired; one that was gone and is back is set anew.
_SET = """
insert into timer (id, chain, bucket, level, due, tells, people, op_id, staff, device, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'set')
on conflict (id) do update set level = excluded.level, due = excluded.due, tells = excluded.tells,
  people = excluded.people, op_id = excluded.op_id,
  state = case when timer.state = 'fired' then 'fired' else 'set' end
where timer.bucket = excluded.bucket and timer.watch is null
"""
_GONE = """
update timer set state = 'gone' where bucket = $1 and watch is null and state <> 'gone' and id <> all($2::uuid[])
returning alert
"""
_ENDED = """
select id from alert where id = any($1::uuid[]) and state in ('open', 'acked')
  and not exists (select 1 from timer where timer.alert = alert.id and timer.state <> 'gone')
order by id
"""
_ANY_DUE = "select exists (select 1 from timer where state = 'set' and due <= $1)"
_DUE = """
select id, chain, bucket, level, due, tells, people, op_id, staff, device, watch from timer
where state = 'set' and due <= $1 order by due, id limit $2 for update skip locked
"""
_FIRED = "update timer set state = 'fired', alert = $2 where id = any($1::uuid[])"
_STANDING = """
select a.id from timer t join alert a on a.id = t.alert
where t.chain = $1 and t.bucket = $2 and a.state in ('open', 'acked') order by t.due desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    chain: UUID
    bucket: UUID
    level: int
    due: datetime
    tells: Sequence[str]
    people: Sequence[UUID]
    op_id: UUID
    staff: UUID
    device: UUID
    watch: UUID | None

    @property
    def told(self) -> Told:
        """The first step of a watch is a word to the person herself."""
        return Told(frozenset(self.tells), frozenset(self.people), alone=self.watch is not None and not self.tells)


async def publish(connection: Connection, act: Act, given: TimersSet) -> None:
    """All that stands in this household from now on; what is missing has ended, and so have the alerts it raised."""
    if not await has_role(connection, act.staff, "vault"):
        await refuse(connection, act, act.op_id, None, "timers")
        return
    for one in given.timers:
        await connection.execute(_SET, *_values(act, one))
    gone = await connection.fetch(_GONE, act.bucket, [one.alert for one in given.timers])
    raised = [row["alert"] for row in gone if row["alert"] is not None]
    for row in await connection.fetch(_ENDED, raised) if raised else ():
        await settle(connection, act, row["id"])


def _values(act: Act, one: Timer) -> tuple[object, ...]:
    return (
        one.alert, one.chain, act.bucket, one.level, one.due_at, list(one.tells), list(one.people), act.op_id,
        act.staff, act.device,
    )  # fmt: skip


async def settle(connection: Connection, act: Act, alert: UUID) -> None:
    row = await store.locked(connection, alert)
    assert row is not None
    await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=act.now)
    await store.close(connection, row.id, SETTLED, act.now, act.seq)
    await write(connection, act, row.id, Happening("closed", act.staff, SETTLED))


async def any_due(connection: Connection, now: datetime) -> bool:
    return bool(await connection.fetchval(_ANY_DUE, now))


async def fire(connection: Connection, seq: int, now: datetime, limit: int) -> int:
    """Every timer that is due; of several stages of one cause only the last speaks. Returns how many did."""
    due = [Row(**dict(row)) for row in await connection.fetch(_DUE, now, limit)]
    chains: dict[UUID, list[Row]] = {}
    for one in due:
        chains.setdefault(one.chain, []).append(one)
    told = [
        len(stages)
        for stages in chains.values()
        if await apart(connection, "a deadline", _fire(connection, stages, seq, now))
    ]
    return sum(told)


async def _fire(connection: Connection, stages: Sequence[Row], seq: int, now: datetime) -> None:
    alert = await _speak(connection, stages[-1], seq, now)
    await connection.execute(_FIRED, [one.id for one in stages], alert)


async def _speak(connection: Connection, timer: Row, seq: int, now: datetime) -> UUID:
    """An earlier stage that is still open is raised to this one; else an alert of its own begins."""
    act = Act(device=timer.device, staff=timer.staff, op_id=timer.op_id, bucket=timer.bucket, seq=seq, now=now)
    told = timer.told
    # The alert of a watch bears the watch's id whichever step speaks first: phones find its words by it.
    standing = timer.chain if timer.watch else await connection.fetchval(_STANDING, timer.chain, timer.bucket)
    alert = standing or timer.id
    row = await store.locked(connection, alert)
    if row is None:
        kind = store.OVERDUE if timer.watch else store.ESCALATION
        await begin(connection, act, alert, timer.level, timer.due, told, kind)
    elif row.bucket != timer.bucket:
        # Only the household's key gives this id: somebody on its team had spent it on another household beforehand.
        await store.bring_home(connection, row.id, timer.bucket, timer.op_id, timer.staff, timer.device)
        await lift(connection, act, row, timer.level, told)
    elif timer.watch or row.state in ("open", "acked") or await _had_settled(connection, row):
        await lift(connection, act, row, _level_now(timer, row), told)
    else:
        await write(connection, act, row.id, Happening("raised_again", act.staff, f"L{timer.level}"))
    return alert


def _level_now(timer: Row, row: AlertRow) -> int:
    """What is still asked never becomes less urgent; a watch that begins anew after more time begins where it began."""
    return timer.level if row.state not in ("open", "acked") else min(timer.level, row.level)


async def _had_settled(connection: Connection, row: AlertRow) -> bool:
    """Ended because its cause had, which is back now; what a person has closed stays closed."""
    return await connection.fetchval("select outcome from alert where id = $1", row.id) in ENDED
