"""多機関協働プラン: its versions, what a conference decided of them, and how they were looked back on.

Twin of pwa/src/casework/fold-plans.ts. A version never changes; which one runs, the steps and the evaluations say.
"""

from collections.abc import Iterable
from typing import Any

from server.casework.book import Book
from server.casework.consents import is_day

Entry = dict[str, Any]
RUNNING = ("decided", "active")
AFTER = {"end": "ended", "replan": "replan", "pause": "paused"}


def fold_collaborations(book: Book, steps: Iterable[Entry], team: Iterable[Entry]) -> list[Entry]:
    """Of a household, oldest first."""
    plans: dict[str, Entry] = {
        op.id: {
            "id": op.id, "by": op.staff, "at": op.payload["recorded_at"], "plan": op.payload["plan"],
            "state": "proposed", "decided": None, "monitor_on": None, "evaluations": [],
        }
        for op in book.allowed("collaboration.version")
    }  # fmt: skip
    for step in steps:
        if (plan := decided_plan(step)) in plans and step["state"] == "stands":
            plans[plan]["decided"] = step["decided"] | {"step": step["id"]}
    for op in book.allowed("collaboration.evaluated"):
        entry, said = plans.get(op.payload["target"]), op.payload["evaluation"]
        if entry is None or entry["decided"] is None:
            book.propose(op, "target_missing" if entry is None else "wrong_target")
        elif not is_day(said["on"]) or (said["next"] == "go_on" and not is_day(said.get("monitor_on"))):
            book.propose(op, "no_day")
        else:
            entry["evaluations"].append(
                {"id": op.id, "by": op.staff, "at": op.payload["recorded_at"], "evaluation": said}
            )
    ordered = list(plans.values())
    taken_on = {one["id"].split(":")[0] for one in team if one["answers"] and one["answers"][-1]["accepted"]}
    asked = {one["id"].split(":")[0] for one in team}
    running = max((one for one in ordered if one["decided"]), key=lambda one: place(book, one), default=None)
    for n, entry in enumerate(ordered):
        settle(book, entry, running, is_last=n == len(ordered) - 1, waits=asked - taken_on)
    return ordered


def decided_plan(step: Entry) -> Any:
    """The version a conference's step is about, if it is about one."""
    move = step["move"]
    return move.get("plan") if move["from"] == "conference" and "plan" in track_kinds(move) else None


def track_kinds(move: Entry) -> list[str]:
    tracks = move.get("tracks")
    kinds = [one.get("kind") for one in tracks if isinstance(one, dict)] if isinstance(tracks, list) else []
    return [kind for kind in kinds if isinstance(kind, str)]


def place(book: Book, entry: Entry) -> int:
    return book.position[entry["decided"]["op"]]


def settle(book: Book, entry: Entry, running: Entry | None, *, is_last: bool, waits: set[str]) -> None:
    """Of what was decided the last one runs; it runs on from the day somebody has taken on what it asks for."""
    if entry["decided"] is None:
        entry["state"] = "proposed" if is_last else "superseded"
        return
    since = place(book, entry)
    said = [one["evaluation"] for one in entry["evaluations"] if book.position[one["id"]] > since]
    after = AFTER.get(said[-1]["next"]) if said else None
    if entry is not running:
        entry["state"] = "ended" if after == "ended" else "superseded"
        return
    entry["state"] = after or ("decided" if entry["decided"]["step"] in waits else "active")
    if entry["state"] in RUNNING:
        entry["monitor_on"] = next(
            (one["monitor_on"] for one in reversed(said) if one["next"] == "go_on"), entry["plan"]["monitor_on"]
        )


def offer_of(action: Entry) -> Entry:
    """The role that deciding on it asks for."""
    task = f"{action['what']}（{action['frequency']}）" if action["frequency"] else action["what"]
    to = action.get("to") or None
    who = {"role": "co", "to": to, "agency": ""} if to else {"role": "external", "to": None, "agency": action["who"]}
    return who | {"task": task, "due": action.get("until") or None}


def is_asked(offers: list[Entry], action: Entry) -> bool:
    """Whether one of these roles is the action's."""
    wanted = offer_of(action)
    return any(all((offer.get(name) or None) == (value or None) for name, value in wanted.items()) for offer in offers)


def is_undecided(plans: list[Entry], entry: Entry) -> bool:
    """Whether a conference may decide on it: it has not ended, and no later version was decided on."""
    later = plans[plans.index(entry) + 1 :]
    return entry["state"] != "ended" and all(one["decided"] is None for one in later)


def plan_row(plans: list[Entry]) -> Entry | None:
    """As lists show the one that runs."""
    entry = next((one for one in reversed(plans) if one["state"] in RUNNING), None)
    if entry is None:
        return None
    names = ("id", "state", "monitor_on")
    return {name: entry[name] for name in names} | {"number": entry["plan"]["number"]}
