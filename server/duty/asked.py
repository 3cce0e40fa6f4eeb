"""Whom a step of a plan asks at a moment: the one function that the ladder climbs by and the preview is read from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from server.db import Connection
from server.duty import store
from server.duty.plan import ON_THE_TEAM, Plan, Step, taken_at_once

MAY_BE_ASKED = ("coordinator", "office", "manager", "center_head")  # they see every household of their center


class Reader(Protocol):
    @property
    def staff(self) -> UUID: ...
    @property
    def staff_role(self) -> str: ...
    @property
    def scope_role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """The steps that speak together, and who is on duty; `gap`: one counts on the duty, and nobody has it."""

    steps: list[Step]
    first: int
    on_duty: list[UUID]
    gap: bool

    @property
    def last(self) -> int:
        return self.first + len(self.steps) - 1

    @property
    def people(self) -> list[UUID]:
        return [one for step in self.steps for one in step.people]

    @property
    def night_room(self) -> bool:
        return any("night_room" in step.targets for step in self.steps)

    def of_team(self, person: Reader) -> bool:
        """The first telling asks whoever may read the household."""
        return any(one.concerns(person.staff, person.staff_role, person.scope_role) for one in self.steps[:1])

    def on_team(self, person: Reader) -> bool:
        """A later step asks the center's roles, and of the household's team only whom it names as such."""
        return any(person.scope_role in ON_THE_TEAM and person.scope_role in step.targets for step in self.steps)

    @property
    def roles_of_center(self) -> set[str]:
        """Roles of the center that are asked in scope or not: those of every step after the first."""
        later = self.steps if self.first > 0 else self.steps[1:]
        return {target for one in later for target in one.targets if target in MAY_BE_ASKED}


async def ask(connection: Connection, plan: Plan, level: int, step: int, center: str, now: datetime) -> Asked:
    on_duty = await store.on_duty_at(connection, center, now)
    taken = taken_at_once(plan, level, step, on_duty=bool(on_duty))
    steps = [plan.steps(level)[n] for n in taken]
    counts = any("duty" in one.targets for one in steps)
    return Asked(steps, step, on_duty if counts else [], gap=counts and not on_duty)
