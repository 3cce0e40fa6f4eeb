"""A center decides after how many days its people are told; whoever works in one reads them. No record changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.audit.log import note
from server.bounds import store
from server.bounds.rules import Given, Unfit, checked
from server.db import Connection, snapshot, write_transaction
from server.problems import Problem
from server.scope.rules import Actor
from server.sequence import hold

KEEPERS = ("manager", "center_head")  # they answer for whom nobody has seen
READS_PAST = (*KEEPERS, "coordinator", "office")
OF_NO_CENTER = ("bureau", "vault")  # the vault reckons with each center's own
MOST_VERSIONS = 50


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """`version` 0: nothing was decided, so the catalogue's numbers hold; a number without a line was not set either."""

    center: str
    name: str
    version: int = 0
    at: datetime | None = None
    by: UUID | None = None
    by_name: str | None = None
    numbers: dict[str, Any] = {}


async def read(caller: Actor) -> list[Written]:
    """Of every center: in another one's household one counts by that one's days. Who decided, of one's own."""
    if caller.center is None and caller.role not in OF_NO_CENTER:
        raise Problem("not_allowed")
    async with snapshot() as connection:
        rows = await store.newest(connection, None)
    return [_told(row, names=caller.role in READS_PAST and row["id"] == caller.center) for row in rows]


async def past(caller: Actor, center: str) -> list[Written]:
    """Every version, the newest first."""
    if caller.role not in READS_PAST or caller.center != center:
        raise Problem("not_allowed")
    async with snapshot() as connection:
        return [_told(row, names=True) for row in await store.versions(connection, center, MOST_VERSIONS)]


async def decide(caller: Actor, center: str, version: int, given: Given, now: datetime) -> Written:
    """`version`: the one the writer had before them. What they do not name their app does not know: it stays."""
    if caller.center != center:
        raise Problem("not_allowed")
    async with write_transaction() as connection:
        await hold(connection)
        known = await _known(connection, center)
        try:
            fit = checked(known.numbers, given)
        except Unfit as unfit:
            raise Problem(unfit.code, field=unfit.field) from None
        if (known.version, known.by, known.numbers) == (version + 1, caller.staff, fit):
            return known  # asked again after the answer was lost
        if known.version != version:
            raise Problem("bounds_changed")
        await store.add(connection, center, version + 1, fit, at=now, staff=caller.staff, device=caller.device)
        await note(connection, at=now, verb="bounds.decide", device=caller.device, staff=caller.staff, purpose=center)
        return await _known(connection, center)


async def _known(connection: Connection, center: str) -> Written:
    rows = await store.newest(connection, center)
    return _told(rows[0], names=True)


def _told(row: Any, *, names: bool) -> Written:
    if row["version"] is None:
        return Written(center=row["id"], name=row["center_name"])
    by = {"by": row["staff"], "by_name": row["name"]} if names else {}
    said = {"version": row["version"], "at": row["at"], "numbers": store.read(row["numbers"])}
    return Written(center=row["id"], name=row["center_name"], **said, **by)
