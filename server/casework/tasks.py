"""対応事項: what somebody does for a household, by when, and whether it is done; both sides see the same.

Twin of pwa/src/casework/fold-tasks.ts.
"""

from typing import Any

from server.casework.book import Book

Entry = dict[str, Any]
OWN = ("id", "by", "at", "text", "to", "agency", "due", "request")


def fold_tasks(book: Book) -> list[Entry]:
    """Oldest first. Whoever has it, whoever asked for it and the office may say that it is done, or not yet."""
    tasks: dict[str, Entry] = {
        op.id: {
            "id": op.id, "by": op.staff, "at": op.payload["recorded_at"], "text": op.payload["text"],
            "to": op.payload.get("to"), "agency": op.payload["agency"], "due": op.payload.get("due"),
            "request": op.payload.get("request"), "done": None,
        }
        for op in book.allowed("task.add")
    }  # fmt: skip
    for op in book.all("task.mark"):
        entry = tasks.get(op.payload["target"])
        if entry is None:
            book.propose(op, book.missing_or_wrong(op.payload["target"]))
        elif not (op.staff in (entry["to"], entry["by"]) or book.may(op, None)):
            book.propose(op, "role")
        else:
            said = {"by": op.staff, "at": op.payload["recorded_at"], "note": op.payload["note"], "op": op.id}
            entry["done"] = said if op.payload["done"] else None
    return list(tasks.values())


def task_row(entry: Entry) -> Entry:
    """As lists show one that is not done."""
    return {name: entry[name] for name in OWN}
