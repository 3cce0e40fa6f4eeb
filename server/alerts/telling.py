"""Who hears of an alert and on which phones: the first telling, and every step while nobody answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from server.alerts import rules, store
from server.alerts.store import AlertRow, Happening, Person
from server.db import Connection
from server.duty import store as duty
from server.duty.asked import MAY_BE_ASKED, Asked, ask
from server.duty.plan import climb, next_act
from server.mail import outbox
from server.push import queue

Reached = tuple[UUID, str]
Asks = Literal["alert", "reminder"]


@dataclass(frozen=True, slots=True)
class Told:
    """Whom a deadline names: `roles` of the staff or on the household's team, and `people` of that team.

    `alone`: it is a word to these people and to nobody in their place.
    """

    roles: frozenset[str]
    people: frozenset[UUID] = frozenset()
    alone: bool = False

    def names(self, person: Person) -> bool:
        return person.staff in self.people or not self.roles.isdisjoint((person.staff_role, person.scope_role))


async def reach(
    connection: Connection, row: AlertRow, device: UUID | None, now: datetime, whom: Told | None = None
) -> None:
    """Tell those whom the level concerns, or whom the deadline names; the raiser is, only if it is about her."""
    team = await store.team(connection, row.bucket, now)
    asked, row = (None, row) if whom else await _asked(connection, row, 0, device, now)
    concerned = [
        (person, _reason(row, person))
        for person in team
        if (asked.of_team(person) if asked else whom is not None and whom.names(person))
        and (person.staff != row.raised_by or _is_about(person, whom))
    ]
    if asked:
        concerned += await _of_center(connection, row, asked, {person.staff for person, _ in concerned}, now)
    if not (whom and whom.alone):
        concerned += await _fallback(connection, row, [person for person, _ in concerned], now)
    people = [(person.staff, reason) for person, reason in concerned]
    await _tell(connection, row, people, device, now)
    mailed: set[UUID] = set()
    if rules.is_pushed(row.level):
        mailed = await send(connection, row, [staff for staff, _ in people], "alert", now)
    # The night room is the mailbox of the center.
    if (asked and asked.night_room) or (not mailed and not any(person.reachable for person, _ in concerned)):
        await _ask_center(connection, row, "alert", device, now)


async def _asked(
    connection: Connection, row: AlertRow, step: int, device: UUID | None, now: datetime
) -> tuple[Asked, AlertRow]:
    """Whom this step asks; where it counts on a duty that nobody has, the next one does not wait, and it is written."""
    center = await duty.center_of(connection, row.bucket)
    asked = await ask(connection, row.plan, row.level, step, center, now)
    if asked.gap:
        await store.write_down(connection, row.id, device, now, [Happening("nobody_on_duty")])
    if asked.last == step:
        return asked, row
    await store.stand_at(connection, row.id, asked.last, next_act(row.plan, row.level, asked.last, now))
    return asked, replace(row, step=asked.last)


async def _of_center(
    connection: Connection, row: AlertRow, asked: Asked, known: set[UUID], now: datetime
) -> list[tuple[Person, str]]:
    """People of the household's center whom a step names, in scope or not."""
    roles, people = asked.roles_of_center, {*asked.on_duty, *asked.people}
    found = await store.of_center(connection, row.bucket, {*roles, *MAY_BE_ASKED}, now) if roles or people else []
    return [
        (one, "fallback_duty" if one.staff in asked.on_duty else f"fallback_{one.staff_role}")
        for one in found
        if (one.staff_role in roles or one.staff in people) and one.staff not in {*known, row.raised_by}
    ]


async def _fallback(
    connection: Connection, row: AlertRow, chosen: Sequence[Person], now: datetime
) -> list[tuple[Person, str]]:
    """While nobody chosen has a living phone: the center's managers, then its head, in scope or not."""
    added: list[tuple[Person, str]] = []
    for role in rules.FALLBACK_ROLES:
        if any(person.reachable for person in [*chosen, *(one for one, _ in added)]):
            break
        known = {row.raised_by, *(person.staff for person in chosen)}
        found = await store.of_center(connection, row.bucket, [role], now)
        added += [(person, f"fallback_{role}") for person in found if person.staff not in known]
    return added


async def tell_again(connection: Connection, row: AlertRow, seq: int, now: datetime) -> None:
    """One step of the ladder: everybody told so far again, and whoever this step adds."""
    up = climb(row.plan, row.level, row.step, row.loop)
    when = next_act(row.plan, row.level, up.step, now)
    await store.change(connection, row.id, row.level, "open", None, None, None, None, when, up.step, up.loop, seq)
    moved = replace(row, state="open", owner=None, step=up.step, loop=up.loop)
    await store.write_down(connection, row.id, None, now, [Happening("climbed", None, f"{up.step}/{up.loop}")])
    asked, moved = await _asked(connection, moved, up.step, None, now)
    team = [one for one in await store.team(connection, row.bucket, now) if asked.on_team(one)]
    people = [(one.staff, one.scope_role) for one in team if one.staff != row.raised_by]
    added = await _of_center(connection, moved, asked, {staff for staff, _ in people}, now)
    people += [(person.staff, reason) for person, reason in added]
    await _tell(connection, moved, people, None, now)
    if rules.is_pushed(row.level):
        told = await store.told(connection, row.id)
        sent = await send(connection, moved, told, "reminder", now)
        if asked.night_room or not sent or rules.asks_center(row.level, up.loop - row.loop):
            await _ask_center(connection, moved, "reminder", None, now)


async def _ask_center(connection: Connection, row: AlertRow, purpose: Asks, device: UUID | None, now: datetime) -> None:
    """The last rung is never empty in silence: the center's own mailbox, and where it has none the alert says so."""
    asked = await outbox.enqueue_center(
        connection, alert=row.id, bucket=row.bucket, purpose=purpose, step=row.step, loop=row.loop, level=row.level,
        now=now,
    )  # fmt: skip
    kind = "center_asked" if asked else "nobody_reachable"
    await store.write_down(connection, row.id, device, now, [Happening(kind)])


async def _tell(
    connection: Connection, row: AlertRow, people: Sequence[Reached], device: UUID | None, now: datetime
) -> None:
    new = await store.tell(connection, row.id, row.step, people, now)
    if new:
        await store.write_down(
            connection, row.id, device, now, [Happening("told", staff, reason) for staff, reason in new]
        )


async def send(
    connection: Connection,
    row: AlertRow,
    staff: Sequence[UUID],
    purpose: Asks,
    now: datetime,
    due: datetime | None = None,
) -> set[UUID]:
    """To every living phone of these people, and the mails that follow where no phone answers; returns who has any."""
    pushed = await queue.enqueue(
        connection, alert=row.id, staff=staff, purpose=purpose, step=row.step, loop=row.loop, level=row.level,
        due=due or rules.push_due(row.level, now), now=now,
    )  # fmt: skip
    mailed = await outbox.enqueue(
        connection, alert=row.id, staff=staff, with_phone=pushed, purpose=purpose, step=row.step, loop=row.loop,
        level=row.level, now=now,
    )  # fmt: skip
    return pushed | mailed


def _is_about(person: Person, whom: Told | None) -> bool:
    return whom is not None and person.staff in whom.people


def _reason(row: AlertRow, person: Person) -> str:
    known = person.staff_role in row.plan.steps(row.level)[0].targets or person.scope_role in ("", "center")
    return person.staff_role if known else person.scope_role
