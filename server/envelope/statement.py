"""Signed statements (JWS compact, ES256): certificates, revocations, grants, approvals; the directory's hash chain."""

import hashlib
import json
import warnings
from typing import Any, Literal, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from server.envelope.encoding import from_b64u
from server.envelope.frame import CannotOpen
from server.envelope.signing import public_key

with warnings.catch_warnings():
    # joserfc imports finite-field Diffie-Hellman, which nothing here uses and cryptography warns about.
    warnings.simplefilter("ignore")
    from joserfc import jws
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey

Typ = Literal[
    "kasane-root", "kasane-device", "kasane-revoke", "kasane-grant", "kasane-approve", "kasane-transfer",
    "kasane-figures",
]  # fmt: skip
ROOT = "root"
NO_HASH = bytes(32)
MAX_BYTES = 8 * 1024
_ONLY = ["ES256"]


class Mark(NamedTuple):
    """What an unverified statement says of itself: enough to find the key, worth nothing more."""

    typ: str
    kid: str


def sign_statement(typ: Typ, claims: dict[str, Any], key: ec.EllipticCurvePrivateKey, kid: str) -> str:
    """`kid` is the signer's device id, or ROOT."""
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    body = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    header = {"alg": "ES256", "typ": typ, "kid": kid}
    return jws.serialize_compact(header, body, ECKey.import_key(pem), algorithms=_ONLY)


def mark_of(statement: str) -> Mark:
    header = _loads(from_b64u(_part(statement, 0)))
    typ, kid = header.get("typ"), header.get("kid")
    if header != {"alg": "ES256", "typ": typ, "kid": kid} or not isinstance(typ, str) or not isinstance(kid, str):
        raise CannotOpen
    return Mark(typ, kid)


def claims_of(statement: str) -> dict[str, Any]:
    """Unverified: for routing only, such as finding the bucket of a grant."""
    return _loads(from_b64u(_part(statement, 1)))


def read_statement(statement: str, typ: str, kid: str, point: bytes) -> dict[str, Any]:
    """The claims, when the holder of `point` signed them as exactly this kind under this name; else CannotOpen."""
    if mark_of(statement) != (typ, kid):
        raise CannotOpen
    pem = public_key(point).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        payload = jws.deserialize_compact(statement, ECKey.import_key(pem), algorithms=_ONLY).payload
    except (JoseError, ValueError):
        raise CannotOpen from None
    return _loads(payload)


def chain_hash(previous: bytes, statement: str) -> bytes:
    """hash(n) of the directory; hash(0) is NO_HASH."""
    return hashlib.sha256(previous + statement.encode("ascii")).digest()


def _part(statement: str, place: int) -> str:
    parts = statement.split(".")
    if len(parts) != 3 or not statement.isascii() or len(statement) > MAX_BYTES:
        raise CannotOpen
    return parts[place]


def _loads(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise CannotOpen from None
    if not isinstance(value, dict):
        raise CannotOpen
    return value
