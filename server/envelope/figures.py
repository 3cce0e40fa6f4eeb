"""A colleague's signed word that these are the figures of their center's month."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from server.envelope.frame import CannotOpen
from server.envelope.statement import read_statement, sign_statement

TYP = "kasane-figures"


@dataclass(frozen=True, slots=True)
class Handed:
    """`month` as `2026-11`; `version`: which one of that month this is; `figures`: None where none is told."""

    center: str
    month: str
    version: int
    figures: dict[str, int | None]


def sign_figures(of: Handed, iat: int, key: ec.EllipticCurvePrivateKey, signer: UUID) -> str:
    return sign_statement(TYP, {**_claims(of), "iat": iat}, key, str(signer))


def check_figures(statement: str, of: Handed, signer: UUID, point: bytes) -> None:
    """Raises CannotOpen unless the holder of `point` signed exactly these, under this device's name."""
    claims = read_statement(statement, TYP, str(signer), point)
    iat = claims.pop("iat", None)
    said = claims.get("figures")
    if type(iat) is not int or not isinstance(said, dict) or claims != _claims(of):
        raise CannotOpen
    if any(type(one) not in (int, type(None)) for one in said.values()):
        raise CannotOpen  # true is 1 to Python: a figure is a number or nothing


def _claims(of: Handed) -> dict[str, Any]:
    return {"center": of.center, "month": of.month, "version": of.version, "figures": of.figures}
