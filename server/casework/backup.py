"""後方支援: a request to the center's 地域支援担当, the words that follow, and the one decision that ends it.

Twin of pwa/src/casework/fold-backup.ts. A request is never taken back: it is settled, comes before a conference, or is
sent back with what it lacks; one whose item is taken off the conference's agenda again is open again.
"""

from typing import Any

from server.casework.book import Book
from server.casework.catalogue import load
from server.casework.opening import due_after
from server.casework.records import OpenedOp
from server.casework.roles import may_author, role_in

Entry = dict[str, Any]
TO_CONFERENCE = "to_conference"


def fold_requests(book: Book) -> list[Entry]:
    """Of a household, oldest first."""
    requests: dict[str, Entry] = {}
    put: dict[str, bool] = {}  # an item of the household, and whether it is on an agenda
    for op in book.ordered:
        kind = op.payload["kind"]
        if kind == "conference.item" and book.may(op, None):
            put[op.payload["item"]] = not op.payload["about"]["withdrawn"]
            reopen(requests, put)
        elif kind in ("backup.ask", *FOLLOWS) and (book.may(op, None) or book.propose(op, "role")):
            if kind == "backup.ask":
                requests[op.id] = asked(op)
            elif op.payload["target"] not in requests:
                book.propose(op, book.missing_or_wrong(op.payload["target"]))
            elif why := FOLLOWS[kind](book, requests[op.payload["target"]], op, put):
                book.propose(op, why)
    return list(requests.values())


def asked(op: OpenedOp) -> Entry:
    payload = op.payload
    return {
        "id": op.id, "by": op.staff, "at": payload["recorded_at"], "received_at": op.received_at,
        "question": payload["question"], "tried": payload["tried"], "urgency": payload["urgency"],
        "due_ms": due_after(op.received_at or payload["recorded_at"], minutes_of(payload["urgency"])),
        "taken": None, "answered": None, "words": [], "ends": [], "ended": None,
    }  # fmt: skip


def minutes_of(urgency: str) -> int:
    """Of opening time. What a newer app calls otherwise is answered as soon as what is usual."""
    minutes = {one["code"]: one["minutes"] for one in load().raw["lists"]["backup_urgencies"]}
    return minutes.get(urgency, minutes["normal"])


def take(_book: Book, entry: Entry, op: OpenedOp, _put: dict[str, bool]) -> None:
    entry["taken"] = word_of(op)


def say(book: Book, entry: Entry, op: OpenedOp, _put: dict[str, bool]) -> None:
    answers = op.staff != entry["by"] and may_author(role_in(book.roles, op.staff), "backup.end")
    entry["words"].append(word_of(op) | {"text": op.payload["text"], "answers": answers})
    if answers and entry["answered"] is None:
        entry["answered"] = word_of(op)


def end(_book: Book, entry: Entry, op: OpenedOp, put: dict[str, bool]) -> str | None:
    """Why it does not count: it takes another than who asked, words, and for a conference a place on its agenda."""
    payload = op.payload
    if entry["ended"]:
        return "wrong_target"
    if entry["by"] == op.staff:
        return "own_word"
    if payload["outcome"] not in {one["code"] for one in load().raw["lists"]["backup_outcomes"]}:
        return "wrong_target"
    if not payload["text"].strip() or (payload["outcome"] == TO_CONFERENCE and not put.get(payload.get("item") or "")):
        return "target_missing"
    said = word_of(op) | {"outcome": payload["outcome"], "text": payload["text"], "item": payload.get("item")}
    entry["ends"].append(said)
    entry["ended"] = said
    entry["answered"] = entry["answered"] or word_of(op)
    return None


def reopen(requests: dict[str, Entry], put: dict[str, bool]) -> None:
    for entry in requests.values():
        last = entry["ends"][-1] if entry["ends"] else None
        if last and last["outcome"] == TO_CONFERENCE:
            entry["ended"] = last if put[last["item"]] else None


def word_of(op: OpenedOp) -> Entry:
    return {"by": op.staff, "at": op.payload["recorded_at"], "op": op.id}


FOLLOWS = {"backup.take": take, "backup.say": say, "backup.end": end}


def is_open(entry: Entry) -> bool:
    return entry["ended"] is None


def request_row(entry: Entry) -> Entry:
    """As lists show it."""
    ended = entry["ended"]
    return {name: entry[name] for name in ("id", "by", "at", "received_at", "question", "urgency", "due_ms")} | {
        "taken": entry["taken"] and entry["taken"]["by"], "answered": entry["answered"] and entry["answered"]["at"],
        "ended": ended and {"outcome": ended["outcome"], "at": ended["at"]},
    }  # fmt: skip
