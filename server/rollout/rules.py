"""Which parts of the programme a center may run, and what of their days is refused; pure.

Twin of the parts in the catalogue (rollout.json), which the web tier may not read; a test compares them.
"""

from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec

PARTS = (
    "comprehensive_consultation", "multi_agency", "conferences", "watch_list", "outreach", "participation",
    "community_building",
)  # fmt: skip
Why = Literal["pilot", "expand", "pause", "resume", "year", "correction"]
FIRST = date(2021, 4, 1)  # the programme's law
AHEAD = timedelta(days=3660)
MOST_SPANS = 12


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Both days count; without an end it goes on."""

    begins: date
    ends: date | None = None


Spans = dict[
    Annotated[str, msgspec.Meta(max_length=40)], Annotated[list[Span], msgspec.Meta(max_length=MOST_SPANS)]
]


class Unfit(Exception):
    """`code` is a row of server/problems.py, `field` where in the spans."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


def checked(given: Spans, today: date) -> Spans:
    """The spans of each part in the order of their days; none may reach into another, or end before it begins."""
    if unheard := sorted(given.keys() - set(PARTS)):
        raise Unfit("rollout_part", unheard[0])
    return {part: _ordered(part, given[part], today) for part in PARTS if part in given}


def _ordered(part: str, spans: list[Span], today: date) -> list[Span]:
    ordered = sorted(spans, key=lambda span: span.begins)
    for n, span in enumerate(ordered):
        last = span.ends or span.begins
        if span.begins < FIRST or last < span.begins or last > today + AHEAD:
            raise Unfit("rollout_dates", f"{part}.{spans.index(span)}")
        before = ordered[n - 1] if n else None
        if before is not None and (before.ends is None or before.ends >= span.begins):
            raise Unfit("rollout_overlap", f"{part}.{spans.index(span)}")
    return ordered
