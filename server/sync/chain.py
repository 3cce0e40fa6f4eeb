"""Weighs a batch before any lock is taken: what can be read, what hangs together, what its device really signed.

Every envelope carries the hash of the one before it, so the signature of the
last of a contiguous run covers the run: one verification a batch. Only when it
fails are earlier ones tried, backwards, until one holds.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from server.envelope import frame, signing
from server.envelope.frame import CannotOpen, Envelope

PUSHED_KINDS = (frame.OP, frame.SNAPSHOT, frame.ALERT_BODY, frame.ATTACHMENT_HEADER, frame.KEY_BEGUN)
_CHAIN = struct.Struct(">32x16s16sQ8x32s")  # op id, device, dseq, prev: readable even where the rest is not


@dataclass(slots=True)
class Item:
    """One pushed op. `dseq` is None where not even its place can be told; `prev` is empty where a successor told it."""

    raw: bytes
    digest: bytes
    id: UUID | None
    dseq: int | None
    prev: bytes
    envelope: Envelope | None
    poison: str | None = None  # the code it is rejected with


def read(raw: bytes, device: UUID) -> Item:
    """Never raises: what cannot be opened keeps the place its header names."""
    digest = frame.digest(raw)
    try:
        envelope = frame.parse(raw)
    except CannotOpen:
        return _unopenable(raw, digest, device)
    if envelope.device != device:
        return Item(raw, digest, envelope.op_id, None, b"", None, "wrong_device")
    poison = None if envelope.kind in PUSHED_KINDS else "wrong_kind"
    return Item(raw, digest, envelope.op_id, envelope.dseq, envelope.prev, envelope, poison)


def _unopenable(raw: bytes, digest: bytes, device: UUID) -> Item:
    code = "too_large" if len(raw) > frame.MAX_BYTES else "cannot_open"
    if len(raw) < _CHAIN.size or raw[:3] != frame.MAGIC[:3]:
        return Item(raw, digest, None, None, b"", None, code)
    op_id, of_device, dseq, prev = _CHAIN.unpack_from(raw)
    if of_device != device.bytes or not 1 <= dseq <= frame.MAX_DSEQ:
        return Item(raw, digest, None, None, b"", None, code)
    return Item(raw, digest, UUID(bytes=op_id), dseq, prev, None, code)


def weigh(raws: Sequence[bytes], device: UUID, sign_key: bytes) -> list[Item]:
    """Each op with its verdict as far as the batch alone can give one."""
    items = [read(raw, device) for raw in raws]
    start = 0
    for end in range(1, len(items) + 1):
        if end == len(items) or not _linked(items[end - 1], items[end]):
            _prove(items[start:end], sign_key)
            start = end
    _seat_poisoned(items)
    return items


def _linked(first: Item, second: Item) -> bool:
    return (
        first.envelope is not None
        and second.envelope is not None
        and second.dseq == (first.dseq or 0) + 1
        and second.prev == first.digest
    )


def _prove(run: list[Item], sign_key: bytes) -> None:
    for item in reversed(run):
        if item.envelope is None or signing.made_by(item.envelope, sign_key):
            return
        item.poison = "bad_signature"


def _seat_poisoned(items: list[Item]) -> None:
    """A damaged op's own header proves nothing: its place is the one that its signed successor leaves free."""
    for before, after in zip(items[-2::-1], items[::-1], strict=False):
        if before.poison is not None and before.poison != "wrong_kind" and (after.dseq or 0) > 1 and _placed(after):
            before.dseq, before.prev = (after.dseq or 0) - 1, b""


def _placed(item: Item) -> bool:
    signed = item.envelope is not None and item.poison in (None, "wrong_kind")
    return signed or (item.poison is not None and item.prev == b"")
