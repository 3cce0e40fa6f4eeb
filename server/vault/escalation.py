"""Judges every visit and observation on arrival, over the whole household: nothing passes in silence."""

import logging
from typing import Any
from uuid import UUID

import msgspec

from server.casework.calendar import moment_ms
from server.casework.catalogue import load
from server.casework.fold import fold
from server.casework.kinds import KINDS, checked
from server.casework.records import OpenedOp
from server.casework.rules import judge, level_of
from server.clock import Clock
from server.envelope import frame, sealing
from server.vault.journal import Journal
from server.vault.keys import KeyProvider
from server.vault.opener import Opened, Opener
from server.vault.pen import SCHEMA, Pen, Words
from server.vault.shelf import Shelf

log = logging.getLogger("kasane.vault")
PURPOSE = "escalation"
NEEDS_A_LOOK = 3
OUR_OWN = ("verdict", "alert.raised", "timers.set", "photo.rendered", "photo.refused")
UNKNOWN_RULE = "V-UNKNOWN"  # a record of a newer app: nobody can say what it means, so somebody must look

Entry = dict[str, Any]


class Escalation:
    def __init__(
        self, keys: KeyProvider, shelf: Shelf, opener: Opener, pen: Pen, journal: Journal, clock: Clock
    ) -> None:
        self._keys, self._shelf, self._opener, self._pen = keys, shelf, opener, pen
        self._journal, self._clock = journal, clock

    async def work(self) -> None:
        """Every household in which something new lies."""
        for bucket in self._shelf.waiting():
            await self.household(bucket)

    async def household(self, bucket: str) -> None:
        opened = self._opener.household(bucket, PURPOSE)
        waiting = {kept.op_id for kept in self._shelf.ops(bucket) if not kept.judged}
        words = self._words(bucket, opened, waiting) if opened.ops else []
        results = await self._pen.write(words) if words else []
        for one in results:
            if one["s"] not in ("applied", "duplicate"):
                self._journal.act(self._clock.now(), "not_applied", bucket=bucket, s=one["s"])
        self._shelf.judged(waiting - opened.unreadable)
        self._shelf.judged(waiting & opened.unreadable, 2)

    def _words(self, bucket: str, opened: Opened, waiting: set[str]) -> list[Words]:
        try:
            return self._verdicts(bucket, opened, waiting)
        except Exception as trouble:  # noqa: BLE001 - whatever a record does to the rules, the other households are judged
            log.error("household %s could not be judged: %s", bucket, type(trouble).__name__)
            self._journal.act(self._clock.now(), "not_judged", bucket=bucket, why=type(trouble).__name__)
            return self._somebody_must_look(bucket, opened, waiting)

    def _somebody_must_look(self, bucket: str, opened: Opened, waiting: set[str]) -> list[Words]:
        spoken, nothing = self._spoken(opened.ops), {"visits": [], "street": [], "alerts": []}
        at = self._clock.now().isoformat()
        words: list[Words] = []
        for op in opened.ops:
            if op.id in waiting and op.id not in spoken and op.payload.get("kind") not in OUR_OWN:
                words += self._speak(bucket, opened, op.id, [unknown_rule()], at, nothing, None)
        return words

    def _verdicts(self, bucket: str, opened: Opened, waiting: set[str]) -> list[Words]:
        now = self._clock.now()
        ops = [readable(op) for op in opened.ops]
        state = fold(bucket, opened.center, ops, opened.roles, now.isoformat())
        spoken = self._spoken(ops)
        words: list[Words] = []
        for entry, record in in_question(state, waiting):
            rules = judge(state, entry["id"], now.isoformat())
            if any(op.schema > SCHEMA for op in ops if op.id in versions_of(entry)):
                rules = [*rules, unknown_rule()]
            said = spoken.get(entry["id"])
            settled = said is not None and (said.seq or 0) > newest(ops, versions_of(entry))
            standing = said.payload if said is not None and settled else None
            words += self._speak(bucket, opened, entry["id"], rules, record["occurred_at"], state, standing)
        for one in state["unknown"]:
            if one["id"] in waiting and one["id"] not in spoken:
                rules = [unknown_rule()]
                words += self._speak(bucket, opened, one["id"], rules, now.isoformat(), state, None)
        return words

    def _spoken(self, ops: list[OpenedOp]) -> dict[str, OpenedOp]:
        """target → our newest verdict on it; what others on the team call a verdict settles nothing"""
        own = [op for op in ops if op.payload.get("kind") == "verdict" and op.device == str(self._keys.device)]
        return {op.payload["target"]: op for op in own}

    def _speak(
        self, bucket: str, opened: Opened, target: str, rules: list[Entry], at: str, state: Entry,
        standing: Entry | None,
    ) -> list[Words]:  # fmt: skip
        level = level_of(rules)
        if standing is not None and not is_more(rules, standing):
            return []
        words = []
        epoch, key = self._opener.newest(UUID(bucket))
        told: Entry = {"target": target, "level": level, "rules": rules, "catalogue": load().version}
        words.append(Words(UUID(bucket), epoch, key, {"kind": "verdict", **told}))
        if level is None:
            return words
        sealed_under = self._opener.key(UUID(bucket), opened.epochs[target])
        alert = str(sealing.alert_id(sealed_under, UUID(target)))
        if not self._must_raise(alert, bucket, level, state):
            return words
        raised = {"kind": "alert.raised", "alert": alert, **told, "note": ""}
        effect = {"k": "alert.raise", "alert": alert, "level": level, "observed_at": at}
        words.append(Words(UUID(bucket), epoch, key, raised, frame.ALERT_BODY, (effect,)))
        return words

    def _must_raise(self, alert: str, bucket: str, level: int, state: Entry) -> bool:
        """Unless the same alert stands at this level already, or a person has closed it at this level."""
        told = self._shelf.alert(alert, bucket)
        if told is not None:
            return level < told[0]
        closed = [one for one in state["alerts"] if one["id"] == alert and one["closed"]]
        return not closed or level < closed[0]["level"]


