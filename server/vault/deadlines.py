"""Publishes what becomes due in each household, sealed, so that the office's clock fires it with the vault stopped."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec

from server.casework.catalogue import load
from server.casework.deadlines import Deadline, deadlines
from server.casework.fold import fold
from server.casework.records import HouseholdState
from server.clock import Clock
from server.envelope import frame, sealing
from server.envelope.frame import CannotOpen
from server.vault.bounds import CenterBounds
from server.vault.escalation import PURPOSE, readable
from server.vault.journal import Journal
from server.vault.opener import Opened, Opener
from server.vault.own_buckets import OwnBuckets
from server.vault.pen import Pen, Words
from server.vault.rollout import Rollout
from server.vault.shelf import Shelf
from server.vault.spoken import spoken_once, tier_chosen

log = logging.getLogger("kasane.vault")
AT_ONCE = 50  # households in one round, so that a first run keeps no alert waiting
MOST = 100  # of one household; the earliest count
MOST_PEOPLE = 10
MOST_MERGED = 20
BEGINS = "household.open"
Found = TypeVar("Found")
RULES = "rules of deadlines"  # by which they were reckoned last
NUMBERS = "numbers of deadlines"  # of the centers, likewise


class Stands(NamedTuple):
    """`told`: what was published of this household before; `tiered`: when its tier was chosen."""

    found: list[Deadline]
    told: list[dict[str, Any]]
    tiered: datetime | None


class Deadlines:
    def __init__(
        self, shelf: Shelf, opener: Opener, pen: Pen, journal: Journal, clock: Clock, rollout: Rollout,
        bounds: CenterBounds,
    ) -> None:  # fmt: skip
        self._shelf, self._opener, self._pen, self._journal, self._clock = shelf, opener, pen, journal, clock
        self._rollout, self._bounds, self._own = rollout, bounds, OwnBuckets(shelf, opener, clock)

    async def work(self) -> bool:
        """Households in which something has changed since; True when more of them wait."""
        if self._shelf.fact(RULES) != (mark := f"{mark_of_rules()} {self._rollout.resting()}".rstrip()):
            self._shelf.all_restless()
            self._shelf.note(RULES, mark)
        if (self._shelf.fact(NUMBERS) or "") != (numbers := self._bounds.mark()):
            self._shelf.all_restless()
            self._shelf.note(NUMBERS, numbers)
        restless = self._shelf.restless(AT_ONCE + 1)
        words: list[Words] = []
        marks: dict[str, str | None] = {}
        for bucket in self._with_goals(restless[:AT_ONCE]):
            found, marks[bucket] = self._words(bucket)
            words += found
        for one, result in zip(words, await self._pen.write(words) if words else (), strict=True):
            if result["s"] not in ("applied", "duplicate"):
                self._journal.act(self._clock.now(), "not_applied", bucket=str(one.bucket), s=result["s"])
        self._shelf.calm(marks)
        return len(restless) > AT_ONCE

    def _with_goals(self, buckets: list[str]) -> list[str]:
        """And where those went that were merged away: the people they brought are counted there. Of a center's own
        buckets of one kind the first speaks for all."""
        states = (self._state(bucket) for bucket in buckets)
        goals = [state["merged_into"]["household"] for state in states if state is not None and state["merged_into"]]
        homes = [home for bucket in buckets if (home := self._guarded(bucket, self._own.home_of)) is not None]
        return list(dict.fromkeys([*buckets, *goals, *homes]))

    def _state(self, bucket: str) -> HouseholdState | None:
        """None for what is no household, or is not to be read here."""
        return self._guarded(bucket, self._folded)

    def _folded(self, bucket: str) -> HouseholdState | None:
        opened = self._opener.household(bucket, PURPOSE)
        if not any(op.payload.get("kind") == BEGINS for op in opened.ops):
            return None
        now = self._clock.now().isoformat()
        return fold(bucket, opened.center, [readable(op) for op in opened.ops], opened.roles, now)

    def _guarded(self, bucket: str, read: Callable[[str], Found]) -> Found | None:
        try:
            return read(bucket)
        except Exception as trouble:  # noqa: BLE001 - whatever a record does to the fold, the other households count
            log.error("household %s could not be read: %s", bucket, type(trouble).__name__)
            self._journal.act(self._clock.now(), "not_reckoned", bucket=bucket, why=type(trouble).__name__)
            return None

    def _found(self, bucket: str) -> Stands | None:
        """What stands in this household, or in this center itself, and does not rest with its business; None where
        neither is to be read."""
        center, state = self._shelf.center_of(bucket), self._state(bucket)
        if state is not None:
            center = state["center"]
            found = deadlines(state, self._clock.now(), self._merged(state), self._bounds.of(center))
            return Stands(self._awake(center, found), state["timers"], tier_chosen(state))
        if self._guarded(bucket, self._own.home_of) is None:
            return None
        own = self._guarded(bucket, lambda one: self._own.deadlines(one, self._bounds.of(center)))
        told = self._guarded(bucket, self._own.state)
        return None if own is None or told is None else Stands(self._awake(center, own), told["timers"], None)

    def _awake(self, center: str, found: list[Deadline]) -> list[Deadline]:
        return [one for one in found if self._rollout.runs(center, one.part)]

    def _words(self, bucket: str) -> tuple[list[Words], str | None]:
        """What is to be published, and the mark by which the same is known again."""
        known, found = self._shelf.published(bucket), self._found(bucket)
        if found is None:
            return [], known
        try:
            timers = self._timers(bucket, found)
            epoch, key = self._opener.newest(UUID(bucket))
        except CannotOpen:
            return [], known
        mark = hashlib.sha256(msgspec.json.encode(timers)).hexdigest()
        told = [sealed_part(one) for one in timers]
        opened = self._opener.household(bucket, PURPOSE)
        if mark == known or (known is None and told_before(opened) == told):
            return [], mark
        payload = {"kind": "timers.set", "timers": told, "catalogue": load().version}
        effect = {"k": "timers.set", "timers": [open_part(one) for one in timers]}
        return [Words(UUID(bucket), epoch, key, payload, frame.ALERT_BODY, (effect,))], mark

    def _timers(self, bucket: str, stands: Stands) -> list[dict[str, Any]]:
        key = self._first_key(bucket)
        once = spoken_once(stands.found, stands.told, stands.tiered, partial(name_of, key), self._clock.now())
        found = sorted(once, key=lambda one: (one.due_at, one.rule, one.subject, one.stage))[:MOST]
        first = {cause_of(one): one for one in reversed(found)}
        return [timer_of(key, one, first[cause_of(one)]) for one in found]

    def _merged(self, state: HouseholdState) -> list[HouseholdState]:
        """Those that came here and say so themselves, and what had come into them before."""
        found: dict[str, HouseholdState] = {state["bucket"]: state}
        waiting = [state]
        while waiting and len(found) <= MOST_MERGED:
            goal = waiting.pop()
            for entry in goal["merged_from"]:
                home = self._state(entry["household"]) if entry["household"] not in found else None
                if home is not None and (home["merged_into"] or {}).get("household") == goal["bucket"]:
                    found[home["bucket"]] = home
                    waiting.append(home)
        return list(found.values())[1:]

    def _first_key(self, bucket: str) -> bytes:
        """Of the oldest epoch that holds: a deadline keeps its name when the household gets a new key."""
        for epoch in sorted(self._shelf.wraps(bucket)):
            try:
                return self._opener.key(UUID(bucket), epoch)
            except CannotOpen:
                continue
        raise CannotOpen


def told_before(opened: Opened) -> list[dict[str, Any]]:
    """What the office was told last, by whichever vault has these keys; nothing at first, and nothing where it was by
    other rules."""
    for op in sorted(opened.ops, key=lambda one: one.seq or 0, reverse=True):
        if op.payload.get("kind") == "timers.set" and opened.roles.get(op.staff) == "vault":
            return op.payload["timers"] if op.payload.get("catalogue") == load().version else []
    return []


def mark_of_rules() -> str:
    """An office that is updated reckons every household anew, also where the year's catalogue kept its name."""
    return f"{load().version} {hashlib.sha256(msgspec.json.encode(load().time_rules)).hexdigest()}"


def cause_of(one: Deadline) -> tuple[str, str, datetime]:
    return one.rule, one.subject, one.since


def timer_of(key: bytes, one: Deadline, first: Deadline) -> dict[str, Any]:
    """`first`: the earliest stage of the same cause, whose alert the later ones raise."""
    return {
        "alert": name_of(key, one), "chain": name_of(key, first), "rule": one.rule, "subject": one.subject,
        "target": one.target, "since": one.since.isoformat(), "due_at": one.due_at.isoformat(), "level": one.level,
        "tells": list(one.tells), "people": [person for person in one.people if is_person(person)][:MOST_PEOPLE],
    }  # fmt: skip


def name_of(key: bytes, one: Deadline) -> str:
    """Another moment is another deadline: whoever gave the household more time ends what had fired before."""
    return str(sealing.timer_id(key, f"{one.rule}|{one.subject}|{one.stage}|{one.due_at.isoformat()}"))


def is_person(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def sealed_part(timer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in timer.items() if name not in ("tells", "people")}


def open_part(timer: dict[str, Any]) -> dict[str, Any]:
    return {name: timer[name] for name in ("alert", "chain", "level", "due_at", "tells", "people")}
