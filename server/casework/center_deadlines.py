"""What becomes due in a center itself when nothing happens: E-T10, of its meetings (domain 6.6). It names no household.

Pure, and reckoned by the vault alone, as the deadlines of households are.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

from server.casework.bounds import Bounds, usual
from server.casework.calendar import JST, day_of
from server.casework.due import Cause, Deadline, moment, staged
from server.casework.promises import real_date
from server.casework.registers import text_of
from server.workdays import next_opening

RULE = "E-T10"
REGULAR = "regular"  # subject of the deadline that no meeting was held for so long; else it is the meeting's id
PART = "conferences"  # of the business: where no meetings are held, none is missed
HELD = ("held", "minutes_draft", "approved")
Entry = dict[str, Any]


def center_deadlines(states: Sequence[Entry], now: datetime, bounds: Bounds | None = None) -> list[Deadline]:
    """`states`: everything that lies in the center's own buckets; two phones may each have begun one."""
    numbers = bounds or usual()
    meetings = {one["id"]: one for state in states for one in state["meetings"]}
    held = {name: day for name, one in meetings.items() if (day := held_on(one, now)) is not None}
    found: list[Deadline] = []
    unsigned = (unapproved(meetings[name], day, numbers) for name, day in held.items())
    for due in (no_meeting(states, meetings, held, numbers), *unsigned):
        with suppress(OverflowError):
            found.extend(due)
    return found


def held_on(meeting: Entry, now: datetime) -> datetime | None:
    """The evening of its day; what is said to have been held tomorrow was not."""
    fields = meeting["fields"]
    day = real_date(text_of(fields, "held_on"))
    was_held = meeting["approved"] is not None or text_of(fields, "status") in HELD
    if day is None or not was_held or day.isoformat() > day_of(now.isoformat()):
        return None
    return datetime.combine(day, time(23, 59), JST)


def no_meeting(
    states: Sequence[Entry], meetings: dict[str, Entry], held: dict[str, datetime], numbers: Bounds
) -> Iterator[Deadline]:
    """So many days after the last regular one, or after the center began to keep its meetings here."""
    regular = [day for name, day in held.items() if text_of(meetings[name]["fields"], "kind") == REGULAR]
    begun = [moment(state["opened_at"]) for state in states if state["opened_at"] is not None]
    since = max(regular, default=min(begun, default=None))
    if since is not None:
        days = timedelta(days=numbers.of(RULE, "days"))
        yield from staged(Cause(RULE, REGULAR, "", since, part=PART), False, lambda _stage: next_opening(since + days))


def unapproved(meeting: Entry, evening: datetime, numbers: Bounds) -> Iterator[Deadline]:
    """Minutes that nobody has approved: until then what was decided is one person's word."""
    if meeting["approved"] is None and text_of(meeting["fields"], "kind") != "outside":
        days = timedelta(days=numbers.of(RULE, "minutes_days"))
        cause = Cause(RULE, meeting["id"], "", evening)
        yield from staged(cause, False, lambda _stage: next_opening(evening + days))
