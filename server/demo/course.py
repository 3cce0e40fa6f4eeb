"""Turn the invented households into the operations their workers would have written, in the order of time."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from server.demo import backup, conferences, consultations, outreach, participation, sheets, ties, together

HERE = Path(__file__).parent
JST = timezone(timedelta(hours=9))
SPACE = UUID("8a4f2f0e-6f0f-5c7e-9d7b-6b6173616e65")
TIER_DAYS = {"A": 7, "B": 14, "C": 31, "D": 92}
CLEARED = ["BOD01", "BOD03", "RES03"]  # what a worker who saw the person has looked at

Json = dict[str, Any]


def staff_id(key: str) -> UUID:
    """The same person has the same id in every demo and every story of the tests."""
    return uuid5(SPACE, f"staff:{key}")


def household_id(key: str) -> UUID:
    return uuid5(SPACE, f"household:{key}")


@dataclass
class Event:
    """One thing somebody wrote. `refers` names an earlier event whose operation id the payload needs."""

    at: datetime
    author: str
    household: str
    payload: Json
    name: str = ""
    refers: str = ""
    alert: Json = field(default_factory=dict)
    effects: list[Json] = field(default_factory=list)


@cache
def read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def cast() -> list[Json]:
    return read("cast.json")["staff"]


def all_households() -> list[Json]:
    """The told stories first, then the others; each with a key."""
    told = [dict(one) for one in read("stories.json")["households"]]
    others = [dict(one, key=f"h{n:02d}") for n, one in enumerate(read("households.json")["households"])]
    return told + others


def events(now: datetime, towns: dict[tuple[str, str], list[Json]]) -> list[Event]:
    """Everything that happened in two years, oldest first; `towns`: (center's ward code, town) to its postal rows."""
    found: list[Event] = []
    for household in all_households():
        found.extend(_course(household, now, towns))
    found += [*conferences.written(now, Event, household_id, staff_id), *backup.written(now, Event, staff_id)]
    found += participation.written(now, Event, person_id, household_id, staff_id)
    found += ties.written(now, Event, person_id, staff_id)
    return sorted(found, key=lambda event: event.at)


def _course(household: Json, now: datetime, towns: dict[tuple[str, str], list[Json]]) -> Iterator[Event]:
    dice = random.Random(household["key"])
    theme = read("themes.json").get(household.get("theme") or household.get("course") or "", {})
    written = household.get("visits")
    count = household.get("contacts") or 12
    span = max((v.get("days", 0) for v in written), default=60) + 20 if written else min(700, 14 + count * 18)
    opened = _at(now, span, "10:00")
    worker = household["worker"]
    yield Event(opened, worker, household["key"], _opening(household, theme, towns))
    for n, person in enumerate(household["members"]):
        yield Event(opened + timedelta(minutes=1 + n), worker, household["key"], _person(household, person, n))
    for caution in household.get("cautions") or theme.get("cautions") or []:
        until = (now + timedelta(days=120)).date().isoformat()
        payload = {"kind": "caution.add", "caution": {**caution, "expires_on": until}}
        yield Event(opened + timedelta(minutes=9), worker, household["key"], payload)
    visits = _told(household, written, now) if written else _invented(household, theme, count, span, now, dice)
    yield from _reviewed(outreach.walked(household["key"], list(visits), person_id, not written), household, now, dice)
    yield from _planned(household, now, dice)
    yield from _together(household, theme, opened, now)
    yield from _apart(household, now)


def _apart(household: Json, now: datetime) -> Iterator[Event]:
    """Shared sheets and consultations, which write into packets too."""
    key = household["key"]
    told, asked = read("sheets.json").get(key), read("consultations.json").get(key, [])
    office = together.Office(cast(), household["center"], staff_id)
    by = office.coordinator if told and told["by"] == "COORD" else household["worker"]

    def say(at: datetime, author: str, payload: Json, into: str = "", **more: Any) -> Event:
        return Event(at, author, into or key, payload, **more)

    if told:
        yield from sheets.written(key, told, now, say, (household_id, staff_id), by)
    yield from consultations.written(key, asked, now, say, (household_id, staff_id))
    yield from outreach.written(key, now, say, person_id, (household["worker"], office.coordinator))


def _together(household: Json, theme: Json, opened: datetime, now: datetime) -> Iterator[Event]:
    office = together.Office(cast(), household["center"], staff_id)

    def say(at: datetime, author: str, payload: Json, name: str = "", refers: str = "") -> Event:
        return Event(at, author, household["key"], payload, name, refers)

    yield from together.team(household, now, say, office)
    if (household.get("phase") or theme.get("phase")) == "monitoring":
        yield from together.watched(household, theme, opened, now, say, office)


def _opening(household: Json, theme: Json, towns: dict[tuple[str, str], list[Json]]) -> Json:
    rows = towns[(household["center"][:5], household["town"])]
    row = rows[household.get("pick", 0)]
    name = household["family"] if household.get("name") is None else household["name"]
    fields = {
        "name": name,
        "kana": household["kana"],
        "provisional": not name,
        "hint": household.get("hint", ""),
        "postal_code": row["postal_code"],
        "ward": row["ward"],
        "street_name": row["street"],
        "town": household["town"],
        "banchi": household["banchi"],
        "building": household.get("building", ""),
        "room": household.get("room", ""),
        "risk_tier": household.get("tier") or theme["tier"],
        "phase": "in_support",
        "lead": str(staff_id(household["worker"])),
        "dwelling": household.get("dwelling") or theme.get("dwelling", "other"),
        "fields": household.get("fields") or theme.get("fields", []),
        "schemes": household.get("schemes") or theme.get("schemes", []),
        "summary": household.get("summary") or theme.get("summary", ""),
    }
    known = {name: value for name, value in fields.items() if value != ""}
    return {"kind": "household.open", "center": household["center"], "fields": known}


def _person(household: Json, person: Json, n: int) -> Json:
    fields = {
        "family_name": household["family"],
        "given_name": person["given"],
        "family_kana": household["kana"],
        "given_kana": person["kana"],
        "birth_date": person["birth"],
        "birth_precision": "day",
        "sex": person["sex"],
        "relation": person["relation"],
        "is_dependent": person["dependent"],
        "key_person": person["key"],
    }
    return {"kind": "person.add", "person": str(person_id(household["key"], n)), "fields": fields}


def person_id(household: str, n: int) -> UUID:
    return uuid5(SPACE, f"person:{household}:{n}")


def _told(household: Json, visits: list[Json], now: datetime) -> Iterator[tuple[Event, Json]]:
    for n, told in enumerate(visits):
        at = now - timedelta(hours=told["hours_ago"]) if "hours_ago" in told else _at(now, told["days"], told["at"])
        levels = {str(person_id(household["key"], int(i))): level for i, level in told.get("safety", {}).items()}
        payload = _visit(household, told, at, levels)
        yield Event(at, household["worker"], household["key"], payload, f"{household['key']}:v{n}"), told


def _invented(
    household: Json, theme: Json, count: int, span: int, now: datetime, dice: random.Random
) -> Iterator[tuple[Event, Json]]:
    days = _days(count, span, TIER_DAYS[household.get("tier") or theme["tier"]], dice)
    scripts = theme["scripts"]
    for n, day in enumerate(days):
        script = scripts[n % len(scripts)] if n < len(scripts) or dice.random() < 0.8 else dice.choice(scripts)
        if n == len(days) - 1:
            script = next((one for one in scripts if one.get("level") in ("A_seen", "B_voice")), script)
        at = _at(now, day, f"{dice.choice([9, 10, 11, 13, 14, 15, 16]):02d}:{dice.choice([0, 10, 20, 30, 40, 50]):02d}")
        name = f"{household['key']}:v{n}"
        if script.get("street"):
            yield Event(at, household["worker"], household["key"], _street(script, at), name), script
            continue
        people = [str(person_id(household["key"], i)) for i in range(len(household["members"]))]
        levels = {person: _level(script["level"], i) for i, person in enumerate(people)}
        yield Event(at, household["worker"], household["key"], _visit(household, script, at, levels), name), script


def _days(count: int, span: int, limit: int, dice: random.Random) -> list[int]:
    """How many days ago each visit was, oldest first; of four households three were seen within their limit."""
    spread = {max(1, int(span - 5 - (span - 6) * n / count + dice.randint(-4, 4))) for n in range(count)}
    if dice.random() < 0.75:
        last = dice.randint(1, max(2, limit * 3 // 4))
        spread = {day for day in spread if day > last} | {last}
    return sorted(spread, reverse=True)


def _level(level: str, n: int) -> str:
    """When only the family was met, the first person was the one spoken of; the others were the ones met."""
    return "A_seen" if level == "C_cohabitant" and n > 0 else level


def _visit(household: Json, script: Json, at: datetime, levels: Json) -> Json:
    seen = [person for person, level in levels.items() if level == "A_seen"]
    looked = script.get("no", []) + (CLEARED if seen else [])
    visit = {
        "occurred_at": at.isoformat(),
        "ended_at": (at + timedelta(minutes=25)).isoformat(),
        "method": script.get("method", "visit"),
        "result": script["result"],
        "staff": [str(staff_id(household["worker"]))],
        "accompanied": [],
        "met_persons": seen,
        "presence_signs": [],
        "safety": [{"person": person, "level": level} for person, level in levels.items()],
        "observations": [{"code": code, "value": "yes"} for code in script.get("yes", [])]
        + [{"code": code, "value": "no"} for code in dict.fromkeys(looked)],
        "facts": script.get("facts", ""),
        "quotes": script.get("quotes", ""),
        "assessment": script.get("assessment", ""),
        "third_party": script.get("third_party", []),
        "promises": script.get("promises", ""),
        "relation_stage": script.get("relation", 0),
    }
    if clutter := script.get("clutter"):
        visit["observations"].append({"code": "LIV05", "value": "yes", "qualifier": "living_room", "number": clutter})
    return {"kind": "visit.add", "visit": visit}


def _street(script: Json, at: datetime) -> Json:
    marks = [{"code": code, "value": value} for value in ("yes", "no") for code in script.get(value, [])]
    observation = {
        "occurred_at": at.isoformat(), "observations": marks, "presence_signs": script.get("signs", []),
        "facts": script["facts"],
    }  # fmt: skip
    return {"kind": "obs.add", "observation": observation}


def _reviewed(visits: list[tuple[Event, Json]], household: Json, now: datetime, dice: random.Random) -> Iterator[Event]:
    """Older visits were read by the office; the newest wait, one in a while was sent back or is to be talked over."""
    reviewer = {"26101": "mori", "26107": "ogawa", "26102": "nakanishi", "26110": "oka"}[household["center"]]
    for event, script in visits:
        event.alert = script.get("alert", {})
        yield event
        if event.payload["kind"] != "visit.add" or now - event.at < timedelta(days=4):
            continue
        roll = dice.random()
        state, comment = "confirmed", ""
        if now - event.at < timedelta(days=14):
            if roll < 0.35:
                continue
            if roll < 0.45:
                state, comment = "returned", "だれの話か（本人か、ご家族か）を書きたしてください。"
            elif roll < 0.55:
                state, comment = "consult", "次の打ち合わせで、いっしょに考えさせてください。"
        payload = {"kind": "review.set", "state": state, "comment": comment}
        yield Event(event.at + timedelta(days=1, hours=2), reviewer, household["key"], payload, refers=event.name)


def _planned(household: Json, now: datetime, dice: random.Random) -> Iterator[Event]:
    plans = household.get("plans")
    if plans is None and dice.random() < 0.4:
        hour = dice.choice([10, 11, 13, 14, 15, 16])
        day = dice.choice([0, 1, 1, 2, 3])
        window = {"from": f"{hour:02d}:00", "to": f"{hour:02d}:40"}
        plans = [{"in_days": day, **window, "purpose": "様子をうかがう", "two": False}]
    for plan in plans or []:
        start, end = _at(now, -plan["in_days"], plan["from"]), _at(now, -plan["in_days"], plan["to"])
        payload = {
            "kind": "plan.add",
            "plan": {
                "window_from": start.isoformat(),
                "window_to": end.isoformat(),
                "purpose": plan["purpose"],
                "method": "visit",
                "staff": [str(staff_id(household["worker"]))],
                "required_two": plan["two"],
            },
        }
        yield Event(now - timedelta(days=1, hours=3), household["worker"], household["key"], payload)


def _at(now: datetime, days_ago: int, clock: str) -> datetime:
    """That many days before `now`, at that wall-clock time in Kyoto."""
    day = now.astimezone(JST).date() - timedelta(days=days_ago)
    return datetime.combine(day, time.fromisoformat(clock), JST)


def utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
