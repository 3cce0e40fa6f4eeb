"""重層支援会議: the items of a household, the packet of what the invited may read, and a center's meetings.

Twin of pwa/src/casework/fold-conferences.ts. The center's bucket says nothing of a household: items name meetings.
"""

from collections.abc import Iterable
from typing import Any

from server.casework.book import Book
from server.casework.calendar import parse_day
from server.casework.catalogue import load
from server.casework.raised import fold_own_alerts
from server.casework.records import OpenedOp
from server.casework.registers import RegisterBook, value_of
from server.casework.roles import Roles, may_set, role_in

Entry = dict[str, Any]
SUPPORT_CONFERENCE = "conf_106_6"
IN_CENTER = ("meeting:", "member:")


def why_not_called(basis: str, invitees: list[Entry]) -> str | None:
    """Nobody is called to an item without a ground in law; to one of 法106条の6 only who has pledged secrecy."""
    if basis not in {one["code"] for one in load().raw["lists"]["meeting_bases"]}:
        return "no_basis"
    if basis == SUPPORT_CONFERENCE and not all(has_pledged(one) for one in invitees):
        return "not_pledged"
    return None


def has_pledged(invitee: Entry) -> bool:
    day = invitee.get("pledged_on")
    return isinstance(day, str) and parse_day(day) == day


def told(invitee: Entry) -> Entry:
    return {
        "id": invitee["id"], "staff": invitee.get("staff"), "name": invitee["name"], "office": invitee["office"],
        "pledged_on": invitee.get("pledged_on"),
    }  # fmt: skip


def said(op: OpenedOp) -> Entry:
    return {"by": op.staff, "at": op.payload["recorded_at"], "note": op.payload.get("note", ""), "op": op.id}


def fold_items(book: Book) -> list[Entry]:
    """Of a household, oldest first: each judged on what its item said at that place in the order."""
    items: dict[str, Entry] = {}
    for op in book.ordered:
        kind = op.payload["kind"]
        if kind in TAKES and (book.may(op, None) or book.propose(op, "role")):
            TAKES[kind](book, items, op)
    return list(items.values())


def take_item(_book: Book, items: dict[str, Entry], op: OpenedOp) -> None:
    about = op.payload["about"] | {"invitees": [told(one) for one in op.payload["about"]["invitees"]]}
    new: Entry = {"id": op.payload["item"], "by": op.staff, "at": op.payload["recorded_at"]}
    entry = items.setdefault(new["id"], new | {"materials": [], "minutes": [], "unconsented": False})
    entry["about"] = about
    # What was once put down without the person's yes stays told to nobody else, whatever it is called later.
    entry["unconsented"] = entry["unconsented"] or about["basis"] == SUPPORT_CONFERENCE


def take_material(book: Book, items: dict[str, Entry], op: OpenedOp) -> None:
    entry = items.get(op.payload["item"])
    if entry is None:
        book.propose(op, "target_missing")
    elif why := why_not_called(entry["about"]["basis"], op.payload["invitees"]):
        book.propose(op, why)
    else:
        entry["materials"].append(
            {
                "id": op.id, "by": op.staff, "at": op.payload["recorded_at"], "packet": op.payload["packet"],
                "digest": op.payload["digest"], "invitees": [told(one) for one in op.payload["invitees"]],
            }
        )  # fmt: skip


def take_minutes(book: Book, items: dict[str, Entry], op: OpenedOp) -> None:
    entry = items.get(op.payload["item"])
    if entry is None:
        book.propose(op, "target_missing")
    elif any(one["approved"] for one in entry["minutes"]) and not op.payload["reason"].strip():
        book.propose(op, "frozen")  # what the chair has approved is corrected with a reason, never written over
    else:
        words = {name: op.payload[name] for name in ("text", "reason")}
        entry["minutes"].append(
            {"id": op.id, "by": op.staff, "at": op.payload["recorded_at"], **words, "approved": None}
        )


def approve_minutes(book: Book, items: dict[str, Entry], op: OpenedOp) -> None:
    target = op.payload["target"]
    found = next((one for entry in items.values() for one in entry["minutes"] if one["id"] == target), None)
    if found is None:
        book.propose(op, book.missing_or_wrong(target))
    elif found["by"] == op.staff:
        book.propose(op, "own_word")
    elif found["approved"] is None:
        found["approved"] = said(op)


