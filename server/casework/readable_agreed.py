"""Whether what a person agreed to, a version of the plan or a look back on it can be folded.

Twin of pwa/src/casework/readable-agreed.ts.
"""

from typing import Any


def has_texts(value: Any, *names: str) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in names)


def has_lists(value: dict[str, Any], *names: str) -> bool:
    return all(isinstance(value.get(name), list) and all(isinstance(one, str) for one in value[name]) for name in names)


def or_none(value: dict[str, Any], *names: str) -> bool:
    return all(value.get(name) is None or isinstance(value[name], str) for name in names)


def is_consent(value: Any) -> bool:
    return (
        has_texts(value, "person", "answer", "method", "obtained_on", "by", "words", "capacity_note")
        and has_lists(value, "purposes", "data", "orgs")
        and or_none(value, "proxy", "until")
    )


def is_action(value: Any) -> bool:
    return has_texts(value, "what", "who", "frequency") and or_none(value, "to", "until")


def is_collaboration(value: Any) -> bool:
    names = ("title", "author", "as_of", "wish", "goal_long", "goal_short", "monitor_on", "reason")
    return (
        has_texts(value, *names)
        and has_lists(value, "members", "issues")
        and isinstance(value.get("actions"), list)
        and all(is_action(one) for one in value["actions"])
        and all(isinstance(value.get(name), bool) for name in ("outreach", "participation"))
        and or_none(value, "consent")
    )


def is_evaluation(value: Any) -> bool:
    names = ("on", "achieved", "changes", "person_view", "next", "left_issues", "handover")
    return has_texts(value, *names) and or_none(value, "monitor_on")
