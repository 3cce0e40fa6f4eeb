"""Which viewings of a month somebody looks into; pure."""

import hashlib
import re
from collections.abc import Container, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from server.workdays import JAPAN

CENTER_WIDE = "center"  # the role of whoever sees a household because all of the center is theirs to see
MOST_UNEXPLAINED = 100
SAMPLE = 10
AHEAD = timedelta(minutes=5)  # of the office's clock: more is a phone's that goes wrong
KEPT = timedelta(days=92)  # a phone that was away longer tells of the time before as of then
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")

Why = Literal["unexplained", "sample", "spoken"]


class Pair(NamedTuple):
    """One person and one household in one month. `wrote`, `told`: what the office's books say of the two then."""

    staff: UUID
    bucket: UUID
    role: str
    wrote: bool
    told: bool

    @property
    def is_explained(self) -> bool:
        """On its team, wrote in it, or was told of an alert of it: work asks for opening a household."""
        return self.role not in (CENTER_WIDE, "") or self.wrote or self.told


def chosen(
    center: str, month: str, pairs: Sequence[Pair], spoken: Container[tuple[UUID, UUID]]
) -> list[tuple[Pair, Why]]:
    """Everything that no book explains, and of the rest a few that nobody picks: the same ones whoever asks.
    What was `spoken` of stays, also when somebody has written a record there since."""
    odd = [pair for pair in pairs if not pair.is_explained]
    rest = sorted((pair for pair in pairs if pair.is_explained), key=lambda pair: _lot(center, month, pair))
    later = odd[MOST_UNEXPLAINED:] + rest[SAMPLE:]
    return [
        *((pair, "unexplained") for pair in odd[:MOST_UNEXPLAINED]),
        *((pair, "sample") for pair in rest[:SAMPLE]),
        *((pair, "spoken") for pair in later if (pair.staff, pair.bucket) in spoken),
    ]


def _lot(center: str, month: str, pair: Pair) -> bytes:
    return hashlib.sha256(f"{center} {month} {pair.staff} {pair.bucket}".encode()).digest()


def span_of(month: str) -> tuple[datetime, datetime] | None:
    """From its first moment in Japan to the next month's, of a month written as `2026-11`."""
    if not _MONTH.fullmatch(month) or not 2020 < int(month[:4]) < 9999:
        return None
    first = date(int(month[:4]), int(month[5:]), 1)
    after = (first + timedelta(days=31)).replace(day=1)
    begins, ends = (datetime.combine(day, time(), JAPAN).astimezone(UTC) for day in (first, after))
    return begins, ends


def moment_of(told: datetime, now: datetime) -> datetime:
    """When it was, as far as a phone's clock can be believed; never left out."""
    return min(max(told, now - KEPT), now + AHEAD)
