"""地域の棚: a center's resources (資源), and of 地域づくり its committees, issues and activities; of no household.

Twin of pwa/src/casework/fold-community.ts. Registers in a bucket of their own (decision 0034).
"""

import re
from collections.abc import Iterable
from typing import Any

from server.casework.book import Book
from server.casework.raised import fold_own_alerts
from server.casework.records import OpenedOp
from server.casework.registers import RegisterBook
from server.casework.roles import Roles, may_author, role_in

Entry = dict[str, Any]
SHELVES = {"resource": "resources", "issue": "issues", "committee": "committees", "activity": "activities"}
FEWEST = 5  # fewer could be told apart: they are written as 「5未満」
SOME_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
REFERS = ("organization", "committee")  # the fields that hold an id, of what is no household


def fold_community(bucket: str, ops: Iterable[OpenedOp], roles: Roles | None = None) -> Entry:
    book, registers = Book(ops, roles), RegisterBook()
    opened = book.allowed("community.open")[:1]
    for op in book.all("fields.set"):
        if why := why_not_shelved(book, op):
            book.propose(op, why)
        else:
            for field, value in op.payload["set"].items():
                registers.write(op, op.payload["entity"], field, value, op.payload["base"].get(field) or ())
    names = registers.names()
    return {
        "bucket": bucket, "center": next((op.payload["center"] for op in opened), ""),
        **fold_own_alerts(book),
        **{
            shelf: [
                {"id": name.removeprefix(f"{start}:"), "fields": registers.of(name)}
                for name in names
                if name.startswith(f"{start}:")
            ]
            for start, shelf in SHELVES.items()
        },
        "proposals": book.proposals(),
    }  # fmt: skip


def why_not_shelved(book: Book, op: OpenedOp) -> str | None:
    """No right, no such shelf, a household's id in its words, or a count by which somebody could be found."""
    start = op.payload["entity"].split(":")[0]
    if start not in SHELVES or not may_author(role_in(book.roles, op.staff), f"{start}.set"):
        return "role"
    said = op.payload["set"]
    if any(SOME_ID.search(text) for field, value in said.items() if field not in REFERS for text in texts_of(value)):
        return "names_household"
    count = said.get("count")
    is_few = isinstance(count, int | float) and not isinstance(count, bool) and 0 < count < FEWEST
    return "small_count" if is_few else None


def texts_of(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts_of(part)]
