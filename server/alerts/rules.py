"""Who is told at which level, when, and what happens while nobody answers; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.workdays import is_open, next_opening

ROLES: dict[int, frozenset[str]] = {
    1: frozenset({"coordinator", "manager", "center_head"}),
    2: frozenset({"coordinator", "manager"}),
    3: frozenset({"coordinator"}),
    4: frozenset({"coordinator"}),
}
LEAD_IS_TOLD = frozenset({3, 4})
ANSWERING = frozenset({"coordinator", "office", "manager", "center_head"})
CLOSING = frozenset({"coordinator", "manager", "center_head"})
FALLBACK_ROLES = ("manager", "center_head")  # of the center, in this order, when nobody else can be reached


@dataclass(frozen=True, slots=True)
class Ladder:
    """`rungs` are the roles of the center added at each step; after the last one its step repeats without end."""

    wait: timedelta | None  # None: until the next opening day
    rungs: tuple[tuple[str, ...], ...]


LADDERS: dict[int, Ladder] = {
    1: Ladder(timedelta(minutes=5), ((), ("manager", "center_head"))),
    2: Ladder(timedelta(minutes=30), ((), ("manager",))),
    3: Ladder(None, ((),)),
    4: Ladder(None, ((),)),
}


@dataclass(frozen=True, slots=True)
class Climb:
    """One step up: whom to add, and where the alert stands afterwards."""

    step: int
    loop: int
    added_roles: tuple[str, ...]


def is_told(level: int, staff_role: str, scope_role: str) -> bool:
    """Of those who may read the household, who hears of an alert of this level."""
    return staff_role in ROLES[level] or (level in LEAD_IS_TOLD and scope_role == "lead")


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


def next_act(level: int, now: datetime) -> datetime:
    """When an unanswered alert moves again; every open alert has such a moment."""
    wait = LADDERS[level].wait
    return now + wait if wait is not None else next_opening(push_due(level, now))


def asks_center(level: int, rounds: int) -> bool:
    """Everybody on the ladder has been asked in vain: from then on the center's own mailbox is asked as well."""
    return level <= 2 and rounds > 0


def climb(level: int, step: int, loop: int) -> Climb:
    """The next step of the ladder; past its end the same step comes again as a new loop."""
    rungs = LADDERS[level].rungs
    if step < len(rungs):
        return Climb(step + 1, loop, rungs[step])
    return Climb(step, loop + 1, rungs[-1])
