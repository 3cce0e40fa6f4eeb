"""A center's own buckets: its meetings, and what becomes due of them. Two phones may each have begun one."""

from typing import Any

from server.casework.bounds import Bounds
from server.casework.center_deadlines import center_deadlines
from server.casework.conferences import fold_center
from server.casework.due import Deadline
from server.clock import Clock
from server.vault.escalation import PURPOSE, readable
from server.vault.opener import Opener
from server.vault.shelf import Shelf

BEGINS = "center.open"
HOUSEHOLD = "household.open"


class Meetings:
    def __init__(self, shelf: Shelf, opener: Opener, clock: Clock) -> None:
        self._shelf, self._opener, self._clock = shelf, opener, clock

    def home_of(self, bucket: str) -> str | None:
        """Of one of a center's own: where all that becomes due in this center is published. None for any other."""
        kinds = {op.payload.get("kind") for op in self._opener.household(bucket, PURPOSE).ops}
        if BEGINS not in kinds or HOUSEHOLD in kinds or self._shelf.is_packet(bucket):
            return None
        known = self._of_center(bucket)
        if bucket not in known:
            known = sorted([*known, bucket])
            self._shelf.note(self._name(bucket), " ".join(known))
        return known[0]

    def deadlines(self, bucket: str, bounds: Bounds) -> list[Deadline]:
        """In the first of them all, in the others nothing."""
        if self.home_of(bucket) != bucket:
            return []
        return center_deadlines([self.state(one) for one in self._of_center(bucket)], self._clock.now(), bounds)

    def state(self, bucket: str) -> dict[str, Any]:
        opened = self._opener.household(bucket, PURPOSE)
        return fold_center(bucket, [readable(op) for op in opened.ops], opened.roles)

    def _of_center(self, bucket: str) -> list[str]:
        return (self._shelf.fact(self._name(bucket)) or "").split()

    def _name(self, bucket: str) -> str:
        return f"meetings of {self._shelf.center_of(bucket)}"
