"""①–⑤: to which business of 重層事業 each record of a household belongs, and whether a consent stood on its day.

Twin of pwa/src/casework/business.ts. Nobody writes a business down: it follows from what is recorded, by the table of
the catalogue (reports.json), whose first row that fits decides. So a record has exactly one and is counted once.
"""

from collections.abc import Iterator
from typing import Any

from server.casework.calendar import day_of
from server.casework.catalogue import load
from server.casework.consents import is_day, state_on
from server.casework.plans import track_kinds
from server.casework.records import HouseholdState
from server.casework.registers import text_of

Entry = dict[str, Any]
SUPPORTED = ("in_support", "closing_review")  # where what a conference decided still runs
CONSENT = "consent"


def business_of(record: Entry) -> str:
    """`kind`, and where there are any `method`, `phase` of the household and `tracks` on the day."""
    return next(row["business"] for row in load().raw["reports"]["business"] if fits(row, record))


def fits(row: Entry, record: Entry) -> bool:
    if any(name in row and record.get(name) not in row[name] for name in ("kind", "method", "phase")):
        return False
    return "track" not in row or any(track in row["track"] for track in record["tracks"])


def business_records(state: HouseholdState) -> list[Entry]:
    """Every record that stands, by day: withdrawn ones belong to no business."""
    course, consents = course_of(state), state["consents"]
    found: list[Entry] = []
    for record in told(state):
        day, basis = record["day"], record.get("basis")
        phase, tracks = next(((to, run) for since, to, run in reversed(course) if since <= day), course[0][1:])
        about = record | {"phase": phase, "tracks": tracks if phase in SUPPORTED else []}
        stands = any(state_on(consents, one, day) == "stands" for one in consents)
        agreed = basis == CONSENT if basis else stands
        found.append(
            {name: record[name] for name in ("id", "kind", "day")} | {"business": business_of(about), "agreed": agreed}
        )
    return sorted(found, key=lambda one: (one["day"], one["id"]))


def course_of(state: HouseholdState) -> list[tuple[str, str, list[str]]]:
    """From which day on the household stood where, and under which tracks (支援の種類); a day counts as a whole."""
    stood = [step for step in state["steps"] if step["state"] == "stands"]
    first = stood[0]["move"]["from"] if stood else text_of(state["fields"], "phase") or "intake"
    course: list[tuple[str, str, list[str]]] = [("", first, [])]
    for step in stood:
        tracks = track_kinds(step["move"]) or course[-1][2]
        course.append((day_of(step["decided"]["at"]), step["move"]["to"], tracks))
    return course


def told(state: HouseholdState) -> Iterator[Entry]:
    for entry in state["visits"]:
        if not entry["retracted"]:
            visit = entry["visit"]
            yield {"id": entry["id"], "kind": "visit", "day": day_of(visit["occurred_at"]), "method": visit["method"]}
    for entry in state["street"]:
        if not entry["retracted"]:
            yield {"id": entry["id"], "kind": "street", "day": day_of(entry["observation"]["occurred_at"])}
    for entry in state["consultations"]:
        if not entry["retracted"]:
            day = day_of(entry["consultation"]["received_at"])
            yield {"id": entry["id"], "kind": "consultation", "day": day}
    for entry in state["notes"]:
        yield {"id": entry["id"], "kind": "note", "day": day_of(entry["recorded_at"])}
    yield from told_together(state)
    yield from told_of_participation(state)


def told_together(state: HouseholdState) -> Iterator[Entry]:
    """What several bodies settle with each other."""
    plain = {"sheet": state["sheets"], "request": state["requests"], "task": state["tasks"], "role": state["team"]}
    for kind, entries in plain.items():
        yield from (written(kind, entry) for entry in entries)
    for entry in state["requests"]:
        yield from (written("answer", word) | {"id": word["op"]} for word in (*entry["words"], *entry["ends"]))
    for step in state["steps"]:
        if step["state"] == "stands":
            yield {"id": step["id"], "kind": "step", "day": day_of(step["decided"]["at"])}
    for entry in state["items"]:
        about = {"basis": entry["about"]["basis"] or None, "day": on_day(entry["about"]["held_on"], entry["at"])}
        if not entry["about"]["withdrawn"]:
            yield written("item", entry) | about
            yield from (written("minutes", one) | about for one in entry["minutes"])
    for entry in state["outside"]:
        yield {"id": entry["id"], "kind": "outside", "day": on_day(entry["outside"]["held_on"], entry["recorded_at"])}
    for entry in state["consents"]:
        yield written("consent", entry) | {"day": entry["consent"]["obtained_on"]}
    for entry in state["collaborations"]:
        yield written("plan", entry)
        yield from (written("evaluation", one) | {"day": one["evaluation"]["on"]} for one in entry["evaluations"])


def told_of_participation(state: HouseholdState) -> Iterator[Entry]:
    for entry in state["wishes"]:
        yield written("wish", entry) | {"day": entry["versions"][0]["about"]["said_on"]}
    for entry in state["matches"]:
        yield written("match", entry) | {"day": entry["match"]["on"]}
        steps = (("match_step", one, one["step"]["on"]) for one in entry["steps"])
        follows = (("match_follow", one, one["follow"]["on"]) for one in entry["follows"])
        yield from ({"id": one["op"], "kind": kind, "day": day} for kind, one, day in (*steps, *follows))


def written(kind: str, entry: Entry) -> Entry:
    return {"id": entry.get("id", ""), "kind": kind, "day": day_of(entry["at"])}


def on_day(day: Any, otherwise: Any) -> str:
    """As it was written down, where that is a day at all."""
    return day if is_day(day) else day_of(otherwise)
