"""Seals and opens a photo in segments (STREAM) under a household key. The web tier must not import this module."""

import hashlib
import hmac
import os
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.envelope.frame import SUITE, TAG_BYTES, CannotOpen
from server.envelope.sealing import KEY_BYTES

SEGMENT_BYTES = 256 * 1024
MOST_SEGMENTS = 60  # 15 MiB
_SALT_BYTES, _PREFIX_BYTES = 32, 7


class Attachment(NamedTuple):
    """What the sealed header tells of the segments; `digest` is the SHA-256 of all of them in their order."""

    salt: bytes
    size: int
    n: int
    digest: bytes


def seal_segments(
    key: bytes, content: bytes, *, att: UUID, bucket: UUID, epoch: int, salt: bytes | None = None
) -> tuple[Attachment, list[bytes]]:
    """`salt` is given by test vectors only."""
    count = segments_of(len(content))
    salt = os.urandom(_SALT_BYTES) if salt is None else salt
    stream = _Stream(key, salt, att, bucket, epoch)
    parts = [content[at : at + SEGMENT_BYTES] for at in range(0, len(content), SEGMENT_BYTES)]
    sealed = [stream.seal(index, part, last=index == count - 1) for index, part in enumerate(parts)]
    return Attachment(salt, len(content), count, _digest(sealed)), sealed


def open_segments(
    key: bytes, header: Attachment, segments: list[bytes], *, att: UUID, bucket: UUID, epoch: int
) -> bytes:
    """Raises CannotOpen unless these are all the segments the header speaks of, in their order."""
    if not 1 <= header.n <= MOST_SEGMENTS or len(segments) != header.n or segments_of(header.size) != header.n:
        raise CannotOpen
    if not hmac.compare_digest(_digest(segments), header.digest):
        raise CannotOpen
    stream = _Stream(key, header.salt, att, bucket, epoch)
    last = header.n - 1
    content = b"".join(stream.open(index, sealed, last=index == last) for index, sealed in enumerate(segments))
    if len(content) != header.size:
        raise CannotOpen
    return content


def segments_of(size: int) -> int:
    """How many segments a content of this size has; raises CannotOpen for none and for too many."""
    count = -(-size // SEGMENT_BYTES)
    if not 1 <= count <= MOST_SEGMENTS:
        raise CannotOpen
    return count


class _Stream:
    """STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): place and end of a segment lie in its nonce."""

    def __init__(self, key: bytes, salt: bytes, att: UUID, bucket: UUID, epoch: int) -> None:
        if len(key) != KEY_BYTES or len(salt) != _SALT_BYTES:
            raise CannotOpen
        info = b"KEP1 blob" + bytes([SUITE]) + bucket.bytes + epoch.to_bytes(4, "big") + att.bytes
        okm = HKDF(hashes.SHA256(), 32 + _PREFIX_BYTES, salt, info).derive(key)
        self._aes, self._prefix = AESGCM(okm[:32]), okm[32:]
        self._belongs = att.bytes + bucket.bytes + epoch.to_bytes(4, "big")

    def seal(self, index: int, part: bytes, *, last: bool) -> bytes:
        return self._aes.encrypt(self._nonce(index, last=last), part, self._belongs)

    def open(self, index: int, sealed: bytes, *, last: bool) -> bytes:
        if not TAG_BYTES < len(sealed) <= SEGMENT_BYTES + TAG_BYTES:
            raise CannotOpen
        try:
            return self._aes.decrypt(self._nonce(index, last=last), sealed, self._belongs)
        except InvalidTag:
            raise CannotOpen from None

    def _nonce(self, index: int, *, last: bool) -> bytes:
        return self._prefix + index.to_bytes(4, "big") + bytes([last])


def _digest(segments: list[bytes]) -> bytes:
    return hashlib.sha256(b"".join(segments)).digest()
