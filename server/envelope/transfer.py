"""Two colleagues' signed words that a household goes to another center: nothing else moves it for the vault."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from server.envelope.encoding import uuid_of
from server.envelope.frame import CannotOpen
from server.envelope.statement import read_statement, sign_statement

TYP = "kasane-transfer"
Act = Literal["ask", "accept"]
ANSWER_FOR_A_CENTER = ("coordinator", "manager")


@dataclass(frozen=True, slots=True)
class Move:
    """Which household, under which hand-over, from where to where."""

    transfer: UUID
    bucket: UUID
    from_center: str
    to_center: str


def sign_move(of: Move, act: Act, iat: int, key: ec.EllipticCurvePrivateKey, signer: UUID) -> str:
    return sign_statement(TYP, {**_claims(of, act), "iat": iat}, key, str(signer))


def read_move(statement: str, act: Act, signer: UUID, point: bytes) -> Move:
    """Raises CannotOpen unless the holder of `point` signed exactly this act, under this device's name."""
    claims = read_statement(statement, TYP, str(signer), point)
    centers = claims.get("from_center"), claims.get("to_center")
    if not all(isinstance(one, str) for one in centers):
        raise CannotOpen
    of = Move(uuid_of(claims.get("transfer")), uuid_of(claims.get("bucket")), str(centers[0]), str(centers[1]))
    iat = claims.pop("iat", None)
    if type(iat) is not int or claims != _claims(of, act):
        raise CannotOpen
    return of


def _claims(of: Move, act: Act) -> dict[str, Any]:
    return {
        "transfer": str(of.transfer), "bucket": str(of.bucket), "from_center": of.from_center,
        "to_center": of.to_center, "act": act,
    }  # fmt: skip
