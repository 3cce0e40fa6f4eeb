"""How a pull travels: for phones as bytes a length apart, for whoever asks for nothing special as JSON with base64url.

`u32 length ‖ JSON ‖ sealed records one after the other`: the JSON is the reply with `n`, a record's length, in place of
`e`. A quarter less to carry over a slow cell, and neither side spells out or reads back a single sealed byte.
"""

from typing import Any

import msgspec

from server.sync.wire import PulledOp, SyncReply, to_text

MEDIA_TYPE = "application/vnd.kasane.frames"

_encode = msgspec.json.Encoder().encode


class _FramedOp(msgspec.Struct):
    seq: int
    rcv: Any
    n: int


class _SpelledOp(msgspec.Struct):
    seq: int
    rcv: Any
    e: str


def framed(reply: SyncReply) -> bytes:
    ops = _ops_of(reply)
    head = _encode(_with(reply, [_FramedOp(op.seq, op.rcv, len(op.e)) for op in ops]))
    return b"".join((len(head).to_bytes(4, "big"), head, *(op.e for op in ops)))


def spelled(reply: SyncReply) -> bytes:
    return _encode(_with(reply, [_SpelledOp(op.seq, op.rcv, to_text(op.e)) for op in _ops_of(reply)]))


def _ops_of(reply: SyncReply) -> list[PulledOp]:
    return [] if isinstance(reply.pull, msgspec.UnsetType) else reply.pull.ops


def _with(reply: SyncReply, ops: list[Any]) -> SyncReply:
    if isinstance(reply.pull, msgspec.UnsetType):
        return reply
    return SyncReply(push=reply.push, pull=msgspec.structs.replace(reply.pull, ops=ops))
