"""支援措置: a household whose address only those named may know; what it hides, and who has opened it.

Twin of pwa/src/casework/fold-protection.ts. What is hidden leaves the folded household, so that no list, print or paper
made from it can say it; it is read by `sealed_of` alone, after somebody has said why (decision 0037).
"""

from collections.abc import Iterable
from typing import Any

from server.casework.book import Book
from server.casework.records import HouseholdState, OpenedOp, Registers
from server.casework.registers import RegisterBook
from server.casework.roles import Roles
from server.casework.ties import fold_ties, without_around

Entry = dict[str, Any]
# Of the household, and of everybody in it, whomever the mark names: one telephone leads to all of them.
HIDDEN = (
    "postal_code", "ward", "street_name", "town", "banchi", "building", "room", "gakku", "hokatsu_area", "hint",
    "phone",
)  # fmt: skip
HIDDEN_OF_PERSON = ("phone",)
REACH = "reach:"  # registers of what else leads to a person: school, day-care, work
PLAIN = "対象者"
TITLE = "伏せた世帯"


def fold_protection(book: Book) -> Entry | None:
    """The mark that stands: the newest one, unless it was ended after it."""
    marks = book.allowed("protection.set")
    ends = []
    for op in book.allowed("protection.end"):
        if book.kind_of(op.payload["target"]) == "protection.set":
            ends.append(op)
        else:
            book.propose(op, book.missing_or_wrong(op.payload["target"]))
    last = marks[-1] if marks else None
    if last is None or any(book.before(last.id, end.id) for end in ends):
        return None
    names = ("persons", "since", "until", "basis", "called", "people", "told")
    said = {name: last.payload["protection"][name] for name in names}
    return {"id": last.id, "by": last.staff, "at": last.payload["recorded_at"], **said}


def openings_of(book: Book) -> list[Entry]:
    """Who has looked, when and why; oldest first."""
    return [
        {"op": op.id, "by": op.staff, "at": op.payload["recorded_at"], "why": op.payload["why"]}
        for op in book.allowed("protection.opened")
    ]


def may_know(protection: Entry | None, staff: str) -> bool:
    """Whom the mark names, and whoever made it."""
    return protection is None or staff == protection["by"] or any(one["staff"] == staff for one in protection["people"])


def title_of(protection: Entry) -> str:
    """What lists, prints and headings call it: nothing of the person."""
    called = protection["called"].strip()
    return f"{TITLE}（{called}）" if called else TITLE


def hidden(state: HouseholdState) -> HouseholdState:
    """The household as every screen and paper may know it."""
    entities = {name: one for name, one in state["entities"].items() if not name.startswith(REACH)}
    conflicts = [one for one in state["conflicts"] if not one["entity"].startswith(REACH)]
    state = state | {"entities": entities, "conflicts": conflicts}
    if state["protection"] is None:
        return state
    state = without_around(state)
    return state | {
        "fields": without(state["fields"], HIDDEN),
        "persons": [one | {"fields": without(one["fields"], HIDDEN_OF_PERSON)} for one in state["persons"]],
        "conflicts": [one for one in state["conflicts"] if one["field"] not in hidden_in(one["entity"])],
        "proposals": [one | {"payload": without_place(one["payload"])} for one in state["proposals"]],
    }


def without(registers: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    left_out = set(fields)
    return {field: one for field, one in registers.items() if field not in left_out}


def hidden_in(entity: str) -> tuple[str, ...]:
    return HIDDEN if entity == "household" else HIDDEN_OF_PERSON if entity.startswith("person:") else ()


def without_place(payload: Entry) -> Entry:
    """A proposal goes on saying what somebody wanted to write, only not where anybody lives."""
    entity = payload.get("entity", "")
    if payload["kind"] == "household.open":
        return payload | {"fields": without(payload["fields"], HIDDEN)}
    if payload["kind"] == "person.add":
        return payload | {"fields": without(payload["fields"], HIDDEN_OF_PERSON)}
    if payload["kind"] == "fields.set":
        gone = payload["set"] if entity.startswith(REACH) else hidden_in(entity)
        return payload | {"set": without(payload["set"], gone)}
    return payload | {"set": {}} if payload["kind"] in ("around.set", "tie.set") else payload


def sealed_of(bucket: str, ops: Iterable[OpenedOp], write_fields: Any, roles: Roles | None = None) -> Entry:
    """What `hidden` leaves out, for whoever has said why: address, telephones, and what leads to each person."""
    book, registers = Book(ops, roles), RegisterBook()
    write_fields(book, registers)
    persons: dict[str, Registers] = {}
    reach: dict[str, Registers] = {}
    for name in registers.names():
        if name.startswith("person:"):
            persons[name.removeprefix("person:")] = only(registers.of(name), HIDDEN_OF_PERSON)
        if name.startswith(REACH):
            reach[name.removeprefix(REACH)] = registers.of(name)
    fields = only(registers.of("household"), HIDDEN)
    around = {one["id"]: one["fields"] for one in fold_ties(book)["around"]}
    said = {"fields": fields, "persons": persons, "reach": reach, "around": around}
    return {"bucket": bucket, **said, "openings": openings_of(book)}


def only(registers: Registers, fields: tuple[str, ...]) -> Registers:
    return {field: one for field, one in registers.items() if field in fields}
