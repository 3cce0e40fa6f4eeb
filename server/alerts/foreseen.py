"""Whom an alert would ask, and when: the ladder climbed ahead of time, by the function it climbs by."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.alerts import rules
from server.db import Connection
from server.duty import store
from server.duty.asked import MAY_BE_ASKED, Asked, ask
from server.duty.plan import ON_THE_TEAM, Plan, climb, next_act
from server.staff.store import today


class Foreseen(msgspec.Struct, frozen=True, kw_only=True):
    """`staff` are new at this step, all before are asked again; `roles` depend on the household: its lead, its watcher.

    `at` is when the phones ring: at night level 3 waits for the morning.
    """

    at: datetime
    staff: list[UUID]
    on_duty: list[UUID]
    roles: list[str]
    night_room: bool
    gap: bool


async def foresee(
    connection: Connection, center: str, level: int, moment: datetime, plan: Plan | None = None
) -> list[Foreseen]:
    """By the center's plan, or by one that is only being thought about."""
    plan = plan or (await store.newest(connection, center)).plan
    people = await store.people(connection, center, MAY_BE_ASKED, today(moment))
    found: list[Foreseen] = []
    told: set[UUID] = set()
    step, loop, at = 0, 0, moment
    while loop == 0:
        asked = await ask(connection, plan, level, step, center, at)
        named = _named(asked, people)
        found.append(
            Foreseen(
                at=rules.push_due(level, at), staff=[one for one in named if one not in told],
                on_duty=[one for one in named if one in asked.on_duty], roles=_of_household(asked),
                night_room=asked.night_room, gap=asked.gap,
            )
        )  # fmt: skip
        told.update(named)
        at = next_act(plan, level, asked.last, at)
        step, loop = climb(plan, level, asked.last, loop)
    return found


def _named(asked: Asked, people: list[Any]) -> list[UUID]:
    roles = {target for one in asked.steps for target in one.targets}
    chosen = {*asked.on_duty, *asked.people}
    return [row["id"] for row in people if row["role"] in roles or row["id"] in chosen]


def _of_household(asked: Asked) -> list[str]:
    """The lead and the watchers, and who holds an office of the ward, read the household only where they are on it."""
    named = [target for one in asked.steps for target in one.targets]
    return [one for one in dict.fromkeys(named) if one in (*ON_THE_TEAM, "community_coordinator")]
