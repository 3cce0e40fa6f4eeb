"""Reads the routing fields of a sealed record without opening it."""

import hashlib
import struct
from dataclasses import dataclass
from uuid import UUID

MAGIC = b"KEP\x01"
SUITE = 1  # P-256 / HKDF-SHA256 / AES-256-GCM with key commitment

OP, SNAPSHOT, DRAFT, ALERT_BODY, ATTACHMENT_HEADER, KEY_BEGUN = 1, 2, 3, 4, 5, 6
DEFLATED, PADDED = 1, 2

HEADER_BYTES = 180
TAG_BYTES = 16
SIGNATURE_BYTES = 64
MAX_BYTES = 64 * 1024
MAX_PAYLOAD = 64 * 1024
MAX_DSEQ = 2**53 - 1  # the largest whole number a browser counts exactly
NO_PREV = bytes(32)

_HEADER = struct.Struct(">4sBBHII16s16s16sQQ32s32s32sI")


class CannotOpen(Exception):
    """The one answer to bytes that do not parse, verify or open: it tells an attacker nothing about why."""

    def __init__(self) -> None:
        super().__init__("cannot_open")


@dataclass(frozen=True, slots=True)
class Envelope:
    suite: int
    kind: int
    schema: int
    flags: int
    epoch: int
    bucket: UUID
    op_id: UUID
    device: UUID
    dseq: int
    hlc: int
    prev: bytes
    salt: bytes
    commit: bytes
    ciphertext: bytes
    signature: bytes
    raw: bytes

    @property
    def header(self) -> bytes:
        """The associated data of the seal: every routing field."""
        return self.raw[:HEADER_BYTES]

    @property
    def signed(self) -> bytes:
        return self.raw[:-SIGNATURE_BYTES]

    @property
    def hlc_ms(self) -> int:
        return self.hlc >> 16

    @property
    def hlc_n(self) -> int:
        return self.hlc & 0xFFFF


def parse(raw: bytes) -> Envelope:
    """Raises CannotOpen unless the bytes are exactly one whole envelope of a suite and flags we know."""
    if not HEADER_BYTES + TAG_BYTES + SIGNATURE_BYTES <= len(raw) <= MAX_BYTES:
        raise CannotOpen
    (magic, suite, kind, schema, flags, epoch, bucket, op_id, device, dseq, hlc, prev, salt, commit, length) = (
        _HEADER.unpack_from(raw)
    )
    end = HEADER_BYTES + length + TAG_BYTES
    if magic != MAGIC or suite != SUITE or flags & ~(DEFLATED | PADDED) or len(raw) != end + SIGNATURE_BYTES:
        raise CannotOpen
    if kind == 0 or epoch == 0 or not 1 <= dseq <= MAX_DSEQ:
        raise CannotOpen
    return Envelope(
        suite, kind, schema, flags, epoch, UUID(bytes=bucket), UUID(bytes=op_id), UUID(bytes=device), dseq, hlc,
        prev, salt, commit, raw[HEADER_BYTES:end], raw[end:], raw,
    )  # fmt: skip


def header_bytes(
    *, kind: int, schema: int, flags: int, epoch: int, bucket: UUID, op_id: UUID, device: UUID, dseq: int, hlc: int,
    prev: bytes, salt: bytes, commit: bytes, length: int,
) -> bytes:  # fmt: skip
    """`length` counts the ciphertext without its tag."""
    return _HEADER.pack(
        MAGIC, SUITE, kind, schema, flags, epoch, bucket.bytes, op_id.bytes, device.bytes, dseq, hlc,
        prev, salt, commit, length,
    )  # fmt: skip


def digest(raw: bytes) -> bytes:
    """What the device's next envelope carries as `prev`."""
    return hashlib.sha256(raw).digest()
