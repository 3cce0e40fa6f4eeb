"""Admitting a device, approving it, and ending it."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from server.audit.log import note
from server.db import Connection, reading, write_transaction
from server.devices import rules, store
from server.devices.rules import Reason
from server.devices.tables import Device, EnrolmentCode
from server.envelope.approval import Subject, read_approval
from server.envelope.frame import CannotOpen
from server.envelope.signing import public_key
from server.problems import Problem
from server.push import subscriptions
from server.sequence import advance, hold
from server.staff.store import Person, person


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    kem_key: bytes
    sign_key: bytes
    upload_key: bytes

    def check(self) -> None:
        for name in ("kem_key", "sign_key", "upload_key"):
            try:
                public_key(getattr(self, name))
            except CannotOpen:
                raise Problem("wrong_value", field=name) from None
        if len({self.kem_key, self.sign_key, self.upload_key}) < 3:
            raise Problem("wrong_value", field="upload_key")


@dataclass(frozen=True, slots=True)
class Enrolled:
    device: UUID
    staff: UUID
    check_code: str
    state: str


@dataclass(frozen=True, slots=True)
class Admission:
    """A good code in the hands of who was given it."""

    code_id: bytes
    staff: UUID
    check_code: str
    preapproved: bool


async def make_code(staff: UUID, *, created_by: UUID | None, now: datetime, preapproved: bool = False) -> bytes:
    """The secret of a one-time code, which leaves only by the link; the caller has checked who may make it for whom."""
    secret = secrets.token_bytes(32)
    async with write_transaction() as connection:
        await hold(connection)
        await store.keep_code(
            EnrolmentCode(
                id=rules.code_id_of(secret),
                staff=staff,
                verifier=rules.verifier_of(secret),
                created_at=now,
                created_by=created_by,
                expires_at=now + rules.CODE_LIVES,
                preapproved=preapproved,
            )
        )
        await note(connection, at=now, verb="device.code", staff=created_by, subject=staff)
    return secret


async def look(code_id: bytes, now: datetime) -> tuple[Person, datetime]:
    """Whom a code is for; every code that cannot be used any more looks the same."""
    code = await store.code(code_id)
    if code is None or code["used_at"] is not None or _is_dead(code, now):
        raise Problem("code_invalid")
    async with reading() as connection:
        who = await person(connection, code["staff"], now)
    if who is None or not who.active:
        raise Problem("code_invalid")
    return who, code["expires_at"]


async def prove(code_id: bytes, proof: bytes, device: UUID, keys: Keys, now: datetime) -> Admission | Enrolled:
    """What the code admits; the same device asking again after a lost answer gets the same answer."""
    keys.check()
    transcript = rules.transcript_of(code_id, device, keys.kem_key, keys.sign_key, keys.upload_key)
    code = await store.code(code_id)
    verifier = code["verifier"] if code else bytes(32)
    proves = hmac.compare_digest(rules.proof_of(verifier, transcript), proof)
    if code is None or not proves or code["tries"] >= rules.MOST_WRONG_PROOFS:
        if code is not None and not proves:
            async with reading() as connection:
                await store.count_wrong_proof(connection, code_id)
        raise Problem("code_invalid")
    check_code = rules.check_code_of(transcript)
    if code["used_at"] is not None:
        return await _again(device, keys, code["staff"], check_code)
    if _is_dead(code, now):
        raise Problem("code_invalid")
    return Admission(code_id, code["staff"], check_code, code["preapproved"])


async def admit(
    connection: Connection, admission: Admission, device: UUID, label: str, keys: Keys, now: datetime
) -> Enrolled:  # fmt: skip
    """Inside a transaction: what follows from a device that needs no approval belongs into the same one."""
    state = "active" if admission.preapproved else "pending"
    row = Device(
        id=device,
        staff=admission.staff,
        state=state,
        label=label,
        kem_key=keys.kem_key,
        sign_key=keys.sign_key,
        upload_key=keys.upload_key,
        check_code=admission.check_code,
        code_id=admission.code_id,
        enrolled_at=now,
        approved_at=now if admission.preapproved else None,
    )
    await advance(connection)  # wakes the vault, which makes the certificate this device waits for
    if not await store.use_code(connection, admission.code_id, now):
        raise Problem("code_used")
    if not await store.keep(row):
        raise Problem("device_known")
    await note(connection, at=now, verb="device.enrol", device=device, staff=admission.staff, subject=device)
    return Enrolled(device, admission.staff, admission.check_code, state)


async def _again(device: UUID, keys: Keys, staff: UUID, check_code: str) -> Enrolled:
    async with reading() as connection:
        known = await store.device(connection, device)
    same = known is not None and (known["staff"], known["kem_key"], known["sign_key"], known["upload_key"]) == (
        staff,
        keys.kem_key,
        keys.sign_key,
        keys.upload_key,
    )
    if not same or known is None or known["check_code"] != check_code:
        raise Problem("code_used")
    return Enrolled(device, staff, check_code, known["state"])


def _is_dead(code: dict[str, Any], now: datetime) -> bool:
    return code["expires_at"] <= now or code["tries"] >= rules.MOST_WRONG_PROOFS


async def approve(
    connection: Connection, device: UUID, check_code: str, approval: str, *, by_staff: UUID, by_device: UUID,
    role: str, center: str | None, now: datetime,
) -> UUID:  # fmt: skip
    """Whose device it is. Inside a transaction that holds the sequence."""
    known = await store.device(connection, device)
    if known is None or not rules.may_admit(role, center, known["center"], known["role"]):
        raise Problem("not_found")
    if known["staff"] == by_staff:
        raise Problem("own_device")
    if rules.needs_second_person(known["role"]) and await store.was_linked_by(connection, device, by_staff):
        raise Problem("second_person")
    if not hmac.compare_digest(known["check_code"].encode(), check_code.encode()):
        raise Problem("check_code_wrong")
    await _check_approval(connection, approval, known, by_device, now)
    if await store.activate(connection, device, by_device, approval, now):
        await note(connection, at=now, verb="device.approve", device=by_device, staff=by_staff, subject=device)
    elif known["state"] != "active":
        raise Problem("already_decided")
    else:
        await store.renew_approval(connection, device, by_device, approval, now)
    return known["staff"]


async def _check_approval(
    connection: Connection, approval: str, known: asyncpg.Record, by_device: UUID, now: datetime
) -> None:
    """The vault decides for itself; this is so that the approver hears at once what it would not accept."""
    signer = await store.device(connection, by_device)
    try:
        given = read_approval(approval, by_device, signer["sign_key"] if signer else b"")
    except CannotOpen:
        raise Problem("approval_invalid") from None
    stored = Subject(
        known["id"], known["staff"], known["name"], known["role"], known["center"], known["kem_key"],
        known["sign_key"], known["check_code"],
    )  # fmt: skip
    if given.of != stored or not given.is_fresh(now.timestamp()):
        raise Problem("approval_invalid")


async def end(
    connection: Connection, device: UUID, reason: Reason, *, by_staff: UUID, by_device: UUID, role: str,
    center: str | None, is_fresh: bool, now: datetime,
) -> str:  # fmt: skip
    """The state it ends in; its sessions and pushes end in the same commit, its records may still arrive."""
    turn = await advance(connection)
    known = await store.device(connection, device)
    if known is None or known["role"] in ("vault", "recovery"):
        raise Problem("not_found")
    if known["staff"] != by_staff and not rules.may_admit(role, center, known["center"], known["role"]):
        raise Problem("not_found")
    if known["staff"] != by_staff and not is_fresh:
        raise Problem("step_up_needed")
    await store.end_sessions(connection, device)
    await subscriptions.retire(connection, device)
    if not await store.end(connection, device, rules.STATE_AFTER[reason], turn.last, now):
        return known["state"]
    await note(
        connection, at=now, verb="device.end", device=by_device, staff=by_staff, subject=device, purpose=reason
    )  # fmt: skip
    return rules.STATE_AFTER[reason]


async def end_all_of(
    connection: Connection, staff: UUID, seq: int, *, by_staff: UUID | None, by_device: UUID | None, now: datetime
) -> list[UUID]:  # fmt: skip
    """Every device of somebody who leaves, with sessions and pushes; which ones. Inside a transaction."""
    ended = await store.devices_of(connection, staff)
    for device in ended:
        await store.end_sessions(connection, device)
        await subscriptions.retire(connection, device)
        if await store.end(connection, device, rules.STATE_AFTER["left"], seq, now):
            await note(
                connection, at=now, verb="device.end", device=by_device, staff=by_staff, subject=device, purpose="left"
            )
    return ended
