"""開庁時間: how long something has waited, counted only while the office is open.

Twin of pwa/src/casework/opening.ts; which days those are, server/workdays.py says.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

from server.casework.calendar import Moment, jst, moment_ms
from server.workdays import CLOSES, JAPAN, OPENS, is_workday

MINUTE = 60_000


def open_spans(moment: Moment) -> Iterator[tuple[int, int]]:
    """The times the office is open from this moment on, in ms, without end."""
    start, first = round(moment_ms(moment)), jst(moment).date()
    for day in (first + timedelta(days=n) for n in count()):
        opens, closes = (round(datetime.combine(day, at, JAPAN).timestamp() * 1000) for at in (OPENS, CLOSES))
        if is_workday(day) and start < closes:
            yield max(start, opens), closes


def due_after(moment: Moment, minutes: int) -> int:
    """The moment, in ms, at which the office has been open for so many minutes more."""
    left = minutes * MINUTE
    for opens, closes in open_spans(moment):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise AssertionError("the days do not end")


def open_between(start: Moment, end: Moment) -> int:
    """For how long, in ms, the office was open."""
    until, total = round(moment_ms(end)), 0
    for opens, closes in open_spans(start):
        if opens >= until:
            break
        total += min(closes, until) - opens
    return total
