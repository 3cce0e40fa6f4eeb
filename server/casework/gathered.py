"""One row a household: those merged away are counted under the one that stays, and nothing of theirs is forgotten.

Twin of pwa/src/casework/gathered.ts.
"""

from itertools import chain
from typing import Any

from server.casework.calendar import moment_ms
from server.casework.consultations import first_of, is_after
from server.casework.records import Summary
from server.casework.search import search_key
from server.casework.summary import NAMELESS

Clock = dict[str, Any]


def links_of(rows: list[Summary]) -> dict[str, str]:
    """Merged household → where it went. In a ring the latest merge is void, on every device the same one."""
    merged = {row["bucket"]: row["merged_into"] for row in rows if row["merged_into"]}
    links = {bucket: into["household"] for bucket, into in merged.items()}
    for bucket in list(links):
        ring, at = [], bucket
        while at in links and at not in ring:
            ring.append(at)
            at = links[at]
        if at in ring:
            last = max(ring[ring.index(at) :], key=lambda one: (moment_ms(merged[one]["at"]), merged[one]["merge"]))
            del links[last]
    return links


def stays(links: dict[str, str], bucket: str) -> str:
    """The household that stands for this one now: itself, when it was not merged."""
    while bucket in links:
        bucket = links[bucket]
    return bucket


def gathered(rows: list[Summary]) -> list[Summary]:
    """A household whose surviving one is not here stays closed in the list, to be found by its name."""
    if not any(row["merged_into"] for row in rows):
        return rows
    links, here = links_of(rows), {row["bucket"] for row in rows}
    goals = {row["bucket"]: stays(links, row["bucket"]) for row in rows}
    under: dict[str, list[Summary]] = {}
    for row in sorted(rows, key=lambda one: one["bucket"]):
        if goals[row["bucket"]] != row["bucket"]:
            under.setdefault(goals[row["bucket"]], []).append(row)
    shown = [row for row in rows if goals[row["bucket"]] == row["bucket"] or goals[row["bucket"]] not in here]
    return [standing(row, under.get(row["bucket"], []), goals) for row in shown]


def standing(row: Summary, gone: list[Summary], goals: dict[str, str]) -> Summary:
    """As it counts now. What says it came here but went elsewhere is not listed under this one."""
    into = row["merged_into"]
    if into and goals[row["bucket"]] == row["bucket"]:
        row = row | {"phase": into["phase"]}
    came = [one for one in row["merged_from"] if goals.get(one, row["bucket"]) == row["bucket"] != one]
    ids = sorted({*came, *(one["bucket"] for one in gone)})
    if ids == row["merged_from"] and not gone:
        return row
    return joined(row, gone) | {"merged_from": ids}


def joined(row: Summary, gone: list[Summary]) -> Summary:
    every = [row, *gone]
    clocks = people_of(every)
    counted = [clock for clock in clocks if clock["counts"]]
    oldest = min(counted, key=lambda one: seen(one["last_direct_at"]), default=None)
    limited = [one for one in every if one["limit_days"] is not None]
    strictest = min(limited, key=lambda one: one["limit_days"], default=row)
    met = [one for one in every if one["last_contact_at"]]
    newest = max(met, key=lambda one: moment_ms(one["last_contact_at"]), default=None)
    contacted = newest["last_contact_at"] if newest else None
    waiting = [one["unanswered"] for one in every if one["unanswered"]]
    plans = [one["next_plan"] for one in every if one["next_plan"]]
    return row | {
        "persons": len(clocks),
        "clocks": clocks,
        "last_direct_at": oldest["last_direct_at"] if oldest else None,
        "worst_person": oldest["name"] if oldest else None,
        "limit_days": strictest["limit_days"],
        "risk_tier": strictest["risk_tier"],
        "last_contact_at": contacted,
        "last_result": next((one["last_result"] for one in every if one["last_result"]), None),
        "attempts_without_contact": sum(one["attempts_without_contact"] for one in ([newest] if newest else every)),
        "next_plan": min(plans, key=lambda plan: (moment_ms(plan["window_from"]), plan["id"]), default=None),
        "hazards": distinct([one["hazards"] for one in every]),
        "open_alerts": distinct([one["open_alerts"] for one in every]),
        "conflicts": sum(one["conflicts"] for one in every),
        "unreviewed": sum(one["unreviewed"] for one in every),
        "late": sum(one["late"] for one in every),
        "unanswered": first_of([one for one in waiting if is_after(one["since"], contacted)]),
        "offers": [offer for one in every for offer in one["offers"]],
        "phone_digits": " ".join(distinct([one["phone_digits"].split() for one in every])),
        "search_key": "\n".join(distinct([one["search_key"].split("\n") for one in every])),
        "last_op_at": max((one["last_op_at"] for one in every if one["last_op_at"]), key=moment_ms, default=None),
    }


def seen(at: str | None) -> float:
    return float("-inf") if at is None else moment_ms(at)


def distinct(lists: list[list[Any]]) -> list[Any]:
    found: list[Any] = []
    for one in chain.from_iterable(lists):
        if one not in found:
            found.append(one)
    return found


def people_of(rows: list[Summary]) -> list[Clock]:
    """Everybody once: a clock stops running only for whoever is plainly the same person seen since."""
    people = [dict(clock) for clock in rows[0]["clocks"]]
    alone = len(people) == 1
    for row in rows[1:]:
        for clock in row["clocks"]:
            lone = alone and len(row["clocks"]) == 1
            known = next((one for one in people if is_same(one, clock) or (lone and may_be(one, clock))), None)
            if known is None:
                people.append(dict(clock))
            else:
                later = max(known["last_direct_at"], clock["last_direct_at"], key=seen)
                known |= {"last_direct_at": later, "counts": known["counts"] or clock["counts"]}
    return people


def is_same(a: Clock, b: Clock) -> bool:
    """Family and given name agree, in letters or in kana; one name alone is shared by a whole family."""
    return any(
        " " in a[field] and " " in b[field] and search_key(a[field]) == search_key(b[field])
        for field in ("name", "kana")
    )


def may_be(a: Clock, b: Clock) -> bool:
    """The only person here and the only one there, and nothing known tells them apart."""
    if NAMELESS in (a["name"], b["name"]):
        return True
    one, other = search_key(a["name"]), search_key(b["name"])
    return one.startswith(other) or other.startswith(one)
