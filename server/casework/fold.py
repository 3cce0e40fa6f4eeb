"""What a household's operations add up to: the same state from any delivery order and any repetition.

Twin of pwa/src/casework/fold.ts.
"""

from collections.abc import Iterable
from typing import Any

from server.casework.backup import fold_requests
from server.casework.book import Book
from server.casework.calendar import Moment, moment_ms
from server.casework.catalogue import load
from server.casework.clocks import clock_of, counted_persons
from server.casework.conferences import fold_items
from server.casework.consents import fold_consents
from server.casework.consultations import fold_consultations
from server.casework.course import STEP_FIELDS, fold_course
from server.casework.merges import fold_merges
from server.casework.outings import alarms_of, fold_incidents, fold_outings
from server.casework.outside import fold_outside
from server.casework.participation import fold_matches, fold_wishes
from server.casework.photos import fold_photos
from server.casework.plans import fold_collaborations
from server.casework.protection import fold_protection, hidden, openings_of
from server.casework.raised import fold_alerts
from server.casework.records import HouseholdState, OpenedOp
from server.casework.registers import RegisterBook, differing
from server.casework.roles import Roles, may_set, role_in
from server.casework.sheets import fold_shares
from server.casework.tasks import fold_tasks
from server.casework.team import fold_team
from server.casework.ties import fold_ties
from server.casework.visits import fold_street, fold_visits, withdrawals

Entry = dict[str, Any]


def write_fields(book: Book, registers: RegisterBook) -> list[str]:
    """Writes every register; the ids of the persons added, in order."""
    for op in book.allowed("household.open"):
        registers.write_all(op, "household", begun_with(book, op))
    added = book.allowed("person.add")
    for op in added:
        registers.write_all(op, f"person:{op.payload['person']}", op.payload.get("fields"))
    for op in book.all("fields.set"):
        set_fields(book, registers, op)
    return [op.payload["person"] for op in added]


def begun_with(book: Book, op: OpenedOp) -> dict[str, Any]:
    """A household begins at a beginning; a phase that only a step leads to is kept as a proposal."""
    fields = op.payload.get("fields") or {}
    refused = {
        field: value
        for field, value in fields.items()
        if field in STEP_FIELDS and not (field == "phase" and value in load().phases.openings)
    }
    if refused:
        book.propose(op, "needs_step", op.payload | {"fields": refused})
    return {field: value for field, value in fields.items() if field not in refused}


def set_fields(book: Book, registers: RegisterBook, op: OpenedOp) -> None:
    role, entity = role_in(book.roles, op.staff), op.payload["entity"]
    base = op.payload.get("base") or {}
    refused: dict[str, Any] = {}
    for field, value in (op.payload.get("set") or {}).items():
        if may_set(role, entity, field) and not (entity == "household" and field in STEP_FIELDS):
            registers.write(op, entity, field, value, base.get(field) or ())
        else:
            refused[field] = value
    if refused:
        needs_step = entity == "household" and any(field in STEP_FIELDS for field in refused)
        book.propose(op, "needs_step" if needs_step else "role", op.payload | {"set": refused})


def fold_persons(added: list[str], registers: RegisterBook, visits: list[Entry], now: Moment) -> list[Entry]:
    """In the order they were added; one that only has fields yet comes after those."""
    written = [name.removeprefix("person:") for name in registers.names() if name.startswith("person:")]
    persons: list[Entry] = [
        {"id": person, "fields": registers.of(f"person:{person}"), "clock": clock_of(person, visits)}
        for person in dict.fromkeys((*added, *written))
    ]
    for person in counted_persons(persons, now):
        person["clock"]["counts"] = True
    return persons


def fold_cautions(book: Book) -> list[Entry]:
    cautions: dict[str, Entry] = {
        op.id: {
            "id": op.id, "by": op.staff, "recorded_at": op.payload["recorded_at"],
            "caution": op.payload["caution"], "ended": False,
        }
        for op in book.allowed("caution.add")
    }  # fmt: skip
    for op in book.allowed("caution.end", lambda end: cautions.get(end.payload["target"], {}).get("by")):
        if op.payload["target"] in cautions:
            cautions[op.payload["target"]]["ended"] = True
        else:
            book.propose(op, "target_missing")
    return list(cautions.values())


