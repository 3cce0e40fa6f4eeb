"""Every query on plans, duties, leave and swaps."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from server.db import Connection
from server.duty.calendar import Duty, Leave, Span, on_duty
from server.duty.plan import DEFAULT, Plan

_NEWEST = """
select d.version, d.at, d.staff, p.name, d.plan from duty_plan d join staff p on p.id = d.staff
where d.center = $1 order by d.version desc limit 1
"""
_VERSIONS = """
select d.version, d.at, d.staff, p.name, d.plan from duty_plan d join staff p on p.id = d.staff
where d.center = $1 order by d.version desc limit $2
"""
_OF_BUCKET = """
select d.plan from duty_plan d join bucket b on b.center = d.center where b.id = $1 order by d.version desc limit 1
"""
# Whoever has left the center by then holds no duty and stands in for nobody: a gap must be seen as one.
_DUTIES = """
select id, staff, begins, ends from duty
where center = $1 and state = 'set' and begins < $3 and ends > $2 and exists (
  select from staff p where p.id = duty.staff and p.center = $1
  and (p.active_to is null or begins < (p.active_to + 1)::timestamp at time zone 'Asia/Tokyo'))
order by begins, id
"""
_LEAVES = """
select id, staff, begins, ends, case when exists (
  select from staff p where p.id = deputy and p.center = $1
  and (p.active_to is null or begins < (p.active_to + 1)::timestamp at time zone 'Asia/Tokyo')) then deputy
  end as deputy
from duty_leave where center = $1 and state = 'set' and begins < $3 and ends > $2 order by begins, id
"""
_SWAPS = """
select s.id, s.duty, s.asked_by, s.asked, d.begins, d.ends from duty_swap s join duty d on d.id = s.duty
where d.center = $1 and s.state = 'asked' and d.state = 'set' and d.ends > $2 order by d.begins, s.id
"""
# Who sees every household of the center: nobody else is asked about one of which they could read nothing.
_PEOPLE = """
select id, name, role, active_from, active_to from staff
where center = $1 and role = any($2::text[]) and (active_to is null or active_to >= $3) order by kana, id
"""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A center's plan; `version` 0 is the one the product brings."""

    version: int
    plan: Plan
    at: datetime | None = None
    by: UUID | None = None
    by_name: str | None = None


BROUGHT = Written(version=0, plan=DEFAULT)


async def newest(connection: Connection, center: str) -> Written:
    row = await connection.fetchrow(_NEWEST, center)
    return BROUGHT if row is None else _written(row)


async def versions(connection: Connection, center: str, most: int) -> list[Written]:
    """The newest first; at the end the one the product brings, to which a center can always go back."""
    return [*(_written(row) for row in await connection.fetch(_VERSIONS, center, most)), BROUGHT]


def _written(row: Any) -> Written:
    return Written(
        version=row["version"], plan=read(row["plan"]), at=row["at"], by=row["staff"], by_name=row["name"]
    )


async def of_bucket(connection: Connection, bucket: UUID) -> str | None:
    """As it is written; None for the plan the product brings."""
    return await connection.fetchval(_OF_BUCKET, bucket)


async def center_of(connection: Connection, bucket: UUID) -> str:
    """Every bucket has one."""
    return str(await connection.fetchval("select center from bucket where id = $1", bucket))


def read(written: str | None) -> Plan:
    return DEFAULT if written is None else msgspec.json.decode(written, type=Plan)


async def write(
    connection: Connection, center: str, version: int, plan: Plan, *, at: datetime, staff: UUID, device: UUID
) -> None:
    await connection.execute(
        "insert into duty_plan (center, version, at, staff, device, plan) values ($1, $2, $3, $4, $5, $6)",
        center, version, at, staff, device, msgspec.json.encode(plan).decode(),
    )  # fmt: skip


async def people(connection: Connection, center: str, roles: tuple[str, ...], day: date) -> list[Any]:
    return await connection.fetch(_PEOPLE, center, list(roles), day)


