"""Every query on who is on which bucket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.db import Connection
from server.scope.rules import CENTER_WIDE, KEEPERS, share

# `now()` only where the caller has no clock at hand; the doors always pass theirs.
_IN_SCOPE = """
select exists (select from scope_grant where staff = $1 and bucket = $2
  and (ends_at is null or ends_at > coalesce($3, now())))
"""
_BUCKETS_OF = """
select b.id, b.kind, b.center, b.epoch, g.role, g.basis, b.owed_seq is not null as owed
from scope_grant g join bucket b on b.id = g.bucket
where g.staff = $1 and (g.ends_at is null or g.ends_at > coalesce($2, now())) and b.erased_seq is null
order by b.id
"""
_TEAM = """
select g.staff, s.name, g.role, g.basis from scope_grant g join staff s on s.id = g.staff
where g.bucket = $1 and (g.ends_at is null or g.ends_at > $2) order by s.kana, s.id
"""
_OPEN = """
insert into bucket (id, kind, center, epoch, opened_seq, opened_by, opened_at)
values ($1, $2, $3, 1, $4, $5, $6) on conflict do nothing returning id
"""
_OPEN_EPOCH = "insert into bucket_epoch (bucket, epoch, key_check, made_by, seq) values ($1, $2, $3, $4, $5)"
_GRANT_AT_OPENING = """
with people as (
  select id, case when id = $2 then $3 when role = any($4::text[]) then role else 'center' end as role
  from staff
  where active_from <= ($8 at time zone 'Asia/Tokyo')::date
    and (active_to is null or active_to >= ($8 at time zone 'Asia/Tokyo')::date)
    and (id = $2 or role = any($4::text[]) or (center = $5 and role = any($6::text[])))
), granted as (
  insert into scope_grant (staff, bucket, role, basis, granted_seq)
  select id, $1, role, 'internal_use', $7 from people
)
insert into scope_event (seq, staff, bucket, kind, role, basis, reason, by_device, at)
select $7, id, $1, 'grant', role, 'internal_use', 'opened', $9, $8 from people
"""
_GRANT = """
insert into scope_grant (staff, bucket, role, basis, granted_seq, ends_at) values ($1, $2, $3, $4, $5, $6)
on conflict (staff, bucket) do update
set role = excluded.role, basis = excluded.basis, granted_seq = excluded.granted_seq, ends_at = excluded.ends_at
"""
_EVENT = """
insert into scope_event (seq, staff, bucket, kind, role, basis, reason, by_device, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
# Whoever held the newest key still knows it: the household is owed another one.
_FORGET_WRAPS = """
with gone as (
  delete from key_wrap where bucket = any($1::uuid[]) and device in (select id from device where staff = $2)
  returning bucket, epoch
)
update bucket b set owed_seq = $3 from gone where gone.bucket = b.id and gone.epoch = b.epoch
"""
_TAKE_AWAY = """
with ended as (
  delete from scope_grant where staff = $1 and bucket = any($2::uuid[]) returning bucket, role, basis
)
insert into scope_event (seq, staff, bucket, kind, role, basis, reason, by_device, at)
select $3, $1, bucket, 'revoke', role, basis, $4, $5, $6 from ended returning bucket
"""
_JOIN = """
with due as (
  select b.id as bucket from bucket b
  where b.erased_seq is null and ($2::text is null or b.center = $2) and ($7::text is null or b.kind = $7)
    and ($2::text is null or b.kind <> 'protected')
    and not exists (select from scope_grant g where g.staff = $1 and g.bucket = b.id)
), granted as (
  insert into scope_grant (staff, bucket, role, basis, granted_seq)
  select $1, bucket, $3, 'internal_use', $4 from due
)
insert into scope_event (seq, staff, bucket, kind, role, basis, reason, by_device, at)
select $4, $1, bucket, 'grant', $3, 'internal_use', 'joined', $5, $6 from due returning bucket
"""
# Of the center the household has come to: whoever sees all of its households, from now on and without an end.
_RECEIVE = """
with people as (
  select s.id from staff s join bucket b on b.id = $1 and b.center = s.center
  where s.role = any($2::text[]) and s.active_from <= ($4 at time zone 'Asia/Tokyo')::date
    and (s.active_to is null or s.active_to >= ($4 at time zone 'Asia/Tokyo')::date)
    and not exists (select from scope_grant g where g.staff = s.id and g.bucket = $1 and g.ends_at is null)
), granted as (
  insert into scope_grant (staff, bucket, role, basis, granted_seq)
  select id, $1, 'center', 'internal_use', $3 from people
  on conflict (staff, bucket) do update
  set role = excluded.role, basis = excluded.basis, granted_seq = excluded.granted_seq, ends_at = null
)
insert into scope_event (seq, staff, bucket, kind, role, basis, reason, by_device, at)
select $3, id, $1, 'grant', 'center', 'internal_use', 'transferred', $5, $4 from people
"""
# Whoever stays on it learns of its new center with the next pull.
_TELL_MOVE = """
insert into scope_event (seq, staff, bucket, kind, role, basis, reason, by_device, at)
select $2, g.staff, $1, 'grant', g.role, g.basis, $5, $3, $4 from scope_grant g
where g.bucket = $1 and not exists (select from scope_event e where e.seq = $2 and e.staff = g.staff and e.bucket = $1)
"""
_PEOPLE_FROM = """
select g.staff from scope_grant g join staff s on s.id = g.staff where g.bucket = $1 and s.center = $2 order by g.staff
"""


@dataclass(frozen=True, slots=True)
class Opening:
    """A bucket that a device asks to open."""

    bucket: UUID
    kind: str
    center: str
    key_check: bytes


async def in_scope(connection: Connection, staff: UUID, bucket: UUID, now: datetime | None = None) -> bool:
    return bool(await connection.fetchval(_IN_SCOPE, staff, bucket, now))


async def buckets_of(connection: Connection, staff: UUID, now: datetime | None = None) -> list[Any]:
    """id, kind, center, epoch, role, basis, owed of everything in scope, in the order of ids."""
    return await connection.fetch(_BUCKETS_OF, staff, now)


async def owe(connection: Connection, bucket: UUID, seq: int) -> None:
    """Somebody who may not read this bucket knows its newest key."""
    await connection.execute("update bucket set owed_seq = $2 where id = $1", bucket, seq)


async def center_of(connection: Connection, bucket: UUID) -> str | None:
    return await connection.fetchval("select center from bucket where id = $1 and erased_seq is null", bucket)


async def team_of(connection: Connection, bucket: UUID, now: datetime) -> list[Any]:
    return await connection.fetch(_TEAM, bucket, now)


async def staff_row(connection: Connection, staff: UUID) -> Any | None:
    return await connection.fetchrow("select role, center, active_from, active_to from staff where id = $1", staff)


async def open_bucket(connection: Connection, new: Opening, seq: int, device: UUID, now: datetime) -> bool:
    """False when the id was taken meanwhile."""
    if await connection.fetchval(_OPEN, new.bucket, new.kind, new.center, seq, device, now) is None:
        return False
    await connection.execute(_OPEN_EPOCH, new.bucket, 1, new.key_check, device, seq)
    return True


async def grant_at_opening(
    connection: Connection, new: Opening, maker: UUID | None, role: str, seq: int, device: UUID, now: datetime
) -> None:
    await connection.execute(
        _GRANT_AT_OPENING, new.bucket, maker, role, list(KEEPERS), new.center, list(share(new.kind)), seq, now, device
    )


async def grant(
    connection: Connection, staff: UUID, bucket: UUID, role: str, basis: str, seq: int, ends_at: datetime | None
) -> None:
    await connection.execute(_GRANT, staff, bucket, role, basis, seq, ends_at)


async def record(
    connection: Connection, seq: int, staff: UUID, bucket: UUID, kind: str, role: str, basis: str, reason: str,
    device: UUID | None, now: datetime,
) -> None:  # fmt: skip
    await connection.execute(_EVENT, seq, staff, bucket, kind, role, basis, reason, device, now)


async def take_away(
    connection: Connection, staff: UUID, buckets: Sequence[UUID], seq: int, reason: str, device: UUID | None,
    now: datetime,
) -> list[UUID]:  # fmt: skip
    """Wraps before grants: with the grant still there the database lets the wraps be seen and deleted."""
    await connection.execute(_FORGET_WRAPS, list(buckets), staff, seq)
    rows = await connection.fetch(_TAKE_AWAY, staff, list(buckets), seq, reason, device, now)
    return [row["bucket"] for row in rows]


async def join(
    connection: Connection, staff: UUID, center: str | None, role: str, seq: int, device: UUID | None, now: datetime,
    kind: str | None = None,
) -> int:  # fmt: skip
    """`center` None means every bucket there is, `kind` None of whatever kind."""
    return len(await connection.fetch(_JOIN, staff, center, role, seq, device, now, kind))


async def due(connection: Connection, staff: UUID, now: datetime) -> list[UUID]:
    rows = await connection.fetch("select bucket from scope_grant where staff = $1 and ends_at <= $2", staff, now)
    return [row["bucket"] for row in rows]


async def all_of(connection: Connection, staff: UUID) -> list[UUID]:
    rows = await connection.fetch("select bucket from scope_grant where staff = $1", staff)
    return [row["bucket"] for row in rows]


async def people_from(connection: Connection, bucket: UUID, center: str) -> list[UUID]:
    """Who of this center is on the household, in whatever role."""
    return [row["staff"] for row in await connection.fetch(_PEOPLE_FROM, bucket, center)]


async def move(connection: Connection, bucket: UUID, center: str, seq: int, device: UUID | None, now: datetime) -> None:
    """Give the household to another center and let its people in; those it comes from are taken off by the caller."""
    await connection.execute("update bucket set center = $2, owed_seq = $3 where id = $1", bucket, center, seq)
    await connection.execute(_RECEIVE, bucket, list(CENTER_WIDE), seq, now, device)


async def kind_of(connection: Connection, bucket: UUID) -> str | None:
    return await connection.fetchval("select kind from bucket where id = $1 and erased_seq is null", bucket)


async def turn(connection: Connection, bucket: UUID, kind: str) -> None:
    """Makes a household one under 支援措置, or an ordinary one again; who is on it is changed by the caller."""
    await connection.execute("update bucket set kind = $2 where id = $1", bucket, kind)


async def on(connection: Connection, bucket: UUID) -> list[Any]:
    """staff, their role, and their role on it: everybody who is on a bucket."""
    everybody = """select g.staff, s.role as staff_role, g.role from scope_grant g join staff s on s.id = g.staff
    where g.bucket = $1 order by g.staff"""
    return await connection.fetch(everybody, bucket)


async def tell_move(
    connection: Connection, bucket: UUID, seq: int, device: UUID | None, now: datetime, reason: str = "moved"
) -> None:
    await connection.execute(_TELL_MOVE, bucket, seq, device, now, reason)


async def opener_of(connection: Connection, bucket: UUID) -> Any | None:
    """kind, and the person whose device opened it."""
    opened = """select b.kind, d.staff from bucket b join device d on d.id = b.opened_by
    where b.id = $1 and b.erased_seq is null"""
    return await connection.fetchrow(opened, bucket)


async def role_on(connection: Connection, staff: UUID, bucket: UUID, now: datetime) -> str | None:
    """The role in which somebody is on a household now."""
    found = "select role from scope_grant where staff = $1 and bucket = $2 and (ends_at is null or ends_at > $3)"
    return await connection.fetchval(found, staff, bucket, now)
