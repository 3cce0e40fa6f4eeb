"""Every query on people and centers."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import msgspec

from server.db import Connection

JAPAN = ZoneInfo("Asia/Tokyo")
ROBOT = "robot"  # its role, and the center of its own that no list shows (server/robot)
KEEPERS = ("vault", "recovery", ROBOT)  # principals of the installation: no persons, never listed
ALL_CENTERS = "administrator"
PLANS = ("coordinator", "manager", ALL_CENTERS)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    kana: str
    role: str
    center: str | None
    center_name: str | None
    organisation: str
    active: bool
    leaves_on: date | None = None  # told only to those who plan who follows


_PEOPLE = """
select p.id, p.name, p.kana, p.role, p.center, c.name as center_name, p.organisation, p.active_from, p.active_to
from staff p left join center c on c.id = p.center
"""


def works(active_from: date, active_to: date | None, now: datetime) -> bool:
    """Both days count, as on a personnel order, in Japan's calendar."""
    day = today(now)
    return active_from <= day and (active_to is None or day <= active_to)


def _person(row: asyncpg.Record, now: datetime, *, plans: bool = False) -> Person:
    return Person(
        id=row["id"],
        name=row["name"],
        kana=row["kana"],
        role=row["role"],
        center=row["center"],
        center_name=row["center_name"],
        organisation=row["organisation"],
        active=works(row["active_from"], row["active_to"], now),
        leaves_on=row["active_to"] if plans else None,
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
    return [_person(row, now, plans=role in PLANS) for row in rows]


class NewPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the staff list; `id` is made by whoever adds it, so that asking twice adds one person."""

    id: UUID
    name: str
    kana: str
    role: str
    center: str | None
    organisation: str
    active_from: date


_ADD = """
insert into staff (id, center, role, name, kana, organisation, active_from) values ($1, $2, $3, $4, $5, $6, $7)
on conflict do nothing returning true
"""
# Whoever is gone by date but still holds a device, a session or a household.
_DEPARTED = """
select p.id from staff p where p.active_to < $1 and p.role <> all($2::text[]) and (
  exists (select from device d where d.staff = p.id and d.state in ('pending', 'active'))
  or exists (select from scope_grant g where g.staff = p.id))
order by p.active_to, p.id
"""


async def add(connection: Connection, new: NewPerson) -> bool:
    """False when the id is taken."""
    added = await connection.fetchval(
        _ADD, new.id, new.center, new.role, new.name, new.kana, new.organisation, new.active_from
    )
    return bool(added)


async def line(connection: Connection, staff: UUID) -> asyncpg.Record | None:
    """The person as the list has them, keepers too."""
    return await connection.fetchrow("select * from staff where id = $1", staff)


async def centers(connection: Connection) -> list[asyncpg.Record]:
    """id and public name, in the office's own order."""
    return await connection.fetch("select id, name from center where id <> $1 order by sort_order, id", ROBOT)


async def center_exists(connection: Connection, center: str) -> bool:
    found = "select exists (select from center where id = $1 and id <> $2)"
    return bool(await connection.fetchval(found, center, ROBOT))


async def set_last_day(connection: Connection, staff: UUID, last_day: date) -> None:
    await connection.execute("update staff set active_to = $2 where id = $1", staff, last_day)


async def departed(connection: Connection, today: date) -> list[UUID]:
    """People whose last day has passed and who still hold something."""
    return [row["id"] for row in await connection.fetch(_DEPARTED, today, list(KEEPERS))]


def today(now: datetime) -> date:
    return now.astimezone(JAPAN).date()
