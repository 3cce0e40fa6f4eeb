"""Keeping the directory right: written, changed, looked through again, ended; every version stays."""

from datetime import datetime
from uuid import UUID

from msgspec.structs import asdict, replace

from server.audit.log import note
from server.db import Connection, write_transaction
from server.organizations import rules, store
from server.organizations.rules import Entry, Unfit
from server.organizations.store import Act, Organization
from server.problems import Problem
from server.scope.rules import Actor
from server.sequence import Turn, advance
from server.staff.store import center_exists, today


async def create(caller: Actor, organization: UUID, given: Entry, now: datetime) -> Organization:
    """Whoever writes an entry has just made sure of it. Repeating it changes nothing."""
    entry = _tidied(given)
    async with write_transaction() as connection:
        turn = await advance(connection)
        _must_be_allowed(caller, entry.center)
        await _must_exist(connection, entry.center)
        new = Organization(
            **asdict(entry), id=organization, checked_on=today(now), checked_by=caller.staff, version=1, ended=False,
            seq=turn.last,
        )  # fmt: skip
        if not await store.add(connection, new):
            known = await store.one(connection, organization)
            if known is None or known.version != 1 or _written(known) != entry:
                raise Problem("organization_changed")
            return known
        await _keep(connection, caller, new, "create", now)
    return new


async def change(
    caller: Actor, organization: UUID, version: int, given: Entry, *, checked: bool, now: datetime
) -> Organization:
    """`checked`: the writer has looked through all of it, not only through what was put right."""
    entry = _tidied(given)
    async with write_transaction() as connection:
        turn = await advance(connection)
        known = await _mine(connection, caller, organization)
        _must_be_allowed(caller, entry.center)
        await _must_exist(connection, entry.center)
        if known.version == version + 1 and _written(known) == entry:
            return known  # asked again after the answer was lost
        _must_be(known, version)
        changed = replace(known, **asdict(entry))
        if checked:
            changed = replace(changed, checked_on=today(now), checked_by=caller.staff)
        return await _put(connection, caller, changed, "change", turn, now)


async def check(caller: Actor, organization: UUID, version: int, now: datetime) -> Organization:
    """All of it was looked through today and is right as the caller saw it."""
    async with write_transaction() as connection:
        turn = await advance(connection)
        known = await _mine(connection, caller, organization)
        if known.version == version + 1 and await store.was_checked_by(connection, known, caller.staff):
            return known  # asked again after the answer was lost
        _must_be(known, version)
        if known.checked_on == today(now):
            return known
        seen = replace(known, checked_on=today(now), checked_by=caller.staff)
        return await _put(connection, caller, seen, "check", turn, now)


async def end(caller: Actor, organization: UUID, version: int, now: datetime) -> Organization:
    """It is no longer to be called: gone from every list, kept with all that it said."""
    async with write_transaction() as connection:
        turn = await advance(connection)
        known = await store.one(connection, organization)
        if known is None:
            raise Problem("not_found")
        _must_be_allowed(caller, known.center)
        if known.ended:
            return known
        _must_be(known, version)
        return await _put(connection, caller, replace(known, ended=True), "end", turn, now)


def _tidied(entry: Entry) -> Entry:
    try:
        return rules.tidied(entry)
    except Unfit as unfit:
        raise Problem("missing_field" if unfit.lacks else "wrong_value", field=unfit.field) from None


def _must_be_allowed(caller: Actor, center: str | None) -> None:
    if not rules.may_edit(caller.role, caller.center, center):
        raise Problem("not_allowed")


async def _must_exist(connection: Connection, center: str | None) -> None:
    if center is not None and not await center_exists(connection, center):
        raise Problem("wrong_value", field="center")


async def _mine(connection: Connection, caller: Actor, organization: UUID) -> Organization:
    """The sequence's lock keeps it as it is until commit."""
    known = await store.one(connection, organization)
    if known is None:
        raise Problem("not_found")
    _must_be_allowed(caller, known.center)
    if known.ended:
        raise Problem("organization_ended")
    return known


def _must_be(known: Organization, version: int) -> None:
    if known.version != version:
        raise Problem("organization_changed", version=known.version)


def _written(known: Organization) -> Entry:
    return Entry(**{name: getattr(known, name) for name in Entry.__struct_fields__})


async def _put(
    connection: Connection, caller: Actor, changed: Organization, act: Act, turn: Turn, now: datetime
) -> Organization:
    changed = replace(changed, version=changed.version + 1, seq=turn.last)
    await store.put(connection, changed)
    await _keep(connection, caller, changed, act, now)
    return changed


async def _keep(connection: Connection, caller: Actor, now_is: Organization, act: Act, now: datetime) -> None:
    await store.keep_version(connection, now_is, act, staff=caller.staff, device=caller.device, at=now)
    await note(
        connection, at=now, verb=f"organization.{act}", device=caller.device, staff=caller.staff, subject=now_is.id
    )
