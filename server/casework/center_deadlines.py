"""What becomes due in a center itself when nothing happens (domain 6.6): E-T10 of its meetings, E-T12 of what stands
on its shelf. It names no household.

Pure, and reckoned by the vault alone. E-T10, whose days a center sets, has a twin for trying them out
(pwa/src/casework/center-deadlines.ts).
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

from server.casework.bounds import Bounds, usual
from server.casework.calendar import JST, day_of
from server.casework.catalogue import load
from server.casework.due import Cause, Deadline, moment, staged
from server.casework.promises import real_date
from server.casework.registers import text_of, value_of
from server.workdays import next_opening

RULE = "E-T10"
REGULAR = "regular"  # subject of the deadline that no meeting was held for so long; else it is the meeting's id
PART = "conferences"  # of the business: where no meetings are held, none is missed
SHELF_RULE = "E-T12"
SHELF = "shelf"  # subject: what nobody has looked through is one word to whoever keeps the shelf, not one each
SHELF_PART = "participation"
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


def shelf_deadlines(states: Sequence[Entry]) -> list[Deadline]:
    """Half a year after somebody last looked at the resource that has waited longest; once it was, the next one waits.
    No center sets how long."""
    resources = (one["fields"] for state in states for one in state["resources"])
    looked = [at for fields in resources if value_of(fields, "closed") is not True if (at := last_looked(fields))]
    if not looked:
        return []
    since, days = min(looked), timedelta(days=load().time_rules[SHELF_RULE].numbers["days"])
    with suppress(OverflowError):
        cause = Cause(SHELF_RULE, SHELF, "", since, part=SHELF_PART)
        return list(staged(cause, False, lambda _stage: next_opening(since + days)))
    return []


def last_looked(fields: Entry) -> datetime | None:
    """The evening of the day that was written; never later than it was written, and where no day stands, then."""
    written = fields.get("checked_on") or fields.get("name")
    if written is None:
        return None
    at = moment(written["heads"][-1]["at"])
    day = real_date(text_of(fields, "checked_on"))
    return at if day is None else min(at, datetime.combine(day, time(23, 59), JST))
