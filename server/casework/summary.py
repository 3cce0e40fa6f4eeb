"""One row of a list: what today's page, search and sorting need without opening the household.

Twin of pwa/src/casework/summary.ts.
"""

from typing import Any

from server.casework.backup import request_row
from server.casework.calendar import Moment, day_of, moment_ms
from server.casework.catalogue import load
from server.casework.clocks import counted_persons, is_present
from server.casework.conferences import item_row
from server.casework.consultations import unanswered
from server.casework.outings import is_out, outing_row
from server.casework.participation import match_row, wish_row
from server.casework.plans import plan_row
from server.casework.protection import PLAIN
from server.casework.protection import title_of as title_without_name
from server.casework.records import HouseholdState, Summary
from server.casework.registers import text_of, value_of
from server.casework.search import digits_of, search_key
from server.casework.since import since_last
from server.casework.tasks import task_row
from server.casework.team import has_accepted

NAMELESS = "氏名不詳"
PLACE = ("postal_code", "street_name", "banchi", "building", "room")
ADDRESS = ("postal_code", "ward", "street_name", "town", "banchi", "building", "room", "gakku", "hint")

Entry = dict[str, Any]


def person_name(person: Entry) -> str:
    names = (text_of(person["fields"], "family_name"), text_of(person["fields"], "given_name"))
    return " ".join(filter(None, names)) or text_of(person["fields"], "alias") or NAMELESS


def person_kana(person: Entry) -> str:
    return " ".join(filter(None, (text_of(person["fields"], "family_kana"), text_of(person["fields"], "given_kana"))))


def key_person(state: HouseholdState) -> Entry | None:
    present = [person for person in state["persons"] if is_present(person["fields"])]
    keys = [person for person in present if value_of(person["fields"], "key_person") is True]
    return next(iter(keys or present or state["persons"]), None)


def title_of(state: HouseholdState) -> str:
    """The household's name, else its key person's, else 氏名不詳 with the hint that tells it from others."""
    if state["protection"] is not None:
        return title_without_name(state["protection"])
    key = key_person(state)
    name = text_of(state["fields"], "name") or (person_name(key) if key else NAMELESS)
    hint = text_of(state["fields"], "hint")
    return f"{NAMELESS}（{hint}）" if name == NAMELESS and hint else name


def active_cautions(state: HouseholdState, now: Moment) -> list[Entry]:
    """Cautions still in force on the day."""
    today = day_of(now)
    return [entry for entry in state["cautions"] if not entry["ended"] and entry["caution"]["expires_on"] >= today]


def result_of(entry: Entry) -> Entry:
    return load().contact_results.get(entry["visit"]["result"], {"contact": False, "attempt": False})


def attempts(visits: list[Entry]) -> int:
    count = 0
    for entry in visits:
        result = result_of(entry)
        if result["contact"]:
            break
        count += result["attempt"]
    return count


def oldest_clock(state: HouseholdState, now: Moment) -> Entry | None:
    """The oldest sight or voice among those whose clock counts; someone never seen or heard is older than all."""

    def seen(person: Entry) -> float:
        at = person["clock"]["last_direct_at"]
        return float("-inf") if at is None else moment_ms(at)

    return min(counted_persons(state["persons"], now), key=seen, default=None)


def next_plan(state: HouseholdState) -> Entry | None:
    for entry in state["plans"]:
        if entry["status"] == "planned":
            wanted = ("window_from", "window_to", "required_two", "staff", "purpose")
            return {"id": entry["id"]} | {field: entry["plan"][field] for field in wanted}
    return None


def phones_of(state: HouseholdState) -> list[str]:
    typed = (text_of(fields, "phone") for fields in (state["fields"], *(one["fields"] for one in state["persons"])))
    return [digits for text in typed if (digits := digits_of(text))]


def key_of(state: HouseholdState) -> str:
    if state["protection"] is not None:
        return search_key(title_of(state))  # found by what it is called, never by who lives there
    fields = state["fields"]
    address = [text_of(fields, field) for field in ADDRESS]
    parts = [text_of(fields, "name"), text_of(fields, "kana"), title_of(state)]
    for person in state["persons"]:
        parts += [person_name(person), person_kana(person)]
        parts += [text_of(person["fields"], "alias"), text_of(person["fields"], "former_name")]
    parts += ["".join(address), "".join(address[1:6]), text_of(fields, "household_no"), *phones_of(state)]
    return "\n".join(dict.fromkeys(key for part in parts if (key := search_key(part))))


def clocks_of(state: HouseholdState, now: Moment) -> list[Entry]:
    """Whoever lives there, with the clock a merged household brings along."""
    counted = {person["id"] for person in counted_persons(state["persons"], now)}
    return [
        {
            "name": PLAIN if state["protection"] else person_name(person),
            "kana": "" if state["protection"] else person_kana(person),
            "last_direct_at": person["clock"]["last_direct_at"], "counts": person["id"] in counted,
        }
        for person in state["persons"]
        if is_present(person["fields"])
    ]  # fmt: skip


def merged_of(state: HouseholdState, phase: str) -> Entry | None:
    into = state["merged_into"]
    return into and {"household": into["household"], "merge": into["merges"][0], "at": into["at"], "phase": phase}


