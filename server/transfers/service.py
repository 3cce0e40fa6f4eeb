"""Handing a household over: asked, answered, taken back; until it is accepted everything stays as it is."""

from datetime import datetime
from uuid import UUID

from server.alerts.service import ask_anew
from server.audit.log import note
from server.db import Connection, write_transaction
from server.devices.store import device as device_row
from server.envelope.frame import CannotOpen
from server.envelope.transfer import Act, Move, read_move
from server.keys.store import is_kept
from server.problems import Problem
from server.scope import store as scopes
from server.scope.rules import CENTER_WIDE, PROTECTED, Actor, may_grant
from server.sequence import advance_as
from server.staff.store import works
from server.transfers import rules, store
from server.transfers.store import New, Transfer

HANDED_OVER = "handed_over"


async def ask(
    caller: Actor, transfer: UUID, bucket: UUID, to_center: str, to_staff: UUID | None, word: str | None, now: datetime
) -> Transfer:
    """Repeating it changes nothing; one open hand-over a household."""
    async with write_transaction() as connection:
        turn = await advance_as(connection, 1, caller.staff)
        if await scopes.in_scope(connection, caller.staff, bucket, now):
            await _must_not_be_protected(connection, bucket)
        center = await store.center_of(connection, bucket)
        if center is None or not await scopes.in_scope(connection, caller.staff, bucket, now):
            raise Problem("not_found")
        if not may_grant(caller.role, caller.center, center):
            raise Problem("not_allowed")
        if (known := await store.one(connection, transfer, caller, now)) is not None:
            if not _is_same(known, bucket, to_center, to_staff, caller):
                raise Problem("transfer_open")
            return known
        await _check_target(connection, bucket, center, to_center, to_staff, now)
        if not rules.stays_within(center, to_center):
            await _check_word(connection, word, "ask", Move(transfer, bucket, center, to_center), caller.device)
        new = New(
            id=transfer, bucket=bucket, from_center=center, to_center=to_center, to_staff=to_staff,
            from_staff=await store.lead_of(connection, bucket, to_staff, now), asked_by=caller.staff, asked_at=now,
            seq=turn.last, asked_jws=word,
        )  # fmt: skip
        if not await store.add(connection, new):
            raise Problem("transfer_open")
        await _note(connection, caller, "transfer.ask", bucket, to_staff, now)
        return await _again(connection, caller, transfer, now)


def _is_same(known: Transfer, bucket: UUID, to_center: str, to_staff: UUID | None, caller: Actor) -> bool:
    """An id is one hand-over: asked again with other words it would hide what was asked first."""
    within = rules.stays_within(known.from_center, known.to_center)
    asked = (known.bucket, known.to_center, known.asked_by)
    return asked == (bucket, to_center, caller.staff) and (not within or known.to_staff == to_staff)


async def _check_target(
    connection: Connection, bucket: UUID, center: str, to_center: str, to_staff: UUID | None, now: datetime
) -> None:
    if not rules.stays_within(center, to_center):
        if to_staff is not None:
            raise Problem("wrong_value", field="to_staff")  # whom the other center gives it to is theirs to say
        if not await store.somebody_answers(connection, to_center, now):
            raise Problem("nobody_to_receive")
        return
    if to_staff is None:
        raise Problem("missing_field", field="to_staff")
    await _must_be_able_to_lead(connection, to_staff, to_center, "to_staff", now)
    if await scopes.role_on(connection, to_staff, bucket, now) == "lead":
        raise Problem("same_lead")


async def accept(caller: Actor, transfer: UUID, lead: UUID | None, word: str | None, now: datetime) -> Transfer:
    """The moment at which it changes hands, in one commit: whoever takes it on is there before anybody leaves."""
    async with write_transaction() as connection:
        turn = await advance_as(connection, 1, caller.staff)
        known = await _mine_to_answer(connection, caller, transfer, now)
        if known.state == "accepted" and known.decided_by == caller.staff:
            return known
        _must_be_open(known)
        await _must_not_be_protected(connection, known.bucket)
        if rules.stays_within(known.from_center, known.to_center):
            await _change_lead(connection, caller, known, turn.last, now)
        else:
            if lead is None:
                raise Problem("missing_field", field="lead")
            await _must_be_able_to_lead(connection, lead, known.to_center, "lead", now)
            move = Move(known.id, known.bucket, known.from_center, known.to_center)
            await _check_word(connection, word, "accept", move, caller.device)
            await _change_center(connection, caller, known, lead, turn.last, now)
        await store.decide(
            connection, known.id, "accepted", by=caller.staff, now=now, seq=turn.last, accepted_jws=word, lead=lead
        )
        await _note(connection, caller, "transfer.accept", known.bucket, lead or known.to_staff, now)
        return await _again(connection, caller, transfer, now)


async def decline(caller: Actor, transfer: UUID, reason: str, now: datetime) -> Transfer:
    async with write_transaction() as connection:
        turn = await advance_as(connection, 1, caller.staff)
        known = await _mine_to_answer(connection, caller, transfer, now)
        return await _end(connection, caller, known, "declined", reason, turn.last, now)


