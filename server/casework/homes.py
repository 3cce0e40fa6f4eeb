"""住まいの様子 as a look at a home carries it; what becomes of it is read in schemes.py."""

from typing import TypedDict


class Extent(TypedDict):
    """How far things reach in one place, in cm."""

    place: str
    height: int | float
    width: int | float
    depth: int | float


class HomeLook(TypedDict):
    """住まいの様子, beside the rooms' numbers, which are observations. `spread`: codes of home_spreads."""

    extents: list[Extent]
    spread: list[str]
    word: str
