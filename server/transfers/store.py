"""Every query on hand-overs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.db import Connection
from server.scope.rules import Actor
from server.transfers.rules import ASKS, DAYS_SHOWN

MOST_LISTED = 3_000  # a whole center in April

_ADD = """
insert into transfer
  (id, bucket, from_center, from_staff, to_center, to_staff, asked_by, asked_at, state, seq, asked_jws)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', $9, $10) on conflict do nothing returning true
"""
# The first clause of every query: the person asked, the household's people, and who answers for either center.
_SEEN = """
(t.to_staff = $1 or ($3 and $4 in (t.from_center, t.to_center))
  or t.bucket in (select bucket from scope_grant where staff = $1 and (ends_at is null or ends_at > $2)))
"""
_ONE = f"select t.* from transfer t where {_SEEN} and t.id = $5"  # noqa: S608 - built from constants of this file
_DECIDE = """
update transfer set state = $2, reason = $3, decided_by = $4, decided_at = $5, seq = $6, accepted_jws = $7,
  to_staff = coalesce($8, to_staff)
where id = $1
"""
_LIST = f"""
select t.id, t.bucket, t.from_center, cf.name as from_center_name, t.from_staff,
  coalesce(pf.name, '') as from_staff_name, t.to_center, ct.name as to_center_name, t.to_staff,
  coalesce(pt.name, '') as to_staff_name, t.asked_by, pa.name as asked_by_name, t.asked_at, t.state, t.reason,
  t.decided_by,  coalesce(pd.name, '') as decided_by_name, t.decided_at, t.seq
from transfer t
join center cf on cf.id = t.from_center join center ct on ct.id = t.to_center
join staff pa on pa.id = t.asked_by
left join staff pf on pf.id = t.from_staff
left join staff pt on pt.id = t.to_staff
left join staff pd on pd.id = t.decided_by
where {_SEEN} and (t.state = 'asked' or t.decided_at > $2 - make_interval(days => $5))
order by (t.state = 'asked') desc, t.seq desc limit $6
"""  # noqa: S608 - built from constants of this file
_MOVES = """
select asked_jws as asked, accepted_jws as accepted from transfer
where bucket = $1 and state = 'accepted' and from_center <> to_center order by seq
"""
_LEAD = """
select g.staff from scope_grant g where g.bucket = $1 and g.role = 'lead' and (g.ends_at is null or g.ends_at > $2)
  and g.staff is distinct from $3
order by g.granted_seq, g.staff limit 1
"""
_ANSWERS = """
select exists (select from staff where center = $1 and role = any($2::text[])
  and active_from <= ($3::timestamptz at time zone 'Asia/Tokyo')::date
  and (active_to is null or active_to >= ($3::timestamptz at time zone 'Asia/Tokyo')::date))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    id: UUID
    bucket: UUID
    from_center: str
    from_staff: UUID | None
    to_center: str
    to_staff: UUID | None
    asked_by: UUID
    asked_at: datetime
    seq: int
    asked_jws: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(New):
    state: str
    reason: str
    decided_by: UUID | None
    decided_at: datetime | None
    accepted_jws: str | None


async def center_of(connection: Connection, bucket: UUID) -> str | None:
    """Of a household: a center's own book, and what was frozen and shared, are not handed over."""
    found = "select center from bucket where id = $1 and kind = 'household' and erased_seq is null"
    return await connection.fetchval(found, bucket)


async def add(connection: Connection, new: New) -> bool:
    """False when the id is taken or the household has an open one."""
    return bool(
        await connection.fetchval(
            _ADD, new.id, new.bucket, new.from_center, new.from_staff, new.to_center, new.to_staff, new.asked_by,
            new.asked_at, new.seq, new.asked_jws,
        )
    )  # fmt: skip


async def one(connection: Connection, transfer: UUID, who: Actor, now: datetime) -> Transfer | None:
    """The sequence's lock keeps it as it is until commit."""
    row = await connection.fetchrow(_ONE, *_eyes(who, now), transfer)
    return None if row is None else Transfer(**dict(row))


async def decide(
    connection: Connection, transfer: UUID, state: str, *, by: UUID, now: datetime, seq: int, reason: str = "",
    accepted_jws: str | None = None, lead: UUID | None = None,
) -> None:  # fmt: skip
    await connection.execute(_DECIDE, transfer, state, reason, by, now, seq, accepted_jws, lead)


async def seen_by(connection: Connection, who: Actor, now: datetime) -> list[Any]:
    """Those that wait first, then the newest decided ones."""
    return await connection.fetch(_LIST, *_eyes(who, now), DAYS_SHOWN, MOST_LISTED)


def _eyes(who: Actor, now: datetime) -> tuple[UUID, datetime, bool, str | None]:
    return who.staff, now, who.role in ASKS and who.center is not None, who.center


async def moves(connection: Connection, bucket: UUID) -> list[Any]:
    return await connection.fetch(_MOVES, bucket)


async def lead_of(connection: Connection, bucket: UUID, other_than: UUID | None, now: datetime) -> UUID | None:
    """Who has led it longest."""
    return await connection.fetchval(_LEAD, bucket, now, other_than)


async def somebody_answers(connection: Connection, center: str, now: datetime) -> bool:
    return bool(await connection.fetchval(_ANSWERS, center, list(ASKS), now))
