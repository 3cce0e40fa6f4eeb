"""Bytes on the wire and the proofs devices give: pure, and equally slow for known and unknown devices."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from server.envelope import signing
from server.problems import Problem

# A point nobody holds the key to: checking against it costs what a real check costs.
_NOBODY = signing.point_of(signing.new_key())


def to_b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def from_b64(text: str, *, field: str = "", size: int | None = None) -> bytes:
    """base64url without padding, canonical; anything else is refused naming the field."""
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Problem("wrong_value", **({"field": field} if field else {})) from None
    if to_b64(value) != text or (size is not None and len(value) != size):
        raise Problem("wrong_value", **({"field": field} if field else {}))
    return value


def is_valid_for_unknown(message: bytes, signature: bytes) -> bool:
    """Always False; spends the time of a verification so that an unknown device cannot be told from a wrong proof."""
    signing.verify(_NOBODY, message, signature)
    return False


def session_message(device: UUID, challenge: str) -> bytes:
    return f"kasane session v1\n{device}\n{challenge}".encode()


def code_id_of(secret: bytes) -> bytes:
    return hashlib.sha256(b"kasane code id v1" + secret).digest()[:16]


def verifier_of(secret: bytes) -> bytes:
    return hashlib.sha256(b"kasane code key v1" + secret).digest()


def transcript_of(code_id: bytes, device: UUID, kem_key: bytes, sign_key: bytes, upload_key: bytes) -> bytes:
    return b"kasane enrol v1" + code_id + device.bytes + kem_key + sign_key + upload_key


def enrolment_proof(verifier: bytes, transcript: bytes) -> bytes:
    return hmac.digest(verifier, transcript, "sha256")


def check_code_of(transcript: bytes) -> str:
    """Six digits that both screens show."""
    first = int.from_bytes(hashlib.sha256(b"kasane check v1" + transcript).digest()[:4], "big")
    return f"{first % 1_000_000:06d}"
