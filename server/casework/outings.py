"""訪問中の見守り: who is out at this household until when, and what became of it; and what was hostile there.

Twin of pwa/src/casework/fold-outings.ts. Whether the office looks out for her is told by when it received her word:
after the agreed time there is nothing left to watch.
"""

from typing import Any

from server.casework.book import Book
from server.casework.calendar import moment_ms
from server.casework.records import OpenedOp

LONGEST_MS = 12 * 3_600_000
Entry = dict[str, Any]


def fold_outings(book: Book) -> list[Entry]:
    """Oldest first. Nobody but she herself asks for more time or says that she is back."""
    outings: dict[str, Entry] = {op.id: begun(op) for op in book.allowed("checkin.start")}
    for op in book.ordered:
        if op.payload["kind"] not in FOLLOWS:
            continue
        entry = outings.get(op.payload["target"])
        if entry is None:
            book.propose(op, book.missing_or_wrong(op.payload["target"]))
        elif entry["by"] != op.staff:
            book.propose(op, "role")
        else:
            FOLLOWS[op.payload["kind"]](entry, op)
    return list(outings.values())


def begun(op: OpenedOp) -> Entry:
    payload = op.payload
    return {
        "id": op.id, "by": op.staff, "at": payload["recorded_at"], "received_at": op.received_at,
        "until": payload["until"], "companions": payload["companions"], "place": payload["place"],
        "tel": payload["tel"], "reason": payload["reason"], "watch": payload["watch"], "second": payload["second"],
        "armed": is_armed(op), "more": [], "ended": None, "alarms": alarms_at_start(op),
    }  # fmt: skip


def alarms_at_start(op: OpenedOp) -> list[Entry]:
    """Overdue some day; and, if she goes alone where two are asked for, that, with her reason."""
    payload = op.payload
    found = [alarm(op, payload["watch"], "E-S01", 2, payload["until"])]
    if payload["alone"]:
        found.append(alarm(op, payload["alone"], "E-S03", 2, payload["recorded_at"]) | {"note": payload["reason"]})
    return found


def is_armed(op: OpenedOp) -> bool:
    """As server/alerts/watches.py decides it."""
    if op.received_at is None:
        return False
    begins, until, came = (moment_ms(one) for one in (op.payload["recorded_at"], op.payload["until"], op.received_at))
    return max(begins, came) < until <= min(begins, came) + LONGEST_MS


def alarm(op: OpenedOp, alert: str, rule: str, level: int, since: str) -> Entry:
    """The words of the alert that the office raises by itself."""
    return {
        "id": alert, "target": op.payload.get("target", op.id), "level": level,
        "rules": [{"rule": rule, "level": level, "evidence": []}], "note": "", "raised_at": since,
        "raised_by": op.staff, "acks": [], "closed": None,
    }  # fmt: skip


def extend(entry: Entry, op: OpenedOp) -> None:
    until = op.payload["until"]
    entry["more"].append(
        {"by": op.staff, "at": op.payload["recorded_at"], "received_at": op.received_at, "until": until, "op": op.id}
    )
    if op.received_at is None or moment_ms(op.received_at) < moment_ms(until):
        entry["until"] = entry["alarms"][0]["raised_at"] = until


def end(entry: Entry, op: OpenedOp) -> None:
    """The first word counts; a call for help counts whenever it comes."""
    at = op.payload["recorded_at"]
    entry["ended"] = entry["ended"] or {"by": op.staff, "at": at, "received_at": op.received_at, "op": op.id}
    if op.payload["word"] == "help" and all(one["id"] != entry["second"] for one in entry["alarms"]):
        entry["alarms"].append(alarm(op, entry["second"], "E-S02", 1, at))


FOLLOWS = {"checkin.extend": extend, "checkin.end": end}


def alarms_of(outings: list[Entry], incidents: list[Entry]) -> dict[str, Entry]:
    return {one["id"]: one for entry in (*outings, *incidents) for one in entry["alarms"]}


def is_out(entry: Entry) -> bool:
    """Neither has she said that she is back, nor has somebody closed its alert."""
    hers = (entry["watch"], entry["second"])
    return entry["ended"] is None and not any(one["closed"] and one["id"] in hers for one in entry["alarms"])


def outing_row(entry: Entry) -> Entry:
    """As lists show one that goes on."""
    names = ("id", "by", "at", "received_at", "until", "companions", "watch", "second", "armed")
    waiting = any(not one["received_at"] for one in (entry, *entry["more"]))
    return {name: entry[name] for name in names} | {"waiting": waiting}


def fold_incidents(book: Book) -> list[Entry]:
    """怖い思い・けが: what happened at a visit, the latest first."""
    return [
        {name: op.payload[name] for name in ("target", "what", "hurt", "next")}
        | {"id": op.id, "by": op.staff, "at": op.payload["recorded_at"]}
        | {"alarms": [alarm(op, op.payload["alert"], "E-S04", 3, op.payload["recorded_at"])]}
        for op in reversed(book.allowed("incident.add"))
    ]
