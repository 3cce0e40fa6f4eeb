"""Whose safety is counted, and since when: one clock for each person, set only by sight or voice."""

import re
from typing import Any

from server.casework.calendar import Moment, age_on, day_of, moment_ms
from server.casework.catalogue import load
from server.casework.records import Registers
from server.casework.registers import text_of, value_of

CHILD_AGE = 18


def is_present(fields: Registers) -> bool:
    return not value_of(fields, "died_on") and not value_of(fields, "left_on")


def age_of(fields: Registers, now: Moment) -> int | float | None:
    birth = text_of(fields, "birth_date")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", birth):
        return age_on(birth, day_of(now))
    estimated = value_of(fields, "estimated_age")
    return estimated if isinstance(estimated, (int, float)) and not isinstance(estimated, bool) else None


def is_child(fields: Registers, now: Moment) -> bool:
    age = age_of(fields, now)
    return age is not None and age < CHILD_AGE


def is_dependent(fields: Registers, now: Moment) -> bool:
    return value_of(fields, "is_dependent") is True or is_child(fields, now)


def counted_persons(persons: list[dict[str, Any]], now: Moment) -> list[dict[str, Any]]:
    """Every dependent or child at home; in a household of none, the key person or else the first."""
    present = [person for person in persons if is_present(person["fields"])]
    dependents = [person for person in present if is_dependent(person["fields"], now)]
    if dependents:
        return dependents
    key = [person for person in present if value_of(person["fields"], "key_person") is True]
    return (key or present)[:1]


def happened_at(entry: dict[str, Any]) -> str:
    """A visit dated in the future may not silence a clock: it counts from when it was received at the latest."""
    known, occurred = entry["received_at"] or entry["recorded_at"], entry["visit"]["occurred_at"]
    return occurred if moment_ms(occurred) <= moment_ms(known) else known


def later(a: str | None, b: str) -> str:
    return a if a is not None and moment_ms(a) >= moment_ms(b) else b


def clock_of(person: str, visits: list[dict[str, Any]]) -> dict[str, Any]:
    """Visits come newest first, so the first mention of each kind is the latest."""
    clock: dict[str, Any] = {
        "counts": False, "last_direct_at": None, "last_level": None, "last_any_at": None, "last_visit": None,
    }  # fmt: skip
    levels = load().safety_levels
    said_of = (
        (entry, said)
        for entry in visits
        if not entry["retracted"]
        for said in entry["visit"].get("safety") or []
        if said["person"] == person
    )
    for entry, said in said_of:
        at, level = happened_at(entry), said["level"]
        if clock["last_visit"] is None:
            clock |= {"last_level": level, "last_visit": entry["id"]}
        if level != "E_none":
            clock["last_any_at"] = later(clock["last_any_at"], at)
        if levels.get(level, {}).get("direct"):
            clock["last_direct_at"] = later(clock["last_direct_at"], at)
    return clock
