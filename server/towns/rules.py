"""What a line of the table of towns may say, and which lines cannot stand beside each other; pure."""

from typing import Annotated

import msgspec

MOST_TOWNS = 5_000


class Town(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A town of a ward (its municipal code), a postcode, or the part of a town that has this postcode."""

    ward: Annotated[str, msgspec.Meta(pattern="^[0-9]{5}$")]
    town: Annotated[str, msgspec.Meta(max_length=60)] = ""
    postal_code: Annotated[str, msgspec.Meta(pattern="^([0-9]{7})?$")] = ""
    center: Annotated[str, msgspec.Meta(pattern="^[0-9]{5}(-[A-Z])?$")]


Towns = Annotated[list[Town], msgspec.Meta(max_length=MOST_TOWNS)]


class Unfit(Exception):
    """`code` is a row of the refusals, `field` which line, counted from 0."""

    def __init__(self, code: str, line: int) -> None:
        super().__init__(code)
        self.code = code
        self.field = f"towns.{line}"


def checked(given: list[Town], centers: set[str]) -> list[Town]:
    """In the order of their places. A town belongs to a center of its own ward, and to one alone."""
    seen: set[tuple[str, str, str]] = set()
    for line, one in enumerate(given):
        place = (one.ward, one.town.strip(), one.postal_code)
        if not one.town.strip() and not one.postal_code:
            raise Unfit("towns_empty", line)
        if one.center not in centers or not one.center.startswith(one.ward):
            raise Unfit("towns_center", line)
        if place in seen:
            raise Unfit("towns_twice", line)
        seen.add(place)
    return sorted(given, key=lambda one: (one.ward, one.town, one.postal_code))
