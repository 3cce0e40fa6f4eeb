"""Every query on the numbers that centers have set."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.db import Connection

_NEWEST = """
select c.id, c.name as center_name, b.version, b.at, b.staff, p.name, b.numbers
from center c left join lateral (
  select * from center_bounds o where o.center = c.id order by o.version desc limit 1) b on true
left join staff p on p.id = b.staff
where $1::text is null or c.id = $1 order by c.sort_order, c.id
"""
_VERSIONS = """
select c.id, c.name as center_name, b.version, b.at, b.staff, p.name, b.numbers
from center_bounds b join center c on c.id = b.center join staff p on p.id = b.staff
where b.center = $1 order by b.version desc limit $2
"""


async def newest(connection: Connection, center: str | None) -> list[Any]:
    """One row for each center, or for this one, in the office's order; `version` is none where nothing was decided."""
    return await connection.fetch(_NEWEST, center)


async def versions(connection: Connection, center: str, most: int) -> list[Any]:
    """The newest first."""
    return await connection.fetch(_VERSIONS, center, most)


async def add(
    connection: Connection, center: str, version: int, numbers: dict[str, int], *, at: datetime, staff: UUID,
    device: UUID,
) -> None:  # fmt: skip
    added = "insert into center_bounds (center, version, at, staff, device, numbers) values ($1, $2, $3, $4, $5, $6)"
    body = msgspec.json.encode(numbers).decode()
    await connection.execute(added, center, version, at, staff, device, body)


def read(written: str) -> dict[str, Any]:
    """As it lies there: a newer office may have written what this one does not know, and not this one's to drop."""
    return msgspec.json.decode(written)