def readable(op: OpenedOp) -> OpenedOp:
    """A payload that has not the shape its kind demands is, for the fold, a record nobody knows how to read."""
    payload = op.payload
    kind, at = payload.get("kind"), payload.get("recorded_at")
    if isinstance(kind, str) and isinstance(at, str) and (kind not in KINDS or checked(payload)):
        return op
    shown = {"kind": f"unreadable:{kind}" if isinstance(kind, str) else "unreadable", "recorded_at": op.received_at}
    return msgspec.structs.replace(op, payload=shown)


def in_question(state: Entry, waiting: set[str]) -> list[tuple[Entry, Entry]]:
    """What has just come, and what happened after it: a visit that arrives late may complete a pattern seen since."""
    looks = [(entry, entry["visit"]) for entry in state["visits"] if not entry["retracted"]]
    looks += [(entry, entry["observation"]) for entry in state["street"] if not entry["retracted"]]
    new = [moment_ms(record["occurred_at"]) for entry, record in looks if versions_of(entry) & waiting]
    if not new:
        return []
    return [(entry, record) for entry, record in looks if moment_ms(record["occurred_at"]) >= min(new)]


def versions_of(entry: Entry) -> set[str]:
    return {entry["id"], *(version["op"] for version in entry.get("versions", ()))}


def newest(ops: list[OpenedOp], ids: set[str]) -> int:
    return max((op.seq or 0 for op in ops if op.id in ids), default=0)


def is_more(rules: list[Entry], known: Entry) -> bool:
    """Whether these rules say something a standing verdict does not: a new rule, or one at a more urgent level."""
    before = {rule["rule"]: rule["level"] for rule in known["rules"]}
    return any(rule["level"] < before.get(rule["rule"], 5) for rule in rules)


def unknown_rule() -> Entry:
    return {"rule": UNKNOWN_RULE, "level": NEEDS_A_LOOK, "evidence": []}
