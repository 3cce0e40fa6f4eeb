"""What of a household becomes due when nothing happens: the time rules (domain 6.6, E-T*), each with its moment.

Pure, and reckoned by the vault alone: the office keeps the moments and lets them fire without knowing what they are of.
A deadline stands while its cause does; one in the past has fired.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from server.casework.bounds import Bounds, usual
from server.casework.calendar import JST, jst, moment_ms
from server.casework.catalogue import Stage
from server.casework.clocks import counted_persons, happened_at, is_child, is_present
from server.casework.due import Cause, Deadline, moment, staged
from server.casework.gathered import is_same, may_be
from server.casework.promises import PROMISES
from server.casework.records import HouseholdState
from server.casework.registers import text_of
from server.casework.summary import person_kana, person_name, result_of

HEAVY = "A"
STATUTORY = {"E-O03", "E-O04", "E-O05"}
CHILDREN = "E-O05"
Entry = dict[str, Any]


def deadlines(
    state: HouseholdState, now: datetime, merged: Sequence[HouseholdState] = (), bounds: Bounds | None = None
) -> list[Deadline]:
    """Every deadline whose cause stands, each at its earliest stage first. Nothing is due in what is closed.

    `merged`: the households that came into this one; whoever is known only there is not forgotten. `bounds`: the
    numbers of the household's center, the catalogue's where none are given.
    """
    numbers = bounds or usual()
    if state["merged_into"] or text_of(state["fields"], "phase") == "closed":
        return []
    heavy = text_of(state["fields"], "risk_tier") == HEAVY
    found: list[Deadline] = list(unseen(state, now, heavy, merged, numbers))
    for rule in RULES:
        # A day in the year 9999 has no third working day after it: such a record ends its own rule and no other.
        with suppress(OverflowError):
            found.extend(rule(state, now, heavy, numbers))
    return found


# --- E-T01 ---------------------------------------------------------------------------------------------------------


def unseen(
    state: HouseholdState, now: datetime, heavy: bool, merged: Sequence[HouseholdState], numbers: Bounds
) -> Iterator[Deadline]:
    """Each person whose clock counts, by the tier's days; whoever was never seen, since the household is known."""
    days = numbers.tier_days(text_of(state["fields"], "risk_tier"))
    if days is None:
        return
    people = counted_here(state, now)
    for home in merged:
        gather(people, counted_here(home, now), lone=len(people) == 1)
    for one in people or [Seen("", "", "", None, "")]:
        since = one.at or state["opened_at"]
        if since is not None:
            cause = Cause("E-T01", one.person, one.visit, moment(since))
            yield from staged(cause, heavy, lambda stage, at=cause.since: at + timedelta(days=days * stage.share))


@dataclass
class Seen:
    """When somebody was last seen or heard, and in which record."""

    person: str
    name: str
    kana: str
    at: str | None
    visit: str

    @property
    def called(self) -> dict[str, str]:
        return {"name": self.name, "kana": self.kana}


def counted_here(state: HouseholdState, now: datetime) -> list[Seen]:
    return [
        Seen(
            one["id"], person_name(one), person_kana(one), one["clock"]["last_direct_at"],
            one["clock"]["last_visit"] or "",
        )
        for one in counted_persons(state["persons"], now)
    ]  # fmt: skip


def gather(people: list[Seen], others: list[Seen], *, lone: bool) -> None:
    """Everybody once, as in the lists (gathered.py): only who is plainly the same person is one."""
    for other in others:
        alone, new = lone and len(others) == 1, other.called
        twins = (one for one in people if is_same(one.called, new) or (alone and may_be(one.called, new)))
        known = next(twins, None)
        if known is None:
            people.append(other)
        elif other.at is not None and (known.at is None or moment_ms(other.at) > moment_ms(known.at)):
            known.at, known.visit = other.at, other.visit


# --- E-T02 ---------------------------------------------------------------------------------------------------------


def unmade(state: HouseholdState, _now: datetime, heavy: bool, numbers: Bounds) -> Iterator[Deadline]:
    for entry in state["plans"]:
        if entry["status"] != "planned":
            continue
        until = moment(entry["plan"]["window_to"])
        closing = datetime.combine(jst(until).date(), time(numbers.of("E-T02", "heavy_hour")), JST)
        due = max(until, closing) if heavy else until + timedelta(hours=numbers.of("E-T02", "hours"))
        cause = Cause("E-T02", entry["id"], "", until, tuple(entry["plan"]["staff"]))
        yield from staged(cause, heavy, lambda _stage, at=due: at)


