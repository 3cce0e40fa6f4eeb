"""Hands a household key to one device by HPKE (RFC 9180, base mode). The web tier must not import this module."""

import hashlib
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec

from server.envelope.frame import SUITE, CannotOpen
from server.envelope.sealing import KEY_BYTES
from server.envelope.signing import point_of, public_key

HOUSEHOLD = "household"
WRAP_BYTES = 65 + KEY_BYTES + 16
_SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def wrap(
    key: bytes, recipient_kem_public: bytes, *, bucket: UUID, epoch: int, device: UUID, purpose: str = HOUSEHOLD
) -> bytes:
    """`recipient_kem_public` is the 65-byte point of the device's `kem_key`, `device` is the recipient."""
    if len(key) != KEY_BYTES:
        raise ValueError("a household key has 32 bytes")
    info = _info(recipient_kem_public, bucket, epoch, device, purpose)
    return _SUITE.encrypt(key, public_key(recipient_kem_public), info=info)


def unwrap(
    wrapped: bytes, kem_key: ec.EllipticCurvePrivateKey, *, bucket: UUID, epoch: int, device: UUID,
    purpose: str = HOUSEHOLD,
) -> bytes:  # fmt: skip
    if len(wrapped) != WRAP_BYTES:
        raise CannotOpen
    try:
        return _SUITE.decrypt(wrapped, kem_key, info=_info(point_of(kem_key), bucket, epoch, device, purpose))
    except InvalidTag:
        raise CannotOpen from None


def _info(kem_public: bytes, bucket: UUID, epoch: int, device: UUID, purpose: str) -> bytes:
    return (
        b"KEP1 wrap" + bytes([SUITE]) + bucket.bytes + epoch.to_bytes(4, "big") + device.bytes
        + hashlib.sha256(kem_public).digest()[:16] + purpose.encode()
    )  # fmt: skip
