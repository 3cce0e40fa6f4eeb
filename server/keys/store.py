"""Every query on wrapped keys."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from server.db import Connection
from server.devices.rules import ENDED
from server.envelope.encoding import uuid_of
from server.envelope.frame import CannotOpen
from server.envelope.statement import mark_of
from server.scope.rules import KEEPERS

MOST_KEYS_A_PAGE = 1_000


class NewWrap(NamedTuple):
    bucket: UUID
    epoch: int
    device: UUID
    wrap: bytes
    grant: str


# A wrap exists only while its reader is in scope: one kept for later would be passed over by the reader's cursor.
_INSERT = """
insert into key_wrap (bucket, epoch, device, wrap, grant_jws, granter, seq)
select distinct on (t.bucket, t.epoch, t.device) t.bucket, t.epoch, t.device, t.wrap, t.grant_jws, t.granter, $7
from unnest($1::uuid[], $2::int[], $3::uuid[], $4::bytea[], $5::text[], $6::uuid[])
  as t (bucket, epoch, device, wrap, grant_jws, granter)
join bucket_epoch e on e.bucket = t.bucket and e.epoch = t.epoch
join device d on d.id = t.device and d.state = 'active'
join scope_grant g on g.staff = d.staff and g.bucket = t.bucket and (g.ends_at is null or g.ends_at > $8)
"""
_FIRST_STAYS = " on conflict do nothing"
# With a new number: the device's next pull brings it once more.
_RENEW = """ on conflict (bucket, epoch, device) do update
set wrap = excluded.wrap, grant_jws = excluded.grant_jws, granter = excluded.granter, seq = excluded.seq
where key_wrap.granter is distinct from excluded.granter
"""
_WANTED = """
select e.bucket, e.epoch, d.id as device, d.staff, g.role, g.basis
from bucket_epoch e
join key_wrap mine on mine.bucket = e.bucket and mine.epoch = e.epoch and mine.device = $1
join scope_grant own on own.bucket = e.bucket and own.staff = $2 and (own.ends_at is null or own.ends_at > $3)
join scope_grant g on g.bucket = e.bucket and (g.ends_at is null or g.ends_at > $3)
join device d on d.staff = g.staff and d.state = 'active'
join statement s on s.subject = d.id and s.kind = 'device'
left join statement r on r.subject = d.id and r.kind = 'revoke'
left join key_wrap w on w.bucket = e.bucket and w.epoch = e.epoch and w.device = d.id
left join device by on by.id = w.granter
join staff p on p.id = d.staff
where r.n is null and (
  w.device is null or ($5 and w.granter is distinct from $1 and (
    w.granter is null or by.state = any($6::text[]) or p.role = any($7::text[]))))
order by g.granted_seq desc, e.bucket, e.epoch desc, d.id
limit $4
"""
_FOR_DEVICE = """
select w.bucket, w.epoch, e.key_check, w.wrap, w.grant_jws, w.seq
from key_wrap w
join bucket_epoch e on e.bucket = w.bucket and e.epoch = w.epoch
join scope_grant g on g.bucket = w.bucket and g.staff = $2 and (g.ends_at is null or g.ends_at > $5)
where w.device = $1 and w.seq > $3
order by w.seq fetch first $4 rows with ties
"""
# On the vault's own word every center takes a key; on the word of somebody of another center none does.
_KEPT = """
select not exists (select from bucket_epoch e where e.bucket = $1 and not exists (
  select from key_wrap w join device d on d.id = w.device and d.state = 'active' join staff s on s.id = d.staff
  where w.bucket = e.bucket and w.epoch = e.epoch and s.role = 'vault' and w.granter = w.device))
"""


async def insert(
    connection: Connection, wraps: Sequence[NewWrap], seq: int, now: datetime, *, renew: bool = False
) -> int:
    """How many were new and for a device that may have them; the others are passed over."""
    columns = [list(column) for column in zip(*wraps, strict=True)]
    if not columns:
        return 0
    granters = [_granter(wrap.grant) for wrap in wraps]
    statement = _INSERT + (_RENEW if renew else _FIRST_STAYS)
    tag = await connection.execute(statement, *columns, granters, seq, now)
    return int(tag.rpartition(" ")[2])


def _granter(grant: str) -> UUID | None:
    """Whom the grant names; readers verify it, here it only tells which grants to renew."""
    try:
        return uuid_of(mark_of(grant).kid)
    except CannotOpen:
        return None


async def wanted(
    connection: Connection, device: UUID, staff: UUID, now: datetime, limit: int, *, renew: bool = False
) -> list[Any]:
    """Certified devices in scope that lack a key this device has, the newest grants first. `renew`: also those whose
    grant somebody else signed, where a keeper must not depend on it or where that device has ended since."""
    return await connection.fetch(_WANTED, device, staff, now, limit, renew, list(ENDED), list(KEEPERS))


async def for_device(
    connection: Connection, device: UUID, staff: UUID, after: int, now: datetime, limit: int = MOST_KEYS_A_PAGE
) -> list[Any]:
    """Wraps of one number are never split over two pages."""
    return await connection.fetch(_FOR_DEVICE, device, staff, after, limit, now)


async def forget_device(connection: Connection, device: UUID) -> int:
    """Every wrap of a lost or retired device, also in buckets the caller may not see."""
    return int(await connection.fetchval("select forget_wraps($1)", device) or 0)


async def is_kept(connection: Connection, bucket: UUID) -> bool:
    """Whether the vault holds every key of this household under its own name, and so can hand them to anybody."""
    return bool(await connection.fetchval(_KEPT, bucket))
