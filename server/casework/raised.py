"""Alerts as their sealed words tell them: raised, due, answered, closed. The clock that fires them is the server's."""

from typing import Any

from server.casework.book import Book
from server.casework.calendar import moment_ms
from server.casework.records import OpenedOp

SLACK_MS = 600_000  # the office's clock fired it, the vault's clock called it off
Entry = dict[str, Any]


def merge_rules(a: list[dict[str, Any]], b: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The union of two verdicts, each rule at its most urgent level."""
    merged: dict[str, dict[str, Any]] = {}
    for rule in (*a, *b):
        known = merged.get(rule["rule"], {"level": rule["level"], "evidence": []})
        merged[rule["rule"]] = {
            "rule": rule["rule"],
            "level": min(known["level"], rule["level"]),
            "evidence": sorted({*known["evidence"], *rule["evidence"]}),
        }
    return [merged[name] for name in sorted(merged)]


def raise_alert(alerts: dict[str, Entry], op: OpenedOp, target: str) -> None:
    """Phone and vault give one cause one id: a second word on it may raise the level, never lower it."""
    payload = op.payload
    known = alerts.get(payload["alert"])
    if known is None:
        alerts[payload["alert"]] = {
            "id": payload["alert"], "target": target, "level": payload["level"],
            "rules": merge_rules([], payload["rules"]), "note": payload["note"],
            "raised_at": payload["recorded_at"], "raised_by": op.staff, "acks": [], "closed": None,
        }  # fmt: skip
        return
    known["level"] = min(known["level"], payload["level"])
    known["rules"] = merge_rules(known["rules"], payload["rules"])
    known["note"] = known["note"] or payload["note"]


def told_elsewhere(book: Book, known: dict[str, Entry]) -> dict[str, Entry]:
    """Alerts that the office's own clock began: no record speaks of their cause, only of what people did about them."""
    found: dict[str, Entry] = {}
    for op in (*book.all("alert.ack"), *book.all("alert.closed")):
        if op.payload["alert"] not in known and book.may(op, None):
            found.setdefault(op.payload["alert"], {
                "id": op.payload["alert"], "target": "", "level": 4, "rules": [], "note": "",
                "raised_at": op.payload["recorded_at"], "raised_by": op.staff, "acks": [], "closed": None,
            })  # fmt: skip
    return found


def fold_own_alerts(book: Book) -> dict[str, list[Entry]]:
    """What is due in a center itself, and what its people said of alerts that lie nowhere else."""
    timers = fold_timers(book)
    others = told_elsewhere(book, timers)
    answer(book, timers | others)
    return {"timers": list(timers.values()), "alerts": list(others.values())}


def answer(book: Book, alerts: dict[str, Entry]) -> None:
    for op in book.allowed("alert.ack"):
        payload = op.payload
        said = {"by": op.staff, "how": payload["how"], "to": payload.get("to"), "note": payload["note"]}
        if payload["alert"] in alerts:
            alerts[payload["alert"]]["acks"].append(said | {"at": payload["recorded_at"]})
        else:
            book.propose(op, "target_missing")
    for op in book.allowed("alert.closed"):
        payload = op.payload
        closed = {"by": op.staff, "outcome": payload["outcome"], "note": payload["note"], "at": payload["recorded_at"]}
        if payload["alert"] in alerts:
            alerts[payload["alert"]]["closed"] = closed
        else:
            book.propose(op, "target_missing")


def fold_timers(book: Book) -> dict[str, Entry]:
    """Deadlines by the alert each would raise. One that was called off before it was due never was an alert."""
    timers: dict[str, Entry] = {}
    for op in book.allowed("timers.set"):
        named = {one["alert"]: one for one in op.payload["timers"]}
        at = moment_ms(op.payload["recorded_at"])
        for known in [name for name in timers if name not in named]:
            timers[known]["timed"]["standing"] = False
            if moment_ms(timers[known]["raised_at"]) > at + SLACK_MS:
                del timers[known]
        timers |= {name: timer_entry(op, one) for name, one in named.items()}
    return timers


def overdue(timers: list[Entry], at_ms: float) -> list[Entry]:
    """What is due and stands, unless somebody has closed the alert of its cause since."""

    def is_answered(timer: Entry) -> bool:
        return any(
            other["closed"] is not None
            and other["timed"]["chain"] == timer["timed"]["chain"]
            and moment_ms(other["closed"]["at"]) >= moment_ms(timer["raised_at"])
            for other in timers
        )

    due = (one for one in timers if one["timed"]["standing"] and moment_ms(one["raised_at"]) <= at_ms)
    return [one for one in due if not is_answered(one)]


def timer_entry(op: OpenedOp, timer: Entry) -> Entry:
    """As an alert, whose moment may be still to come."""
    return {
        "id": timer["alert"], "target": timer["target"], "level": timer["level"],
        "rules": [{"rule": timer["rule"], "level": timer["level"], "evidence": []}], "note": "",
        "raised_at": timer["due_at"], "raised_by": op.staff, "acks": [], "closed": None,
        "timed": {
            "chain": timer["chain"], "subject": timer["subject"], "since": timer["since"], "standing": True,
        },
    }  # fmt: skip


def mark_targets(alerts: dict[str, Entry], entries: dict[str, Entry]) -> None:
    levels: dict[str, int] = {}
    for alert in alerts.values():
        entry = entries.get(alert["target"])
        if entry is not None and alert["level"] < levels.get(alert["target"], 5):
            entry["alert"] = alert["id"]
            levels[alert["target"]] = alert["level"]


def fold_alerts(
    book: Book, visits: list[Entry], street: list[Entry], alarms: dict[str, Entry] | None = None
) -> dict[str, list[Entry]]:
    """Also marks the visits and street observations that alerts and verdicts speak of."""
    alerts: dict[str, Entry] = {}
    timers = fold_timers(book)
    for op in book.allowed("alert.raised"):
        raise_alert(alerts, op, book.root_of(op.payload["target"]))
    answer(book, (alarms or {}) | timers | alerts)
    entries = {entry["id"]: entry for entry in (*visits, *street)}
    mark_targets(alerts, entries)
    for op in book.allowed("verdict"):
        entry = entries.get(book.root_of(op.payload["target"]))
        if entry is None:
            book.propose(op, "target_missing")
        else:
            entry["verdict"] = {"level": op.payload["level"], "rules": op.payload["rules"]}
    return {"alerts": list(reversed(alerts.values())), "timers": list(timers.values())}
