"""A cause that has spoken does not speak anew because its center changed a number: what fired keeps name and moment."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from server.casework.due import Deadline, moment
from server.casework.records import HouseholdState

Entry = dict[str, Any]


def spoken_once(
    found: Sequence[Deadline], told: Sequence[Entry], tiered: datetime | None, name: Callable[[Deadline], str],
    now: datetime,
) -> Iterator[Deadline]:  # fmt: skip
    """`told`: what was published before, as the fold has it; `tiered`: when the tier was chosen, for another tier is
    another deadline (0031). A stage that is due by the new number and has fired by the old one stays as it was; one
    that would have been due before somebody closed the alert of its cause was answered with it."""
    for one in found:
        same = [entry for entry in told if is_of(entry, one)] if one.due_at <= now else []
        fired = [entry for entry in same if has_fired(entry, one, tiered, name, now)]
        if fired:
            yield replace(one, due_at=moment(fired[-1]["raised_at"]))
        elif not any(is_answer(entry, one, tiered) for entry in same) or name(one) in {entry["id"] for entry in same}:
            yield one


def is_of(entry: Entry, one: Deadline) -> bool:
    timed = entry["timed"]
    rule = entry["rules"][0]["rule"]
    return (rule, timed["subject"]) == (one.rule, one.subject) and moment(timed["since"]) == one.since


def has_fired(
    entry: Entry, one: Deadline, tiered: datetime | None, name: Callable[[Deadline], str], now: datetime
) -> bool:
    """The same stage, standing since a moment that has come. Its name tells the stage: it was made of it."""
    at = moment(entry["raised_at"])
    if not entry["timed"]["standing"] or at > now or (tiered is not None and at < tiered):
        return False
    return name(replace(one, due_at=at)) == entry["id"]


def is_answer(entry: Entry, one: Deadline, tiered: datetime | None) -> bool:
    if entry["closed"] is None:
        return False
    at = moment(entry["closed"]["at"])
    return at >= one.due_at and (tiered is None or at >= tiered)


def tier_chosen(state: HouseholdState) -> datetime | None:
    register = state["fields"].get("risk_tier")
    return max((moment(head["at"]) for head in register["heads"]), default=None) if register else None
