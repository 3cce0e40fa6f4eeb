"""Who hears of an alert and on which phones: the first telling, and every step while nobody answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from server.alerts import rules, store
from server.alerts.store import AlertRow, Happening, Person
from server.db import Connection
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
    concerned = [
        (person, _reason(row.level, person))
        for person in team
        if _is_told(row.level, person, whom) and (person.staff != row.raised_by or _is_about(person, whom))
    ]
    if not (whom and whom.alone):
        concerned += await _fallback(connection, row, [person for person, _ in concerned], now)
    people = [(person.staff, reason) for person, reason in concerned]
    await _tell(connection, row, people, device, now)
    mailed: set[UUID] = set()
    if rules.is_pushed(row.level):
        mailed = await send(connection, row, [staff for staff, _ in people], "alert", now)
    if not mailed and not any(person.reachable for person, _ in concerned):
        await _ask_center(connection, row, "alert", device, now)


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
    up = rules.climb(row.level, row.step, row.loop)
    when = rules.next_act(row.level, now)
    await store.change(connection, row.id, row.level, "open", None, None, None, None, when, up.step, up.loop, seq)
    moved = AlertRow(row.id, row.bucket, row.level, "open", None, up.step, up.loop, row.raised_by, row.observed_at)
    await store.write_down(connection, row.id, None, now, [Happening("climbed", None, f"{up.step}/{up.loop}")])
    added = await store.of_center(connection, row.bucket, up.added_roles, now) if up.added_roles else []
    people = [(one.staff, f"fallback_{one.staff_role}") for one in added if one.staff != row.raised_by]
    await _tell(connection, moved, people, None, now)
    if rules.is_pushed(row.level):
        told = await store.told(connection, row.id)
        sent = await send(connection, moved, told, "reminder", now)
        if not sent or rules.asks_center(row.level, up.loop - row.loop):
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


def _is_told(level: int, person: Person, whom: Told | None) -> bool:
    return whom.names(person) if whom else rules.is_told(level, person.staff_role, person.scope_role)


def _is_about(person: Person, whom: Told | None) -> bool:
    return whom is not None and person.staff in whom.people


def _reason(level: int, person: Person) -> str:
    known = person.staff_role in rules.ROLES[level] or person.scope_role in ("", "center")
    return person.staff_role if known else person.scope_role
