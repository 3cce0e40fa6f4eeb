"""ほかの会議: what another body's meeting came to, as told here, and its versions.

Twin of pwa/src/casework/fold-outside.ts.
"""

from typing import Any

from server.casework.book import Book
from server.casework.visits import Withdrawals, add_versions, version_of

Entry = dict[str, Any]


def fold_outside(book: Book, withdrawn: Withdrawals) -> list[Entry]:
    """Of a household, the latest meeting first."""
    entries: dict[str, Entry] = {
        op.id: {
            "id": op.id, "by": op.staff, "recorded_at": op.payload["recorded_at"], "received_at": op.received_at,
            "outside": op.payload["outside"], "versions": [version_of(op, "outside") | {"reason": ""}],
        }
        for op in book.allowed("outside.add")
    }  # fmt: skip
    add_versions(book, entries, withdrawn, "outside.amend", "outside")
    return sorted(entries.values(), key=lambda entry: (entry["outside"]["held_on"], entry["id"]), reverse=True)
