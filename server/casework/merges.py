"""Households that turned out to be one: where this one went, which ones came here, and what was written too late.

Twin of pwa/src/casework/fold-merges.ts. Both households hold each merge, so each knows its place without the other.
"""

from typing import Any, NamedTuple

from server.casework.book import Book, rank
from server.casework.calendar import moment_ms
from server.casework.records import OpenedOp

Entry = dict[str, Any]
# What somebody wrote about the people or the home; answers and checks of others ask for no second look.
WRITTEN = {
    "visit.add", "obs.add", "note.add", "amend", "person.add", "fields.set", "caution.add", "plan.add", "photo.add",
    "consultation.add", "consultation.amend", "around.set", "tie.set",
}  # fmt: skip


class Claim(NamedTuple):
    """`away`: this household goes into the other; else the other came here."""

    op: OpenedOp
    other: str
    away: bool


def claims(book: Book, bucket: str) -> list[Claim]:
    """Every merge nobody took back, the earliest first, by words both households hold alike."""
    said = [Claim(op, op.payload["into"], True) for op in book.allowed("household.merge")]
    said += [Claim(op, op.payload["from"], False) for op in book.allowed("household.merged")]
    known = {claim.op.payload["merge"] for claim in said}
    undone: set[str] = set()
    for op in book.allowed("household.unmerge"):
        undone |= set(op.payload["targets"])
        if not known & set(op.payload["targets"]):
            book.propose(op, "target_missing")
    for claim in said:
        if claim.other == bucket:
            book.propose(claim.op, "wrong_target")
    standing = [claim for claim in said if claim.other != bucket and claim.op.payload["merge"] not in undone]
    return sorted(standing, key=earliest)


def earliest(claim: Claim) -> tuple[float, str, str]:
    payload = claim.op.payload
    return (moment_ms(payload["recorded_at"]), payload["merge"], claim.op.id)


def entry_of(first: Claim, said: list[Claim]) -> Entry:
    """With every merge between the two, so that one undo ends them all."""
    merges = dict.fromkeys(claim.op.payload["merge"] for claim in said if claim.other == first.other)
    return {
        "household": first.other, "merges": list(merges), "by": first.op.staff, "at": first.op.payload["recorded_at"],
    }  # fmt: skip


def came_after(op: OpenedOp, merge: OpenedOp) -> bool:
    """By the office's numbers; what has none yet comes last, and there a device's own count tells."""
    if rank(op) != rank(merge):
        return rank(op) > rank(merge)
    return op.device != merge.device or op.dseq > merge.dseq


def late(book: Book, merge: OpenedOp | None) -> list[Entry]:
    """Written here without knowing of the merge, and nobody has looked at it since."""
    seen = {record for op in book.allowed("household.caught_up") for record in op.payload["targets"]}
    return [
        {"id": op.id, "kind": op.payload["kind"], "by": op.staff, "at": op.payload["recorded_at"]}
        for op in book.ordered
        if merge and op.payload["kind"] in WRITTEN and op.id not in seen and came_after(op, merge)
    ]


def fold_merges(book: Book, bucket: str) -> dict[str, Any]:
    """Of two that went into each other the earlier word stands, of two goals too; the others are proposals."""
    said = claims(book, bucket)
    first: dict[str, Claim] = {}
    for claim in said:
        first.setdefault(claim.other, claim)
    into = next((claim for claim in first.values() if claim.away), None)
    for claim in said:
        if claim.away != first[claim.other].away or (claim.away and into and claim.other != into.other):
            book.propose(claim.op, "crossed")
    return {
        "merged_into": entry_of(into, said) if into else None,
        "merged_from": [entry_of(claim, said) for claim in first.values() if not claim.away],
        "late": late(book, into.op if into else None),
    }
