"""Checks a VAPID header as a push service does; shared by the services of this folder."""

import base64
import json
import time
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils


class VapidRefused(Exception):
    """Why a real service would answer 401 or 403."""


@dataclass(frozen=True)
class VapidHeader:
    claims: dict[str, Any]
    key: bytes


def from_base64url(text: str) -> bytes:
    stripped = text.rstrip("=")
    return base64.urlsafe_b64decode(stripped + "=" * (-len(stripped) % 4))


def to_base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def check(
    header: str | None, *, audiences: tuple[str, ...], key: bytes | None, now: float | None = None
) -> VapidHeader:
    """Signature, audience, lifetime and the key the subscription was made with."""
    if not header or not header.lower().startswith("vapid "):
        raise VapidRefused("no vapid header")
    try:
        parts = dict(part.strip().split("=", 1) for part in header[6:].split(","))
        head, claims_text, signature = parts["t"].split(".")
        point, raw = from_base64url(parts["k"]), from_base64url(signature)
        der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        public.verify(der, f"{head}.{claims_text}".encode(), ec.ECDSA(hashes.SHA256()))
        claims = json.loads(from_base64url(claims_text))
    except (KeyError, ValueError, InvalidSignature) as error:
        raise VapidRefused(f"bad header: {type(error).__name__}") from error
    if claims.get("aud") not in audiences:
        raise VapidRefused(f"aud {claims.get('aud')}")
    moment = time.time() if now is None else now
    if not moment < claims.get("exp", 0) <= moment + 86_400:
        raise VapidRefused("exp")
    if key is not None and key != point:
        raise VapidRefused("key mismatch")
    return VapidHeader(claims, point)
