"""Keeping the rota: a new plan, who has the duty, leave and its end. Each act is in the audit log."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from server.audit.log import note
from server.db import Connection, write_transaction
from server.duty import store
from server.duty.asked import MAY_BE_ASKED
from server.duty.calendar import Span
from server.duty.plan import Plan, Unfit, checked
from server.duty.store import Written
from server.problems import Problem
from server.scope.rules import Actor
from server.sequence import hold
from server.staff.store import today

KEEPERS = ("manager", "center_head")  # they answer for who is woken at night
LONGEST_DUTY = timedelta(hours=24)
LONGEST_LEAVE = timedelta(days=366)
AHEAD = timedelta(days=400)


class NewDuty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`id` is made by whoever writes it, so that asking twice adds one duty."""

    id: UUID
    staff: UUID
    begins: datetime
    ends: datetime


class NewLeave(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: UUID
    staff: UUID
    deputy: UUID | None = None
    begins: datetime
    ends: datetime


def center_of(caller: Actor) -> str:
    if caller.center is None:
        raise Problem("not_allowed")
    return caller.center


async def plan(caller: Actor, version: int, given: Plan, now: datetime) -> Written:
    """`version`: the one the writer had before them. It counts for alerts that are raised from now on."""
    center, fit = center_of(caller), sound(given)
    async with write_transaction() as connection:
        await hold(connection)
        known = await store.newest(connection, center)
        if known.version == version + 1 and known.plan == fit and known.by == caller.staff:
            return known  # asked again after the answer was lost
        if known.version != version:
            raise Problem("duty_changed")
        await must_be_of(connection, center, fit, now)
        await store.write(connection, center, version + 1, fit, at=now, staff=caller.staff, device=caller.device)
        await write_down(connection, caller, "plan", None, now)
        return await store.newest(connection, center)


def sound(given: Plan) -> Plan:
    """What could leave an alert with nobody to ask is refused where it stands, when it is tried out as well."""
    try:
        return checked(given)
    except Unfit as unfit:
        raise Problem(unfit.code, field=unfit.field) from None


async def must_be_of(connection: Connection, center: str, given: Plan, now: datetime) -> None:
    """Whoever a plan names sees every household of the center."""
    named = {one for steps in given.levels for step in steps for one in step.people}
    await _must_hold(connection, center, named, now)


async def set_duties(caller: Actor, given: list[NewDuty], now: datetime) -> None:
    """All of them or none."""
    center = center_of(caller)
    async with write_transaction() as connection:
        await hold(connection)
        await _must_hold(connection, center, {one.staff for one in given}, now)
        team = (await store.newest(connection, center)).plan.team
        for one in given:
            span = spanned(one.begins, one.ends, LONGEST_DUTY, now)
            known = await store.duty(connection, one.id)
            if known is not None:
                if (known["center"], known["staff"], Span(known["begins"], known["ends"])) != (center, one.staff, span):
                    raise Problem("duty_changed")
                continue
            await must_be_free(connection, center, one.staff, span, team=team)
            await store.add_duty(connection, one.id, center, one.staff, span)
            await write_down(connection, caller, "set", one.id, now)


async def end_duty(caller: Actor, duty: UUID, now: datetime) -> None:
    """What is over stays as it was."""
    async with write_transaction() as connection:
        await hold(connection)
        known = await store.duty(connection, duty)
        if known is None or known["center"] != caller.center:
            raise Problem("not_found")
        if known["state"] == "ended":
            return
        if known["ends"] <= now:
            raise Problem("duty_past")
        await store.end_duty(connection, duty)
        await store.decline_swaps_of(connection, duty, now)
        await write_down(connection, caller, "end", duty, now)


async def take_leave(caller: Actor, given: NewLeave, now: datetime) -> None:
    """One's own; for somebody else (ill, say) whoever keeps the rota writes it."""
    center = center_of(caller)
    if given.staff != caller.staff and caller.role not in KEEPERS:
        raise Problem("not_allowed")
    if given.deputy == given.staff:
        raise Problem("duty_holder", field="deputy")
    async with write_transaction() as connection:
        await hold(connection)
        await _must_hold(connection, center, {given.staff, *([given.deputy] if given.deputy else [])}, now)
        span = spanned(given.begins, given.ends, LONGEST_LEAVE, now)
        if await store.add_leave(connection, given.id, center, given.staff, given.deputy, span):
            await write_down(connection, caller, "leave", given.id, now)
            return
        known = await store.leave(connection, given.id)
        if known is None or (known["center"], known["staff"]) != (center, given.staff):
            raise Problem("duty_changed")


async def end_leave(caller: Actor, leave: UUID, now: datetime) -> None:
    async with write_transaction() as connection:
        await hold(connection)
        known = await store.leave(connection, leave)
        if known is None or known["center"] != caller.center:
            raise Problem("not_found")
        if known["staff"] != caller.staff and caller.role not in KEEPERS:
            raise Problem("not_allowed")
        if known["state"] == "ended":
            return
        if known["ends"] <= now:
            raise Problem("duty_past")
        await store.end_leave(connection, leave)
        await write_down(connection, caller, "leave_end", leave, now)


def spanned(begins: datetime, ends: datetime, longest: timedelta, now: datetime) -> Span:
    if begins.tzinfo is None or ends.tzinfo is None:
        raise Problem("wrong_value", field="begins")
    if not begins < ends or ends - begins > longest or begins - now > AHEAD:
        raise Problem("duty_span", field="ends")
    if ends <= now:
        raise Problem("duty_past", field="ends")
    return Span(begins, ends)


async def _must_hold(connection: Connection, center: str, people: set[UUID], now: datetime) -> None:
    """Only who sees every household of the center: others would be woken for one they could not open."""
    known = {row["id"] for row in await store.people(connection, center, MAY_BE_ASKED, today(now))}
    if not people <= known:
        raise Problem("duty_holder", field="staff")


async def must_be_free(
    connection: Connection, center: str, staff: UUID, span: Span, *, team: bool, besides: UUID | None = None
) -> None:
    """Two people share hours only where the plan says so, and nobody has the same hours twice."""
    there = [row for row in await store.duties(connection, center, span) if row["id"] != besides]
    if any(not team or row["staff"] == staff for row in there):
        raise Problem("duty_overlap", field="begins")


async def write_down(connection: Connection, caller: Actor, act: str, subject: UUID | None, now: datetime) -> None:
    await note(connection, at=now, verb=f"duty.{act}", device=caller.device, staff=caller.staff, subject=subject)
