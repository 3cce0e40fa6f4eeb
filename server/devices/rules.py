"""What enrolment is made of: pure, the same bytes on phone and server (docs/wire.md)."""

import hashlib
import hmac
from datetime import timedelta
from typing import Literal
from uuid import UUID

Reason = Literal["lost", "retired", "left"]

CODE_LIVES = timedelta(minutes=10)
MOST_WRONG_PROOFS = 5
ADMITS = ("coordinator", "manager", "administrator")
STATE_AFTER: dict[Reason, str] = {"lost": "lost", "retired": "retired", "left": "revoked"}
REASON_OF: dict[str, Reason] = {state: reason for reason, state in STATE_AFTER.items()}
WIDE = ("coordinator", "office", "manager", "center_head", "administrator")
ENDED = tuple(STATE_AFTER.values())


def code_id_of(secret: bytes) -> bytes:
    return hashlib.sha256(b"kasane code id v1" + secret).digest()[:16]


def verifier_of(secret: bytes) -> bytes:
    return hashlib.sha256(b"kasane code key v1" + secret).digest()


def transcript_of(code_id: bytes, device: UUID, kem_key: bytes, sign_key: bytes, upload_key: bytes) -> bytes:
    return b"kasane enrol v1" + code_id + device.bytes + kem_key + sign_key + upload_key


def proof_of(verifier: bytes, transcript: bytes) -> bytes:
    return hmac.digest(verifier, transcript, "sha256")


def check_code_of(transcript: bytes) -> str:
    """Six digits that both screens show."""
    first = int.from_bytes(hashlib.sha256(b"kasane check v1" + transcript).digest()[:4], "big")
    return f"{first % 1_000_000:06d}"


def may_admit(role: str, own_center: str | None, center: str | None, newcomer: str) -> bool:
    """Coordinators and managers speak for their own center, the administrator for all and alone for administrators."""
    if role == "administrator":
        return True
    return role in ADMITS and newcomer != "administrator" and own_center is not None and own_center == center


def needs_second_person(newcomer: str) -> bool:
    """Who reads a whole center, or admits others, is let in by two people: one makes the link, another approves."""
    return newcomer in WIDE
