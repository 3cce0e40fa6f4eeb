"""関係の段階: what was said of it in visits and looks, as one course. It may go back: that is no failure.

Twin of pwa/src/casework/outreach.ts.
"""

from typing import Any

from server.casework.calendar import moment_ms
from server.casework.records import HouseholdState

Entry = dict[str, Any]
HIGHEST = 6


def records_of(state: HouseholdState) -> list[tuple[Entry, Entry]]:
    """Every visit and every look that stands, with its entry; the oldest first."""
    found = [(entry, entry["visit"]) for entry in state["visits"] if not entry["retracted"]]
    found += [(entry, entry["observation"]) for entry in state["street"] if not entry["retracted"]]
    return sorted(found, key=lambda one: (moment_ms(one[1]["occurred_at"]), one[0]["id"]))


def stage_in(record: Entry) -> int | None:
    stage = record.get("relation_stage")
    if not isinstance(stage, int | float) or isinstance(stage, bool) or stage % 1 or not 0 <= stage <= HIGHEST:
        return None
    return int(stage)


def course_of(state: HouseholdState) -> list[Entry]:
    """Each time somebody said where the relation stands, and why; the oldest first."""
    return [
        {
            "id": entry["id"], "by": entry["by"], "at": record["occurred_at"], "stage": stage,
            "word": text_in(record.get("relation_word")),
        }
        for entry, record in records_of(state)
        if (stage := stage_in(record)) is not None
    ]  # fmt: skip


def text_in(value: Any) -> str:
    return value if isinstance(value, str) else ""
