"""Takes in what phones made: nothing is dropped, everything is answered, and the answer comes after the commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.access.caller import Delivery
from server.audit.log import note
from server.clock import Clock
from server.db import Connection, reading, write_transaction
from server.problems import Problem
from server.sequence import advance_as
from server.sync import donations, late, openings, store
from server.sync.chain import Item, weigh
from server.sync.effects import Beside, apply_effects, weigh_effects
from server.sync.verdicts import Decided, Facts, Judge, Verdict
from server.sync.wire import (
    BYTES_A_BODY,
    OPS_A_DAY,
    OPS_A_PUSH,
    Push,
    PushReply,
    Result,
    from_text,
    to_text,
)


@dataclass(frozen=True, slots=True)
class Limits:
    ops_a_day: int = OPS_A_DAY


async def take_in(who: Delivery, push: Push, clock: Clock, limits: Limits | None = None) -> PushReply:
    """Everything that costs time happens before the transaction; under its lock only look-ups and one insert remain."""
    if push.device != who.device:
        raise Problem("wrong_device")
    if len(push.ops) + len(push.donated) > OPS_A_PUSH:
        raise Problem("batch_too_big", max=OPS_A_PUSH)
    now = clock.now()
    sign_key, given = await _read_before(who, push)
    if sign_key is None:
        raise Problem("device_proof_invalid")
    items = weigh([_bytes(op.e) for op in push.ops], who.device, sign_key)
    beside = [weigh_effects(op, item.digest, sign_key) for op, item in zip(push.ops, items, strict=True)]
    async with write_transaction() as connection:
        return await _under_lock(connection, who, push, items, beside, given, now, limits or Limits())


async def _read_before(who: Delivery, push: Push) -> tuple[bytes | None, list[donations.Donated]]:
    """Whoever was let in through the door brings the key along: an ordinary push asks for nothing here."""
    if who.sign_key is not None and not push.donated:
        return who.sign_key, []
    async with reading() as connection:
        return await store.sign_key(connection, who.device), await donations.read(connection, push.donated)


async def _under_lock(
    connection: Connection, who: Delivery, push: Push, items: list[Item], beside: list[Beside],
    given: list[donations.Donated], now: datetime, limits: Limits,
) -> PushReply:  # fmt: skip
    turn = await advance_as(connection, 1 + len(items) + len(given), who.staff)
    if push.gen is not None and push.gen != turn.gen:
        raise Problem("generation_changed", gen=str(turn.gen))
    row = await store.device_row(connection, who.device, limits.ops_a_day)
    if row["state"] == "pending":
        raise Problem("device_pending")
    reads = row["state"] == "active" and who.state == "active"
    maker = openings.Maker(who.device, who.staff, row["role"], row["center"], reads)
    signed = [item.envelope for item in items if item.envelope is not None and item.poison is None]
    used = {(envelope.bucket, envelope.epoch) for envelope in signed}
    scope = await openings.settle(connection, maker, push.buckets, used, turn.first, now)
    if scope.begun or row["waits"]:
        await late.enter_with_key(connection, scope.begun, device=who.device, staff=who.staff, now=now)
    facts = await _facts(connection, maker, items, row, scope, now)
    decided = Judge(facts).walk(items)
    verdicts = _number(decided, turn.first + 1)
    await _keep(connection, who, verdicts, beside, now)
    if decided.head != facts.head:
        await store.move_head(connection, who.device, decided.head, decided.head_hash, None if who.carrier else now)
    results = [_told(verdict, one) for verdict, one in zip(verdicts, beside, strict=False)]
    if given:
        results += await donations.settle(connection, who, given, reads, turn.last - len(given) + 1, now)
    if who.carrier is not None:
        await note(
            connection, at=now, verb="push.rescued", device=who.carrier.device, staff=who.carrier.staff,
            subject=who.device, count=len(items) + len(given),
        )  # fmt: skip
    return PushReply(
        gen=turn.gen, nonce=push.nonce, ack=decided.head, ack_hash=to_text(decided.head_hash), results=results,
        server_time=now,
    )  # fmt: skip


async def _facts(
    connection: Connection, maker: openings.Maker, items: list[Item], row: Any, scope: openings.Scope, now: datetime,
) -> Facts:  # fmt: skip
    head, head_hash = row["head_dseq"], row["head_hash"]
    facts = Facts(
        device=maker.device, head=head, head_hash=head_hash, head_is_dead=False, may_apply=maker.reads,
        quota=_quota_left(maker, row, now), known=(), dead={}, epochs=scope.epochs, disputed=scope.disputed,
        unheard=scope.unheard,
    )  # fmt: skip
    if not items:
        return facts
    places = [item.dseq for item in items if item.dseq is not None] or [0]
    ids = [item.envelope.op_id for item in items if item.envelope is not None]
    facts.known = await store.known(connection, ids, maker.device, min(places), min(max(places), head + len(items)))
    known = {each.hash for each in facts.known}
    doubtful = [i.digest for i in items if i.poison is not None or (i.dseq is not None and i.dseq <= head)]
    if missing := [digest for digest in doubtful if digest not in known]:
        facts.dead = await store.dead(connection, maker.device, missing)
    if any(item.dseq == head + 1 and item.prev != head_hash for item in items):
        facts.head_is_dead = await store.head_is_dead(connection, maker.device, head)
    return facts


def _quota_left(maker: openings.Maker, row: Any, now: datetime) -> int:
    """Held, never refused, beyond it; the vault writes for the whole office and has none."""
    oldest = row["oldest_of_quota"]
    if maker.role == "vault" or oldest is None or now - oldest >= store.DAY:
        return OPS_A_PUSH
    return 0


def _number(decided: Decided, first: int) -> list[Verdict]:
    return [
        verdict._replace(seq=first + n) if verdict.s == "applied" else verdict
        for n, verdict in enumerate(decided.verdicts)
    ]


async def _keep(
    connection: Connection, who: Delivery, verdicts: Sequence[Verdict], beside: Sequence[Beside], now: datetime
) -> None:
    applied = [verdict for verdict in verdicts if verdict.s == "applied"]
    if applied:
        await late.place(connection, applied, now)
        for verdict, one in zip(verdicts, beside, strict=False):
            if verdict.s == "applied" and one.holds:
                await _apply(connection, who, verdict, one.wanted, now)
    new = [n for n, verdict in enumerate(verdicts) if verdict.new]
    if new:
        await store.hold(connection, [verdicts[n] for n in new], [beside[n] for n in new], now)
    refused = [verdict for verdict in verdicts if verdict.s == "rejected"]
    if refused:
        await store.bury(connection, who.device, refused, now)
    if new or refused:
        await note(
            connection, at=now, verb="push.not_applied", device=who.device, staff=who.staff,
            purpose=(verdicts[new[0]].reason if new else refused[0].code) or "", count=len(new) + len(refused),
            allowed=False,
        )  # fmt: skip
    unsigned = sum(_code(verdict, one) is not None for verdict, one in zip(verdicts, beside, strict=False))
    if unsigned:
        await note(
            connection, at=now, verb="push.effects_not_signed", device=who.device, staff=who.staff, count=unsigned,
            allowed=False,
        )  # fmt: skip


def _code(verdict: Verdict, beside: Beside) -> str | None:
    """Said once, when the record is taken in; the effects of a repeated record are not looked at again."""
    return beside.code if verdict.s == "applied" or verdict.new else None


async def _apply(
    connection: Connection, who: Delivery, verdict: Verdict, wanted: list[dict[str, Any]], now: datetime
) -> None:
    envelope = verdict.item.envelope
    assert envelope is not None
    assert verdict.seq is not None
    await apply_effects(
        connection, device=who.device, staff=who.staff, op_id=envelope.op_id, bucket=envelope.bucket, wanted=wanted,
        seq=verdict.seq, now=now,
    )  # fmt: skip


def _told(verdict: Verdict, beside: Beside) -> Result:
    fields: dict[str, Any] = {}
    if verdict.seq is not None:
        fields["seq"] = verdict.seq
    if verdict.reason is not None:
        fields["reason"] = verdict.reason
    code = verdict.code if verdict.s == "rejected" else _code(verdict, beside)
    if code is not None or verdict.s == "rejected":
        fields["code"] = code
    if verdict.want is not None:
        fields["want"] = verdict.want
    return Result(id=verdict.item.id, s=verdict.s, **fields)


def _bytes(text: str) -> bytes:
    """Text that is not base64url becomes bytes that cannot be opened: one bad op must not refuse the others."""
    raw = from_text(text)
    return text.encode("utf-8", "replace")[:BYTES_A_BODY] if raw is None else raw
