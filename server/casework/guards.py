"""What must be true before a household may pass into a phase. Judged on what was known then, so that nothing written
later unmakes a decision; something older that arrives late may.

Twin of pwa/src/casework/guards.ts. `Ground.then` is the book up to the deciding operation.
"""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from server.casework.backup import fold_requests, is_open
from server.casework.book import Book, placed_at
from server.casework.calendar import day_of, moment_ms, parse_day
from server.casework.catalogue import load
from server.casework.clocks import clock_of, counted_persons, is_present
from server.casework.conferences import fold_items
from server.casework.consents import fold_consents, standing
from server.casework.plans import RUNNING, fold_collaborations, is_asked, is_undecided, track_kinds
from server.casework.raised import fold_alerts, overdue
from server.casework.records import OpenedOp
from server.casework.registers import RegisterBook, text_of, value_of
from server.casework.sheets import fold_shares, is_given
from server.casework.tasks import fold_tasks
from server.casework.team import fold_team, has_accepted, is_waiting
from server.casework.visits import fold_street, fold_visits, withdrawals

Entry = dict[str, Any]
STANDING_ROLES = ("lead", "watcher")
DAY_MS = 86_400_000


class Ground:
    """`asked` and `decided`: the operations that did; `steps`: those before it."""

    def __init__(
        self, then: Book, registers: RegisterBook, move: Entry, asked: OpenedOp, decided: OpenedOp, steps: list[Entry]
    ) -> None:
        self.then, self.registers, self.move, self.steps = then, registers, move, steps
        self.at_ms, self.by = placed_at(decided), (asked.staff, decided.staff)
        self.asked_on, self.day = day_of(placed_at(asked)), day_of(placed_at(decided))

    @cached_property
    def before(self) -> Entry | None:
        return next((step for step in reversed(self.steps) if step["state"] == "stands"), None)

    @cached_property
    def team(self) -> list[Entry]:
        return fold_team(self.then, self.steps)

    @cached_property
    def plans(self) -> list[Entry]:
        return fold_collaborations(self.then, self.steps, self.team)

    @cached_property
    def visits(self) -> list[Entry]:
        return fold_visits(self.then, withdrawals(self.then))

    @cached_property
    def open_alerts(self) -> list[Entry]:
        street = fold_street(self.then, withdrawals(self.then))
        told = fold_alerts(self.then, self.visits, street)
        return [alert for alert in told["alerts"] if alert["closed"] is None] + overdue(told["timers"], self.at_ms)

    def text(self, field: str) -> str:
        value = self.move.get(field)
        return value.strip() if isinstance(value, str) else ""

    def part(self, field: str) -> Entry:
        """Its texts alone: what else somebody may have written there is as good as absent."""
        value = self.move.get(field)
        return {name: one for name, one in value.items() if isinstance(one, str)} if isinstance(value, dict) else {}

    def days_ahead(self, day: Any) -> int:
        """From the day of the decision; -1 also where that is no day."""
        if not isinstance(day, str) or parse_day(day) != day:
            return -1
        return max(-1, (date.fromisoformat(day) - date.fromisoformat(self.day)).days)


def told(ground: Ground, part: str, field: str = "text") -> bool:
    value = ground.part(part).get(field)
    return isinstance(value, str) and bool(value.strip())


def has_trigger(ground: Ground, wanted: str | None = None) -> Entry | None:
    """A thing agreed on beforehand, with somebody who acts when it happens."""
    for name in ground.registers.names():
        fields = ground.registers.of(name)
        if not name.startswith("trigger:") or value_of(fields, "ended") is True or wanted not in (None, name):
            continue
        if text_of(fields, "label") and text_of(fields, "owner"):
            return {"name": name, "owner": text_of(fields, "owner")}
    return None


def watch_is_complete(ground: Ground) -> bool:
    watch = ground.part("watch")
    ahead = ground.days_ahead(watch.get("review_on"))
    lists = load().raw["lists"]
    return (
        watch.get("reason") in {one["code"] for one in lists["monitoring_reasons"]}
        and watch.get("tier") in load().risk_days
        and 0 < ahead <= load().phases.watch_days
        and has_trigger(ground) is not None
        and any(one["role"] == "watcher" and has_accepted(one) for one in ground.team)
    )


def decision_is_whole(ground: Ground) -> bool:
    """What a conference decided beside the phase: each role with a task and somebody for it, days that are ahead."""
    roles = {one.code for one in load().phases.team_roles}
    offers = ground.move.get("offers") or []
    settles = ground.part("settles")
    return (
        all(one["role"] in roles and one["task"].strip() and (one.get("to") or one["agency"]).strip() for one in offers)
        and settles.get("tier", "A") in load().risk_days
        and ("review_on" not in settles or ground.days_ahead(settles["review_on"]) > 0)
    )


def trigger_is_owned(ground: Ground) -> bool:
    met = has_trigger(ground, ground.text("trigger") or "trigger:")
    if met is None:
        return False
    return met["owner"] in ground.by or any(one["to"] == met["owner"] and has_accepted(one) for one in ground.team)


def tracks_have_basis(ground: Ground) -> bool:
    """Outreach may begin on a 支援会議 alone; a plan and participation need the person's own yes."""
    tracks = ground.move.get("tracks")
    if not isinstance(tracks, list) or not tracks:
        return False
    yes = {"consent"}
    allowed: dict[Any, set[Any]] = {"plan": yes, "participation": yes, "outreach": {*yes, "conf_106_6"}}
    said = [(one.get("kind"), one.get("basis")) for one in tracks if isinstance(one, dict)]
    texts = [pair for pair in said if all(isinstance(part, str) for part in pair)]
    return len(texts) == len(tracks) and all(basis in allowed.get(kind, set()) for kind, basis in texts)


