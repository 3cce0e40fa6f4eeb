"""A center's rota as it is read: who is on duty when, where nobody is, who is away and what is asked of whom."""

from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

import msgspec

from server.db import Connection
from server.duty import store
from server.duty.asked import MAY_BE_ASKED
from server.duty.calendar import Duty, Leave, Span, asked_for, gaps, kind_of, on_duty, span_of
from server.duty.plan import DAY, DayKind
from server.duty.store import Written
from server.staff.store import today

AHEAD = 30  # days that are looked through for gaps


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may have the duty."""

    id: UUID
    name: str
    role: str


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """`needed`: the plan wants somebody there. `staff` empty and needed: a gap."""

    begins: datetime
    ends: datetime
    staff: list[UUID]
    needed: bool


class RotaDay(msgspec.Struct, frozen=True, kw_only=True):
    day: date
    kind: DayKind
    hours: list[Hours]


class DutyRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    staff: UUID
    begins: datetime
    ends: datetime


class LeaveRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    staff: UUID
    deputy: UUID | None
    begins: datetime
    ends: datetime


class SwapRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    duty: UUID
    asked_by: UUID
    asked: UUID
    begins: datetime
    ends: datetime


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    begins: datetime
    ends: datetime


class Rota(msgspec.Struct, frozen=True, kw_only=True):
    center: str
    plan: Written
    people: list[Member]
    days: list[RotaDay]
    duties: list[DutyRow]
    leaves: list[LeaveRow]
    swaps: list[SwapRow]
    gaps: list[Gap]


async def read(connection: Connection, center: str, first: date, days: int, now: datetime) -> Rota:
    plan = await store.newest(connection, center)
    whole = Span(span_of(first, 0, DAY).begins, span_of(first, (days - 1) * DAY, (days + 1) * DAY).ends)
    duties = await store.duties(connection, center, whole)
    leaves = await store.leaves(connection, center, whole)
    people = await store.people(connection, center, MAY_BE_ASKED, today(now))
    return Rota(
        center=center,
        plan=plan,
        people=[Member(id=row["id"], name=row["name"], role=row["role"]) for row in people],
        days=by_day(
            first, days, asked_for(plan.plan.shifts, first, days), store.as_duties(duties), store.as_leaves(leaves)
        ),
        duties=[msgspec.convert(dict(row), DutyRow) for row in duties],
        leaves=[msgspec.convert(dict(row), LeaveRow) for row in leaves],
        swaps=[msgspec.convert(dict(row), SwapRow) for row in await store.swaps(connection, center, now)],
        gaps=[Gap(begins=one.begins, ends=one.ends) for one in await ahead(connection, center, plan, now)],
    )


async def ahead(connection: Connection, center: str, plan: Written, now: datetime) -> list[Span]:
    """From this moment on, for thirty days."""
    asked = [one for one in asked_for(plan.plan.shifts, today(now), AHEAD) if one.ends > now]
    if not asked:
        return []
    asked[0] = Span(max(asked[0].begins, now), asked[0].ends)
    whole = Span(now, max(one.ends for one in asked))
    duties = store.as_duties(await store.duties(connection, center, whole))
    return gaps(asked, duties, store.as_leaves(await store.leaves(connection, center, whole)))


def by_day(first: date, days: int, asked: list[Span], duties: list[Duty], leaves: list[Leave]) -> list[RotaDay]:
    """The hours of a day are those that begin on it; a night belongs to the evening it began on."""
    found: dict[date, list[Hours]] = {}
    for one in stretches(asked, duties, leaves):
        found.setdefault(today(one.begins), []).append(one)
    each = (date.fromordinal(first.toordinal() + n) for n in range(days))
    return [RotaDay(day=day, kind=kind_of(day), hours=found.get(day, [])) for day in each]


def stretches(asked: list[Span], duties: list[Duty], leaves: list[Leave]) -> list[Hours]:
    """Hours in which the same people are on duty; where a shift or a duty begins, new ones begin."""
    marks = {edge for one in (*asked, *(duty.span for duty in duties)) for edge in one}
    edges = sorted(marks | {edge for one in leaves for edge in one.span})
    found: list[Hours] = []
    for begins, ends in pairwise(edges):
        staff = on_duty(duties, leaves, begins)
        needed = any(one.has(begins) for one in asked)
        last = found[-1] if found else None
        if not staff and not needed:
            continue
        if last and last.ends == begins and begins not in marks and (last.staff, last.needed) == (staff, needed):
            found[-1] = Hours(begins=last.begins, ends=ends, staff=staff, needed=needed)
        else:
            found.append(Hours(begins=begins, ends=ends, staff=staff, needed=needed))
    return found
