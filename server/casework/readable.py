"""Whether a payload can be folded at all: one broken record may not close the whole household.

Twin of pwa/src/casework/readable.ts; looser than `kinds.checked`, which says whether a payload is as it should be.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

NEEDS: dict[str, dict[str, str]] = {
    "household.open": {"fields": "map"},
    "person.add": {"person": "text", "fields": "map"},
    "fields.set": {"entity": "text", "set": "map", "base": "bases"},
    "visit.add": {"visit": "visit"},
    "obs.add": {"observation": "street"},
    "note.add": {"text": "text"},
    "amend": {"target": "text", "visit": "visit", "reason": "text"},
    "retract": {"target": "text", "reason": "text"},
    "review.set": {"target": "text", "version": "text", "state": "text", "comment": "text"},
    "caution.add": {"caution": "caution"},
    "caution.end": {"target": "text"},
    "plan.add": {"plan": "plan"},
    "plan.end": {"target": "text", "status": "text"},
    "alert.raised": {"alert": "text", "target": "text", "level": "level", "rules": "list", "note": "text"},
    "alert.ack": {"alert": "text", "how": "text", "note": "text"},
    "alert.closed": {"alert": "text", "outcome": "text", "note": "text"},
    "verdict": {"target": "text", "rules": "list"},
    "photo.add": {"photo": "photo", "file": "file"},
    "photo.rendered": {"target": "text", "use": "text", "file": "file"},
    "photo.refused": {"target": "text", "why": "text"},
    "household.merge": {"merge": "text", "into": "text"},
    "household.merged": {"merge": "text", "from": "text"},
    "household.unmerge": {"targets": "texts"},
    "household.caught_up": {"targets": "texts"},
    "role.offer": {"offer": "offer"},
    "role.answer": {"target": "text", "accepted": "flag", "note": "text"},
    "role.end": {"target": "text", "how": "text", "note": "text"},
    "case.move": {"move": "move"},
    "case.decide": {"target": "text", "agree": "flag", "note": "text"},
}
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


def is_record(value: Any) -> bool:
    return (
        is_map(value)
        and is_moment(value.get("occurred_at"))
        and is_list(value.get("observations"), "code", "value")
        and is_list(value.get("safety"), "person", "level")
    )


def is_rules(value: Any) -> bool:
    return isinstance(value, list) and all(
        is_map(rule) and is_text(rule.get("rule")) and isinstance(rule.get("evidence"), list) for rule in value
    )


def is_plan(value: Any) -> bool:
    return (
        is_map(value)
        and is_moment(value.get("window_from"))
        and is_moment(value.get("window_to"))
        and is_text(value.get("purpose"))
        and are_texts(value.get("staff"))
        and isinstance(value.get("required_two"), bool)
    )


def is_photo(value: Any) -> bool:
    return is_map(value) and is_moment(value.get("taken_at")) and are_texts([value.get("place"), value.get("caption")])


def is_count(value: Any) -> bool:
    """A whole number from 0; 5.0 is one, as it is in the other language."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 and value % 1 == 0


def is_file(value: Any) -> bool:
    return (
        is_map(value)
        and are_texts([value.get(field) for field in ("media", "salt", "digest")])
        and all(is_count(value.get(field)) for field in ("width", "height", "size", "n", "epoch"))
    )


def is_offer(value: Any) -> bool:
    return (
        is_map(value)
        and are_texts([value.get(field) for field in ("role", "agency", "task")])
        and all(value.get(field) is None or is_text(value[field]) for field in ("to", "due"))
    )


def is_move(value: Any) -> bool:
    """What a step carries beside is looked at by its guards, which take nothing for granted."""
    return is_map(value) and are_texts([value.get(field) for field in ("from", "to", "reason")]) and is_watch(value)


def is_watch(move: dict[str, Any]) -> bool:
    watch = move.get("watch")
    return watch is None or (
        is_map(watch) and are_texts([watch.get(field) for field in ("reason", "tier", "review_on")])
    )


TESTS: dict[str, Callable[[Any], bool]] = {
    "text": is_text,
    "texts": are_texts,
    "map": is_map,
    "bases": lambda value: is_map(value) and all(are_texts(ids) for ids in value.values()),
    "list": is_rules,
    "visit": lambda value: is_record(value) and is_text(value.get("result")),
    "street": is_record,
    "level": lambda value: not isinstance(value, bool) and value in (1, 2, 3, 4),
    "caution": lambda value: (
        is_map(value) and all(is_text(value.get(field)) for field in ("kind", "solo", "expires_on"))
    ),
    "plan": is_plan,
    "photo": is_photo,
    "file": is_file,
    "flag": lambda value: isinstance(value, bool),
    "offer": is_offer,
    "move": is_move,
}


def is_readable(payload: dict[str, Any]) -> bool:
    needs = NEEDS.get(payload.get("kind", ""))
    if needs is None or not is_moment(payload.get("recorded_at")):
        return False
    return all(TESTS[need](payload.get(field)) for field, need in needs.items())