async def duties(connection: Connection, center: str, span: Span) -> list[Any]:
    return await connection.fetch(_DUTIES, center, *span)


async def leaves(connection: Connection, center: str, span: Span) -> list[Any]:
    return await connection.fetch(_LEAVES, center, *span)


async def swaps(connection: Connection, center: str, now: datetime) -> list[Any]:
    return await connection.fetch(_SWAPS, center, now)


def as_duties(rows: list[Any]) -> list[Duty]:
    return [Duty(row["staff"], Span(row["begins"], row["ends"])) for row in rows]


def as_leaves(rows: list[Any]) -> list[Leave]:
    return [Leave(row["staff"], Span(row["begins"], row["ends"]), row["deputy"]) for row in rows]


async def on_duty_at(connection: Connection, center: str, moment: datetime) -> list[UUID]:
    """Who is on duty in a center at this very moment: the ladder and the preview both ask here."""
    around = Span(moment, moment + timedelta(microseconds=1))
    found = as_duties(await duties(connection, center, around))
    return on_duty(found, as_leaves(await leaves(connection, center, around)), moment) if found else []


async def add_duty(connection: Connection, duty: UUID, center: str, staff: UUID, span: Span) -> bool:
    added = """insert into duty (id, center, staff, begins, ends, state) values ($1, $2, $3, $4, $5, 'set')
    on conflict (id) do nothing returning true"""
    return bool(await connection.fetchval(added, duty, center, staff, *span))


async def duty(connection: Connection, duty: UUID) -> Any | None:
    return await connection.fetchrow("select id, center, staff, begins, ends, state from duty where id = $1", duty)


async def end_duty(connection: Connection, duty: UUID) -> None:
    await connection.execute("update duty set state = 'ended' where id = $1", duty)


async def give_duty(connection: Connection, duty: UUID, staff: UUID) -> None:
    await connection.execute("update duty set staff = $2 where id = $1", duty, staff)


async def add_leave(
    connection: Connection, leave: UUID, center: str, staff: UUID, deputy: UUID | None, span: Span
) -> bool:
    added = """insert into duty_leave (id, center, staff, deputy, begins, ends, state)
    values ($1, $2, $3, $4, $5, $6, 'set') on conflict (id) do nothing returning true"""
    return bool(await connection.fetchval(added, leave, center, staff, deputy, *span))


async def leave(connection: Connection, leave: UUID) -> Any | None:
    asked = "select id, center, staff, deputy, begins, ends, state from duty_leave where id = $1"
    return await connection.fetchrow(asked, leave)


async def end_leave(connection: Connection, leave: UUID) -> None:
    await connection.execute("update duty_leave set state = 'ended' where id = $1", leave)


async def add_swap(
    connection: Connection, swap: UUID, duty: UUID, asked_by: UUID, asked: UUID, now: datetime
) -> bool:
    """False when this duty is being asked about already."""
    added = """insert into duty_swap (id, duty, asked_by, asked, asked_at, state)
    values ($1, $2, $3, $4, $5, 'asked') on conflict do nothing returning true"""
    return bool(await connection.fetchval(added, swap, duty, asked_by, asked, now))


async def swap(connection: Connection, swap: UUID) -> Any | None:
    return await connection.fetchrow("select id, duty, asked_by, asked, state from duty_swap where id = $1", swap)


async def decline_swaps_of(connection: Connection, duty: UUID, now: datetime) -> None:
    """Nothing is left to be taken over."""
    closed = "update duty_swap set state = 'declined', decided_at = $2 where duty = $1 and state = 'asked'"
    await connection.execute(closed, duty, now)


async def decide_swap(connection: Connection, swap: UUID, state: str, now: datetime) -> None:
    await connection.execute("update duty_swap set state = $2, decided_at = $3 where id = $1", swap, state, now)
