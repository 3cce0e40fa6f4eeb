"""Every query on the directory of agencies and helplines."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from server.db import Connection
from server.organizations.rules import Entry, Tel

Act = Literal["create", "change", "check", "end"]

PAGE = 500
MOST_PUBLIC = 5_000
_WRITTEN = tuple(Entry.__struct_fields__)
_COLUMNS = (*_WRITTEN, "checked_on", "checked_by", "version", "ended", "seq")
_SPELLED = ", ".join(f"o.{name}" for name in _COLUMNS)

_ADD = f"""
insert into organization (id, {", ".join(_COLUMNS)})
values ($1, {", ".join(f"${n}" for n in range(2, len(_COLUMNS) + 2))}) on conflict do nothing returning true
"""  # noqa: S608 - built from names of this file
_CHANGE = f"""
update organization set {", ".join(f"{name} = ${n}" for n, name in enumerate(_COLUMNS, 2))} where id = $1
"""  # noqa: S608 - built from names of this file
_ONE = f"select o.id, {_SPELLED} from organization o where o.id = $1"  # noqa: S608 - built from names of this file
_SINCE = f"""
select o.id, {_SPELLED}, p.name as checked_by_name from organization o join staff p on p.id = o.checked_by
where o.seq > $1 order by o.seq limit $2
"""  # noqa: S608 - built from names of this file
_PUBLIC = f"""
select o.id, {_SPELLED}, c.name as center_name from organization o left join center c on c.id = o.center
where o.is_public and not o.ended and ($1::text is null or $1 = any(o.fields))
order by c.sort_order nulls first, c.id, o.area_name, o.kana, o.id limit $2
"""  # noqa: S608 - built from names of this file
_CHANGED = """
insert into organization_change (organization, version, act, at, staff, device, entry)
values ($1, $2, $3, $4, $5, $6, $7)
"""


class Organization(Entry, frozen=True, kw_only=True):
    """An entry as it stands."""

    id: UUID
    checked_on: date
    checked_by: UUID
    version: int
    ended: bool
    seq: int


class Listed(Organization, frozen=True, kw_only=True):
    checked_by_name: str


class Public(Organization, frozen=True, kw_only=True):
    center_name: str | None


async def one(connection: Connection, organization: UUID) -> Organization | None:
    row = await connection.fetchrow(_ONE, organization)
    return None if row is None else Organization(**_read(row))


async def add(connection: Connection, new: Organization) -> bool:
    """False when the id is taken."""
    return bool(await connection.fetchval(_ADD, new.id, *_values(new)))


async def put(connection: Connection, changed: Organization) -> None:
    await connection.execute(_CHANGE, changed.id, *_values(changed))


async def keep_version(
    connection: Connection, now_is: Organization, act: Act, *, staff: UUID, device: UUID, at: datetime
) -> None:
    entry = msgspec.json.encode(now_is).decode()
    await connection.execute(_CHANGED, now_is.id, now_is.version, act, at, staff, device, entry)


async def was_checked_by(connection: Connection, known: Organization, staff: UUID) -> bool:
    """Whether its newest version came about by this person's looking through it."""
    found = "select act = 'check' and staff = $3 from organization_change where organization = $1 and version = $2"
    return bool(await connection.fetchval(found, known.id, known.version, staff))


async def since(connection: Connection, seq: int) -> list[Listed]:
    """The next page of what changed after that number, ended ones too, so that a phone forgets them."""
    return [Listed(**_read(row)) for row in await connection.fetch(_SINCE, seq, PAGE)]


async def place(connection: Connection) -> tuple[UUID, int]:
    """The server's generation, and the number of the newest change of the directory."""
    row = await connection.fetchrow(
        "select gen, coalesce((select max(seq) from organization), 0) as head from sync_clock where id = 1"
    )
    assert row is not None
    return row["gen"], row["head"]


async def public(connection: Connection, field: str | None) -> list[Public]:
    """The whole city first, then center by center."""
    return [Public(**_read(row)) for row in await connection.fetch(_PUBLIC, field, MOST_PUBLIC)]


def _values(of: Organization) -> list[Any]:
    found = {name: getattr(of, name) for name in _COLUMNS}
    return list((found | {"tels": msgspec.json.encode(of.tels).decode()}).values())


def _read(row: Any) -> dict[str, Any]:
    return dict(row) | {"tels": msgspec.json.decode(row["tels"], type=list[Tel])}
