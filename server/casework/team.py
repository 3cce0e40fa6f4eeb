"""Who has taken on what in a household. Nobody is on the team by another's word alone.

Twin of pwa/src/casework/fold-team.ts.
"""

from collections.abc import Iterable
from typing import Any

from server.casework.book import Book
from server.casework.records import OpenedOp

Entry = dict[str, Any]


def fold_team(book: Book, steps: Iterable[Entry] = ()) -> list[Entry]:
    """Oldest first. What somebody takes on themselves is taken on. `steps`: what a conference decided asks for roles
    as well, once its step stands."""
    team: dict[str, Entry] = {}
    for op in book.allowed("role.offer"):
        offer = op.payload["offer"]
        team[op.id] = {
            "id": op.id, "by": op.staff, "at": op.payload["recorded_at"], "role": offer["role"],
            "to": offer.get("to"), "agency": offer["agency"], "task": offer["task"], "due": offer.get("due"),
            "answers": [said(op, accepted=True)] if offer.get("to") == op.staff else [], "ended": None,
        }  # fmt: skip
    team |= decided_roles(steps)
    for op in book.all("role.answer"):
        entry = team.get(op.payload["target"])
        if entry is None:
            book.propose(op, book.missing_or_wrong(op.payload["target"]))
        elif not may_answer(book, op, entry):
            book.propose(op, "not_asked")
        else:
            entry["answers"].append(said(op, accepted=op.payload["accepted"]))
    for op in book.all("role.end"):
        entry = team.get(op.payload["target"])
        if entry is None:
            book.propose(op, book.missing_or_wrong(op.payload["target"]))
        elif not (entry["to"] == op.staff or book.may(op, None)):
            book.propose(op, "role")
        elif entry["ended"] is None:
            how = {"how": op.payload["how"], "by": op.staff, "at": op.payload["recorded_at"]}
            entry["ended"] = how | {"note": op.payload["note"], "op": op.id}
    return list(team.values())


def decided_roles(steps: Iterable[Entry]) -> dict[str, Entry]:
    """Of every conference's decision that stands."""
    team: dict[str, Entry] = {}
    for step in steps:
        decided, by = step["decided"], step["by"]
        if step["state"] != "stands" or step["move"]["from"] != "conference":
            continue
        own = {"accepted": True, "by": by, "at": decided["at"], "note": "", "op": decided["op"]}
        for n, offer in enumerate(step["move"].get("offers") or []):
            name = f"{step['id']}:{n}"
            team[name] = {
                "id": name, "by": by, "at": decided["at"], "role": offer["role"], "to": offer.get("to"),
                "agency": offer["agency"], "task": offer["task"], "due": offer.get("due"),
                "answers": [own] if offer.get("to") == by else [], "ended": None,
            }  # fmt: skip
    return team


def said(op: OpenedOp, *, accepted: bool) -> Entry:
    note = op.payload.get("note", "")
    return {"accepted": accepted, "by": op.staff, "at": op.payload["recorded_at"], "note": note, "op": op.id}


def may_answer(book: Book, op: OpenedOp, entry: Entry) -> bool:
    """For an agency without an account of its own somebody writes down what it said."""
    return entry["to"] == op.staff if entry["to"] else book.may(op, None)


def has_accepted(entry: Entry) -> bool:
    return entry["ended"] is None and bool(entry["answers"]) and entry["answers"][-1]["accepted"]


def is_waiting(entry: Entry) -> bool:
    """Asked, and neither taken on nor declined."""
    return entry["ended"] is None and not entry["answers"]
