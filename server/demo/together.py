"""Who takes on what in an invented household, and how it came to be watched, in its own people's words."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

Json = dict[str, Any]
REVIEW_IN = timedelta(days=85)
LISTED_BEFORE = timedelta(days=21)
Tell = Callable[..., Any]


def watched(household: Json, theme: Json, opened: datetime, now: datetime, say: Tell, staff: "Office") -> Iterator[Any]:
    """From asking the watcher to the manager's word: the household became a 状況把握世帯 three weeks ago."""
    key, worker = household["key"], household["worker"]
    at = max(opened + timedelta(days=2), now - LISTED_BEFORE)
    offer = {"role": "watcher", "to": str(staff.id(worker)), "agency": "", "task": "訪ねて、外からの様子も見る"}
    yield say(at, staff.coordinator, {"kind": "role.offer", "offer": offer}, f"{key}:watcher")
    taken = {"kind": "role.answer", "accepted": True, "note": ""}
    yield say(at + timedelta(hours=3), worker, taken, refers=f"{key}:watcher")
    for n, trigger in enumerate(household.get("triggers") or theme.get("triggers") or []):
        said = {**trigger, "owner": str(staff.id(worker)), "ended": False}
        payload = {"kind": "fields.set", "entity": f"trigger:{_id(key, n)}", "set": said, "base": {}}
        yield say(at + timedelta(hours=4, minutes=n), staff.coordinator, payload)
    watch = {
        "reason": household.get("monitoring_reason") or theme["monitoring_reason"],
        "tier": household.get("tier") or theme["tier"], "review_on": (at + REVIEW_IN).date().isoformat(),
    }  # fmt: skip
    move = {"from": "in_support", "to": "monitoring", "reason": "いまは支援を望んでいない。つながりを切らずに待つ。"}
    asked = {"kind": "case.move", "move": {**move, "watch": watch}}
    yield say(at + timedelta(hours=5), staff.coordinator, asked, f"{key}:listed")
    agreed = {"kind": "case.decide", "agree": True, "note": "見直しの日に、もう一度一緒に見ましょう。"}
    yield say(at + timedelta(days=1, hours=1), staff.manager, agreed, refers=f"{key}:listed")


def team(household: Json, now: datetime, say: Tell, staff: "Office") -> Iterator[Any]:
    whom = {"COORD": staff.coordinator, "WORKER": household["worker"]}
    for n, one in enumerate(household.get("team", [])):
        to = whom.get(one.get("to", ""))
        offer = {"role": one["role"], "agency": one.get("agency", ""), "task": one["task"]}
        if to:
            offer["to"] = str(staff.id(to))
        at, name = now - timedelta(days=one["days"]), f"{household['key']}:role{n}"
        by = staff.coordinator if to != staff.coordinator else household["worker"]
        yield say(at, by, {"kind": "role.offer", "offer": offer}, name)
        if one["accepted"]:
            answer = {"kind": "role.answer", "accepted": True, "note": ""}
            yield say(at + timedelta(hours=6), to or staff.coordinator, answer, refers=name)


class Office:
    """The people of one center who decide."""

    def __init__(self, cast: list[Json], center: str, ids: Callable[[str], UUID]) -> None:
        at = {person["role"]: person["key"] for person in cast if person["center"] == center}
        self.coordinator, self.manager, self.id = at["coordinator"], at["manager"], ids


def _id(key: str, n: int) -> UUID:
    return uuid5(UUID("8a4f2f0e-6f0f-5c7e-9d7b-6b6173616e65"), f"trigger:{key}:{n}")
