"""The numbers of the time rules as a center set them, within what the catalogue lets it (bounds.json).

Twin of pwa/src/casework/bounds.ts. What was never set is the catalogue's, and so is what cannot be read: a doubt makes
nothing quieter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from server.casework.catalogue import load

TIERS = "E-T01"


@dataclass(frozen=True, slots=True)
class Bounds:
    """`numbers`: every number that a center may set, by the code of its row."""

    numbers: Mapping[str, int]

    def tier_days(self, tier: str) -> int | None:
        """For so many days somebody of this tier may be neither seen nor heard; none where no tier is chosen."""
        return self.numbers.get(f"{TIERS}.{tier}")

    def of(self, rule: str, name: str) -> int:
        return self.numbers[f"{rule}.{name}"]


@lru_cache
def usual() -> Bounds:
    """The catalogue's own, which hold where a center has decided nothing."""
    return Bounds({row["code"]: usual_of(row["code"]) for row in rows()})


def usual_of(code: str) -> int:
    rule, name = code.split(".")
    return load().risk_days[name] if rule == TIERS else load().time_rules[rule].numbers[name]


def rows() -> list[dict[str, Any]]:
    return load().raw["bounds"]["numbers"]


def orders() -> list[list[str]]:
    """Of these none is more than the one after it."""
    return load().raw["bounds"]["orders"]


def bounds_of(given: Any) -> Bounds:
    """`given`: the numbers of a center by their code, as the office tells them."""
    said = given if isinstance(given, dict) else {}
    numbers = dict(usual().numbers)
    for row in rows():
        value = whole(said.get(row["code"]))
        if value is not None and row["least"] <= value <= row["most"]:
            numbers[row["code"]] = value
    for order in orders():
        if any(numbers[less] > numbers[more] for less, more in pairwise(order)):
            numbers |= {code: usual().numbers[code] for code in order}
    return Bounds(numbers)


def whole(value: Any) -> int | None:
    """A JSON number without a fraction, as both engines read it: 7.0 is one, true is none."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None
