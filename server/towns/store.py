"""Every query on which town belongs to which center."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.db import Connection

_NEWEST = """
select t.version, t.at, t.staff, p.name, t.towns from town_table t join staff p on p.id = t.staff
order by t.version desc limit 1
"""


async def newest(connection: Connection) -> Any:
    return await connection.fetchrow(_NEWEST)


async def centers(connection: Connection) -> set[str]:
    return {row["id"] for row in await connection.fetch("select id from center")}


async def add(
    connection: Connection, version: int, towns: list[dict[str, Any]], *, at: datetime, staff: UUID, device: UUID
) -> None:
    added = "insert into town_table (version, at, staff, device, towns) values ($1, $2, $3, $4, $5)"
    await connection.execute(added, version, at, staff, device, msgspec.json.encode(towns).decode())
