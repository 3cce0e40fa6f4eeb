"""Whether a wish, a match, a step of it or a follow-up can be folded.

Twin of pwa/src/casework/readable-participation.ts.
"""

from typing import Any

from server.casework.readable_agreed import has_lists, has_texts, or_none
from server.casework.shapes import is_ordinal


def is_wish(value: Any) -> bool:
    names = ("person", "want", "avoid", "when", "often", "distance", "people", "said_on", "ended")
    return has_texts(value, *names) and has_lists(value, "kinds", "times")


def is_match(value: Any) -> bool:
    return has_texts(value, "wish", "resource", "name", "org", "on", "note") and or_none(value, "staff")


def is_match_step(value: Any) -> bool:
    return has_texts(value, "to", "on", "companion", "reason", "result") and has_lists(value, "tells")


def is_follow(value: Any) -> bool:
    return has_texts(value, "on", "result", "words") and is_ordinal(value.get("months"))
