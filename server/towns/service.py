"""The bureau says which town belongs to the center of which 支所; every office reads it. No household moves by it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.audit.log import note
from server.db import snapshot, write_transaction
from server.problems import Problem
from server.scope.rules import Actor
from server.sequence import hold
from server.towns import store
from server.towns.rules import Town, Unfit, checked

BUREAU = "bureau"


class TownTable(msgspec.Struct, frozen=True, kw_only=True):
    """`version` 0: no town was named, so no center is proposed. Who named them is told to the bureau alone."""

    version: int = 0
    at: datetime | None = None
    by: UUID | None = None
    by_name: str | None = None
    towns: list[dict[str, Any]] = []  # as they lie there: a newer office may say more of a town


async def read(caller: Actor) -> TownTable:
    async with snapshot() as connection:
        return _told(await store.newest(connection), names=caller.role == BUREAU)


async def decide(caller: Actor, version: int, given: list[Town], now: datetime) -> TownTable:
    """The whole table. `version`: the one the writer had before them."""
    async with write_transaction() as connection:
        await hold(connection)
        try:
            fit = checked(given, await store.centers(connection))
        except Unfit as unfit:
            raise Problem(unfit.code, field=unfit.field) from None
        known, towns = _told(await store.newest(connection), names=True), msgspec.to_builtins(fit)
        if (known.version, known.by, known.towns) == (version + 1, caller.staff, towns):
            return known  # asked again after the answer was lost
        if known.version != version:
            raise Problem("towns_changed")
        await store.add(connection, version + 1, towns, at=now, staff=caller.staff, device=caller.device)
        await note(
            connection, at=now, verb="towns.decide", device=caller.device, staff=caller.staff,
            count=max(1, len(towns)),
        )  # fmt: skip
        return _told(await store.newest(connection), names=True)


def _told(row: Any, *, names: bool) -> TownTable:
    if row is None:
        return TownTable()
    by = {"by": row["staff"], "by_name": row["name"]} if names else {}
    return TownTable(version=row["version"], at=row["at"], towns=msgspec.json.decode(row["towns"]), **by)
