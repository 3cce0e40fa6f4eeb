"""Photos of a household: what was taken, what the vault made of it, and what cannot be shown.

Twin of pwa/src/casework/fold-photos.ts.
"""

from typing import Any

from server.casework.book import Book
from server.casework.calendar import moment_ms
from server.casework.visits import Withdrawals, shown

Entry = dict[str, Any]


def fold_photos(book: Book, withdrawn: Withdrawals) -> list[Entry]:
    """Newest first. A photo's id is the id of the operation that carried its header."""
    entries: dict[str, Entry] = {
        op.id: {
            "id": op.id, "by": op.staff, "recorded_at": op.payload["recorded_at"], "received_at": op.received_at,
            "photo": op.payload["photo"], "file": op.payload["file"], "full": None, "thumb": None, "refused": None,
            "retracted": shown(withdrawn.get(op.id)),
        }
        for op in book.allowed("photo.add")
    }  # fmt: skip
    _add_renditions(book, entries)
    return sorted(
        entries.values(), key=lambda entry: (moment_ms(entry["photo"]["taken_at"]), entry["id"]), reverse=True
    )


def _add_renditions(book: Book, entries: dict[str, Entry]) -> None:
    """The vault's last word stands: a photo it could not show at first may be shown by a newer vault."""
    said = [*book.allowed("photo.rendered"), *book.allowed("photo.refused")]
    for op in sorted(said, key=lambda op: book.position[op.id]):
        entry = entries.get(op.payload["target"])
        if entry is None:
            book.propose(op, book.missing_or_wrong(op.payload["target"]))
        elif op.payload["kind"] == "photo.refused":
            entry["refused"] = op.payload["why"]
        elif op.payload["use"] in ("full", "thumb"):
            entry |= {op.payload["use"]: {"id": op.id, "file": op.payload["file"]}, "refused": None}
