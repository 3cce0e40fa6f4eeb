"""Visits and street observations with their versions, withdrawals and reviews."""

from typing import Any

from server.casework.book import Book
from server.casework.calendar import moment_ms
from server.casework.records import OpenedOp

Entry = dict[str, Any]
Withdrawals = dict[str, OpenedOp]


def withdrawals(book: Book) -> Withdrawals:
    """The first withdrawal by someone who may: the author, or a role that corrects for others."""
    found: Withdrawals = {}
    for op in book.allowed("retract", lambda retract: book.author_of(retract.payload["target"])):
        root = book.root_of(op.payload["target"])
        if book.kind_of(root) not in ("visit.add", "obs.add", "photo.add", "consultation.add"):
            book.propose(op, book.missing_or_wrong(root))
        else:
            found.setdefault(root, op)
    return found


def shown(withdrawal: OpenedOp | None) -> dict[str, Any] | None:
    if withdrawal is None:
        return None
    payload = withdrawal.payload
    return {"by": withdrawal.staff, "at": payload["recorded_at"], "reason": payload["reason"]}


def version_of(op: OpenedOp, record: str) -> dict[str, Any]:
    payload = op.payload
    return {
        "op": op.id, "by": op.staff, "recorded_at": payload["recorded_at"], "received_at": op.received_at,
        "reason": payload.get("reason", ""), record: payload[record],
    }  # fmt: skip


def first_version(op: OpenedOp, withdrawal: OpenedOp | None) -> Entry:
    payload = op.payload
    review = {"state": "unreviewed", "by": None, "at": None, "comment": "", "version": None, "history": []}
    return {
        "id": op.id, "by": op.staff, "recorded_at": payload["recorded_at"], "received_at": op.received_at,
        "visit": payload["visit"], "versions": [version_of(op, "visit") | {"reason": ""}],
        "retracted": shown(withdrawal), "review": review, "alert": None, "verdict": None,
    }  # fmt: skip


def add_versions(book: Book, entries: dict[str, Entry], withdrawn: Withdrawals, kind: str, record: str) -> None:
    """Corrections of this kind: the last that holds says what counts. `record`: under which name it lies."""
    for op in book.all(kind):
        root = book.root_of(op.payload["target"])
        entry, withdrawal = entries.get(root), withdrawn.get(root)
        if entry is None:
            book.propose(op, book.missing_or_wrong(root))
        elif not book.may(op, entry["by"]):
            book.propose(op, "role")
        elif withdrawal and book.before(withdrawal.id, op.id):
            book.propose(op, "target_retracted")
        else:
            entry["versions"].append(version_of(op, record))
            entry[record] = op.payload[record]


def add_reviews(book: Book, entries: dict[str, Entry]) -> None:
    """A review holds for the version it names; a newer version is unreviewed again."""
    for op in book.allowed("review.set"):
        payload = op.payload
        entry = entries.get(book.root_of(payload["target"]))
        if entry is None:
            book.propose(op, "target_missing")
            continue
        said = {
            "state": payload["state"], "by": op.staff, "at": payload["recorded_at"],
            "comment": payload["comment"], "version": payload["version"],
        }  # fmt: skip
        entry["review"]["history"].append(said | {"op": op.id})
        if payload["version"] == entry["versions"][-1]["op"]:
            entry["review"] |= said


def newest_first(entries: list[Entry], record: str) -> list[Entry]:
    return sorted(entries, key=lambda entry: (moment_ms(entry[record]["occurred_at"]), entry["id"]), reverse=True)


def fold_visits(book: Book, withdrawn: Withdrawals) -> list[Entry]:
    entries = {op.id: first_version(op, withdrawn.get(op.id)) for op in book.allowed("visit.add")}
    add_versions(book, entries, withdrawn, "amend", "visit")
    add_reviews(book, entries)
    return newest_first(list(entries.values()), "visit")


def fold_street(book: Book, withdrawn: Withdrawals) -> list[Entry]:
    entries: list[Entry] = [
        {
            "id": op.id, "by": op.staff, "recorded_at": op.payload["recorded_at"], "received_at": op.received_at,
            "observation": op.payload["observation"], "retracted": shown(withdrawn.get(op.id)),
            "alert": None, "verdict": None,
        }
        for op in book.allowed("obs.add")
    ]  # fmt: skip
    return newest_first(entries, "observation")
