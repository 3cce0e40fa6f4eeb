"""Records that wait for a person: a coordinator looks at who sent what when, and releases or files each."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.access.caller import Caller
from server.audit.log import note
from server.db import Connection, reading, write_transaction
from server.envelope import frame
from server.envelope.effects import are_signed
from server.problems import Problem
from server.sequence import advance_as
from server.sync.effects import apply_effects
from server.sync.wire import to_text

DECIDES = ("coordinator", "manager")
MOST_LISTED = 500

# In the caller's scope, or of their center: by the household, or by its author where no household is known.
_MINE = """
from held_op h join device d on d.id = h.device join staff s on s.id = d.staff left join bucket b on b.id = h.bucket
where h.decided is null and (
  exists (select from scope_grant g where g.staff = $1 and g.bucket = h.bucket
    and (g.ends_at is null or g.ends_at > $3))
  or coalesce(b.center, s.center) = $2)
"""
# The epoch stands in the header, at byte 12: of a household nobody opened, or under a key nobody got, nobody reads.
_LIST = (
    """
select h.op_id, h.bucket, h.device, d.label, d.staff, s.name as staff_name, h.reason, h.rcv,
  coalesce(b.erased_seq is null
    and ('x' || encode(substring(h.envelope from 13 for 4), 'hex'))::bit(32)::bigint <= b.epoch, false) as readable
"""
    + _MINE
    + "order by h.rcv, h.op_id limit $4"
)
_SEEN = """
select exists (select from scope_grant where staff = $1 and bucket = $2 and (ends_at is null or ends_at > $3))
"""
_ONE = (
    """
select h.op_id, h.bucket, h.device, h.rcv, h.hash, h.envelope, h.effects, h.effects_sig, d.staff, d.sign_key, b.epoch,
  b.erased_seq
"""
    + _MINE
    + "and h.op_id = $4"
)
_STORED = "select seq, hash from stored_ops(array[$1::uuid], $2, 0, 0) where op_id = $1"
_DECIDE = """
update held_op set decided = $2, decided_by = $3, decided_at = $4 where op_id = $1
"""


class HeldOp(msgspec.Struct, frozen=True, kw_only=True):
    op_id: UUID
    bucket: UUID
    device: UUID
    label: str
    staff: UUID
    staff_name: str
    reason: str
    rcv: datetime
    readable: bool


class HeldRecord(msgspec.Struct, frozen=True, kw_only=True):
    op_id: UUID
    device: UUID
    rcv: datetime
    e: str


class HeldList(msgspec.Struct, frozen=True, kw_only=True):
    held: list[HeldOp]


async def waiting(caller: Caller, now: datetime) -> HeldList:
    """The oldest first."""
    async with reading() as connection:
        rows = await connection.fetch(_LIST, caller.staff, caller.center, now, MOST_LISTED)
    return HeldList(held=[HeldOp(**dict(row)) for row in rows])


async def read(caller: Caller, op_id: UUID, now: datetime) -> HeldRecord:
    """The sealed record, before deciding: only for whoever may read its household anyway."""
    async with write_transaction() as connection:
        await advance_as(connection, 1, caller.staff)
        row = await _mine_to_decide(connection, caller, op_id, now)
        if row["erased_seq"] is not None or not await connection.fetchval(_SEEN, caller.staff, row["bucket"], now):
            raise Problem("not_found")
        await _noted(connection, caller, row, "held.read", now)
    return HeldRecord(op_id=op_id, device=row["device"], rcv=row["rcv"], e=to_text(row["envelope"]))


async def release(caller: Caller, op_id: UUID, now: datetime) -> int:
    """The record enters the stream as of now, its effects with it; its number there."""
    async with write_transaction() as connection:
        turn = await advance_as(connection, 1, caller.staff)
        row = await _mine_to_decide(connection, caller, op_id, now)
        envelope = frame.parse(row["envelope"])
        # Of a household that nobody opened, or under a key that nobody else was given, there would be nothing to read.
        if row["epoch"] is None or row["erased_seq"] is not None or envelope.epoch > row["epoch"]:
            raise Problem("held_unreadable")
        seq = await _into_the_stream(connection, row, envelope, turn.last)
        wanted = msgspec.json.decode(row["effects"])
        if seq == turn.last and are_signed(row["sign_key"], row["hash"], wanted, row["effects_sig"] or b""):
            await apply_effects(
                connection, device=row["device"], staff=row["staff"], op_id=op_id, bucket=row["bucket"],
                wanted=wanted, seq=seq, now=now,
            )  # fmt: skip
        await _decide(connection, caller, row, "released", now)
    return seq


async def _into_the_stream(connection: Connection, row: Any, envelope: frame.Envelope, seq: int) -> int:
    placed = await connection.fetchval(
        "select release_held($1, $2, $3, $4)", row["op_id"], seq, envelope.epoch, envelope.kind
    )
    if placed is not None:
        return placed
    stored = await connection.fetchrow(_STORED, row["op_id"], row["device"])
    if stored is None or stored["hash"] != row["hash"]:
        raise Problem("held_unreadable")
    return stored["seq"]  # a phone gave it back after a restore


async def file(caller: Caller, op_id: UUID, now: datetime) -> None:
    """Kept for ever and shown to nobody: it stays out of the stream."""
    async with write_transaction() as connection:
        await advance_as(connection, 1, caller.staff)
        row = await _mine_to_decide(connection, caller, op_id, now)
        await _decide(connection, caller, row, "filed", now)


async def _mine_to_decide(connection: Connection, caller: Caller, op_id: UUID, now: datetime) -> Any:
    row = await connection.fetchrow(_ONE, caller.staff, caller.center, now, op_id)
    if row is None:
        raise Problem("not_found")
    if row["staff"] == caller.staff:
        raise Problem("own_record")
    return row


async def _decide(connection: Connection, caller: Caller, row: Any, decided: str, now: datetime) -> None:
    await connection.execute(_DECIDE, row["op_id"], decided, caller.staff, now)
    await _noted(connection, caller, row, f"held.{decided}", now)


async def _noted(connection: Connection, caller: Caller, row: Any, verb: str, now: datetime) -> None:
    await note(
        connection, at=now, verb=verb, device=caller.device, staff=caller.staff, subject=row["op_id"],
        bucket=row["bucket"],
    )  # fmt: skip
