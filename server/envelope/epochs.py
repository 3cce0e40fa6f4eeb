"""Whose word a household key may be taken on, and when a household is owed a new one; from signed statements alone.

Twin of pwa/src/envelope/epochs.ts.
"""

from collections.abc import Set as AbstractSet
from uuid import UUID

from server.envelope.trust import Certificate, Grant, Trust

KEEPERS = ("vault", "recovery")
CENTER_WIDE = ("coordinator", "office", "manager", "center_head")
LEADERS = ("outreach_worker", "community_coordinator")  # may be a household's lead, and begin a key as such
OPENS = (*LEADERS, *CENTER_WIDE)  # make the first key of a household
BEGINS = (*LEADERS, "coordinator", "manager")  # make a later one


def why_not(grant: Grant, trust: Trust, center: str | None) -> str:
    """Empty where the granter was entitled. The reader's own directory is the only clock: a date that the granter
    writes could be any date. What an ended device granted in time, the vault has granted anew since."""
    granter = trust.certificate(grant.signer)
    if granter is None:
        return "no certificate"
    if granter.role != "vault":
        if granter.role not in (OPENS if grant.epoch == 1 else BEGINS):
            return "role"
        if center is None or granter.center != center:
            return "another center"
    return "ended" if trust.is_revoked(granter.device) else ""


def may_hold(certificate: Certificate, center: str | None, wrote: AbstractSet[UUID]) -> bool:
    """Whether this device may know the household's keys, as signed words tell. `wrote`: staff with a record in it."""
    if certificate.role in KEEPERS or certificate.staff in wrote:
        return True
    return certificate.role in CENTER_WIDE and certificate.center == center


def is_owed(grant: Grant, trust: Trust, center: str | None, wrote: AbstractSet[UUID]) -> bool:
    """Whether a device that may know this key has ended since the key was begun, or the very device that granted it."""
    if trust.is_revoked(grant.signer):
        return True
    return any(may_hold(one, center, wrote) for one in trust.ended_since(grant.n))
