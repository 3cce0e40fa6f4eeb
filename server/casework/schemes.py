"""住まいの様子 and ひきこもり支援 of a household, read from its visits and looks; 判定 as the center wrote it down.

Twin of pwa/src/casework/schemes.ts.
"""

import math
from typing import Any, TypeGuard

from server.casework.calendar import Moment, day_of, moment_ms
from server.casework.clocks import happened_at, is_present
from server.casework.outreach import records_of, text_in
from server.casework.records import HouseholdState
from server.casework.registers import text_of

Entry = dict[str, Any]
CLUTTER = "LIV05"
HOME, WITHDRAWN = "scheme:gomi_yashiki", "scheme:hikikomori"
SIDES = ("height", "width", "depth")


# --- 住まいの様子 ---------------------------------------------------------------------------------------------------


def homes_of(state: HouseholdState) -> list[Entry]:
    """What was measured and seen of the home each time, the oldest first: rooms from 1 to 9, extents in cm."""
    found: list[Entry] = []
    for entry, record in records_of(state):
        said = record.get("home")
        said = said if isinstance(said, dict) else {}
        rooms, extents = rooms_in(record), extents_in(said.get("extents"))
        spread = [one for one in said.get("spread") or [] if isinstance(one, str)] if is_list(said, "spread") else []
        word = text_in(said.get("word"))
        if rooms or extents or spread or word:
            found.append({
                "id": entry["id"], "by": entry["by"], "at": record["occurred_at"], "rooms": rooms,
                "extents": extents, "spread": spread, "word": word,
            })  # fmt: skip
    return found


def is_list(said: Entry, field: str) -> bool:
    return isinstance(said.get(field), list)


def is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def rooms_in(record: Entry) -> dict[str, int | float]:
    """The number of each room; of two for one room the larger."""
    rooms: dict[str, int | float] = {}
    for item in record.get("observations") or []:
        number = item.get("number")
        if item["code"] != CLUTTER or item["value"] == "unchecked" or not is_number(number):
            continue
        room = text_in(item.get("qualifier"))
        rooms[room] = max(rooms.get(room, number), number)
    return rooms


def extents_in(value: Any) -> list[Entry]:
    """A measure without its three sides is none."""
    if not isinstance(value, list):
        return []
    return [
        {"place": text_in(one.get("place")), **{side: one[side] for side in SIDES}}
        for one in value
        if isinstance(one, dict) and all(is_number(one.get(side)) and one[side] > 0 for side in SIDES)
    ]


def judgements_of(state: HouseholdState) -> list[Entry]:
    """判定 as it was written down, the oldest first; the last one stands."""
    found: list[Entry] = []
    for field, register in (state["entities"].get(HOME) or {}).items():
        value, head = register["value"], register["heads"][-1]
        if not field.startswith("said:") or not isinstance(value, dict) or not text_in(value.get("state")):
            continue
        found.append({
            "id": field.removeprefix("said:"), "state": value["state"], "on": text_in(value.get("on")),
            "word": text_in(value.get("word")), "by": head["by"], "at": head["at"],
        })  # fmt: skip
    return sorted(found, key=lambda one: (one["on"], moment_ms(one["at"]), one["id"]))


# --- ひきこもり支援 -------------------------------------------------------------------------------------------------


def withdrawn_person(state: HouseholdState) -> str | None:
    """Whom it is about: as somebody wrote down, or the only one who lives there."""
    said = text_of(state["entities"].get(WITHDRAWN) or {}, "person")
    if said:
        return said
    here = [person["id"] for person in state["persons"] if is_present(person["fields"])]
    return here[0] if len(here) == 1 else None


def contacts_of(state: HouseholdState, person: str) -> list[Entry]:
    """Who was met each time, the newest first: the person, their voice, the family, or nobody."""
    found: list[Entry] = []
    for entry in state["visits"]:
        if not entry["retracted"]:
            met = who_was_met(entry["visit"], person)
            found.append({"id": entry["id"], "at": happened_at(entry), "met": met})
    return found


def who_was_met(visit: Entry, person: str) -> str:
    said = visit.get("safety") or []
    own = {one["level"] for one in said if one["person"] == person}
    others = {one["level"] for one in said if one["person"] != person}
    if "A_seen" in own:
        return "person"
    if "B_voice" in own:
        return "voice"
    if visit["result"] == "met_family_only" or "C_cohabitant" in own or others & {"A_seen", "B_voice"}:
        return "family"
    return "nobody"


def unmet(state: HouseholdState, person: str, now: Moment) -> Entry:
    """本人に会えていない月数: whole months since they were last seen, or since the household is known here."""
    contacts = contacts_of(state, person)
    last = newest([one for one in contacts if one["met"] == "person"])
    family = [one for one in contacts if one["met"] == "family"]
    since = last or state["opened_at"]
    return {
        "last_met_at": last,
        "last_voice_at": newest([one for one in contacts if one["met"] == "voice"]),
        "last_family_at": newest(family),
        "family_since": min((one["at"] for one in family), key=moment_ms, default=None),
        "family_contacts": len(family),
        "months": months_between(day_of(since), day_of(now)) if since else None,
    }


def newest(contacts: list[Entry]) -> str | None:
    return max((one["at"] for one in contacts), key=moment_ms, default=None)


def months_between(since: str, until: str) -> int:
    """From the 15th to the 14th of next month is none yet, to the 15th is one. Never less than none."""
    (year, month, day), (to_year, to_month, to_day) = (map(int, one.split("-")) for one in (since, until))
    return max(0, (to_year - year) * 12 + to_month - month - (to_day < day))
