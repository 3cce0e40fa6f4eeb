"""Every query on who opened which household."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.db import Connection

# One who has left the household since tells of it too: the role is the one of when the office hears of it.
_ADD = """
insert into viewing (device, bucket, at, staff, rcv, role)
select $1, b.id, v.at, $2, $3, coalesce(g.role, '')
from unnest($4::uuid[], $5::timestamptz[]) as v (bucket, at)
join bucket b on b.id = v.bucket and b.kind in ('household', 'protected')
left join scope_grant g on g.staff = $2 and g.bucket = b.id
on conflict do nothing
"""
_OF_BUCKET = """
select v.bucket, v.staff, s.name, v.at, v.role from viewing v join staff s on s.id = v.staff
where v.bucket = $1 order by v.at desc limit $2
"""
_OF_STAFF = """
select v.bucket, v.staff, s.name, v.at, v.role from viewing v join staff s on s.id = v.staff
where v.staff = $1 order by v.at desc limit $2
"""
_CENTER = "select center from bucket where id = $1"
_PAIRS = """
select v.staff, s.name, v.bucket, count(*) as times, min(v.at) as first, max(v.at) as last,
  coalesce(max(v.role) filter (where v.role not in ('center', '')), max(v.role)) as role,
  exists (
    select from op o join device d on d.id = o.device
    where o.bucket = v.bucket and d.staff = v.staff
      and o.rcv >= $2::timestamptz - $4::interval and o.rcv < $3::timestamptz + $4::interval
  ) as wrote,
  exists (
    select from alert a join alert_recipient t on t.alert = a.id
    where a.bucket = v.bucket and t.staff = v.staff
      and t.told_at >= $2::timestamptz - $4::interval and t.told_at < $3::timestamptz + $4::interval
  ) as told
from viewing v join bucket b on b.id = v.bucket join staff s on s.id = v.staff
where b.center = $1 and v.at >= $2::timestamptz and v.at < $3::timestamptz
group by v.staff, s.name, v.bucket order by times desc, last desc, v.staff, v.bucket
"""
_WORDS = """
select distinct on (c.staff, c.bucket) c.staff, c.bucket, c.word, c.at, s.name
from viewing_check c join staff s on s.id = c.by_staff
where c.center = $1 and c.month = $2 order by c.staff, c.bucket, c.at desc
"""
_SAY = """
insert into viewing_check (center, month, staff, bucket, word, at, by_staff, by_device)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def add(
    connection: Connection, device: UUID, staff: UUID, now: datetime, buckets: Sequence[UUID], at: Sequence[datetime]
) -> None:
    """Told twice it is one; of what is no household nothing is kept."""
    await connection.execute(_ADD, device, staff, now, buckets, at)


async def of_bucket(connection: Connection, bucket: UUID, most: int) -> list[Any]:
    """The newest first."""
    return await connection.fetch(_OF_BUCKET, bucket, most)


async def of_staff(connection: Connection, staff: UUID, most: int) -> list[Any]:
    """The newest first."""
    return await connection.fetch(_OF_STAFF, staff, most)


async def center_of(connection: Connection, bucket: UUID) -> str | None:
    return await connection.fetchval(_CENTER, bucket)


async def pairs(connection: Connection, center: str, begins: datetime, ends: datetime, around: timedelta) -> list[Any]:
    """Each person with each household they opened, most often first. `around`: how near a book explains it."""
    return await connection.fetch(_PAIRS, center, begins, ends, around)


async def words(connection: Connection, center: str, month: str) -> list[Any]:
    """What was said last of each pair."""
    return await connection.fetch(_WORDS, center, month)


async def say(connection: Connection, values: tuple[Any, ...]) -> None:
    await connection.execute(_SAY, *values)