def steps_of(state: HouseholdState, phase: str) -> Entry:
    """Where the household stands, who is to decide its next step, and who has not answered yet."""
    standing = [step for step in state["steps"] if step["state"] == "stands"]
    asked = [step for step in state["steps"] if step["state"] == "asked"]
    team = [one for one in state["team"] if one["ended"] is None]
    return {
        "phase_since": standing[-1]["decided"]["at"] if standing else state["opened_at"],
        "asked_step": next(
            ({"id": one["id"], "to": one["move"]["to"], "by": one["by"]} for one in reversed(asked)), None
        ),
        "offers": [
            {name: one[name] for name in ("id", "role", "to", "agency", "task", "due", "by", "at")}
            for one in team
            if not one["answers"]
        ],
        "watch": watch_of(state, team) if phase == "monitoring" else None,
        "meeting": meeting_of(state, phase),
        "items": [item_row(entry) for entry in state["items"] if not entry["about"]["withdrawn"]],
        "requests": [request_row(entry) for entry in state["requests"]],
        "tasks": [task_row(entry) for entry in state["tasks"] if not entry["done"]],
        "collaboration": plan_row(state["collaborations"]),
        "wishes": [wish_row(entry) for entry in state["wishes"]],
        "matches": [match_row(entry) for entry in state["matches"]],
    }


def meeting_of(state: HouseholdState, phase: str) -> Entry | None:
    """For which meeting it is put down: as somebody asked, or as it stands."""
    asked = [step for step in state["steps"] if step["state"] == "asked" and step["move"]["to"] == "conference"]
    stood = [step for step in state["steps"] if step["state"] == "stands" and step["move"]["to"] == "conference"]
    found = asked[-1:] or (stood[-1:] if phase == "conference" else [])
    return next(
        ({"id": one["move"].get("meeting"), "on": one["move"].get("meeting_on", "")} for one in found), None
    )


def watch_of(state: HouseholdState, team: list[Entry]) -> Entry:
    fields = state["fields"]
    triggers = [entity for name, entity in state["entities"].items() if name.startswith("trigger:")]
    return {
        "reason": text_of(fields, "monitoring_reason"),
        "review_on": text_of(fields, "review_on"),
        "triggers": [text_of(one, "label") for one in triggers if value_of(one, "ended") is not True],
        "watchers": [
            one["to"] or one["agency"] for one in team if one["role"] == "watcher" and has_accepted(one)
        ],
    }


def summarise(state: HouseholdState, now: Moment) -> Summary:
    fields, key = state["fields"], None if state["protection"] else key_person(state)
    visits = [entry for entry in state["visits"] if not entry["retracted"]]
    oldest, tier, title = oldest_clock(state, now), text_of(fields, "risk_tier") or None, title_of(state)
    contacts = (entry["visit"]["occurred_at"] for entry in visits if result_of(entry)["contact"])
    contacted = next(contacts, None)
    phase = text_of(fields, "phase") or "intake"
    returned = [entry for entry in visits if entry["review"]["state"] == "returned"]
    return {
        "bucket": state["bucket"],
        "center": state["center"],
        "title": title,
        "kana": "" if state["protection"] else text_of(fields, "kana") or (person_kana(key) if key else ""),
        "protected": state["protection"] is not None,
        "provisional": value_of(fields, "provisional") is True or title.startswith(NAMELESS),
        "area": "".join(text_of(fields, field) for field in ("ward", "street_name", "town")),
        "ward": text_of(fields, "ward"),
        "town": text_of(fields, "town"),
        "gakku": text_of(fields, "gakku"),
        "place": {field: text_of(fields, field) for field in PLACE},
        "phone_digits": " ".join(phones_of(state)),
        "risk_tier": tier,
        # A merged household is a closed one; nothing is written for it, so that an undo gives back what was.
        "phase": "closed" if state["merged_into"] else phase,
        "lead": text_of(fields, "lead") or None,
        "persons": sum(is_present(person["fields"]) for person in state["persons"]),
        "last_direct_at": oldest["clock"]["last_direct_at"] if oldest else None,
        "worst_person": (PLAIN if state["protection"] else person_name(oldest)) if oldest else None,
        "limit_days": load().risk_days.get(tier or ""),
        "last_contact_at": contacted,
        "last_result": visits[0]["visit"]["result"] if visits else None,
        "attempts_without_contact": attempts(visits),
        "next_plan": next_plan(state),
        "hazards": [
            {"kind": entry["caution"]["kind"], "solo": entry["caution"]["solo"]}
            for entry in active_cautions(state, now)
        ],
        "conflicts": len(state["conflicts"]),
        "open_alerts": [alert["id"] for alert in state["alerts"] if not alert["closed"]],
        "unreviewed": sum(entry["review"]["state"] == "unreviewed" for entry in visits),
        "returned": [{"visit": entry["id"], "by": entry["by"]} for entry in returned],
        "clocks": clocks_of(state, now),
        "merged_into": merged_of(state, phase),
        "merged_from": [entry["household"] for entry in state["merged_from"]],
        "late": len(state["late"]),
        "outings": [outing_row(entry) for entry in state["outings"] if is_out(entry)],
        "unanswered": unanswered(state["consultations"], contacted),
        "since": since_last(state, now),
        **steps_of(state, "closed" if state["merged_into"] else phase),
        "search_key": key_of(state),
        "last_op_at": state["last_op_at"],
    }
