"""The way of a household through its phases: each step asked for, decided by whoever may, where its guards hold.

Twin of pwa/src/casework/fold-course.ts. Nothing is refused in silence: a step that does not stand says what it lacked.
"""

from collections.abc import Callable
from typing import Any

from server.casework.book import Book
from server.casework.catalogue import Transition, load
from server.casework.guards import Ground, missing
from server.casework.records import OpenedOp
from server.casework.registers import RegisterBook, text_of
from server.casework.roles import role_in

Entry = dict[str, Any]
FieldsWriter = Callable[[Book, RegisterBook], Any]
OPEN = "asked"
STEP_FIELDS = ("phase", "monitoring_reason", "closure_reason")  # nothing but a step changes these


def fold_course(book: Book, registers: RegisterBook, write_fields: FieldsWriter) -> list[Entry]:
    """Every step, oldest first; what the standing ones decided is written into the household's registers."""
    course = Course(book, write_fields)
    for op in book.ordered:
        if op.payload["kind"] == "case.move":
            course.move(op)
        elif op.payload["kind"] == "case.decide":
            course.decide(op)
    course.write_into(registers)
    return course.steps


class Course:
    def __init__(self, book: Book, write_fields: FieldsWriter) -> None:
        self._book, self._write_fields = book, write_fields
        opened = book.allowed("household.open")[:1]
        begun = next(((op.payload.get("fields") or {}).get("phase") for op in opened), None)
        self.phase = begun if begun in load().phases.openings else "intake"
        self.steps: list[Entry] = []
        self._decided: list[tuple[OpenedOp, str, Any]] = []

    def move(self, op: OpenedOp) -> None:
        move = op.payload["move"]
        step: Entry = {
            "id": op.id, "by": op.staff, "at": op.payload["recorded_at"], "code": None, "move": move,
            "state": "lacking", "missing": [], "decided": None,
        }  # fmt: skip
        self.steps.append(step)
        transition = transition_of(move)
        if transition is None:
            step["missing"] = ["no_such_step"]
            return
        step["code"] = transition.code
        if move["from"] != self.phase:
            step["missing"] = ["overtaken"]
        elif self._stands_at_once(op, transition):
            self._try(op, step, transition, op)
        elif role_in(self._book.roles, op.staff) in transition.ask:
            step["state"] = OPEN
        else:
            step["missing"] = ["role"]

    def decide(self, op: OpenedOp) -> None:
        payload = op.payload
        step = next((one for one in self.steps if one["id"] == payload["target"]), None)
        if step is None or step["state"] != OPEN:
            self._book.propose(op, "wrong_target" if payload["target"] in self._book.by_id else "target_missing")
            return
        transition = transition_of(step["move"])
        assert transition is not None
        role = role_in(self._book.roles, op.staff)
        if not payload["agree"]:
            if op.staff != step["by"] and role is not None and role not in transition.approve:
                self._book.propose(op, "role")
                return
            step |= {"state": "withdrawn" if op.staff == step["by"] else "refused", "decided": said(op)}
        elif op.staff == step["by"]:
            self._book.propose(op, "own_word")
        elif role is not None and role not in transition.approve:
            self._book.propose(op, "role")
        else:
            self._try(op, step, transition, self._book.by_id[step["id"]])

    def _stands_at_once(self, op: OpenedOp, transition: Transition) -> bool:
        """Whoever's role is not known is not judged, but for what takes two."""
        role = role_in(self._book.roles, op.staff)
        if role in transition.by or (role is None and bool(transition.by)):
            return True
        return "lead" in transition.by and self._lead_at(op) == op.staff

    def _lead_at(self, op: OpenedOp) -> str:
        return text_of(self._registers_at(self._book.until(op.id)).of("household"), "lead")

    def _registers_at(self, then: Book) -> RegisterBook:
        registers = RegisterBook()
        self._write_fields(then, registers)
        self.write_into(registers)
        return registers

    def _try(self, op: OpenedOp, step: Entry, transition: Transition, asked: OpenedOp) -> None:
        then = self._book.until(op.id)
        ground = Ground(then, self._registers_at(then), step["move"], asked, op, self.steps)
        step["missing"] = missing(transition.guards, ground)
        if step["missing"]:
            return
        step |= {"state": "stands", "decided": said(op)}
        self.phase = transition.to
        for field, value in written(step["move"], transition).items():
            self._decided.append((op, field, value))
        for other in self.steps:
            if other["state"] == OPEN:
                other |= {"state": "lacking", "missing": ["overtaken"]}

    def write_into(self, registers: RegisterBook) -> None:
        for op, field, value in self._decided:
            registers.write_over(op, field, value, self._book.position)


def said(op: OpenedOp) -> Entry:
    return {"by": op.staff, "at": op.payload["recorded_at"], "note": op.payload.get("note", ""), "op": op.id}


def transition_of(move: Entry) -> Transition | None:
    table = load().phases.transitions
    return next((one for one in table if move["from"] in one.from_ and move["to"] == one.to), None)


def written(move: Entry, transition: Transition) -> Entry:
    """What a step that stands says of the household beside its phase: only what its guards have looked at."""
    fields: Entry = {"phase": move["to"]}
    if "decision" in transition.guards:
        settles = move.get("settles") or {}
        names = {"tier": "risk_tier", "review_on": "review_on"}
        fields |= {field: settles[name] for name, field in names.items() if name in settles}
    if "watch" in transition.guards:
        watch = move["watch"]
        fields |= {"monitoring_reason": watch["reason"], "risk_tier": watch["tier"], "review_on": watch["review_on"]}
    if "closure_reason" in transition.guards:
        fields["closure_reason"] = move["closure"]["reason"]
    return fields
