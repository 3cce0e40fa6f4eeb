"""A colleague's signed word that a new device is whose it claims to be: nothing else makes the vault certify it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from server.envelope.encoding import b64u, from_b64u, uuid_of
from server.envelope.frame import CannotOpen
from server.envelope.signing import POINT_BYTES
from server.envelope.statement import read_statement, sign_statement

TYP = "kasane-approve"
GOOD_FOR = 7 * 24 * 3600  # seconds either way: phones' clocks are wrong in both directions
_TEXTS = ("name", "role", "check_code")


@dataclass(frozen=True, slots=True)
class Subject:
    """What the approver saw and compared: this device, these keys, this person in this role."""

    device: UUID
    staff: UUID
    name: str
    role: str
    center: str | None
    kem_key: bytes
    sign_key: bytes
    check_code: str


@dataclass(frozen=True, slots=True)
class Approval:
    of: Subject
    iat: int

    def is_fresh(self, now: float) -> bool:
        """`now` in seconds since 1970."""
        return abs(now - self.iat) <= GOOD_FOR


def subject_of(told: dict[str, Any]) -> Subject:
    """From JSON, as in a claim or on the wire; other names in it are passed over. Raises CannotOpen."""
    center = told.get("center")
    texts = [told.get(name) for name in _TEXTS]
    if not (center is None or isinstance(center, str)) or not all(isinstance(text, str) for text in texts):
        raise CannotOpen
    kem_key, sign_key = (from_b64u(told.get(name), POINT_BYTES) for name in ("kem_key", "sign_key"))
    return Subject(
        uuid_of(told.get("device")), uuid_of(told.get("staff")), str(texts[0]), str(texts[1]), center,
        kem_key, sign_key, str(texts[2]),
    )  # fmt: skip


def sign_approval(of: Subject, iat: int, key: ec.EllipticCurvePrivateKey, signer: UUID) -> str:
    return sign_statement(TYP, _claims(of, iat), key, str(signer))


def read_approval(statement: str, signer: UUID, point: bytes) -> Approval:
    """Raises CannotOpen unless the holder of `point` signed exactly this kind, under this device's name."""
    claims = read_statement(statement, TYP, str(signer), point)
    of, iat = subject_of(claims), claims.get("iat")
    if type(iat) is not int or claims != _claims(of, iat):
        raise CannotOpen
    return Approval(of, iat)


def _claims(of: Subject, iat: int) -> dict[str, Any]:
    return {
        "device": str(of.device), "staff": str(of.staff), "name": of.name, "role": of.role, "center": of.center,
        "kem_key": b64u(of.kem_key), "sign_key": b64u(of.sign_key), "check_code": of.check_code, "iat": iat,
    }  # fmt: skip
