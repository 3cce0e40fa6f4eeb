"""Who is asked at which level, when, and which hours somebody is on duty for: a center's plan as data; pure."""

from datetime import datetime, timedelta
from itertools import pairwise, product
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

import msgspec

from server.workdays import is_open, next_opening

Target = Literal[
    "lead", "watcher", "duty", "coordinator", "office", "manager", "center_head", "community_coordinator", "night_room"
]
DayKind = Literal["weekday", "holiday", "year_end"]
DAY_KINDS: tuple[DayKind, ...] = ("weekday", "holiday", "year_end")
DAY = 24 * 60
SHORTEST, LONGEST = 1, 240  # minutes that an urgent step may wait
MOST_STEPS, MOST_SHIFTS = 8, 12
URGENT = (1, 2)  # never wait for the morning
ON_THE_TEAM = ("lead", "watcher")
MAYBE_NOBODY = ("duty", "community_coordinator", *ON_THE_TEAM)

Minute = Annotated[int, msgspec.Meta(ge=0, le=2 * DAY)]


class Shift(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours that somebody must be on duty for, in minutes of these days; past 24:00 it is the day after."""

    days: Annotated[list[DayKind], msgspec.Meta(min_length=1, max_length=3)]
    begins: Minute
    ends: Minute


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`wait`: minutes until the next step; None until the next opening day."""

    targets: Annotated[list[Target], msgspec.Meta(max_length=9)]
    people: Annotated[list[UUID], msgspec.Meta(max_length=5)] = []
    wait: Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)] | None

    @property
    def is_empty(self) -> bool:
        return not self.targets and not self.people

    def concerns(self, staff: UUID, staff_role: str, scope_role: str) -> bool:
        """Of those who may read the household; who is on duty is asked apart."""
        return staff in self.people or staff_role in self.targets or scope_role in self.targets


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`levels`: the steps of levels 1 to 4; after the last one it comes again without end. `team`: two may share."""

    levels: Annotated[list[list[Step]], msgspec.Meta(min_length=4, max_length=4)]
    shifts: Annotated[list[Shift], msgspec.Meta(max_length=MOST_SHIFTS)] = []
    team: bool = False

    def steps(self, level: int) -> list[Step]:
        return self.levels[level - 1]


class Unfit(Exception):
    """`code` is a row of server/problems.py, `field` where in the plan."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class Climb(NamedTuple):
    step: int
    loop: int


DEFAULT = Plan(
    levels=[
        [
            Step(targets=["coordinator", "manager", "center_head"], wait=5),
            Step(targets=[], wait=5),
            Step(targets=["manager", "center_head"], wait=5),
        ],
        [
            Step(targets=["coordinator", "manager"], wait=30),
            Step(targets=[], wait=30),
            Step(targets=["manager"], wait=30),
        ],
        [Step(targets=["coordinator", "lead"], wait=None)],
        [Step(targets=["coordinator", "lead"], wait=None)],
    ]
)


def next_act(plan: Plan, level: int, step: int, now: datetime) -> datetime:
    """When an unanswered alert moves again; every open alert has such a moment."""
    wait = plan.steps(level)[min(step, len(plan.steps(level)) - 1)].wait
    if wait is not None:
        return now + timedelta(minutes=wait)
    return next_opening(now if is_open(now) else next_opening(now))


def climb(plan: Plan, level: int, step: int, loop: int) -> Climb:
    """The next step; past the end the last one comes again as a new loop."""
    last = len(plan.steps(level)) - 1
    return Climb(step + 1, loop) if step < last else Climb(last, loop + 1)


def taken_at_once(plan: Plan, level: int, step: int, *, on_duty: bool) -> list[int]:
    """The steps that speak together: where one counts on the duty and nobody is, the next does not wait."""
    steps, taken = plan.steps(level), [step]
    while not on_duty and "duty" in steps[taken[-1]].targets and taken[-1] + 1 < len(steps):
        taken.append(taken[-1] + 1)
    return taken


def checked(plan: Plan) -> Plan:
    """The plan, or Unfit: what could leave an alert with nobody to ask is refused when it is written."""
    for level in (1, 2, 3, 4):
        _check_steps(plan.steps(level), level)
    for n, shift in enumerate(plan.shifts):
        if not shift.begins < shift.ends <= shift.begins + DAY or shift.begins >= DAY:
            raise Unfit("duty_shift", f"shifts[{n}]")
    if any(_overlap(plan.shifts, today, tomorrow) for today, tomorrow in product(DAY_KINDS, DAY_KINDS)):
        raise Unfit("duty_shift", "shifts")
    return plan


def _check_steps(steps: list[Step], level: int) -> None:
    if not 0 < len(steps) <= MOST_STEPS or steps[0].is_empty:
        raise Unfit("duty_first_step", f"levels[{level - 1}]")
    for n, step in enumerate(steps):
        at = f"levels[{level - 1}][{n}]"
        if (step.wait is None) is (level in URGENT) or (step.wait is not None and not SHORTEST <= step.wait <= LONGEST):
            raise Unfit("duty_wait", f"{at}.wait")
    # Whoever is on duty may be nobody, and a household may have no lead: the last step names a role or a person.
    surely = [one for one in steps[-1].targets if one not in MAYBE_NOBODY]
    if not surely and not steps[-1].people:
        raise Unfit("duty_last_step", f"levels[{level - 1}][{len(steps) - 1}]")


def _overlap(shifts: list[Shift], today: DayKind, tomorrow: DayKind) -> bool:
    spans = sorted(
        [(one.begins, one.ends) for one in shifts if today in one.days]
        + [(one.begins + DAY, one.ends + DAY) for one in shifts if tomorrow in one.days]
    )
    return any(later[0] < earlier[1] for earlier, later in pairwise(spans))
