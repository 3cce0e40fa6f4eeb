"""Letting a device in and out, with what follows from it: links, households, keys."""

from datetime import datetime
from uuid import UUID

from server.access.caller import Caller
from server.db import reading, write_transaction
from server.devices import rules, service
from server.devices.rules import Reason
from server.devices.service import Enrolled, Keys
from server.directory import rules as directory_rules
from server.directory import store as directory
from server.keys import store as keys
from server.problems import Problem
from server.scope import service as scope
from server.sequence import advance
from server.staff.store import KEEPERS, person
from server.wire import spell


async def make_link(caller: Caller, staff: UUID, origin: str, now: datetime) -> str:
    """What the QR code shows: the secret stays behind the `#`, which no server and no log ever sees."""
    async with reading() as connection:
        who = await person(connection, staff, now)
        root = await directory.root(connection)
    if who is None or not who.active or who.role in KEEPERS:
        raise Problem("not_found")
    if not rules.may_admit(caller.role, caller.center, who.center, who.role):
        raise Problem("not_found")
    if root is None:
        raise Problem("no_root")
    secret = await service.make_code(staff, created_by=caller.staff, now=now)
    return link_of(origin, secret, root)


def link_of(origin: str, secret: bytes, root_statement: str) -> str:
    return f"{origin}/enrol#{spell(secret)}.{directory_rules.root_print(root_statement)}"


async def enrol(code_id: bytes, proof: bytes, device: UUID, label: str, keys: Keys, now: datetime) -> Enrolled:
    admission = await service.prove(code_id, proof, device, keys, now)
    if isinstance(admission, Enrolled):
        return admission
    async with write_transaction() as connection:
        done = await service.admit(connection, admission, device, label, keys, now)
        if done.state == "active":
            # In the same commit: a coordinator let in without the center's households would never get them.
            await scope.join_center(connection, done.staff, device=device, now=now)
    return done


async def approve(caller: Caller, device: UUID, check_code: str, approval: str, now: datetime) -> None:
    async with write_transaction() as connection:
        await advance(connection)  # wakes the vault, which makes the certificate
        staff = await service.approve(
            connection,
            device,
            check_code,
            approval,
            by_staff=caller.staff,
            by_device=caller.device,
            role=caller.role,
            center=caller.center,
            now=now,
        )
        # A coordinator's first device brings the households their center already has.
        await scope.join_center(connection, staff, device=caller.device, now=now)


async def end(caller: Caller, device: UUID, reason: Reason, now: datetime) -> str:
    async with write_transaction() as connection:
        state = await service.end(
            connection,
            device,
            reason,
            by_staff=caller.staff,
            by_device=caller.device,
            role=caller.role,
            center=caller.center,
            is_fresh=caller.is_fresh(now),
            now=now,
        )
        await keys.forget_device(connection, device)
        return state
