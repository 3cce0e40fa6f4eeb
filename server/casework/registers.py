"""Multi-value registers with causal base: a write replaces exactly the writes it names, others stay beside it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from server.casework.records import OpenedOp, Registers


class Write(NamedTuple):
    op: OpenedOp
    value: Any
    base: Sequence[str]


def settle(writes: list[Write]) -> dict[str, Any]:
    replaced = {replaced for write in writes for replaced in write.base if replaced != write.op.id}
    # writes that name each other would leave nothing; the newest then stands
    heads = [write for write in writes if write.op.id not in replaced] or writes[-1:]
    return {
        "value": heads[-1].value,
        "heads": [
            {"op": op.id, "value": value, "by": op.staff, "at": op.payload["recorded_at"]} for op, value, _ in heads
        ],
    }


class RegisterBook:
    """Collects writes in canonical order, so that the last standing one is the shown value."""

    def __init__(self) -> None:
        self._entities: dict[str, dict[str, list[Write]]] = {}

    def write(self, op: OpenedOp, entity: str, field: str, value: Any, base: Sequence[str] = ()) -> None:
        self._entities.setdefault(entity, {}).setdefault(field, []).append(Write(op, value, base))

    def write_all(self, op: OpenedOp, entity: str, fields: dict[str, Any] | None) -> None:
        for field, value in (fields or {}).items():
            self.write(op, entity, field, value)

    def write_over(self, op: OpenedOp, field: str, value: Any, position: dict[str, int]) -> None:
        """A decision about the household: it replaces what was written before it, and stands at its own place."""
        writes = self._entities.setdefault("household", {}).setdefault(field, [])
        earlier = [write.op.id for write in writes if position[write.op.id] < position[op.id]]
        writes.append(Write(op, value, earlier))
        writes.sort(key=lambda write: position[write.op.id])

    def history(self, entity: str, field: str) -> list[tuple[OpenedOp, Any]]:
        return [(write.op, write.value) for write in self._entities.get(entity, {}).get(field, [])]

    def names(self) -> list[str]:
        return sorted(self._entities)

    def of(self, entity: str) -> Registers:
        return {field: settle(writes) for field, writes in sorted(self._entities.get(entity, {}).items())}


def value_of(registers: Registers, field: str) -> Any:
    return registers[field]["value"] if field in registers else None


def text_of(registers: Registers, field: str) -> str:
    value = value_of(registers, field)
    return value if isinstance(value, str) else ""


def differing(entity: str, registers: Registers) -> list[dict[str, str]]:
    """Fields where people wrote different things at the same time."""
    return [
        {"entity": entity, "field": field}
        for field, register in registers.items()
        if any(head["value"] != register["value"] for head in register["heads"])
    ]
