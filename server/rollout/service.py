"""The bureau decides which center runs which business on which days; each center reads its own. No record changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.audit.log import note
from server.db import Connection, snapshot, write_transaction
from server.problems import Problem
from server.rollout import store
from server.rollout.rules import Spans, Unfit, checked
from server.scope.rules import Actor
from server.sequence import hold
from server.staff.store import center_exists, today

BUREAU = "bureau"
READS_ALL = (BUREAU, "vault")  # the vault lets deadlines rest with their business
READS_PAST = ("coordinator", "office", "manager", "center_head")
MOST_VERSIONS = 50


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """`version` 0: nothing was decided, so everything runs; a part without a line was never decided on either. `since`:
    when the first version was, before which nothing could rest."""

    center: str
    name: str
    version: int = 0
    at: datetime | None = None
    since: datetime | None = None
    by: UUID | None = None
    by_name: str | None = None
    why: str | None = None
    spans: dict[str, Any] = {}


async def read(caller: Actor) -> list[Written]:
    """The bureau and the vault: every center, in the office's order. Anybody of a center: their own."""
    if caller.role not in READS_ALL and caller.center is None:
        raise Problem("not_allowed")
    async with snapshot() as connection:
        rows = await store.newest(connection, None if caller.role in READS_ALL else caller.center)
    names = caller.role in (BUREAU, *READS_PAST)
    return [_told(row, names=names) for row in rows]


async def past(caller: Actor, center: str) -> list[Written]:
    """Every version, the newest first."""
    if caller.role != BUREAU and (caller.role not in READS_PAST or caller.center != center):
        raise Problem("not_allowed")
    async with snapshot() as connection:
        if not await center_exists(connection, center):
            raise Problem("rollout_center", field="center")
        return [_told(row, names=True) for row in await store.versions(connection, center, MOST_VERSIONS)]


async def decide(caller: Actor, center: str, version: int, given: Spans, why: str, now: datetime) -> Written:
    """`version`: the one the writer had before them. What they do not name their app does not know: it stays."""
    try:
        spans = checked(given, today(now))
    except Unfit as unfit:
        raise Problem(unfit.code, field=unfit.field) from None
    async with write_transaction() as connection:
        await hold(connection)
        known = await _known(connection, center)
        fit = known.spans | msgspec.to_builtins(spans)
        if (known.version, known.by, known.why, known.spans) == (version + 1, caller.staff, why, fit):
            return known  # asked again after the answer was lost
        if known.version != version:
            raise Problem("rollout_changed")
        await store.add(
            connection, center, version + 1, fit, why=why, at=now, staff=caller.staff, device=caller.device
        )
        await note(connection, at=now, verb="rollout.decide", device=caller.device, staff=caller.staff, purpose=center)
        return await _known(connection, center)


async def _known(connection: Connection, center: str) -> Written:
    rows = await store.newest(connection, center)
    if not rows:
        raise Problem("rollout_center", field="center")
    return _told(rows[0], names=True)


def _told(row: Any, *, names: bool) -> Written:
    if row["version"] is None:
        return Written(center=row["id"], name=row["center_name"])
    by = {"by": row["staff"], "by_name": row["name"], "why": row["why"]} if names else {}
    spans, when = store.read(row["spans"]), {"at": row["at"], "since": row["since"]}
    return Written(center=row["id"], name=row["center_name"], version=row["version"], spans=spans, **when, **by)
