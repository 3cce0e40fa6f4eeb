"""People join the office and leave it: with everything that follows, in one transaction each."""

from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from server.audit.log import note
from server.clock import Clock
from server.db import Connection, reading, write_transaction
from server.devices import service as devices
from server.keys import store as keys
from server.mail import addresses
from server.mail.addresses import Holder
from server.problems import Problem
from server.rounds import apart, going_round
from server.scope import service as scope
from server.sequence import advance, hold
from server.staff import rules, store
from server.staff.store import KEEPERS, NewPerson

LOOK_EVERY = 600.0  # seconds: a last day ends at midnight, and ten minutes later its devices are ended too
AFTER_TROUBLE = 60.0


class By(NamedTuple):
    """Who did it; nobody where it was done on the server's own terminal."""

    staff: UUID | None = None
    device: UUID | None = None


class Left(NamedTuple):
    last_day: date
    ended: bool  # devices, sessions and households ended now; else the day after the last day


async def join(new: NewPerson, by: By, now: datetime) -> bool:
    """Put somebody on the staff list, with their center's households where their role brings these; False if done."""
    _check_words(new)
    async with write_transaction() as connection:
        await hold(connection)
        if new.center is not None and not await store.center_exists(connection, new.center):
            raise Problem("wrong_value", field="center")
        if not await store.add(connection, new):
            known = await store.line(connection, new.id)
            if known is None or any(known[name] != getattr(new, name) for name in NewPerson.__struct_fields__):
                raise Problem("person_known")
            return False
        await note(connection, at=now, verb="staff.join", device=by.device, staff=by.staff, subject=new.id)
        await scope.join_center(connection, new.id, device=by.device, now=now)
    return True


def _check_words(new: NewPerson) -> None:
    for name in ("name", "kana", "organisation"):
        if not rules.is_word(getattr(new, name)):
            raise Problem("wrong_value", field=name)
    if new.role not in rules.ROLES:
        raise Problem("wrong_value", field="role")
    if new.center is None and rules.needs_center(new.role):
        raise Problem("missing_field", field="center")


async def leave(staff: UUID, last_day: date, by: By, now: datetime) -> Left:
    """A last day of today or before ends everything now; a later one is written down and ends by itself."""
    if staff == by.staff:
        raise Problem("own_leave")
    async with write_transaction() as connection:
        await hold(connection)
        known = await store.line(connection, staff)
        if known is None or known["role"] in KEEPERS:
            raise Problem("not_found")
        if last_day < known["active_from"]:
            raise Problem("wrong_value", field="on")
        await store.set_last_day(connection, staff, last_day)
        await note(connection, at=now, verb="staff.leave", device=by.device, staff=by.staff, subject=staff)
        is_over = last_day <= store.today(now)
        if is_over:
            await _end_everything(connection, staff, by, now)
    return Left(last_day, is_over)


async def _end_everything(connection: Connection, staff: UUID, by: By, now: datetime) -> None:
    turn = await advance(connection)
    ended = await devices.end_all_of(connection, staff, turn.last, by_staff=by.staff, by_device=by.device, now=now)
    await addresses.end(connection, Holder(staff=staff))
    for device in ended:
        await keys.forget_device(connection, device)
    await scope.leave(connection, staff, reason="left", device=by.device, now=now)


async def end_departed(now: datetime) -> int:
    """End what people whose last day has passed still hold; how many they were."""
    async with reading() as connection:
        due = await store.departed(connection, store.today(now))
    for staff in due:
        async with write_transaction() as connection:
            await apart(connection, "ending a departure", _end_everything(connection, staff, By(), now))
    return len(due)


def departures(clock: Clock) -> AbstractAsyncContextManager[None]:
    async def turn() -> float:
        await end_departed(clock.now())
        return LOOK_EVERY

    return going_round("ending departures", turn, AFTER_TROUBLE)
