"""Comparison with the last time each thing was looked at."""

from collections.abc import Callable
from typing import Any

Item = dict[str, Any]
Look = tuple[str, dict[str, Any]]


def same_place(a: Item, b: Item) -> bool:
    return a["code"] == b["code"] and a.get("person") == b.get("person")


def latest(earlier: list[Look], test: Callable[[Item], bool]) -> Item | None:
    items = (item for _, record in earlier for item in record.get("observations") or [])
    return next((item for item in items if item["value"] != "unchecked" and test(item)), None)


def previous_value(item: Item, earlier: list[Look]) -> Item | None:
    return latest(earlier, lambda other: same_place(other, item))


def previous_number(item: Item, earlier: list[Look]) -> int | float | None:
    """The last number given for the same room or person."""
    found = latest(
        earlier,
        lambda other: (
            same_place(other, item)
            and other.get("qualifier") == item.get("qualifier")
            and other.get("number") is not None
        ),
    )
    return found["number"] if found else None


def previous_stage(earlier: list[Look]) -> int | None:
    stages = (record.get("relation_stage") for _, record in earlier)
    return next((stage for stage in stages if stage is not None), None)


def worsened(item: Item, earlier: list[Look]) -> bool:
    """Said to be worse, newly there, or a larger number than last time."""
    if item["value"] == "unchecked":
        return False
    before_number = previous_number(item, earlier)
    if item.get("number") is not None and before_number is not None and item["number"] > before_number:
        return True
    if item["value"] != "yes":
        return False
    if item.get("change") == "worse":
        return True
    before = previous_value(item, earlier)
    return before is not None and before["value"] == "no" and item.get("change") in (None, "new")
