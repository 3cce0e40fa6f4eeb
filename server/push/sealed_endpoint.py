"""A phone's push address at rest: sealed under the office's subscription key, found again by HMAC."""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

P256DH_BYTES = 65
AUTH_BYTES = 16


class BadPushKeys(ValueError):
    """p256dh is not a point of P-256, or auth is not 16 bytes."""


class CannotOpenEndpoint(Exception):
    """Sealed under another key, or damaged."""


@dataclass(frozen=True, slots=True, repr=False)
class PushAddress:
    """What a browser gave: three secrets. No repr, so that no log can hold them."""

    endpoint: str
    p256dh: str
    auth: str


def from_base64url(text: str) -> bytes:
    """Bytes of unpadded or padded base64url; raises BadPushKeys on anything else."""
    stripped = text.rstrip("=")
    try:
        return base64.b64decode(stripped + "=" * (-len(stripped) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise BadPushKeys("not base64url") from error


def check_keys(p256dh: str, auth: str) -> None:
    """Raise BadPushKeys for what RFC 8291 could not encrypt to; pywebpush would accept some of it."""
    point = from_base64url(p256dh)
    if len(point) != P256DH_BYTES or point[0] != 4 or len(from_base64url(auth)) != AUTH_BYTES:
        raise BadPushKeys("length")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise BadPushKeys("not on the curve") from error


def seal(key: bytes, subscription: UUID, address: PushAddress) -> bytes:
    """nonce (12) ‖ AES-256-GCM, bound to the row it lies in."""
    nonce = os.urandom(12)
    text = json.dumps([address.endpoint, address.p256dh, address.auth]).encode()
    return nonce + AESGCM(_derived(key, b"seal")).encrypt(nonce, text, subscription.bytes)


def open_sealed(key: bytes, subscription: UUID, sealed: bytes) -> PushAddress:
    try:
        text = AESGCM(_derived(key, b"seal")).decrypt(sealed[:12], sealed[12:], subscription.bytes)
    except (InvalidTag, ValueError) as error:
        raise CannotOpenEndpoint from error
    endpoint, p256dh, auth = json.loads(text)
    return PushAddress(endpoint, p256dh, auth)


def lookup(key: bytes, endpoint: str) -> bytes:
    """The one column a subscription is found by; tells nothing without the key."""
    return hmac.digest(_derived(key, b"lookup"), endpoint.encode(), "sha256")


def _derived(key: bytes, use: bytes) -> bytes:
    return hmac.digest(key, b"kasane subscription v1 " + use, hashlib.sha256)
