"""Where a phone's reading stands, as an opaque token that only we can write and only that device can use."""

import hashlib
import hmac
from uuid import UUID

import msgspec

from server.problems import Problem
from server.sync.wire import from_text, to_text

MAC_BYTES = 32


class Cursor(msgspec.Struct, array_like=True):
    """`base`: the stream is read up to here. `lag`: older ops still to come, per bucket [read, up to], in the order in
    which they come: of every bucket when a phone begins, later of those granted since. What is new here stands last:
    an older release leaves it unread."""

    gen: UUID
    base: int = 0
    mem: int = 0  # scope events taken into account
    key: int = 0  # wraps
    alert: int = 0
    lag: dict[UUID, tuple[int, int]] = {}
    today: int | None = None  # so many of `lag`, the first of them, bear on today; None where nobody can say


def write(cursor: Cursor, device: UUID, key: bytes) -> str:
    body = msgspec.msgpack.encode(cursor)
    return to_text(_mac(body, device, key) + body)


def read(token: str, device: UUID, key: bytes) -> Cursor:
    """400 for anything not written by us for this device: the phone then reads again from the start."""
    raw = from_text(token)
    if raw is None or not hmac.compare_digest(raw[:MAC_BYTES], _mac(raw[MAC_BYTES:], device, key)):
        raise Problem("bad_cursor")
    try:
        return msgspec.msgpack.decode(raw[MAC_BYTES:], type=Cursor)
    except msgspec.DecodeError:  # of an older release
        raise Problem("bad_cursor") from None


def _mac(body: bytes, device: UUID, key: bytes) -> bytes:
    return hmac.digest(key, b"kasane cursor v1" + device.bytes + body, hashlib.sha256)
