"""A center's own buckets, of no household: its meetings and its shelf, and what becomes due of each."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from server.casework.bounds import Bounds
from server.casework.center_deadlines import center_deadlines, shelf_deadlines
from server.casework.community import fold_community
from server.casework.conferences import fold_center
from server.casework.due import Deadline
from server.clock import Clock
from server.vault.escalation import PURPOSE, readable
from server.vault.opener import Opener
from server.vault.shelf import Shelf

HOUSEHOLD = "household.open"
Entry = dict[str, Any]


class Kind(NamedTuple):
    """`begins`: the record by which such a bucket is known, whatever the web tier says of it."""

    name: str
    begins: str
    fold: Callable[..., Entry]
    due: Callable[[Sequence[Entry], datetime, Bounds], list[Deadline]]


KINDS = (
    Kind("meetings", "center.open", fold_center, center_deadlines),
    Kind("shelves", "community.open", fold_community, lambda states, _now, _bounds: shelf_deadlines(states)),
)


class OwnBuckets:
    """Of one kind a center has several where two phones each began one: all count, and the first speaks for all."""

    def __init__(self, shelf: Shelf, opener: Opener, clock: Clock) -> None:
        self._shelf, self._opener, self._clock = shelf, opener, clock

    def home_of(self, bucket: str) -> str | None:
        """Where all that becomes due of its kind in this center is published; None for what is none of its own."""
        kind = self._kind_of(bucket)
        if kind is None:
            return None
        known = self._of_center(kind, bucket)
        if bucket not in known:
            known = sorted([*known, bucket])
            self._shelf.note(self._name(kind, bucket), " ".join(known))
        return known[0]

    def deadlines(self, bucket: str, bounds: Bounds) -> list[Deadline]:
        """In the first of them all, in the others nothing."""
        kind = self._kind_of(bucket)
        if kind is None or self.home_of(bucket) != bucket:
            return []
        states = [self._folded(kind, one) for one in self._of_center(kind, bucket)]
        return kind.due(states, self._clock.now(), bounds)

    def state(self, bucket: str) -> Entry | None:
        kind = self._kind_of(bucket)
        return None if kind is None else self._folded(kind, bucket)

    def _kind_of(self, bucket: str) -> Kind | None:
        said = {op.payload.get("kind") for op in self._opener.household(bucket, PURPOSE).ops}
        found = [kind for kind in KINDS if kind.begins in said]
        is_one = len(found) == 1 and HOUSEHOLD not in said and not self._shelf.is_packet(bucket)
        return found[0] if is_one else None

    def _folded(self, kind: Kind, bucket: str) -> Entry:
        opened = self._opener.household(bucket, PURPOSE)
        return kind.fold(bucket, [readable(op) for op in opened.ops], opened.roles)

    def _of_center(self, kind: Kind, bucket: str) -> list[str]:
        return (self._shelf.fact(self._name(kind, bucket)) or "").split()

    def _name(self, kind: Kind, bucket: str) -> str:
        return f"{kind.name} of {self._shelf.center_of(bucket)}"
