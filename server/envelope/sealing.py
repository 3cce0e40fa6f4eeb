"""Seals and opens records under a household key. The web tier must not import this module."""

import hmac
import os
import zlib
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.envelope import frame
from server.envelope.frame import CannotOpen, Envelope
from server.envelope.signing import sign

KEY_BYTES = 32
_SMALLEST = 256


class TooLarge(Exception):
    """The record does not fit into one envelope of 64 KiB."""


def new_household_key() -> bytes:
    return os.urandom(KEY_BYTES)


def seal(
    key: bytes, sign_key: ec.EllipticCurvePrivateKey, payload: bytes, *, kind: int, schema: int, epoch: int,
    bucket: UUID, op_id: UUID, device: UUID, dseq: int, hlc: int, prev: bytes, salt: bytes | None = None,
) -> bytes:  # fmt: skip
    """`salt` is given by test vectors only."""
    if len(payload) > frame.MAX_PAYLOAD:
        raise TooLarge
    salt = os.urandom(32) if salt is None else salt
    aes, nonce, commit = _derive(key, salt, bucket, epoch, op_id, device, dseq)
    packed = _deflate(payload)
    flags = frame.PADDED | (frame.DEFLATED if len(packed) < len(payload) else 0)
    body = _pad(packed if flags & frame.DEFLATED else payload)
    header = frame.header_bytes(
        kind=kind, schema=schema, flags=flags, epoch=epoch, bucket=bucket, op_id=op_id, device=device, dseq=dseq,
        hlc=hlc, prev=prev, salt=salt, commit=commit, length=len(body),
    )  # fmt: skip
    signed = header + AESGCM(aes).encrypt(nonce, body, header)
    if len(signed) + frame.SIGNATURE_BYTES > frame.MAX_BYTES:
        raise TooLarge
    return signed + sign(sign_key, signed)


def open_sealed(key: bytes, envelope: Envelope) -> bytes:
    """Raises CannotOpen. Does not look at the signature: `signing.made_by` comes first."""
    aes, nonce, commit = _derive(
        key, envelope.salt, envelope.bucket, envelope.epoch, envelope.op_id, envelope.device, envelope.dseq
    )
    # GCM alone opens under more than one key; the commitment is what ties the envelope to this one.
    if not hmac.compare_digest(commit, envelope.commit):
        raise CannotOpen
    try:
        body = AESGCM(aes).decrypt(nonce, envelope.ciphertext, envelope.header)
    except InvalidTag:
        raise CannotOpen from None
    if envelope.flags & frame.PADDED:
        body = _unpad(body)
    return _inflate(body) if envelope.flags & frame.DEFLATED else body


def key_check(key: bytes, bucket: UUID, epoch: int) -> bytes:
    """Published with the epoch, so that every recipient knows all were given the same key."""
    return hmac.digest(key, b"KEP1 id" + bucket.bytes + epoch.to_bytes(4, "big"), "sha256")[:16]


def alert_id(key: bytes, op_id: UUID) -> UUID:
    """The same on the phone and in the vault; without the key it is noise. Carries no UUID version bits."""
    return UUID(bytes=hmac.digest(key, b"kasane alert v1" + op_id.bytes, "sha256")[:16])


def timer_id(key: bytes, cause: str) -> UUID:
    """The id of the alert that a deadline would raise; without the key nobody can tell of what it is."""
    return UUID(bytes=hmac.digest(key, b"kasane timer v1" + cause.encode(), "sha256")[:16])


def _derive(
    key: bytes, salt: bytes, bucket: UUID, epoch: int, op_id: UUID, device: UUID, dseq: int
) -> tuple[bytes, bytes, bytes]:
    if len(key) != KEY_BYTES:
        raise CannotOpen
    info = (
        b"KEP1 seal" + bytes([frame.SUITE]) + bucket.bytes + epoch.to_bytes(4, "big")
        + op_id.bytes + device.bytes + dseq.to_bytes(8, "big")
    )  # fmt: skip
    okm = HKDF(hashes.SHA256(), 76, salt, info).derive(key)
    return okm[:32], okm[32:44], okm[44:]


def _deflate(payload: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(payload) + packer.flush()


def _inflate(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(-15)
    try:
        payload = unpacker.decompress(body, frame.MAX_PAYLOAD + 1)
    except zlib.error:
        raise CannotOpen from None
    if len(payload) > frame.MAX_PAYLOAD or not unpacker.eof or unpacker.unused_data:
        raise CannotOpen
    return payload


def padded_length(length: int) -> int:
    """Padmé (PURBs, 2019): the size tells at most the top bits of the length, at ≤ 12 % cost."""
    if length < _SMALLEST:
        return _SMALLEST
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def _pad(body: bytes) -> bytes:
    return (body + b"\x80").ljust(padded_length(len(body) + 1), b"\0")


def _unpad(body: bytes) -> bytes:
    body = body.rstrip(b"\0")
    if not body.endswith(b"\x80"):
        raise CannotOpen
    return body[:-1]


def same_key(key: bytes, bucket: UUID, epoch: int, published: bytes) -> bool:
    return hmac.compare_digest(key_check(key, bucket, epoch), published)
