"""前回の会議から: what of a household has changed since it last came before a conference.

Twin of pwa/src/casework/since.ts.
"""

from typing import Any

from server.casework.calendar import Moment, day_of, parse_day
from server.casework.catalogue import load
from server.casework.records import HouseholdState
from server.casework.registers import text_of

Entry = dict[str, Any]


def since_last(state: HouseholdState, now: Moment) -> Entry | None:
    """Counted from the day after; None where it has come before none yet."""
    abouts = [entry["about"] for entry in state["items"]]
    days = [one["held_on"] for one in abouts if not one["withdrawn"] and parse_day(one["held_on"]) == one["held_on"]]
    on = max((day for day in days if day < day_of(now)), default=None)
    if on is None:
        return None
    visits = [
        entry["visit"]
        for entry in state["visits"]
        if not entry["retracted"] and day_of(entry["visit"]["occurred_at"]) > on
    ]
    results, levels, tier = load().contact_results, load().safety_levels, state["fields"].get("risk_tier")
    steps = [one for one in state["steps"] if one["state"] == "stands" and day_of(one["decided"]["at"]) > on]
    return {
        "on": on,
        "visits": len(visits),
        "contacts": sum(bool(results.get(one["result"], {}).get("contact")) for one in visits),
        "direct": sum(
            any(levels.get(said["level"], {}).get("direct") for said in one.get("safety") or []) for one in visits
        ),
        "alerts": sum(day_of(alert["raised_at"]) > on for alert in state["alerts"]),
        "tier": text_of(state["fields"], "risk_tier") or None
        if tier and any(day_of(head["at"]) > on for head in tier["heads"])
        else None,
        "phase": steps[-1]["move"]["to"] if steps else None,
    }