# --- E-T03 ---------------------------------------------------------------------------------------------------------


def unmet(state: HouseholdState, _now: datetime, heavy: bool, numbers: Bounds) -> Iterator[Deadline]:
    """So many attempts without any contact, or a first one that nothing followed for so many days."""
    tries: list[Entry] = []
    for entry in state["visits"]:
        if entry["retracted"]:
            continue
        result = result_of(entry)
        if result["contact"]:
            break
        tries += [entry] if result["attempt"] else []
    if not tries:
        return
    tries.reverse()
    since, count = moment(happened_at(tries[0])), numbers.of("E-T03", "heavy_attempts" if heavy else "attempts")
    by_days = since + timedelta(days=numbers.of("E-T03", "days"))
    counted = tries[count - 1] if len(tries) >= count else None
    due = min(by_days, moment(happened_at(counted))) if counted else by_days
    target = counted if counted is not None and due < by_days else tries[0]
    yield from staged(Cause("E-T03", tries[0]["id"], target["id"], since), heavy, lambda _stage: due)


# --- E-T05 ---------------------------------------------------------------------------------------------------------


def unread(state: HouseholdState, _now: datetime, heavy: bool, numbers: Bounds) -> Iterator[Deadline]:
    """Only records with a sign of level 1; for the others the desk counts the days."""
    hours = numbers.of("E-T05", "hours")
    levels = {alert["id"]: alert["level"] for alert in state["alerts"]}
    for entry in state["visits"]:
        urgent = levels.get(entry["alert"]) == 1 or (entry["verdict"] or {}).get("level") == 1
        if urgent and not entry["retracted"] and entry["review"]["state"] == "unreviewed" and entry["received_at"]:
            cause = Cause("E-T05", entry["versions"][-1]["op"], entry["id"], moment(entry["received_at"]))
            yield from staged(cause, heavy, lambda _stage, at=cause.since: at + timedelta(hours=hours))


# --- E-T13 ---------------------------------------------------------------------------------------------------------


def unproven(state: HouseholdState, now: datetime, heavy: bool, _numbers: Bounds) -> Iterator[Deadline]:
    """From a sign of abuse until somebody saw or heard the person; each child has to be seen with one's own eyes."""
    entries = {entry["id"]: entry for entry in (*state["visits"], *state["street"])}
    for alert in state["alerts"]:
        met = {one["rule"] for one in alert["rules"]} & STATUTORY
        entry = entries.get(alert["target"])
        if not met or entry is None or entry["retracted"] or (alert["closed"] or {}).get("outcome") == "mistaken":
            continue
        since = moment(entry["received_at"] or entry["recorded_at"])
        occurred = min(since, moment(record_of(entry)["occurred_at"]))
        if CHILDREN in met and any(not was_seen(state, child["id"], occurred) for child in children(state, now)):
            yield from staged(Cause("E-T13", CHILDREN, alert["target"], occurred), heavy, hours_after(occurred))
        if met - {CHILDREN} and not alert["closed"] and not was_met_after(state, occurred, now):
            yield from staged(Cause("E-T13", "adult", alert["target"], occurred), heavy, hours_after(occurred))


def hours_after(since: datetime) -> Callable[[Stage], datetime]:
    return lambda stage: since + timedelta(hours=stage.hours)


def children(state: HouseholdState, now: datetime) -> list[Entry]:
    return [one for one in state["persons"] if is_present(one["fields"]) and is_child(one["fields"], now)]


def was_seen(state: HouseholdState, person: str, since: datetime) -> bool:
    """With one's own eyes, then or later: a voice is no proof of a child."""
    return any(
        said["person"] == person and said["level"] == "A_seen" and moment(happened_at(entry)) >= since
        for entry in state["visits"]
        if not entry["retracted"]
        for said in entry["visit"].get("safety") or []
    )


def was_met_after(state: HouseholdState, since: datetime, now: datetime) -> bool:
    """Everybody whose clock counts, after the record that told of it."""
    clocks = [one["clock"]["last_direct_at"] for one in counted_persons(state["persons"], now)]
    return bool(clocks) and all(at is not None and moment(at) > since for at in clocks)


def record_of(entry: Entry) -> Entry:
    return entry["visit"] if "visit" in entry else entry["observation"]


# --- all of them ----------------------------------------------------------------------------------------


RULES: tuple[Callable[[HouseholdState, datetime, bool, Bounds], Iterator[Deadline]], ...] = (
    unmade, unmet, unread, unproven, *PROMISES,
)  # fmt: skip

