"""Which business of 重層事業 a center runs on a day: the five ①–⑤ and what a pilot holds back of them (F-03).

Twin of pwa/src/casework/rollout.ts. What is not decided runs, and so does what cannot be read: a doubt hides nothing.
"""

from typing import Any

from server.casework.catalogue import load
from server.casework.consents import is_day

MULTI_AGENCY, WATCH_LIST = "multi_agency", "watch_list"


def runs(given: Any, part: str, day: str) -> bool:
    """`given`: the spans of the center by the code of their part, both days counting; a part runs within its whole."""
    spans = given.get(part) if isinstance(given, dict) else None
    if isinstance(spans, list) and all(map(is_span, spans)) and not any(covers(one, day) for one in spans):
        return False
    whole = next((one.get("within") for one in load().raw["rollout"]["parts"] if one["code"] == part), None)
    return whole is None or runs(given, whole, day)


def is_span(value: Any) -> bool:
    if not isinstance(value, dict) or not is_day(value.get("begins")):
        return False
    return value.get("ends") is None or is_day(value["ends"])


def covers(span: dict[str, Any], day: str) -> bool:
    ends = span.get("ends")
    return span["begins"] <= day and (ends is None or day <= ends)
