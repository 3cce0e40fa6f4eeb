"""Every query on the figures of a month."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from server.db import Connection
from server.figures.cells import Given

_NEWEST = """
select distinct on (f.center) f.center, f.version, f.at, f.staff, p.name, f.figures
from month_figures f join staff p on p.id = f.staff
where f.month = $1 and ($2::text is null or f.center = $2) order by f.center, f.version desc
"""


async def newest(connection: Connection, month: date, center: str | None) -> dict[str, Any]:
    """By center: of one, or of all."""
    return {row["center"]: row for row in await connection.fetch(_NEWEST, month, center)}


async def add(
    connection: Connection, center: str, month: date, version: int, figures: Given, *, word: str, at: datetime,
    staff: UUID, device: UUID,
) -> None:  # fmt: skip
    added = """insert into month_figures (center, month, version, at, staff, device, figures, word)
    values ($1, $2, $3, $4, $5, $6, $7, $8)"""
    body = msgspec.json.encode(figures).decode()
    await connection.execute(added, center, month, version, at, staff, device, body, word)


def read(written: str) -> Given:
    return msgspec.json.decode(written, type=Given)
