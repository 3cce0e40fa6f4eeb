"""Every query on which center runs which business."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.db import Connection

_NEWEST = """
select c.id, c.name as center_name, r.version, r.at, r.staff, p.name, r.why, r.spans,
  (select min(o.at) from center_rollout o where o.center = c.id) as since
from center c left join lateral (
  select * from center_rollout o where o.center = c.id order by o.version desc limit 1) r on true
left join staff p on p.id = r.staff
where $1::text is null or c.id = $1 order by c.sort_order, c.id
"""
_VERSIONS = """
select c.id, c.name as center_name, r.version, r.at, r.staff, p.name, r.why, r.spans,
  (select min(o.at) from center_rollout o where o.center = c.id) as since
from center_rollout r join center c on c.id = r.center join staff p on p.id = r.staff
where r.center = $1 order by r.version desc limit $2
"""


async def newest(connection: Connection, center: str | None) -> list[Any]:
    """One row for each center, or for this one, in the office's order; `version` is none where nothing was decided."""
    return await connection.fetch(_NEWEST, center)


async def versions(connection: Connection, center: str, most: int) -> list[Any]:
    """The newest first."""
    return await connection.fetch(_VERSIONS, center, most)


async def add(
    connection: Connection, center: str, version: int, spans: dict[str, Any], *, why: str, at: datetime, staff: UUID,
    device: UUID,
) -> None:  # fmt: skip
    added = """insert into center_rollout (center, version, at, staff, device, why, spans)
    values ($1, $2, $3, $4, $5, $6, $7)"""
    body = msgspec.json.encode(spans).decode()
    await connection.execute(added, center, version, at, staff, device, why, body)


def read(written: str) -> dict[str, Any]:
    """As it lies there: a newer office may have written what this one does not know, and not this one's to drop."""
    return msgspec.json.decode(written)
