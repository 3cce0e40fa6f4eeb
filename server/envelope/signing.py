"""P-256 signatures as raw r‖s, and public keys as uncompressed points."""

import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.envelope.frame import CannotOpen, Envelope

POINT_BYTES = 65
# Deterministic nonces (RFC 6979): a weak random source must not give the signing key away.
_SIGN = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
_VERIFY = ec.ECDSA(hashes.SHA256())


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def point_of(key: ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey) -> bytes:
    public = key.public_key() if isinstance(key, ec.EllipticCurvePrivateKey) else key
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@lru_cache(maxsize=4096)
def public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """Raises CannotOpen when the 65 bytes are not a point of the curve."""
    if len(point) != POINT_BYTES or point[0] != 4:
        raise CannotOpen
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise CannotOpen from None


def sign(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(message, _SIGN))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def verify(point: bytes, message: bytes, signature: bytes) -> bool:
    """False for any signature that does not hold, and for a point that is not on the curve."""
    if len(signature) != 64:
        return False
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    try:
        public_key(bytes(point)).verify(der, message, _VERIFY)
    except (InvalidSignature, CannotOpen):
        return False
    return True


def made_by(envelope: Envelope, point: bytes) -> bool:
    """Whether the holder of this signing key made exactly these bytes."""
    return verify(point, envelope.signed, envelope.signature)


def print_of(point: bytes) -> bytes:
    """SHA-256 of a public key: of the office root it is what an enrolment link pins."""
    return hashlib.sha256(point).digest()
