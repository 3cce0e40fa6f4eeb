"""What somebody was asked for, or said they would look at by a day: E-T07, E-T08, E-T09 and E-T11 (domain 6.6)."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from server.casework.bounds import Bounds
from server.casework.calendar import JST, day_of
from server.casework.catalogue import Stage
from server.casework.consents import state_on
from server.casework.due import Cause, Deadline, moment, staged
from server.casework.plans import RUNNING
from server.casework.records import HouseholdState
from server.casework.registers import text_of
from server.casework.rollout import MULTI_AGENCY, WATCH_LIST
from server.casework.team import is_waiting
from server.workdays import after_workdays, next_opening

Entry = dict[str, Any]


def unanswered_roles(state: HouseholdState, _now: datetime, heavy: bool, numbers: Bounds) -> Iterator[Deadline]:
    """Both sides hear of it: who was asked and who asked. A household nobody leads is such a role too."""
    days = numbers.of("E-T07", "heavy_workdays" if heavy else "workdays")
    causes = [
        Cause("E-T07", entry["id"], "", moment(entry["at"]), both_sides(entry), MULTI_AGENCY)
        for entry in state["team"]
        if is_waiting(entry)
    ]
    if not text_of(state["fields"], "lead") and state["opened_at"] is not None:
        causes.append(Cause("E-T07", "lead", "", moment(state["opened_at"])))
    for cause in causes:
        yield from staged(cause, heavy, lambda _stage, at=cause.since: after_workdays(at, days))


def both_sides(entry: Entry) -> tuple[str, ...]:
    return (entry["by"], *([entry["to"]] if entry["to"] else ()))


def unanswered_requests(state: HouseholdState, _now: datetime, heavy: bool, _numbers: Bounds) -> Iterator[Deadline]:
    """The first answer, by the clock that runs in opening hours; what comes after it is talk."""
    for entry in state["requests"]:
        if entry["answered"] is None and entry["ended"] is None:
            cause = Cause("E-T08", entry["id"], "", moment(entry["received_at"] or entry["at"]), part=MULTI_AGENCY)
            due = datetime.fromtimestamp(entry["due_ms"] / 1000, UTC)
            yield from staged(cause, heavy, lambda _stage, at=due: at)


def unreviewed(state: HouseholdState, _now: datetime, heavy: bool, _numbers: Bounds) -> Iterator[Deadline]:
    """The opening after the day on which the household, or its plan, was to be looked at again."""
    watched = WATCH_LIST if text_of(state["fields"], "phase") == "monitoring" else ""
    days = [("review_on", text_of(state["fields"], "review_on"), watched)]
    running = (one for one in state["collaborations"] if one["state"] in RUNNING)
    days += [(one["id"], one["monitor_on"] or "", MULTI_AGENCY) for one in running]
    for subject, text, part in days:
        if (day := real_date(text)) is not None:
            evening = datetime.combine(day, time(23, 59), JST)
            cause = Cause("E-T09", subject, "", evening, part=part)
            yield from staged(cause, heavy, lambda _stage, at=evening: next_opening(at))


def ending(state: HouseholdState, now: datetime, heavy: bool, numbers: Bounds) -> Iterator[Deadline]:
    """A yes that ends: so many days before, and the opening after its last day, unless a longer one was given."""
    days, today = numbers.of("E-T11", "days"), day_of(now.isoformat())
    for entry in state["consents"]:
        last = real_date(entry["consent"].get("until") or "")
        if last is None or state_on(state["consents"], entry, today) not in ("coming", "stands", "expired"):
            continue
        if not any(goes_on(state["consents"], entry, other, today) for other in state["consents"]):
            end = datetime.combine(last, time(23, 59), JST)
            cause = Cause("E-T11", entry["id"], "", end)
            yield from staged(cause, heavy, warned(end, timedelta(days=days), moment(entry["at"])))
    yield from ending_protection(state, days, heavy)


def ending_protection(state: HouseholdState, days: int, heavy: bool) -> Iterator[Deadline]:
    """支援措置 is renewed in its last month; the address stays hidden, whatever the day."""
    mark = state["protection"]
    if mark is not None and (last := real_date(mark["until"])) is not None:
        end = datetime.combine(last, time(23, 59), JST)
        yield from staged(
            Cause("E-T11", mark["id"], "", end), heavy, warned(end, timedelta(days=days), moment(mark["at"]))
        )


def warned(end: datetime, before: timedelta, given: datetime) -> Callable[[Stage], datetime]:
    return lambda stage: next_opening(max(end - before * stage.share, given))


def goes_on(consents: list[Entry], entry: Entry, other: Entry, today: str) -> bool:
    """Whether the other yes is the same person's, to all of this one's purposes, and ends later or was given later."""
    said, mine = other["consent"], entry["consent"]
    last = said.get("until") or "9999-12-31"
    lasts = (last, consents.index(other)) > (mine["until"], consents.index(entry))
    covers = said["person"] == mine["person"] and set(mine["purposes"]) <= set(said["purposes"])
    return lasts and covers and state_on(consents, other, today) in ("coming", "stands")


def real_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


PROMISES: tuple[Callable[[HouseholdState, datetime, bool, Bounds], Iterator[Deadline]], ...] = (
    unanswered_roles, unanswered_requests, unreviewed, ending,
)  # fmt: skip