def fold_plans(book: Book, visits: list[Entry]) -> list[Entry]:
    plans: dict[str, Entry] = {
        op.id: {"id": op.id, "by": op.staff, "plan": op.payload["plan"], "status": "planned", "visit": None}
        for op in book.allowed("plan.add")
    }
    for op in book.allowed("plan.end", lambda end: plans.get(end.payload["target"], {}).get("by")):
        if op.payload["target"] in plans:
            plans[op.payload["target"]]["status"] = op.payload["status"]
        else:
            book.propose(op, "target_missing")
    # oldest first: the first visit that names a plan is the one that fulfilled it
    for entry in reversed(visits):
        plan = None if entry["retracted"] else plans.get(entry["visit"].get("plan") or "")
        if plan is not None and plan["visit"] is None:
            plan |= {"status": "done", "visit": entry["id"]}
    return sorted(plans.values(), key=lambda entry: (moment_ms(entry["plan"]["window_from"]), entry["id"]))


def looks_of(visits: list[Entry], street: list[Entry]) -> list[tuple[str, Entry]]:
    """Every record that stands, newest first, with its id."""
    looks = [(entry["id"], entry["visit"]) for entry in visits if not entry["retracted"]]
    looks += [(entry["id"], entry["observation"]) for entry in street if not entry["retracted"]]
    return sorted(looks, key=lambda look: (moment_ms(look[1]["occurred_at"]), look[0]), reverse=True)


def last_observations(visits: list[Entry], street: list[Entry]) -> dict[str, Entry]:
    """The newest look at each item; within one record あり outweighs なし and the larger number the smaller."""
    seen: dict[str, Entry] = {}
    for entry, record in looks_of(visits, street):
        for item in record.get("observations") or []:
            if item["value"] == "unchecked":
                continue
            known = seen.setdefault(item["code"], {"value": item["value"], "at": record["occurred_at"], "visit": entry})
            if known["visit"] != entry:
                continue
            if item["value"] == "yes":
                known["value"] = "yes"
            if item.get("number") is not None:
                known["number"] = max(known.get("number", item["number"]), item["number"])
    return seen


def fold(
    bucket: str, center: str, ops: Iterable[OpenedOp], roles: Roles | None = None, now: Moment | None = None
) -> HouseholdState:
    """Pure. `roles`: staff to role, without it nobody's right is judged; `now`: the day ages are reckoned on."""
    book, registers = Book(ops, roles), RegisterBook()
    added = write_fields(book, registers)
    steps = fold_course(book, registers, write_fields)
    withdrawn = withdrawals(book)
    visits, street = fold_visits(book, withdrawn), fold_street(book, withdrawn)
    team, wishes = fold_team(book, steps), fold_wishes(book)
    outings, incidents = fold_outings(book), fold_incidents(book)
    ties = fold_ties(book)
    last_op_at = book.last.payload["recorded_at"] if book.last else None
    opened = book.all("household.open")[:1]
    names = registers.names()
    others = [name for name in names if name != "household" and not name.startswith("person:")]
    return hidden({
        "bucket": bucket,
        "protection": fold_protection(book), "openings": openings_of(book),
        "center": center or next((op.payload["center"] for op in opened), ""),
        "opened_at": next((op.payload["recorded_at"] for op in opened), None),
        "fields": registers.of("household"),
        "persons": fold_persons(added, registers, visits, now or last_op_at or 0),
        "visits": visits,
        "street": street,
        "consultations": fold_consultations(book, withdrawn),
        "notes": [
            {"id": op.id, "by": op.staff, "recorded_at": op.payload["recorded_at"], "text": op.payload["text"]}
            for op in reversed(book.allowed("note.add"))
        ],
        "cautions": fold_cautions(book),
        "plans": fold_plans(book, visits),
        "photos": fold_photos(book, withdrawn),
        **fold_alerts(book, visits, street, alarms_of(outings, incidents)),
        "outings": outings,
        "incidents": incidents,
        "team": team,
        "steps": steps,
        "sheets": fold_shares(book),
        "items": fold_items(book),
        "requests": fold_requests(book),
        "tasks": fold_tasks(book),
        "outside": fold_outside(book, withdrawn),
        "consents": fold_consents(book),
        "collaborations": fold_collaborations(book, steps, team),
        "wishes": wishes,
        "matches": fold_matches(book, wishes),
        **fold_merges(book, bucket),
        "last_observations": last_observations(visits, street),
        "around": ties["around"],
        "ties": ties["ties"],
        "conflicts": [one for name in names for one in differing(name, registers.of(name))] + ties["conflicts"],
        "entities": {name: registers.of(name) for name in others},
        "proposals": book.proposals(),
        "unknown": [
            {"id": op.id, "kind": op.payload.get("kind"), "at": op.payload.get("recorded_at", "")}
            for op in book.unknown
        ],
        "last_op_at": last_op_at,
    })  # fmt: skip
