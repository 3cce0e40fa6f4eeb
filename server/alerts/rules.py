"""Who may answer an alert, and how it waits for the morning; pure. Whom it asks is in server/duty/plan.py."""

from datetime import datetime

from server.workdays import is_open, next_opening

ANSWERING = frozenset({"coordinator", "office", "manager", "center_head"})
CLOSING = frozenset({"coordinator", "manager", "center_head"})
FALLBACK_ROLES = ("manager", "center_head")  # of the center, in this order, when nobody else can be reached


def may_answer(staff_role: str, *, told: bool) -> bool:
    """Whoever was asked may say yes; the raiser, who is never asked, cannot quiet the own alert."""
    return told or staff_role in ANSWERING


def may_close(staff_role: str, *, owns: bool) -> bool:
    return owns or staff_role in CLOSING


def is_pushed(level: int) -> bool:
    """Level 4 waits in the inbox."""
    return level < 4


def push_due(level: int, now: datetime) -> datetime:
    """Levels 1 and 2 never wait; level 3 respects the night."""
    return now if level <= 2 or is_open(now) else next_opening(now)


def asks_center(level: int, rounds: int) -> bool:
    """Everybody on the ladder has been asked in vain: from then on the center's own mailbox is asked as well."""
    return level <= 2 and rounds > 0
