"""How the invented relations went, how to come to a door, and what the homes were like."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import UUID, uuid5

Json = dict[str, Any]
Say = Callable[..., Any]
AFTERNOON = 6  # in Kyoto, told in UTC


class Written(Protocol):
    payload: Json


PersonId = Callable[[str, int], UUID]
Told = TypeVar("Told", bound=Written)


@cache
def _told() -> dict[str, Json]:
    return json.loads(Path(__file__).with_name("outreach.json").read_text(encoding="utf-8"))


def walked(
    key: str, visits: list[tuple[Told, Json]], person_id: PersonId, grows: bool
) -> list[tuple[Told, Json]]:
    """The visits, each saying where the relation stood by then; why stands in the one where it changed."""
    if grows:
        _one_step_at_a_time(visits)
    for first, stage, word in _told().get(key, {}).get("course", []):
        for n, (event, _) in enumerate(visits):
            if n >= first and event.payload["kind"] == "visit.add":
                event.payload["visit"] |= {"relation_stage": stage, "relation_word": word if n == first else ""}
    for first, number in _told().get(key, {}).get("clutter", []):
        for event, _ in visits[first:]:
            looked = event.payload.get("visit", {}).get("observations", [])
            rooms = [one for one in looked if one["code"] == "LIV05"]
            for one in rooms:
                one["number"] = number
    upstairs = _told().get(key, {}).get("withdrawn", {})
    if upstairs.get("upstairs"):
        _only_the_family(visits, str(person_id(key, upstairs["person"])))
    return visits


def _one_step_at_a_time(visits: list[tuple[Told, Json]]) -> None:
    """A relation grows over many visits, and a no at the door costs one step of it."""
    stands = 0
    for event, _ in visits:
        if visit := event.payload.get("visit"):
            aim, refused = visit["relation_stage"], visit["result"].startswith("refused")
            stands = stands + 1 if aim > stands else max(stands - 1, 0) if refused else stands
            visit["relation_stage"] = stands


def _only_the_family(visits: list[tuple[Told, Json]], upstairs: str) -> None:
    """Where only the family was met, it was not the one upstairs who was seen."""
    for event, script in visits:
        if script["result"] == "met_family_only":
            visit = event.payload["visit"]
            for one in visit["safety"]:
                one["level"] = "C_cohabitant" if one["person"] == upstairs else "A_seen"
            visit["met_persons"] = [one["person"] for one in visit["safety"] if one["person"] != upstairs]


def written(
    key: str, now: datetime, say: Say, person_id: PersonId, by: tuple[str, str]
) -> Iterator[Any]:
    """`by`: the worker, and whoever writes 判定 down."""
    told, (worker, center), begun = _told().get(key, {}), by, _at(now, 205)
    for look in told.get("homes", []):
        yield say(_at(now, look["days"]), worker, _look(look, _at(now, look["days"])))
    for n, one in enumerate(told.get("judged", [])):
        at = _at(now, one["days"])
        said = {"state": one["state"], "on": at.date().isoformat(), "word": one["word"]}
        yield say(at, center, _fields("scheme:gomi_yashiki", {f"said:{uuid5(person_id(key, 0), str(n))}": said}))
    if "ways" in told:
        yield say(begun, worker, _fields("outreach", told["ways"]))
    if "withdrawn" in told:
        one = {"person": str(person_id(key, told["withdrawn"]["person"])), "since": told["withdrawn"]["since"]}
        yield say(begun, worker, _fields("scheme:hikikomori", one))


def _at(now: datetime, days: int) -> datetime:
    return now.replace(hour=AFTERNOON, minute=10, second=0, microsecond=0) - timedelta(days=days)


def _fields(entity: str, values: Json) -> Json:
    return {"kind": "fields.set", "entity": entity, "set": values, "base": {}}


def _look(look: Json, at: datetime) -> Json:
    rooms = [
        {"code": "LIV05", "value": "yes", "number": number, "qualifier": room} for room, number in look["rooms"].items()
    ]
    sides = ("place", "height", "width", "depth")
    home = {
        "extents": [dict(zip(sides, one, strict=True)) for one in look["extents"]],
        "spread": look["spread"],
        "word": look["word"],
    }
    said = {"occurred_at": at.isoformat(), "observations": rooms, "presence_signs": [], "facts": "", "home": home}
    return {"kind": "obs.add", "observation": said}
