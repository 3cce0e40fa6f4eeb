"""Other people's records that a phone gives back to a restored server: their own signatures prove them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from server.access.caller import Delivery
from server.db import Connection
from server.envelope import frame, signing
from server.envelope.frame import CannotOpen
from server.sync import late, store
from server.sync.chain import PUSHED_KINDS, Item
from server.sync.effects import NOTHING_BESIDE
from server.sync.verdicts import Known, Verdict
from server.sync.wire import Result, from_text


class Donated(NamedTuple):
    item: Item
    proven: bool


async def read(connection: Connection, texts: Sequence[str]) -> list[Donated]:
    items = [_item(from_text(text) or b"") for text in texts]
    makers = {item.envelope.device for item in items if item.envelope is not None}
    points = await store.sign_keys(connection, list(makers)) if makers else {}
    return [Donated(item, _proven(item, points)) for item in items]


def _item(raw: bytes) -> Item:
    digest = frame.digest(raw)
    try:
        envelope = frame.parse(raw)
    except CannotOpen:
        return Item(raw, digest, None, None, b"", None, "cannot_open")
    return Item(raw, digest, envelope.op_id, envelope.dseq, envelope.prev, envelope)


def _proven(item: Item, points: dict[UUID, bytes]) -> bool:
    envelope = item.envelope
    if envelope is None or envelope.device not in points or envelope.kind not in PUSHED_KINDS:
        return False
    return signing.made_by(envelope, points[envelope.device])


async def settle(
    connection: Connection, who: Delivery, given: list[Donated], reads: bool, first: int, now: datetime
) -> list[Result]:
    """The authors' chains do not move: their own phones, if they come back, find their records as duplicates."""
    good = [donated.item for donated in given if donated.proven and donated.item.envelope is not None]
    envelopes = [item.envelope for item in good if item.envelope is not None]
    rows = await store.buckets(connection, [e.bucket for e in envelopes], who.staff, now)
    epochs = {row["id"]: row["epoch"] for row in rows if row["mine"] and reads}
    known = await _known(connection, good)
    applied: list[Verdict] = []
    held: list[Verdict] = []
    results: list[Result] = []
    for n, donated in enumerate(given):
        verdict = _verdict(donated, known, epochs, first + n)
        if verdict.s == "applied":
            applied.append(verdict)
        elif verdict.new:
            held.append(verdict)
        if verdict.s in ("applied", "held"):
            _remember(known, verdict)
        results.append(_told(verdict))
    if applied:
        await late.place(connection, applied, now)
    refused = [_verdict(donated, known, epochs, 0) for donated in given if not donated.proven]
    if refused:
        await store.bury(connection, who.device, refused, now)
    if held:
        await store.hold(connection, held, [NOTHING_BESIDE for _ in held], now)
    return results


Seen = dict[UUID | tuple[UUID, int], Known]


async def _known(connection: Connection, items: Sequence[Item]) -> Seen:
    seen: Seen = {}
    for item in items:
        envelope = item.envelope
        assert envelope is not None
        for known in await store.known(connection, [envelope.op_id], envelope.device, envelope.dseq, envelope.dseq):
            seen[known.op_id] = seen[(known.device, known.dseq)] = known
    return seen


def _verdict(donated: Donated, known: Seen, epochs: dict[UUID, int], seq: int) -> Verdict:
    item, envelope = donated.item, donated.item.envelope
    if envelope is None or not donated.proven:
        return Verdict(item, "rejected", code=item.poison or "bad_signature")
    before = known.get(envelope.op_id) or known.get((envelope.device, envelope.dseq))
    if before is not None and before.hash != item.digest:
        return Verdict(item, "fork")
    if before is not None and before.reason is None:
        return Verdict(item, "duplicate", seq=before.seq)
    is_known = envelope.epoch <= epochs.get(envelope.bucket, 0)
    if before is not None and not (before.waits and is_known):
        return Verdict(item, "held", reason=before.reason)
    if is_known:
        return Verdict(item, "applied", seq=seq, was_held=before is not None)
    return Verdict(item, "held", reason="key_unknown" if envelope.bucket in epochs else "donated_no_scope", new=True)


def _remember(known: Seen, verdict: Verdict) -> None:
    envelope = verdict.item.envelope
    assert envelope is not None
    fact = Known(envelope.op_id, envelope.device, envelope.dseq, verdict.item.digest, verdict.seq, verdict.reason)
    known[envelope.op_id] = known[(envelope.device, envelope.dseq)] = fact


def _told(verdict: Verdict) -> Result:
    if verdict.s == "rejected":
        return Result(id=verdict.item.id, s="rejected", code=verdict.code or "cannot_open")
    if verdict.seq is not None:
        return Result(id=verdict.item.id, s=verdict.s, seq=verdict.seq)
    if verdict.reason is not None:
        return Result(id=verdict.item.id, s=verdict.s, reason=verdict.reason)
    return Result(id=verdict.item.id, s=verdict.s)
