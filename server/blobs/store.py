"""Every query on sealed photos; chunks come and go through functions of the database only (migrations/kasane_0009)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from server.db import Connection

# A photo is reached by way of its record: whoever may not see that gets no row, as for one that does not exist.
_SEEN = """
select o.bucket, b.chunks, b.done_at, array(select c.n from blob_chunk c where c.att = o.op_id order by c.n) as have
from op o
join scope_grant g on g.bucket = o.bucket and g.staff = $2 and (g.ends_at is null or g.ends_at > $3)
left join blob b on b.att = o.op_id
where o.op_id = $1 and o.kind = 5
"""
_CHUNK = """
select c.bytes, c.digest from op o
join scope_grant g on g.bucket = o.bucket and g.staff = $3 and (g.ends_at is null or g.ends_at > $4)
join blob_chunk c on c.att = o.op_id and c.n = $2
where o.op_id = $1 and o.kind = 5
"""
_LAY = "select chunks, digest, is_new, done from lay_chunk($1, $2, $3::smallint, $4::smallint, $5, $6, $7)"
_RING = "select pg_notify('kasane_seq', seq::text) from sync_clock where id = 1"


async def seen(connection: Connection, att: UUID, staff: UUID, now: datetime) -> Any | None:
    return await connection.fetchrow(_SEEN, att, staff, now)


async def chunk(connection: Connection, att: UUID, n: int, staff: UUID, now: datetime) -> Any | None:
    return await connection.fetchrow(_CHUNK, att, n, staff, now)


async def lay(
    connection: Connection, att: UUID, device: UUID, n: int, of: int, digest: bytes, content: bytes, now: datetime
) -> Any | None:
    """What stands there now; nothing when this device wrote no such record."""
    return await connection.fetchrow(_LAY, att, device, n, of, digest, content, now)


async def laid_since(connection: Connection, device: UUID, since: datetime) -> int:
    return await connection.fetchval("select chunks_since($1, $2)", device, since) or 0


async def ring(connection: Connection) -> None:
    """The open apps look again, though nothing new stands in the order."""
    await connection.execute(_RING)


async def collect(connection: Connection, before: datetime) -> int:
    return await connection.fetchval("select collect_blobs($1)", before) or 0
