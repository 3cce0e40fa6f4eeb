"""Records that waited only until the office knew their household and its key: nobody need decide about them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.audit.log import note
from server.db import Connection
from server.envelope import frame
from server.envelope.effects import are_signed
from server.sequence import advance_as
from server.sync import store
from server.sync.effects import apply_effects
from server.sync.verdicts import Verdict

# Only of whom the household is still: anybody else's record goes on waiting for a coordinator.
_WAITING = """
select h.op_id, h.bucket, h.device, h.hash, h.envelope, h.effects, h.effects_sig, d.staff, d.sign_key, b.epoch
from held_op h join device d on d.id = h.device and d.state = 'active'
join bucket b on b.id = h.bucket and b.erased_seq is null
join scope_grant g on g.staff = d.staff and g.bucket = h.bucket and (g.ends_at is null or g.ends_at > $3)
where (h.bucket = any($1::uuid[]) or h.device = $2) and h.reason = 'key_unknown' and h.decided is null
order by h.rcv, h.device, h.dseq
"""
_ENTER = "select release_held($1, $2, $3, $4)"
_ENTERED = "update held_op set decided = 'released', decided_at = $2 where op_id = any($1::uuid[])"


async def place(connection: Connection, applied: Sequence[Verdict], now: datetime) -> None:
    """Into the stream, each under its number: the new ones, and those that waited until now."""
    await store.insert(connection, [verdict for verdict in applied if not verdict.was_held], now)
    lifted = [verdict for verdict in applied if verdict.was_held]
    for verdict in lifted:
        envelope = verdict.item.envelope
        assert envelope is not None
        await connection.fetchval(_ENTER, envelope.op_id, verdict.seq, envelope.epoch, envelope.kind)
    if lifted:
        await connection.execute(_ENTERED, [verdict.item.id for verdict in lifted], now)


async def enter_with_key(
    connection: Connection, begun: Collection[tuple[UUID, int]], *, device: UUID, staff: UUID, now: datetime
) -> int:
    """What was sealed under a key that this push has made known, or waits from this device; how many.

    Takes numbers of its own."""
    rows = await connection.fetch(_WAITING, [bucket for bucket, _ in begun], device, now)
    read = [(row, frame.parse(row["envelope"])) for row in rows]
    ready = [(row, envelope) for row, envelope in read if envelope.epoch <= row["epoch"]]
    if not ready:
        return 0
    turn = await advance_as(connection, len(ready), staff)
    for seq, (row, envelope) in enumerate(ready, turn.first):
        placed = await connection.fetchval(_ENTER, row["op_id"], seq, envelope.epoch, envelope.kind)
        if placed == seq:
            await _with_effects(connection, row, seq, now)
    await connection.execute(_ENTERED, [row["op_id"] for row, _ in ready], now)
    await note(
        connection, at=now, verb="held.released", device=device, staff=staff, purpose="key_known", count=len(ready)
    )
    return len(ready)


async def _with_effects(connection: Connection, row: Any, seq: int, now: datetime) -> None:
    wanted = msgspec.json.decode(row["effects"])
    if are_signed(row["sign_key"], row["hash"], wanted, row["effects_sig"] or b""):
        await apply_effects(
            connection, device=row["device"], staff=row["staff"], op_id=row["op_id"], bucket=row["bucket"],
            wanted=wanted, seq=seq, now=now,
        )  # fmt: skip
