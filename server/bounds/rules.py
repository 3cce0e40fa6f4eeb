"""Which numbers of the time rules a center may set, and which of them are refused; pure.

Twin of the table in the catalogue (bounds.json), which the web tier may not read; a test compares them.
"""

from itertools import pairwise
from typing import Annotated, NamedTuple

import msgspec


class Bound(NamedTuple):
    least: int
    most: int
    usual: int


NUMBERS = {
    "E-T01.A": Bound(1, 14, 7), "E-T01.B": Bound(3, 31, 14), "E-T01.C": Bound(7, 62, 31), "E-T01.D": Bound(14, 123, 92),
    "E-T02.hours": Bound(1, 48, 24), "E-T02.heavy_hour": Bound(9, 20, 17),
    "E-T03.attempts": Bound(2, 5, 3), "E-T03.heavy_attempts": Bound(1, 3, 2), "E-T03.days": Bound(3, 31, 14),
    "E-T05.hours": Bound(1, 12, 4),
    "E-T07.workdays": Bound(1, 10, 3), "E-T07.heavy_workdays": Bound(1, 5, 1),
    "E-T10.days": Bound(14, 92, 45), "E-T10.minutes_days": Bound(3, 31, 14),
    "E-T11.days": Bound(7, 92, 30),
}  # fmt: skip
# Of these none is more than the one after it: who is watched most closely is never asked after last.
ORDERS = (
    ("E-T01.A", "E-T01.B", "E-T01.C", "E-T01.D"),
    ("E-T03.heavy_attempts", "E-T03.attempts"),
    ("E-T07.heavy_workdays", "E-T07.workdays"),
)

Given = dict[Annotated[str, msgspec.Meta(max_length=40)], int | None]


class Unfit(Exception):
    """`code` is a row of server/problems.py, `field` the code of the number."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


def checked(known: dict[str, int], given: Given) -> dict[str, int]:
    """What holds once `given` was set over `known`. None: the catalogue's number again."""
    if unheard := sorted(given.keys() - NUMBERS.keys()):
        raise Unfit("bounds_number", unheard[0])
    for code, value in given.items():
        if value is not None and not NUMBERS[code].least <= value <= NUMBERS[code].most:
            raise Unfit("bounds_range", code)
    kept = {code: value for code, value in known.items() if code not in given}
    fit = kept | {code: value for code, value in given.items() if value is not None}
    for order in ORDERS:
        for less, more in pairwise(order):
            if _holds(fit, less) > _holds(fit, more):
                raise Unfit("bounds_order", less)
    return fit


def _holds(numbers: dict[str, int], code: str) -> int:
    """As the vault reads it: what was written otherwise than the table lets it does not hold."""
    least, most, usual = NUMBERS[code]
    value = numbers.get(code)
    return value if isinstance(value, int) and least <= value <= most else usual