AGREED = ("plan", "participation")


def is_of_before(ground: Ground) -> bool:
    """Asked for when a track's basis was the word of whoever asked: it stays what it was."""
    return ground.asked_on < load().phases.agreed_since


def consent_stands(ground: Ground) -> bool:
    """Somebody of the household has said yes to each such track, in a record that holds on the day of the decision."""
    wanted = [kind for kind in AGREED if kind in track_kinds(ground.move)]
    if not wanted or is_of_before(ground):
        return True
    consents, registers = fold_consents(ground.then), ground.registers
    here = {
        name.removeprefix("person:")
        for name in registers.names()
        if name.startswith("person:") and is_present(registers.of(name))
    }
    return all(any(one["consent"]["person"] in here for one in standing(consents, ground.day, kind)) for kind in wanted)


def plan_is_decided_on(ground: Ground) -> bool:
    """By the chair, of an item that the person agreed to have talked over, with all the roles that it names."""
    if "plan" not in track_kinds(ground.move) or is_of_before(ground):
        return True
    entry = next((one for one in ground.plans if one["id"] == ground.move.get("plan")), None)
    items = {one["id"]: one["about"] for one in fold_items(ground.then)}
    about = items.get(ground.text("item"))
    role = None if ground.then.roles is None else ground.then.roles.get(ground.by[1])
    if entry is None or about is None or about["basis"] != "consent" or about["withdrawn"]:
        return False
    offers = ground.move.get("offers") or []
    return (
        (role is None or role in load().phases.plan_deciders)
        and is_undecided(ground.plans, entry)
        and ground.days_ahead(entry["plan"]["monitor_on"]) > 0
        and all(is_asked(offers, action) for action in entry["plan"]["actions"])
    )


def everybody_was_met(ground: Ground) -> bool:
    """Each person who counts was seen or heard lately, or has left for a place that was made sure of."""
    phases = load().phases
    closure = ground.part("closure")
    if closure.get("reason") in phases.exempt_closures:
        return told(ground, "closure", "proof")
    registers = ground.registers
    tier = text_of(registers.of("household"), "risk_tier")
    days = min(phases.confirmed_days, load().risk_days.get(tier, phases.confirmed_days))
    names = [name for name in registers.names() if name.startswith("person:")]
    persons: list[Entry] = [{"id": name.removeprefix("person:"), "fields": registers.of(name)} for name in names]
    counted = counted_persons(persons, ground.at_ms)
    clocks = [clock_of(person["id"], ground.visits)["last_direct_at"] for person in counted]
    return bool(clocks) and all(at is not None and ground.at_ms - moment_ms(at) <= days * DAY_MS for at in clocks)


def has_open_request(ground: Ground) -> bool:
    return any(is_open(one) for one in fold_requests(ground.then))


def is_light_or_decided_above(ground: Ground) -> bool:
    """A household that was 重点 lately is closed by the head of the center."""
    if ground.then.roles is None or ground.then.roles.get(ground.by[1]) in (None, "center_head"):
        return True
    since = ground.at_ms - load().phases.heavy_days * DAY_MS
    writes = ground.registers.history("household", "risk_tier")
    ends = [placed_at(op) for op, _ in writes[1:]] + [ground.at_ms]
    return not any(value == "A" and end >= since for (_, value), end in zip(writes, ends, strict=True))


GUARDS: dict[str, Callable[[Ground], bool]] = {
    "sheet": lambda ground: any(is_given(share) for share in fold_shares(ground.then)),
    "accepted_role": lambda ground: any(has_accepted(one) for one in ground.team),
    "all_answered": lambda ground: not any(is_waiting(one) for one in ground.team),
    "request": has_open_request,
    "no_open_request": lambda ground: not has_open_request(ground),
    "settled": lambda ground: ground.part("outcome").get("kind") == "settled" and told(ground, "outcome"),
    "returned": lambda ground: ground.part("outcome").get("kind") == "returned" and told(ground, "outcome"),
    "reason": lambda ground: bool(ground.text("reason")),
    "meeting": lambda ground: ground.days_ahead(ground.move.get("meeting_on")) >= 0,
    "tracks": tracks_have_basis,
    "consent": consent_stands,
    "plan": plan_is_decided_on,
    "watch": watch_is_complete,
    "decision": decision_is_whole,
    "trigger": trigger_is_owned,
    "evaluation": lambda ground: ground.part("evaluation").get("achieved")
    in {one.code for one in load().phases.achievements}
    and told(ground, "evaluation", "changes"),
    "plan_evaluated": lambda ground: not any(one["state"] in RUNNING for one in ground.plans),
    "no_open_alert": lambda ground: not ground.open_alerts,
    "no_open_task": lambda ground: not any(
        has_accepted(one) and one["role"] not in STANDING_ROLES for one in ground.team
    )
    and all(one["done"] for one in fold_tasks(ground.then)),
    "lead_after": lambda ground: bool(ground.text("lead_after")),
    "closure_reason": lambda ground: ground.part("closure").get("reason")
    in {one["code"] for one in load().raw["lists"]["closure_reasons"]},
    "confirmed": everybody_was_met,
    "heavy": is_light_or_decided_above,
    "other_person": lambda ground: ground.before is None or ground.by[1] != ground.before["by"],
    "previous": lambda ground: ground.before is None or ground.move.get("to") == ground.before["move"]["from"],
}


def missing(names: tuple[str, ...], ground: Ground) -> list[str]:
    """The guards that do not hold, in the order in which the table names them."""
    return [name for name in names if not GUARDS[name](ground)]
