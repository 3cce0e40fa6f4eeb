"""A duty changes hands: asked by who has it, and taken over once the other has said yes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from server.db import Connection, write_transaction
from server.duty import store
from server.duty.asked import MAY_BE_ASKED
from server.duty.calendar import Span
from server.duty.service import center_of, must_be_free, write_down
from server.problems import Problem
from server.scope.rules import Actor
from server.sequence import hold
from server.staff.store import today


async def ask(caller: Actor, swap: UUID, duty: UUID, asked: UUID, now: datetime) -> None:
    center = center_of(caller)
    async with write_transaction() as connection:
        await hold(connection)
        known = await store.duty(connection, duty)
        if known is None or known["center"] != center or known["state"] != "set":
            raise Problem("not_found")
        if known["staff"] != caller.staff:
            raise Problem("not_allowed")
        if known["ends"] <= now:
            raise Problem("duty_past")
        if asked == caller.staff or not await _may_hold(connection, center, asked, now):
            raise Problem("duty_holder", field="asked")
        before = await store.swap(connection, swap)
        if before is not None:
            if (before["duty"], before["asked"], before["asked_by"]) == (duty, asked, caller.staff):
                return  # asked again after the answer was lost
            raise Problem("duty_changed")
        if not await store.add_swap(connection, swap, duty, caller.staff, asked, now):
            raise Problem("duty_swap_open")
        await write_down(connection, caller, "swap_ask", swap, now)


async def accept(caller: Actor, swap: UUID, now: datetime) -> None:
    """Only who was asked; the duty is theirs from this moment, for running alerts too."""
    center = center_of(caller)
    async with write_transaction() as connection:
        await hold(connection)
        known = await _asked(connection, caller, swap, ("asked",))
        if known["state"] == "accepted":
            return
        duty = await store.duty(connection, known["duty"])
        if known["state"] != "asked" or duty is None or duty["state"] != "set" or duty["staff"] != known["asked_by"]:
            raise Problem("duty_swap_decided")
        if duty["ends"] <= now:
            raise Problem("duty_past")
        if not await _may_hold(connection, center, caller.staff, now):
            raise Problem("duty_holder", field="asked")
        team = (await store.newest(connection, center)).plan.team
        span = Span(duty["begins"], duty["ends"])
        await must_be_free(connection, center, caller.staff, span, team=team, besides=duty["id"])
        await store.give_duty(connection, duty["id"], caller.staff)
        await store.decide_swap(connection, swap, "accepted", now)
        await write_down(connection, caller, "swap_accept", swap, now)


async def decline(caller: Actor, swap: UUID, now: datetime) -> None:
    """Said no to, or no longer asked for: the duty stays with who has it."""
    async with write_transaction() as connection:
        await hold(connection)
        known = await _asked(connection, caller, swap, ("asked", "asked_by"))
        if known["state"] == "declined":
            return
        if known["state"] != "asked":
            raise Problem("duty_swap_decided")
        await store.decide_swap(connection, swap, "declined", now)
        await write_down(connection, caller, "swap_decline", swap, now)


async def _may_hold(connection: Connection, center: str, staff: UUID, now: datetime) -> bool:
    return any(row["id"] == staff for row in await store.people(connection, center, MAY_BE_ASKED, today(now)))


async def _asked(connection: Connection, caller: Actor, swap: UUID, sides: tuple[str, ...]) -> Any:
    known = await store.swap(connection, swap)
    if known is None or caller.staff not in (known["asked"], known["asked_by"]):
        raise Problem("not_found")
    if caller.staff not in (known[side] for side in sides):
        raise Problem("not_allowed")
    return known
