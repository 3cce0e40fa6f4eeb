"""Which new device the office root may certify: upon a colleague's signed word, never the web tier's."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from server.envelope.approval import Approval, Subject, read_approval
from server.envelope.encoding import uuid_of
from server.envelope.frame import CannotOpen
from server.envelope.statement import mark_of
from server.envelope.trust import Certificate, Trust

KEEPERS = ("vault", "recovery")
ADMITS_OWN_CENTER = ("coordinator", "manager")
ADMITS_ALL = "administrator"
TERMINAL = "terminal"


class Verdict(NamedTuple):
    why_not: str  # empty: it may be certified
    by: str = ""  # the approver's device, or TERMINAL


def judge(
    subject: Subject, statement: object, trust: Trust, ended: set[UUID], now: datetime, *, trust_terminal: bool
) -> Verdict:
    """`ended`: devices known to have ended, whether or not the directory says so yet."""
    if subject.role in KEEPERS:
        return Verdict("a keeper is made at the key ceremony only")
    if statement is None:
        return Verdict("", TERMINAL) if trust_terminal else Verdict("no approval")
    try:
        if not isinstance(statement, str):
            raise CannotOpen
        signer = uuid_of(mark_of(statement).kid)
        certificate = trust.certificate(signer)
        if certificate is None:
            return Verdict("approver without a certificate")
        approval = read_approval(statement, signer, certificate.sign_key)
    except CannotOpen:
        return Verdict("approval does not hold")
    if signer in ended or trust.is_revoked(signer):
        return Verdict("approver's device has ended")
    return Verdict(_why_not(subject, approval, certificate, now), str(signer))


def _why_not(subject: Subject, approval: Approval, by: Certificate, now: datetime) -> str:
    if approval.of != subject:
        return "approval of something else"
    if by.device == subject.device or by.staff == subject.staff:
        return "own approval"
    if by.role != ADMITS_ALL and by.role not in ADMITS_OWN_CENTER:
        return "approver may not approve"
    if by.role != ADMITS_ALL and (by.center is None or by.center != subject.center):
        return "approver of another center"
    if not approval.is_fresh(now.timestamp()):
        return "approval too old"
    return ""