async def withdraw(caller: Actor, transfer: UUID, now: datetime) -> Transfer:
    """By whoever could have asked: a colleague may be away when it has to be taken back."""
    async with write_transaction() as connection:
        turn = await advance_as(connection, 1, caller.staff)
        known = await store.one(connection, transfer, caller, now)
        if known is None:
            raise Problem("not_found")
        if not may_grant(caller.role, caller.center, known.from_center):
            raise Problem("not_allowed")
        return await _end(connection, caller, known, "withdrawn", "", turn.last, now)


async def _end(
    connection: Connection, caller: Actor, known: Transfer, state: str, reason: str, seq: int, now: datetime
) -> Transfer:
    if known.state == state and known.decided_by == caller.staff:
        return known
    _must_be_open(known)
    await store.decide(connection, known.id, state, by=caller.staff, now=now, seq=seq, reason=reason)
    await _note(connection, caller, f"transfer.{state}", known.bucket, known.to_staff, now)
    return await _again(connection, caller, known.id, now)


async def _change_lead(connection: Connection, caller: Actor, known: Transfer, seq: int, now: datetime) -> None:
    """Within a center: only whoever led it goes, and of those who see the whole center nobody does."""
    await _let_lead(connection, caller, known.bucket, caller.staff, seq, now)
    old = known.from_staff
    if old is None or await scopes.role_on(connection, old, known.bucket, now) != "lead":
        return
    row = await scopes.staff_row(connection, old)
    if row is not None and row["role"] in CENTER_WIDE and row["center"] == known.to_center:
        await scopes.grant(connection, old, known.bucket, "center", "internal_use", seq, None)
        await scopes.record(
            connection, seq, old, known.bucket, "grant", "center", "internal_use", HANDED_OVER, caller.device, now
        )
        return
    await scopes.take_away(connection, old, [known.bucket], seq, HANDED_OVER, caller.device, now)
    await ask_anew(connection, known.bucket, [old], device=caller.device, seq=seq, now=now)


async def _change_center(
    connection: Connection, caller: Actor, known: Transfer, lead: UUID, seq: int, now: datetime
) -> None:
    leaving = await scopes.people_from(connection, known.bucket, known.from_center)
    await _let_lead(connection, caller, known.bucket, lead, seq, now)
    await scopes.move(connection, known.bucket, known.to_center, seq, caller.device, now)
    # Asked only now: the walls show the keys of a household to those who are on it.
    if not await is_kept(connection, known.bucket):
        raise Problem("keys_not_ready")
    for staff in leaving:
        await scopes.take_away(connection, staff, [known.bucket], seq, HANDED_OVER, caller.device, now)
    await scopes.tell_move(connection, known.bucket, seq, caller.device, now)
    await ask_anew(connection, known.bucket, leaving, device=caller.device, seq=seq, now=now)


async def _let_lead(connection: Connection, caller: Actor, bucket: UUID, lead: UUID, seq: int, now: datetime) -> None:
    await scopes.grant(connection, lead, bucket, "lead", "internal_use", seq, None)
    await scopes.record(connection, seq, lead, bucket, "grant", "lead", "internal_use", HANDED_OVER, caller.device, now)


async def _must_not_be_protected(connection: Connection, bucket: UUID) -> None:
    """Another center would be told by its list that the household exists; its people are named one by one."""
    if await scopes.kind_of(connection, bucket) == PROTECTED:
        raise Problem("named_only")


async def _mine_to_answer(connection: Connection, caller: Actor, transfer: UUID, now: datetime) -> Transfer:
    known = await store.one(connection, transfer, caller, now)
    if known is None:
        raise Problem("not_found")
    if not rules.may_answer(caller, known.from_center, known.to_center, known.to_staff):
        raise Problem("not_allowed")
    return known


def _must_be_open(known: Transfer) -> None:
    if known.state != "asked":
        raise Problem("transfer_decided", state=known.state)


async def _must_be_able_to_lead(connection: Connection, staff: UUID, center: str, field: str, now: datetime) -> None:
    row = await scopes.staff_row(connection, staff)
    if row is None or not works(row["active_from"], row["active_to"], now):
        raise Problem("wrong_value", field=field)
    if not rules.may_lead(row["role"], row["center"], center):
        raise Problem("wrong_value", field=field)


async def _check_word(connection: Connection, word: str | None, act: Act, of: Move, device: UUID) -> None:
    """The vault moves a household on two signed words alone; this is so that whoever gives one hears it at once."""
    if word is None:
        raise Problem("missing_field", field="word")
    signer = await device_row(connection, device)
    try:
        said = read_move(word, act, device, signer["sign_key"] if signer else b"")
    except CannotOpen:
        raise Problem("transfer_invalid") from None
    if said != of:
        raise Problem("transfer_invalid")


async def _again(connection: Connection, caller: Actor, transfer: UUID, now: datetime) -> Transfer:
    known = await store.one(connection, transfer, caller, now)
    assert known is not None, "whoever decides sees it"
    return known


async def _note(
    connection: Connection, caller: Actor, verb: str, bucket: UUID, subject: UUID | None, now: datetime
) -> None:
    await note(connection, at=now, verb=verb, device=caller.device, staff=caller.staff, subject=subject, bucket=bucket)
