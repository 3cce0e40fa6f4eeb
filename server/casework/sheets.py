"""複合課題共通シート: what a household shared, and the packet in which one shared version lies frozen.

Twin of pwa/src/casework/fold-sheets.ts.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from server.casework.book import Book
from server.casework.catalogue import load
from server.casework.records import OpenedOp
from server.casework.roles import Roles

Entry = dict[str, Any]


def fold_shares(book: Book) -> list[Entry]:
    """Of a household, oldest first: which version went to whom, and in which packet it lies."""
    return [
        {
            "id": op.id, "by": op.staff, "at": op.payload["recorded_at"], "packet": op.payload["packet"],
            "number": op.payload["number"], "digest": op.payload["digest"],
            "recipients": [told(one) for one in op.payload["recipients"]],
        }
        for op in book.allowed("sheet.share")
    ]  # fmt: skip


def told(recipient: Entry) -> Entry:
    names = ("id", "name", "office", "basis", "word")
    return {name: recipient[name] for name in names} | {"staff": recipient.get("staff")}


def is_given(share: Entry) -> bool:
    """To somebody, and to nobody without a basis in law."""
    bases = {one["code"] for one in load().raw["lists"]["bases"]}
    return bool(share["recipients"]) and all(
        one["basis"] in bases and bool(one["name"].strip()) for one in share["recipients"]
    )


def fold_sheet(packet: str, ops: Iterable[OpenedOp], roles: Roles | None = None) -> Entry:
    """One shared version, who has opened it and what they answered; the same from any delivery order."""
    book = Book(ops, roles)
    version = book.began("sheet.version")
    sheet = version.payload["sheet"] if version else None
    recipients: dict[str, Entry] = {
        one["id"]: told(one) | {"opened": None, "answers": []} for one in (sheet["recipients"] if sheet else [])
    }
    for op in book.all("sheet.opened"):
        entry = recipients.get(op.payload["recipient"])
        if entry is None:
            book.propose(op, "target_missing")
        elif not may_say(book, op, entry, on_paper=op.payload["how"] == "paper"):
            book.propose(op, "not_asked")
        elif entry["opened"] is None:
            entry["opened"] = said(op) | {"how": op.payload["how"]}
    for op in book.all("sheet.answered"):
        entry = recipients.get(op.payload["recipient"])
        if entry is None:
            book.propose(op, "target_missing")
        elif not may_say(book, op, entry, on_paper=entry["staff"] is None):
            book.propose(op, "not_asked")
        else:
            entry["answers"].append(said(op) | {"accepted": op.payload["accepted"]})
    return {
        "packet": packet, "id": version.id if version else None, "by": version.staff if version else None,
        "at": version.payload["recorded_at"] if version else None, "sheet": sheet,
        "recipients": list(recipients.values()), "proposals": book.proposals(),
        "last_op_at": book.last.payload["recorded_at"] if book.last else None,
    }  # fmt: skip


def may_say(book: Book, op: OpenedOp, entry: Entry, *, on_paper: bool) -> bool:
    """Everybody speaks for themselves; for whoever has it on paper somebody writes it down."""
    if on_paper:
        return entry["staff"] is None and book.may(op, None)
    return entry["staff"] == op.staff


def said(op: OpenedOp) -> Entry:
    return {"by": op.staff, "at": op.payload["recorded_at"], "note": op.payload["note"], "op": op.id}


def digest_of(sheet: Entry) -> str:
    """What the household keeps of a version: names sorted, no spaces, unescaped, SHA-256 as hex."""
    spelled = json.dumps(sheet, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()
