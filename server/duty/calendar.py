"""Who is on duty at a moment, and when nobody is: rules of days, spans, leave and deputies; pure, in Japan's days."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from server.duty.plan import DayKind, Shift
from server.workdays import JAPAN, is_workday

YEAR_END = ("12-29", "12-30", "12-31", "01-01", "01-02", "01-03")


class Span(NamedTuple):
    """From the first moment up to, not including, the last."""

    begins: datetime
    ends: datetime

    def has(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends


class Duty(NamedTuple):
    staff: UUID
    span: Span


class Leave(NamedTuple):
    """`deputy` stands in for the duties of these hours."""

    staff: UUID
    span: Span
    deputy: UUID | None


def kind_of(day: date) -> DayKind:
    if day.isoformat()[5:] in YEAR_END:
        return "year_end"
    return "weekday" if is_workday(day) else "holiday"


def span_of(day: date, begins: int, ends: int) -> Span:
    midnight = datetime.combine(day, time(), JAPAN)
    return Span(midnight + timedelta(minutes=begins), midnight + timedelta(minutes=ends))


def on_duty(duties: Iterable[Duty], leaves: Sequence[Leave], moment: datetime) -> list[UUID]:
    """In the order given, each once. Whoever is away is replaced by the deputy; should both be away, by nobody."""
    found = (_standing(one.staff, leaves, moment) for one in duties if one.span.has(moment))
    return list(dict.fromkeys(person for person in found if person is not None))


def _standing(staff: UUID, leaves: Sequence[Leave], moment: datetime) -> UUID | None:
    away = [one for one in leaves if one.staff == staff and one.span.has(moment)]
    if not away:
        return staff
    here = [one.deputy for one in away if one.deputy is not None and not _is_away(one.deputy, leaves, moment)]
    return here[0] if here else None


def _is_away(staff: UUID, leaves: Sequence[Leave], moment: datetime) -> bool:
    return any(one.staff == staff and one.span.has(moment) for one in leaves)


def asked_for(shifts: Sequence[Shift], first: date, days: int) -> list[Span]:
    """The hours of these days for which somebody has to be on duty, in order."""
    each = (first + timedelta(days=n) for n in range(days))
    return sorted(
        span_of(day, one.begins, one.ends) for day in each for one in shifts if kind_of(day) in one.days
    )


def gaps(asked: Sequence[Span], duties: Sequence[Duty], leaves: Sequence[Leave]) -> list[Span]:
    """Where nobody is on duty though somebody has to be. Between two edges nothing changes, so each is asked once."""
    edges = {edge for one in (*(d.span for d in duties), *(away.span for away in leaves)) for edge in one}
    found: list[Span] = []
    for span in asked:
        inside = sorted({*span, *(edge for edge in edges if span.has(edge))})
        for begins, ends in pairwise(inside):
            if on_duty(duties, leaves, begins):
                continue
            if found and found[-1].ends == begins:
                found[-1] = Span(found[-1].begins, ends)
            else:
                found.append(Span(begins, ends))
    return found
