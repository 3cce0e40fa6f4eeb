"""What a statement must say to enter the directory: pure."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from server.envelope import signing
from server.envelope.encoding import b64u, from_b64u
from server.envelope.frame import CannotOpen
from server.envelope.statement import ROOT, Typ, claims_of, read_statement

TYP: dict[str, Typ] = {"root": "kasane-root", "device": "kasane-device", "revoke": "kasane-revoke"}
CLAIMS = {
    "root": {"office", "sign_key", "iat"},
    "device": {
        "device", "staff", "name", "kana", "role", "center", "organisation", "kem_key", "sign_key", "iat",
    },
    "revoke": {"device", "iat", "reason"},
}  # fmt: skip


def root_key_of(jws: str) -> bytes:
    """The key of a root statement that signs itself; CannotOpen when it does not."""
    point = from_b64u(claims_of(jws).get("sign_key"), signing.POINT_BYTES)
    read(jws, "root", point)
    return point


def root_print(jws: str) -> str:
    """What an enrolment link pins, b64url."""
    return b64u(signing.print_of(root_key_of(jws)))


def read(jws: str, kind: str, root: bytes) -> dict[str, Any]:
    """The claims of a statement the root signed as this kind; CannotOpen otherwise."""
    claims = read_statement(jws, TYP[kind], ROOT, root)
    iat = claims.get("iat")
    if set(claims) != CLAIMS[kind] or isinstance(iat, bool) or not isinstance(iat, int):
        raise CannotOpen
    return claims


def speaks_of(claims: Mapping[str, Any], subject: UUID, device: Mapping[str, Any]) -> bool:
    """Whether a certificate certifies the very keys and person we know under that id."""
    return (
        claims["device"] == str(subject)
        and claims["staff"] == str(device["staff"])
        and claims["role"] == device["role"]
        and claims["center"] == device["center"]
        and claims["kem_key"] == b64u(device["kem_key"])
        and claims["sign_key"] == b64u(device["sign_key"])
    )
