"""Somebody is out until a moment: unless she says that she is back, the ladder of E-S01 begins.

The office knows who, on which device, in which household's opaque name and until when. Where lies sealed in the record.
Its steps are timers, so they fire after any restart, once each; asking for help without a sign is an alert of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from server.alerts import store
from server.alerts.effects import WatchEnd, WatchSet
from server.alerts.raising import Act, begin, lift, refuse, write
from server.alerts.store import DURESS, Happening
from server.alerts.telling import Told
from server.db import Connection
from server.push import queue

LONGEST = timedelta(hours=12)
SETTLED = "settled"
LATE_SYNC = "late_sync"  # 遅延同期で確認: she was back in time, and only her word of it was late


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: minutes after the agreed time, and who is told; without `tells` she alone."""

    minutes: int
    level: int
    tells: tuple[str, ...]


OFFICE = ("coordinator", "manager")
ALL = ("lead", "coordinator", "office", "manager", "center_head", "community_coordinator")
STAGES = (
    Stage(0, 2, ()),
    Stage(10, 2, ("coordinator",)),
    Stage(20, 2, OFFICE),
    Stage(30, 1, ALL),
    Stage(45, 1, ALL),
)

_ADD = """
insert into watch (id, second, bucket, staff, device, until, begun_at, armed_at, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id
"""
_ROW = "select id, second, bucket, staff, until, state from watch where id = $1 for update"
# Unlike a deadline's, a watch's step moves when she asks for more time.
_STEP = """
insert into timer (id, chain, bucket, level, due, tells, people, op_id, staff, device, state, watch)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'set', $2)
on conflict (id) do update set due = excluded.due, state = 'set', alert = null where timer.watch = excluded.watch
"""
_CALL_OFF = "update timer set state = 'gone' where watch = $1 and state <> 'gone'"
_STANDING = """
select id from alert where id = any(array(select alert from timer where watch = $1 and alert is not null) || $1)
and state in ('open', 'acked') order by id
"""
_EXTENDED = "update watch set until = $2 where id = $1"
_END = "update watch set state = 'ended', ended_at = $2 where id = $1 and state = 'set'"
_SPENT = """
select exists (select 1 from alert where id = any($1::uuid[]))
  or exists (select 1 from timer where id = any($1::uuid[]))
"""
_OF_STAFF = "select exists (select 1 from watch where (id = $1 or second = $1) and staff = $2)"


async def arm(connection: Connection, act: Act, asked: WatchSet) -> None:
    """A new watch, or more time for one; a wrong time is written down and changes nothing."""
    row = await connection.fetchrow(_ROW, asked.watch)
    if row is not None:
        await _extend(connection, act, asked, row)
        return
    if not _is_sound(asked, act.now) or await connection.fetchval(_SPENT, [asked.watch, asked.second]):
        await refuse(connection, act, asked.watch, None, "watch_not_sound")
        return
    state = "set" if asked.until > act.now else "late"
    values = (asked.watch, asked.second, act.bucket, act.staff, act.device, asked.until, asked.begun_at, act.now, state)
    if await connection.fetchval(_ADD, *values) is None:
        await refuse(connection, act, asked.watch, None, "watch_not_sound")
    elif state == "set":
        await _set_steps(connection, act, asked.watch, asked.until)


async def _extend(connection: Connection, act: Act, asked: WatchSet, row: Any) -> None:
    hers = row["staff"] == act.staff and row["bucket"] == act.bucket
    if not hers or row["state"] != "set" or asked.until <= act.now or not _is_sound(asked, act.now):
        await refuse(connection, act, asked.watch, None, "watch_not_hers" if not hers else "watch_not_sound")
        return
    await connection.execute(_CALL_OFF, asked.watch)
    await _settle(connection, act, asked.watch, SETTLED)
    await connection.execute(_EXTENDED, asked.watch, asked.until)
    await _set_steps(connection, act, asked.watch, asked.until)


def _is_sound(asked: WatchSet, now: datetime) -> bool:
    return asked.begun_at < asked.until <= min(asked.begun_at, now) + LONGEST or (
        asked.begun_at < asked.until <= now  # late, and harmless
    )


async def _set_steps(connection: Connection, act: Act, watch: UUID, until: datetime) -> None:
    for n, stage in enumerate(STAGES):
        await connection.execute(
            _STEP, _step_id(watch, n), watch, act.bucket, stage.level, until + timedelta(minutes=stage.minutes),
            list(stage.tells), [act.staff], act.op_id, act.staff, act.device,
        )  # fmt: skip


def _step_id(watch: UUID, n: int) -> UUID:
    """The first step's alert bears the watch's own id: phones find its words by it."""
    return watch if n == 0 else uuid5(watch, str(n))


async def end(connection: Connection, act: Act, said: WatchEnd) -> None:
    """She is back, or says so and asks for help: the ladder ends alike, and what follows is not seen on her phone."""
    row = await connection.fetchrow(_ROW, said.watch)
    if row is None or row["staff"] != act.staff or row["bucket"] != act.bucket or row["second"] != said.second:
        await refuse(connection, act, said.watch, None, "watch_not_hers")
        return
    await connection.execute(_END, said.watch, act.now)
    await connection.execute(_CALL_OFF, said.watch)
    in_time = said.at <= row["until"] < act.now
    await _settle(connection, act, said.watch, LATE_SYNC if in_time else SETTLED)
    if said.word == "help":
        await _call_for_help(connection, act, said)


async def _call_for_help(connection: Connection, act: Act, said: WatchEnd) -> None:
    told = Told(frozenset(ALL))
    if await begin(connection, act, said.second, 1, said.at, told, DURESS):
        return
    # Its id was spent by somebody who knew it: the call is heard all the same, and stays off her phone.
    await store.bring_home(connection, said.second, act.bucket, act.op_id, act.staff, act.device)
    await connection.execute("update alert set kind = $2 where id = $1", said.second, DURESS)
    row = await store.locked(connection, said.second)
    assert row is not None
    await lift(connection, act, row, 1, told)


async def _settle(connection: Connection, act: Act, watch: UUID, outcome: str) -> None:
    for found in await connection.fetch(_STANDING, watch):
        row = await store.locked(connection, found["id"])
        assert row is not None
        await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=act.now)
        await store.close(connection, row.id, outcome, act.now, act.seq)
        await write(connection, act, row.id, Happening("closed", act.staff, outcome))


async def stop(connection: Connection, alert: UUID, now: datetime) -> None:
    """Somebody closed its alert and said how she is: no further step."""
    watch = await connection.fetchval("select watch from timer where alert = $1 and watch is not null limit 1", alert)
    if watch is not None:
        await connection.execute(_END, watch, now)
        await connection.execute(_CALL_OFF, watch)


async def is_hers(connection: Connection, alert: UUID, staff: UUID) -> bool:
    """An alert about this person's own being back: others answer it."""
    return bool(await connection.fetchval(_OF_STAFF, alert, staff))

