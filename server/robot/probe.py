"""The hourly alert of nobody's: a timer, told, pushed, received, taken on and closed. Its age is the office's pulse."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import msgspec

from server.alerts import store
from server.alerts.effects import Ack, Close
from server.alerts.raising import Act
from server.alerts.service import apply_effect
from server.db import Connection, write_transaction
from server.push import queue
from server.robot.figure import BUCKET, DEVICE, STAFF
from server.sequence import advance

EVERY = timedelta(hours=1)
TOO_OLD = 2 * 3600 + 600  # seconds; one that failed is tried again in the next hour before anybody is called
LEVEL = 2  # never waits for the morning
UNANSWERED = "unanswered"
_KEPT = timedelta(days=14)

# One for each hour of the clock, however many processes ask.
_SET = """
insert into timer (id, chain, bucket, level, due, tells, people, op_id, staff, device, state)
select $1, $1, $2, $3, $4, '{}', array[$5::uuid], $1, $5, $6, 'set' where exists (select from bucket where id = $2)
on conflict do nothing returning id
"""
_LEFT = "select id from alert where bucket = $1 and state in ('open', 'acked') and id <> $2 order by id"
# Well means: a push of it arrived, and the answer stands.
_LAST = """
select b.opened_at, (select max(a.closed_at) from alert a
  where a.bucket = b.id and a.outcome = 'resolved' and exists (
    select from delivery d where d.alert = a.id and d.purpose = 'alert' and d.received_at is not null)) as last
from bucket b where b.id = $1
"""
_OLD = "select id from alert where bucket = $1 and state = 'closed' and closed_at < $2"
_FORGET = (
    "delete from delivery_attempt where delivery in (select id from delivery where alert = any($1::uuid[]))",
    "delete from delivery where alert = any($1::uuid[])",
    "delete from alert_event where alert = any($1::uuid[])",
    "delete from alert_recipient where alert = any($1::uuid[])",
    "delete from timer where alert = any($1::uuid[])",
    "delete from alert where id = any($1::uuid[])",
)


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """`seconds` since an alert last went the whole way, or since the robot began; None where there is no robot."""

    seconds: int | None

    @property
    def is_well(self) -> bool:
        return self.seconds is None or self.seconds < TOO_OLD


async def tried(connection: Connection, now: datetime) -> Tried:
    row = await connection.fetchrow(_LAST, BUCKET)
    if row is None:
        return Tried(seconds=None)
    return Tried(seconds=max(0, int((now - (row["last"] or row["opened_at"])).total_seconds())))


def of_hour(now: datetime) -> UUID:
    return uuid5(BUCKET, now.astimezone(UTC).strftime("%Y-%m-%dT%H"))


async def begin(now: datetime) -> bool:
    """False when this hour has its own. What the last one left unanswered is put away: nobody real hears of it."""
    async with write_transaction() as connection:
        alert = of_hour(now)
        if await connection.fetchval(_SET, alert, BUCKET, LEVEL, now, STAFF, DEVICE) is None:
            return False
        for row in await connection.fetch(_LEFT, BUCKET, alert):
            await _put_away(connection, row["id"], now)
        await _forget(connection, now - _KEPT)
    return True


async def _put_away(connection: Connection, alert: UUID, now: datetime) -> None:
    row = await store.locked(connection, alert)
    assert row is not None
    turn = await advance(connection)
    await queue.call_off(connection, alert=alert, step=row.step, loop=row.loop, now=now)
    await store.close(connection, alert, UNANSWERED, now, turn.last)


async def _forget(connection: Connection, before: datetime) -> None:
    old = [row["id"] for row in await connection.fetch(_OLD, BUCKET, before)]
    for statement in _FORGET if old else ():
        await connection.execute(statement, old)


async def answer(alert: UUID, now: datetime) -> None:
    """As a person's phone would, record and all, but for the seal: there is nothing to seal."""
    async with write_transaction() as connection:
        row = await store.locked(connection, alert)
        if row is None or row.bucket != BUCKET or row.state not in ("open", "acked"):
            return
        for effect in (Ack(alert=alert, how="taking"), Close(alert=alert, outcome="resolved")):
            turn = await advance(connection)
            act = Act(device=DEVICE, staff=STAFF, op_id=uuid4(), bucket=BUCKET, seq=turn.last, now=now)
            await apply_effect(
                connection, device=act.device, staff=act.staff, op_id=act.op_id, bucket=act.bucket, effect=effect,
                seq=act.seq, now=act.now,
            )  # fmt: skip