TAKES = {
    "conference.item": take_item,
    "conference.material": take_material,
    "conference.minutes": take_minutes,
    "conference.approved": approve_minutes,
}


def item_row(entry: Entry) -> Entry:
    """As lists show it."""
    about, minutes, materials = entry["about"], entry["minutes"], entry["materials"]
    return {
        "id": entry["id"], "meeting": about["meeting"], "on": about["held_on"], "basis": about["basis"],
        "question": about["question"], "invitees": len(about["invitees"]),
        "packet": materials[-1]["packet"] if materials else None,
        "minutes": "none" if not minutes else "approved" if minutes[-1]["approved"] else "draft",
    }  # fmt: skip


def fold_material(packet: str, ops: Iterable[OpenedOp], roles: Roles | None = None) -> Entry:
    """What the invited may read, and who has; it names nobody where nobody could have been called."""
    book = Book(ops, roles)
    version = book.began("material.version")
    material = version.payload["material"] if version else None
    if version and material and (why := why_not_called(material["basis"], material["invitees"])):
        book.propose(version, why)
        version = material = None
    invitees: dict[str, Entry] = {
        one["id"]: told(one) | {"opened": None} for one in (material["invitees"] if material else [])
    }
    for op in book.all("material.opened"):
        entry = invitees.get(op.payload["invitee"])
        if entry is None:
            book.propose(op, "target_missing")
        elif entry["staff"] != op.staff:
            book.propose(op, "not_asked")
        elif entry["opened"] is None:
            entry["opened"] = said(op)
    return {
        "packet": packet, "id": version.id if version else None, "by": version.staff if version else None,
        "at": version.payload["recorded_at"] if version else None, "material": material,
        "invitees": list(invitees.values()), "proposals": book.proposals(),
    }  # fmt: skip


def fold_center(bucket: str, ops: Iterable[OpenedOp], roles: Roles | None = None) -> Entry:
    """A center's meetings and who usually sits in them; each approval judged on what was known at its place."""
    book, registers = Book(ops, roles), RegisterBook()
    opened = book.allowed("center.open")[:1]
    approved: dict[str, Entry] = {}
    for op in book.ordered:
        if op.payload["kind"] == "fields.set":
            set_in_center(book, registers, op)
        elif op.payload["kind"] == "meeting.approved" and (book.may(op, None) or book.propose(op, "role")):
            approve_meeting(book, registers, approved, op)
    names = registers.names()
    return {
        "bucket": bucket, "center": next((op.payload["center"] for op in opened), ""),
        "opened_at": next((op.payload["recorded_at"] for op in opened), None),
        **fold_own_alerts(book),
        "meetings": [
            {"id": name[8:], "fields": registers.of(name), "approved": approved.get(name[8:])}
            for name in names if name.startswith("meeting:")
        ],
        "members": [{"id": name[7:], "fields": registers.of(name)} for name in names if name.startswith("member:")],
        "proposals": book.proposals(),
    }  # fmt: skip


def set_in_center(book: Book, registers: RegisterBook, op: OpenedOp) -> None:
    role, entity = role_in(book.roles, op.staff), op.payload["entity"]
    if not entity.startswith(IN_CENTER) or not all(may_set(role, entity, field) for field in op.payload["set"]):
        book.propose(op, "role")
        return
    for field, value in op.payload["set"].items():
        registers.write(op, entity, field, value, op.payload["base"].get(field) or ())


def approve_meeting(book: Book, registers: RegisterBook, approved: dict[str, Entry], op: OpenedOp) -> None:
    meeting = op.payload["meeting"]
    fields = registers.of(f"meeting:{meeting}")
    if not fields:
        book.propose(op, "target_missing")
    elif value_of(fields, "status") != "minutes_draft":
        book.propose(op, "wrong_target")
    elif any(head["by"] == op.staff for head in fields["status"]["heads"]):
        book.propose(op, "own_word")
    else:
        approved.setdefault(meeting, said(op))
