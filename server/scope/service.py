"""Opening buckets, granting and ending access: each a numbered event in the same sequence as the records."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from server.audit.log import note
from server.db import Connection
from server.problems import Problem
from server.scope import rules, store
from server.scope.rules import Actor
from server.sequence import advance_as

JAPAN = ZoneInfo("Asia/Tokyo")


async def open_bucket(
    connection: Connection, new: store.Opening, *, maker: UUID | None, maker_role: str, device: UUID, seq: int,
    now: datetime,
) -> bool:  # fmt: skip
    """False when it exists already. `maker` is None for a device that may no longer read: its center still gets it."""
    if not await store.open_bucket(connection, new, seq, device, now):
        return False
    await store.grant_at_opening(connection, new, maker, rules.maker_role(maker_role), seq, device, now)
    return True


async def grant(
    connection: Connection, caller: Actor, *, bucket: UUID, staff: UUID, role: str, basis: str, now: datetime,
    ends_at: datetime | None = None,
) -> int:  # fmt: skip
    """The number of the event; a second grant to the same person changes role and basis."""
    turn = await advance_as(connection, 1, caller.staff)
    await _must_rule(connection, caller, bucket, now)
    await _must_work_here(connection, staff, now)
    if await store.kind_of(connection, bucket) == rules.PROTECTED:
        raise Problem("named_only")
    row = await store.staff_row(connection, staff)
    if row is None or not rules.may_be_revoked(row["role"]):
        raise Problem("keeper_stays")
    await store.grant(connection, staff, bucket, role, basis, turn.last, ends_at)
    await store.record(connection, turn.last, staff, bucket, "grant", role, basis, "granted", caller.device, now)
    await note(
        connection, at=now, verb="scope.grant", device=caller.device, staff=caller.staff, subject=staff, bucket=bucket,
        purpose=basis,
    )  # fmt: skip
    return turn.last


async def let_in(
    connection: Connection, *, device: UUID, caller: UUID, bucket: UUID, staff: UUID, basis: str, seq: int,
    now: datetime,
) -> None:  # fmt: skip
    """Gives a packet to somebody, as of the record that says so. Whoever is in it already keeps what they have."""
    opened = await store.opener_of(connection, bucket)
    if opened is None or not rules.may_let_in(opened["kind"], opened["staff"], caller):
        raise Problem("not_allowed")
    await _must_work_here(connection, staff, now)
    row = await store.staff_row(connection, staff)
    if row is None or not rules.may_be_let_in(row["role"]):
        raise Problem("not_allowed")
    if await store.role_on(connection, staff, bucket, now) is not None:
        return
    await store.grant(connection, staff, bucket, "external", basis, seq, None)
    await store.record(connection, seq, staff, bucket, "grant", "external", basis, "shared", device, now)
    await note(
        connection, at=now, verb="scope.grant", device=device, staff=caller, subject=staff, bucket=bucket, purpose=basis
    )


async def protect(
    connection: Connection, *, device: UUID, caller: UUID, bucket: UUID, people: Sequence[tuple[UUID, str]], seq: int,
    now: datetime,
) -> list[UUID]:  # fmt: skip
    """From this number on only these people read the household, and whoever says so; answers who is taken off it.
    Somebody who may not be named is left out: a slip in the list must not leave the household open."""
    await _must_be_theirs(connection, caller, bucket, now)
    named = {staff: basis for staff, basis in people if await _may_be_named(connection, staff, now)}
    there = {row["staff"]: row for row in await store.on(connection, bucket)}
    gone = [
        staff for staff, row in there.items()
        if staff not in named and staff != caller and row["staff_role"] not in rules.KEEPERS
    ]  # fmt: skip
    for staff in gone:
        await store.take_away(connection, staff, [bucket], seq, "protected", device, now)
    for staff, basis in named.items():
        role = there[staff]["role"] if staff in there else "co"
        await store.grant(connection, staff, bucket, role, basis, seq, None)
        await store.record(connection, seq, staff, bucket, "grant", role, basis, "protected", device, now)
    await store.turn(connection, bucket, rules.PROTECTED)
    await store.tell_move(connection, bucket, seq, device, now, "protected")
    for staff, basis in named.items():
        await note(
            connection, at=now, verb="scope.protect", device=device, staff=caller, subject=staff, bucket=bucket,
            purpose=basis,
        )  # fmt: skip
    return gone


async def unprotect(
    connection: Connection, *, device: UUID, caller: UUID, bucket: UUID, seq: int, now: datetime
) -> None:
    """An ordinary household again. Nobody is let in by that: its old addresses are still in it."""
    await _must_be_theirs(connection, caller, bucket, now)
    await store.turn(connection, bucket, "household")
    await store.tell_move(connection, bucket, seq, device, now, "protection_ended")
    await note(connection, at=now, verb="scope.unprotect", device=device, staff=caller, bucket=bucket)


async def _must_be_theirs(connection: Connection, caller: UUID, bucket: UUID, now: datetime) -> None:
    who, center = await store.staff_row(connection, caller), await store.center_of(connection, bucket)
    if who is None or center is None or not await store.in_scope(connection, caller, bucket, now):
        raise Problem("not_found")
    is_household = await store.kind_of(connection, bucket) in ("household", rules.PROTECTED)
    if not is_household or not rules.may_grant(who["role"], who["center"], center):
        raise Problem("not_allowed")


async def _may_be_named(connection: Connection, staff: UUID, now: datetime) -> bool:
    row = await store.staff_row(connection, staff)
    return (
        row is not None
        and _works(row["active_from"], row["active_to"], now)
        and rules.may_be_let_in(row["role"])
    )


async def revoke(
    connection: Connection, caller: Actor, *, bucket: UUID, staff: UUID, reason: str, now: datetime
) -> int:
    """From this number on the person reads nothing of the bucket, and their later records of it are held."""
    turn = await advance_as(connection, 1, caller.staff)
    await _must_rule(connection, caller, bucket, now)
    row = await store.staff_row(connection, staff)
    if row is None:
        raise Problem("not_found")
    if not rules.may_be_revoked(row["role"]):
        raise Problem("keeper_stays")
    if not await store.take_away(connection, staff, [bucket], turn.last, reason, caller.device, now):
        raise Problem("not_found")
    await note(
        connection, at=now, verb="scope.revoke", device=caller.device, staff=caller.staff, subject=staff, bucket=bucket,
        purpose=reason,
    )  # fmt: skip
    return turn.last


async def join_center(connection: Connection, staff: UUID, *, device: UUID | None, now: datetime) -> int:
    """A new coordinator gets their center's buckets, a new field worker its 地域の棚, a new vault or recovery key every
    bucket; answers how many."""
    turn = await advance_as(connection, 1, staff)
    row = await store.staff_row(connection, staff)
    if row is None:
        raise Problem("not_found")
    if row["role"] in rules.KEEPERS:
        return await store.join(connection, staff, None, row["role"], turn.last, device, now)
    if row["role"] in rules.CENTER_WIDE and row["center"] is not None:
        return await store.join(connection, staff, row["center"], "center", turn.last, device, now)
    if row["role"] in rules.COMMUNITY and row["center"] is not None:
        return await store.join(connection, staff, row["center"], "center", turn.last, device, now, "community")
    return 0


async def leave(connection: Connection, staff: UUID, *, reason: str, device: UUID | None, now: datetime) -> int:
    """End everything a person was on, as on their last day; answers how many buckets."""
    turn = await advance_as(connection, 1, staff)
    ended = await store.take_away(
        connection, staff, await store.all_of(connection, staff), turn.last, reason, device, now
    )
    if ended:
        await note(
            connection, at=now, verb="scope.leave", device=device, subject=staff, purpose=reason, count=len(ended)
        )
    return len(ended)


async def end_due(connection: Connection, staff: UUID, now: datetime) -> None:
    """Turn grants whose end has come into events, so that phones are told what is gone."""
    turn = await advance_as(connection, 1, staff)
    due = await store.due(connection, staff, now)
    await store.take_away(connection, staff, due, turn.last, "ended", None, now)


async def _must_rule(connection: Connection, caller: Actor, bucket: UUID, now: datetime) -> None:
    center = await store.center_of(connection, bucket)
    # Outside one's scope a bucket does not exist, whoever asks.
    if center is None or not await store.in_scope(connection, caller.staff, bucket, now):
        raise Problem("not_found")
    if not rules.may_grant(caller.role, caller.center, center):
        raise Problem("not_allowed")


async def _must_work_here(connection: Connection, staff: UUID, now: datetime) -> None:
    row = await store.staff_row(connection, staff)
    if row is None or not _works(row["active_from"], row["active_to"], now):
        raise Problem("not_found")


def _works(active_from: date, active_to: date | None, now: datetime) -> bool:
    today = now.astimezone(JAPAN).date()
    return active_from <= today and (active_to is None or today <= active_to)
