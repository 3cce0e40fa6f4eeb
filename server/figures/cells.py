"""Which figures a center hands in, and in which months; pure.

Twin of the layout in the catalogue (reports.json), which the web tier may not read; a test compares them.
"""

import re
from datetime import date

FEWEST = 5  # fewer could be told apart: the center's own device leaves them out
MOST = 1_000_000
BUSINESSES = ("comprehensive_consultation", "multi_agency", "outreach", "participation", "community_building")
CELLS = (
    "records",
    *(f"records.{one}" for one in BUSINESSES),
    *(f"{one}.{when}" for one in ("multi_agency", "outreach") for when in ("before", "after")),
    *(f"households.{one}" for one in BUSINESSES[:4]),
    "opened", "closed", "watched",
)  # fmt: skip
FIRST = date(2021, 4, 1)  # the programme's law
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")

Given = dict[str, int | None]


class Unfit(Exception):
    """`code` is a row of server/problems.py, `field` where in the figures."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


def month_of(text: str) -> date | None:
    """The first day of a month that is written as `2026-11`."""
    found = date(int(text[:4]), int(text[5:]), 1) if _MONTH.fullmatch(text) and int(text[:4]) > 0 else None
    return found if found and found >= FIRST else None


def is_over(month: date, today: date) -> bool:
    """Before its last day has passed a month is not what it will be."""
    return (month.year, month.month) < (today.year, today.month)


def checked(given: Given) -> Given:
    """Every cell, none small enough to point at somebody: what a device should have left out is refused here too."""
    if unheard := sorted(given.keys() - set(CELLS)):
        raise Unfit("figures_cells", unheard[0][:40])
    for cell in CELLS:
        if cell not in given:
            raise Unfit("figures_cells", cell)
        value = given[cell]
        if value is not None and not 0 <= value <= MOST:
            raise Unfit("out_of_range", cell)
        if value is not None and 0 < value < FEWEST:
            raise Unfit("figures_small", cell)
    return {cell: given[cell] for cell in CELLS}
