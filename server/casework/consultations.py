"""相談受付: what somebody asked or told, its versions, and the sealed packet in which lies who told it.

Twin of pwa/src/casework/fold-consultations.ts.
"""

from collections.abc import Iterable
from typing import Any

from server.casework.book import Book
from server.casework.calendar import moment_ms
from server.casework.records import OpenedOp
from server.casework.roles import Roles
from server.casework.visits import Withdrawals, add_versions, shown, version_of

Entry = dict[str, Any]
URGENT = ("now", "this_week")


def fold_consultations(book: Book, withdrawn: Withdrawals) -> list[Entry]:
    """Of a household, newest first."""
    entries: dict[str, Entry] = {
        op.id: {
            "id": op.id, "by": op.staff, "recorded_at": op.payload["recorded_at"], "received_at": op.received_at,
            "consultation": op.payload["consultation"], "versions": [version_of(op, "consultation")],
            "retracted": shown(withdrawn.get(op.id)),
        }
        for op in book.allowed("consultation.add")
    }  # fmt: skip
    add_versions(book, entries, withdrawn, "consultation.amend", "consultation")
    placed = [(moment_ms(entry["consultation"]["received_at"]), entry["id"], entry) for entry in entries.values()]
    return [entry for _, _, entry in sorted(placed, key=lambda one: one[:2], reverse=True)]


def unanswered(consultations: list[Entry], last_contact_at: str | None) -> Entry | None:
    """The most urgent one after which nobody of the household was reached, of these the one that waits longest."""
    waiting = [
        {"consultation": entry["id"], "urgency": record["urgency"], "since": record["received_at"]}
        for entry in consultations
        if not entry["retracted"]
        and (record := entry["consultation"])["urgency"] in URGENT
        and is_after(record["received_at"], last_contact_at)
    ]
    return first_of(waiting)


def is_after(since: str, contact: str | None) -> bool:
    return contact is None or moment_ms(since) > moment_ms(contact)


def first_of(waiting: list[Entry]) -> Entry | None:
    def order(one: Entry) -> tuple[int, float, str]:
        return URGENT.index(one["urgency"]), moment_ms(one["since"]), one["consultation"]

    return min(waiting, key=order, default=None)


def fold_informant(packet: str, ops: Iterable[OpenedOp], roles: Roles | None = None) -> Entry:
    """Who told, as their own recorder put it down, and who has opened it; the same from any delivery order."""
    book = Book(ops, roles)
    note = book.began("informant.note")
    openings: list[Entry] = []
    for op in book.allowed("informant.opened"):
        if note is None:
            book.propose(op, "target_missing")
        else:
            openings.append({"op": op.id, "by": op.staff, "at": op.payload["recorded_at"], "why": op.payload["why"]})
    names = ("household", "consultation", "name", "relation", "tel", "may_be_named")
    return {
        "packet": packet, "by": note.staff if note else None, "at": note.payload["recorded_at"] if note else None,
        "informant": {name: note.payload[name] for name in names} if note else None,
        "openings": openings, "proposals": book.proposals(),
    }  # fmt: skip
