"""What a value may look like inside a payload: texts, maps, moments, numbers; the words of readable.py."""

import re
from datetime import datetime
from typing import Any

MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_map(value: Any) -> bool:
    return isinstance(value, dict)


def is_moment(value: Any) -> bool:
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(is_text(one) for one in value)


def is_list(value: Any, *texts: str) -> bool:
    """Absent, or a list of maps that each have these texts."""
    return value is None or (
        isinstance(value, list)
        and all(is_map(one) and all(is_text(one.get(field)) for field in texts) for one in value)
    )


def is_level(value: Any) -> bool:
    return not isinstance(value, bool) and value in (1, 2, 3, 4)


def is_count(value: Any) -> bool:
    """A whole number from 0; 5.0 is one, as it is in the other language."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 and value % 1 == 0


def is_ordinal(value: Any) -> bool:
    return is_count(value) and value >= 1


def is_maybe(value: Any) -> bool:
    """Absent, or a text."""
    return value is None or is_text(value)
