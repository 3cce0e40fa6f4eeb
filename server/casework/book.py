"""The operations of one household in the one order that every reader reaches, however they were delivered."""

from collections.abc import Callable, Iterable
from typing import Any

from server.casework.calendar import moment_ms
from server.casework.readable import is_readable
from server.casework.records import OpenedOp, Payload
from server.casework.roles import Roles, may_author, role_in

UNNUMBERED = 2**53 - 1
PACKETS = ("sheet.version", "informant.note", "material.version")  # what a packet can begin with


def placed_at(op: OpenedOp) -> int | float:
    """A future phone clock is clamped by the time the server received the operation."""
    return op.hlc_ms if op.received_at is None else min(op.hlc_ms, moment_ms(op.received_at))


def in_order(ops: Iterable[OpenedOp]) -> list[OpenedOp]:
    """Of two copies of one operation the one the server has numbered is kept: it carries `received_at`."""
    unique: dict[str, OpenedOp] = {}
    for op in ops:
        known = unique.get(op.id)
        if known is None or rank(op) < rank(known):
            unique[op.id] = op
    return sorted(unique.values(), key=lambda op: (placed_at(op), op.device, op.dseq, op.id))


def rank(op: OpenedOp) -> int:
    return UNNUMBERED if op.seq is None else op.seq


class Book:
    def __init__(self, ops: Iterable[OpenedOp], roles: Roles | None = None) -> None:
        self.roles = roles
        placed = in_order(ops)
        self.ordered = [op for op in placed if is_readable(op.payload)]
        # of a newer app, or not readable: kept beside the fold
        self.unknown = [op for op in placed if not is_readable(op.payload)]
        self.position = {op.id: index for index, op in enumerate(self.ordered)}
        self.by_id = {op.id: op for op in self.ordered}
        self._proposals: dict[str, dict[str, Any]] = {}
        self._kinds: dict[str, list[OpenedOp]] = {}
        for op in self.ordered:
            self._kinds.setdefault(op.payload["kind"], []).append(op)

    @property
    def last(self) -> OpenedOp | None:
        return self.ordered[-1] if self.ordered else None

    def all(self, kind: str) -> list[OpenedOp]:
        return self._kinds.get(kind, [])

    def allowed(self, kind: str, owner: Callable[[OpenedOp], str | None] = lambda _op: None) -> list[OpenedOp]:
        """Operations whose author may; the others become proposals."""
        return [op for op in self.all(kind) if self.may(op, owner(op)) or self.propose(op, "role")]

    def may(self, op: OpenedOp, owner: str | None) -> bool:
        return may_author(role_in(self.roles, op.staff), op.payload["kind"], own=owner == op.staff)

    def propose(self, op: OpenedOp, reason: str, payload: Payload | None = None) -> bool:
        """Always False, so that a filter can end in it."""
        self._proposals[op.id] = {
            "id": op.id, "kind": op.payload["kind"], "by": op.staff, "at": op.payload["recorded_at"],
            "reason": reason, "payload": op.payload if payload is None else payload,
        }  # fmt: skip
        return False

    def proposals(self) -> list[dict[str, Any]]:
        return sorted(self._proposals.values(), key=lambda proposal: self.position[proposal["id"]])

    def before(self, a: str, b: str) -> bool:
        return self.position[a] < self.position[b]

    def until(self, op_id: str) -> "Book":
        """What was known when this was written."""
        return Book(self.ordered[: self.position[op_id]], self.roles)

    def began(self, kind: str) -> OpenedOp | None:
        """What began this packet, if it was of this kind: a packet is what its first record made of it, in the
        office's order, whatever anybody's clock says. What is written over it later changes nothing."""
        found = sorted(self.allowed(kind), key=self.place)
        others = [op for other in PACKETS if other != kind for op in self.all(other)]
        first = found[0] if found and all(self.place(found[0]) < self.place(op) for op in others) else None
        for later in found:
            if later is not first:
                self.propose(later, "frozen")
        return first

    def place(self, op: OpenedOp) -> tuple[int, int]:
        return rank(op), self.position[op.id]

    def kind_of(self, op_id: str) -> str | None:
        return self.by_id[op_id].payload["kind"] if op_id in self.by_id else None

    def root_of(self, target: str) -> str:
        """Amendments may name an earlier amendment: follow to the record they belong to."""
        for _ in range(50):
            if self.kind_of(target) not in ("amend", "consultation.amend", "outside.amend"):
                break
            target = self.by_id[target].payload["target"]
        return target

    def missing_or_wrong(self, target: str) -> str:
        return "wrong_target" if target in self.by_id else "target_missing"

    def author_of(self, target: str) -> str | None:
        found = self.by_id.get(self.root_of(target))
        return found.staff if found else None
