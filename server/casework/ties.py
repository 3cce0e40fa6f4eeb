"""つながり: who is around a household, and what there is between two of them, field by field as people wrote it.

Twin of pwa/src/casework/fold-ties.ts. Under 支援措置 whoever is around is left out, and so is everybody who went away:
a school, a relative or a landlord leads to the door as an address does (decision 0038).
"""

from typing import Any

from server.casework.book import Book
from server.casework.clocks import is_present
from server.casework.records import HouseholdState
from server.casework.registers import RegisterBook, differing

Entry = dict[str, Any]
AROUND, TIE = "around:", "tie:"
KINDS = {"around.set": ("around", AROUND), "tie.set": ("tie", TIE)}
ENDS = ("from", "to")
TOLD = ("third_party",)  # what somebody else said: left out where the household is hidden


def fold_ties(book: Book) -> dict[str, list[Entry]]:
    """`around` and `ties` of a household, in the order they were first written, and where people differ in them."""
    registers, found = RegisterBook(), {kind: fold_entries(book, kind) for kind in KINDS}
    for kind, (name, prefix) in KINDS.items():
        for op in book.allowed(kind):
            base = op.payload["base"]
            for field, value in op.payload["set"].items():
                registers.write(op, prefix + op.payload[name], field, value, base.get(field) or ())
        for entry in found[kind].values():
            entry["fields"] = registers.of(prefix + entry["id"])
    conflicts = [
        one
        for kind, (_, prefix) in KINDS.items()
        for entry in found[kind].values()
        for one in differing(prefix + entry["id"], entry["fields"])
    ]
    return {
        "around": [*found["around.set"].values()], "ties": [*found["tie.set"].values()], "conflicts": conflicts,
    }  # fmt: skip


def fold_entries(book: Book, kind: str) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for op in book.allowed(kind):
        at = op.payload["recorded_at"]
        first = {"id": op.payload[KINDS[kind][0]], "by": op.staff, "at": at, "fields": {}, "versions": []}
        entry = entries.setdefault(first["id"], first)
        entry["versions"].append({"op": op.id, "by": op.staff, "at": at, "set": op.payload["set"]})
    return entries


def without_around(state: HouseholdState) -> HouseholdState:
    """What stays of the ties of a hidden household: those among who lives there, and with who works for them."""
    here = {f"person:{one['id']}" for one in state["persons"] if is_present(one["fields"])}
    ties = [
        one | {"fields": {name: said for name, said in one["fields"].items() if name not in TOLD}, "versions": []}
        for one in state["ties"]
        if all(stays(head["value"], here) for end in ENDS for head in one["fields"].get(end, {"heads": []})["heads"])
    ]
    kept = {TIE + one["id"] for one in ties}
    conflicts = [
        one
        for one in state["conflicts"]
        if not one["entity"].startswith((AROUND, TIE)) or (one["entity"] in kept and one["field"] not in TOLD)
    ]
    return state | {"around": [], "ties": ties, "conflicts": conflicts}


def stays(end: Any, here: set[str]) -> bool:
    return isinstance(end, str) and (end == "household" or end.startswith("staff:") or end in here)
