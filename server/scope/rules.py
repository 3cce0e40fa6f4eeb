"""Who is on a bucket by rule, and who may change it; pure."""

from typing import Literal, Protocol
from uuid import UUID

GrantRole = Literal["lead", "co", "watcher", "adviser", "external", "center"]
Basis = Literal["consent", "conf_106_6", "vital_interest", "statutory_report", "internal_use", "public"]
BucketKind = Literal["household", "packet", "center", "community", "protected"]

CENTER_WIDE = ("coordinator", "office", "manager", "center_head")  # see every bucket of their center
READS_NOTHING = ("administrator", "bureau", "auditor")  # their work needs no content (server/vault/steward.py)
KEEPERS = ("vault", "recovery")  # hold every bucket's key, of every center
OPENERS = ("outreach_worker", "community_coordinator", *CENTER_WIDE)
GRANTERS = ("coordinator", "manager")
LEADERS = ("outreach_worker", "community_coordinator")  # begin a key epoch where they are the household's lead
COMMUNITY = OPENERS  # share the center's 地域の棚, which is of no household (decision 0034)
PROTECTED = "protected"  # a household that only those see whom its mark of 支援措置 names
BEGINNERS = GRANTERS  # begin one in every household of their center


class Actor(Protocol):
    """Who acts: a person through one of their devices."""

    @property
    def staff(self) -> UUID: ...
    @property
    def device(self) -> UUID: ...
    @property
    def role(self) -> str: ...
    @property
    def center(self) -> str | None: ...


def may_open(role: str, kind: str) -> bool:
    """A center's own bucket is opened by its staff; a household also by who finds it on the street."""
    return role in (CENTER_WIDE if kind == "center" else GRANTERS if kind == PROTECTED else OPENERS)


def share(kind: str) -> tuple[str, ...]:
    """Whose roles see every bucket of this kind of their center; nobody's one under 支援措置 (decision 0037)."""
    if kind == PROTECTED:
        return ()
    return COMMUNITY if kind == "community" else CENTER_WIDE


def maker_role(role: str) -> GrantRole:
    return "center" if role in CENTER_WIDE else "lead"


def may_begin_epoch(
    staff_role: str, center: str | None, scope_role: str, bucket_center: str, kind: str = "household"
) -> bool:
    """Only those who answer for the household change its key; what readers refuse by certificate, this refuses too.
    A packet's next key is the vault's to begin: it alone holds against the packet's own words who is given it."""
    if staff_role == "vault":
        return True
    if kind == "packet" or center != bucket_center:
        return False
    return staff_role in BEGINNERS or (staff_role in LEADERS and scope_role == "lead")


def may_grant(role: str, center: str | None, bucket_center: str) -> bool:
    """Besides having the bucket in scope, which the query asks first."""
    return role in GRANTERS and center == bucket_center


def may_let_in(kind: str, opener: UUID, caller: UUID) -> bool:
    """A packet is its opener's to give; who is on a household is decided through the office's door alone."""
    return kind == "packet" and opener == caller


def may_be_let_in(role: str) -> bool:
    return role not in (*KEEPERS, *READS_NOTHING)


def may_be_revoked(role: str) -> bool:
    """The vault and the recovery key leave a bucket only when it is erased."""
    return role not in KEEPERS
