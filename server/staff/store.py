"""Every query on people and centers."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import msgspec

from server.db import Connection

JAPAN = ZoneInfo("Asia/Tokyo")
KEEPERS = ("vault", "recovery")  # principals of the installation: no persons, never listed
ALL_CENTERS = "administrator"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    kana: str
    role: str
    center: str | None
    center_name: str | None
    organisation: str
    active: bool


_PEOPLE = """
select p.id, p.name, p.kana, p.role, p.center, c.name as center_name, p.organisation, p.active_from, p.active_to
from staff p left join center c on c.id = p.center
"""


def works(active_from: date, active_to: date | None, now: datetime) -> bool:
    """Both days count, as on a personnel order, in Japan's calendar."""
    today = now.astimezone(JAPAN).date()
    return active_from <= today and (active_to is None or today <= active_to)


def _person(row: asyncpg.Record, now: datetime) -> Person:
    return Person(
        id=row["id"],
        name=row["name"],
        kana=row["kana"],
        role=row["role"],
        center=row["center"],
        center_name=row["center_name"],
        organisation=row["organisation"],
        active=works(row["active_from"], row["active_to"], now),
    )


async def person(connection: Connection, staff: UUID, now: datetime) -> Person | None:
    row = await connection.fetchrow(_PEOPLE + "where p.id = $1", staff)
    return None if row is None else _person(row, now)


async def seen_by(connection: Connection, role: str, center: str | None, now: datetime) -> list[Person]:
    """The people of one's own center; the administrator, who belongs to none, sees every one."""
    rows = await connection.fetch(
        _PEOPLE + "where ($1::text is null or p.center = $1) and p.role <> all($2::text[]) order by p.kana, p.id",
        None if role == ALL_CENTERS else center or "",
        list(KEEPERS),
    )
    return [_person(row, now) for row in rows]
