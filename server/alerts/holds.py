"""What a device says it still holds, unsent or half written: E-T04. A count and a moment, never of whom, never what.

Its alerts belong to no household. They lie in the center's own bucket, which all who answer for the center read.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID, uuid4

import msgspec

from server.alerts import store
from server.alerts.effects import Moment
from server.alerts.raising import Act, lift, put_down
from server.alerts.store import DEVICE_HOLDS, Happening
from server.alerts.telling import Told
from server.alerts.timers import settle
from server.db import Connection, write_transaction
from server.rounds import apart
from server.sequence import advance

CAUSES = ("records", "drafts")
MOST = 100_000
# What was first held longest is gone, and what is held now was begun later: another cause. Clocks are not that exact.
ANEW = timedelta(minutes=1)
OWN_DEVICE = "own_device"


@dataclass(frozen=True, slots=True)
class Stage:
    """`tells` no role: a word to the person whose device it is, and to nobody else."""

    hours: int
    level: int
    tells: tuple[str, ...]


STAGES = (Stage(48, 4, ()), Stage(72, 3, ("office", "coordinator")))


class Held(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    count: Annotated[int, msgspec.Meta(ge=1, le=MOST)]
    since: Moment

    def __post_init__(self) -> None:
        try:
            self.since.astimezone(UTC)
        except OverflowError as error:
            raise ValueError("out of range") from error


class Holds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it: what is missing is held no more."""

    records: Held | None = None
    drafts: Held | None = None


_KNOWN = "select cause, since, alert from device_hold where device = $1 for update"
_GONE = "delete from device_hold where device = $1 and cause = $2"
_SAID = """
insert into device_hold (device, cause, staff, held, since, said_at, stage, due) values ($1, $2, $3, $4, $5, $6, 0, $7)
on conflict (device, cause) do update set held = excluded.held, said_at = excluded.said_at, staff = excluded.staff
"""
# The oldest of the center's own buckets; before it has one the row waits, and the person's own phone speaks alone.
_HOME = """
select b.id from bucket b join staff s on s.center = b.center
where s.id = h.staff and b.kind = 'center' order by b.opened_seq, b.id limit 1
"""
_ANY_DUE = f"select exists (select from device_hold h where h.due <= $1 and exists ({_HOME}))"  # noqa: S608 - constants
_DUE = f"""
select h.device, h.cause, h.staff, h.since, h.stage, h.alert, ({_HOME}) as bucket from device_hold h
where h.due <= $1 and exists ({_HOME}) order by h.due, h.device, h.cause limit $2 for update skip locked
"""  # noqa: S608 - built from constants of this file
_SPOKEN = "update device_hold set stage = $3, due = $4, alert = $5 where device = $1 and cause = $2"
_IS_HERS = "select exists (select from alert where id = $1 and kind = $2 and raised_by = $3)"


@dataclass(frozen=True, slots=True)
class Row:
    device: UUID
    cause: str
    staff: UUID
    since: datetime
    stage: int
    alert: UUID | None
    bucket: UUID


async def say(device: UUID, staff: UUID, holds: Holds, now: datetime) -> None:
    """Said after each round that changed it; an alert ends with its cause."""
    async with write_transaction() as connection:
        known = {row["cause"]: row for row in await connection.fetch(_KNOWN, device)}
        ended: list[UUID] = []
        for cause in CAUSES:
            held, row = getattr(holds, cause), known.get(cause)
            if row is not None and (held is None or held.since > row["since"] + ANEW):
                await connection.execute(_GONE, device, cause)
                ended += [row["alert"]] if row["alert"] is not None else []
            if held is not None:
                since = min(held.since, now)  # a phone's clock may be ahead
                due = since + timedelta(hours=STAGES[0].hours)
                await connection.execute(_SAID, device, cause, staff, held.count, since, now, due)
        for alert in ended:
            await _end(connection, alert, device, staff, now)


async def _end(connection: Connection, alert: UUID, device: UUID, staff: UUID, now: datetime) -> None:
    row = await store.locked(connection, alert)
    if row is not None and row.state in ("open", "acked"):
        turn = await advance(connection)
        act = Act(device=device, staff=staff, op_id=alert, bucket=row.bucket, seq=turn.last, now=now)
        await settle(connection, act, alert)


async def any_due(connection: Connection, now: datetime) -> bool:
    return bool(await connection.fetchval(_ANY_DUE, now))


async def fire(connection: Connection, seq: int, now: datetime, limit: int) -> int:
    """One stage for each device and cause that is due; returns how many were told."""
    due = [Row(**dict(row)) for row in await connection.fetch(_DUE, now, limit)]
    told = [await apart(connection, "what a device holds", _fire(connection, one, seq, now)) for one in due]
    return sum(told)


async def _fire(connection: Connection, one: Row, seq: int, now: datetime) -> None:
    alert = await _speak(connection, one, seq, now)
    after = one.stage + 1
    later = one.since + timedelta(hours=STAGES[after].hours) if after < len(STAGES) else None
    await connection.execute(_SPOKEN, one.device, one.cause, after, later, alert)


async def _speak(connection: Connection, one: Row, seq: int, now: datetime) -> UUID:
    stage = STAGES[one.stage]
    known = await store.locked(connection, one.alert) if one.alert is not None else None
    standing = known if known is not None and known.state in ("open", "acked") else None
    alert = standing.id if standing is not None else uuid4()
    act = Act(device=one.device, staff=one.staff, op_id=alert, bucket=one.bucket, seq=seq, now=now)
    row = standing or await put_down(connection, act, alert, stage.level, one.since, DEVICE_HOLDS)
    assert row is not None, "its id is new"
    new = await store.tell(connection, alert, 0, [(one.staff, OWN_DEVICE)], now)
    if new:
        told = [Happening("told", staff, reason) for staff, reason in new]
        await store.write_down(connection, alert, one.device, now, told)
    if stage.tells:
        await lift(connection, act, row, stage.level, Told(frozenset(stage.tells)))
    return alert


async def is_hers(connection: Connection, alert: UUID, staff: UUID) -> bool:
    """About this person's own device: it ends by itself when all has gone out, and others answer it."""
    return bool(await connection.fetchval(_IS_HERS, alert, DEVICE_HOLDS, staff))
