"""A center hands in its month, and the bureau sees all of them side by side: numbers only, and nobody's name."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from server.audit.log import note
from server.db import Connection, snapshot, write_transaction
from server.devices.store import device as device_row
from server.envelope.figures import Handed, check_figures
from server.envelope.frame import CannotOpen
from server.figures import store
from server.figures.cells import Given, Unfit, checked, is_over, month_of
from server.problems import Problem
from server.scope.rules import Actor
from server.sequence import hold
from server.staff.store import centers, today

BUREAU = "bureau"
HAND_IN = ("coordinator", "manager")  # who answers for a center's word elsewhere too
READ_OWN = (*HAND_IN, "office", "center_head")


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """`version` 0: nothing was handed in. `by` is told to the center alone."""

    center: str
    name: str
    version: int = 0
    at: datetime | None = None
    by: UUID | None = None
    by_name: str | None = None
    figures: Given | None = None


async def read(caller: Actor, month: str) -> list[Month]:
    """The bureau: every center, in the office's order. A center: itself."""
    first = _month(month)
    every = caller.role == BUREAU
    if not every and (caller.role not in READ_OWN or caller.center is None):
        raise Problem("not_allowed")
    async with snapshot() as connection:
        return await _read(connection, first, None if every else caller.center)


async def hand_in(caller: Actor, month: str, version: int, given: Given, word: str, now: datetime) -> Month:
    """`version`: the one the writer had before them; that one stays, so that what was told can be read years later."""
    first, center = _month(month), caller.center
    if center is None:
        raise Problem("not_allowed")
    if not is_over(first, today(now)):
        raise Problem("figures_early", field="month")
    try:
        figures = checked(given)
    except Unfit as unfit:
        raise Problem(unfit.code, field=unfit.field) from None
    async with write_transaction() as connection:
        await hold(connection)
        await _check_word(connection, word, Handed(center, month, version + 1, figures), caller.device)
        known = (await _read(connection, first, center))[0]
        if (known.version, known.by, known.figures) == (version + 1, caller.staff, figures):
            return known  # asked again after the answer was lost
        if known.version != version:
            raise Problem("figures_changed")
        await store.add(
            connection, center, first, version + 1, figures, word=word, at=now, staff=caller.staff, device=caller.device
        )
        await note(connection, at=now, verb="figures.hand_in", device=caller.device, staff=caller.staff, purpose=month)
        return (await _read(connection, first, center))[0]


def _month(text: str) -> date:
    found = month_of(text)
    if found is None:
        raise Problem("wrong_value", field="month")
    return found


async def _read(connection: Connection, month: date, center: str | None) -> list[Month]:
    found = await store.newest(connection, month, center)
    listed = [row for row in await centers(connection) if center in (None, row["id"])]
    return [_told(row["id"], row["name"], found.get(row["id"]), names=center is not None) for row in listed]


def _told(center: str, name: str, row: Any, *, names: bool) -> Month:
    if row is None:
        return Month(center=center, name=name)
    by = {"by": row["staff"], "by_name": row["name"]} if names else {}
    figures = store.read(row["figures"])
    return Month(center=center, name=name, version=row["version"], at=row["at"], figures=figures, **by)


async def _check_word(connection: Connection, word: str, of: Handed, device: UUID) -> None:
    """So that nobody, this machine included, puts figures into a center's mouth."""
    signer = await device_row(connection, device)
    try:
        check_figures(word, of, device, signer["sign_key"] if signer else b"")
    except CannotOpen:
        raise Problem("figures_word", field="word") from None
