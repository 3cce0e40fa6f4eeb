"""Every query on devices and enrolment codes."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from server.db import Connection
from server.devices.rules import ENDED
from server.devices.tables import Device, EnrolmentCode
from server.staff.store import KEEPERS


async def keep_code(code: EnrolmentCode) -> None:
    await EnrolmentCode.insert(code)


async def code(code_id: bytes) -> dict[str, Any] | None:
    return await EnrolmentCode.select().where(EnrolmentCode.id == code_id).first()


async def count_wrong_proof(connection: Connection, code_id: bytes) -> None:
    await connection.execute("update enrolment_code set tries = tries + 1 where id = $1 and tries < 100", code_id)


async def use_code(connection: Connection, code_id: bytes, now: datetime) -> bool:
    """True for the one who uses it first."""
    used = await connection.fetchval(
        "update enrolment_code set used_at = $2 where id = $1 and used_at is null returning true", code_id, now
    )
    return bool(used)


async def keep(device: Device) -> bool:
    """False when the id is taken."""
    kept = await Device.insert(device).on_conflict(action="DO NOTHING").returning(Device.id)
    return bool(kept)


_DEVICE = """
select d.id, d.staff, d.state, d.label, d.kem_key, d.sign_key, d.upload_key, d.check_code, p.name, p.center, p.role
from device d join staff p on p.id = d.staff where d.id = $1
"""


async def device(connection: Connection, device_id: UUID) -> asyncpg.Record | None:
    return await connection.fetchrow(_DEVICE, device_id)


async def was_linked_by(connection: Connection, device_id: UUID, staff: UUID) -> bool:
    """Whether this person made the link that the device was enrolled with."""
    found = (
        "select exists (select from enrolment_code c join device d on d.staff = c.staff and d.enrolled_at = c.used_at"
        " where d.id = $1 and c.created_by = $2)"
    )
    return bool(await connection.fetchval(found, device_id, staff))


async def state_of(connection: Connection, device_id: UUID) -> asyncpg.Record | None:
    return await connection.fetchrow(
        "select d.state, exists (select from statement s where s.subject = d.id and s.kind = 'device') as certified,"
        " (select s.jws from statement s where s.subject = d.id and s.kind = 'revoke') as revocation"
        " from device d where d.id = $1",
        device_id,
    )


async def listed(connection: Connection, center: str | None) -> list[asyncpg.Record]:
    """The devices of a center's people; of every person when center is None."""
    return await connection.fetch(
        "select d.id, d.staff, p.name as staff_name, p.role, p.center, d.label, d.state, d.check_code, d.kem_key,"
        " d.sign_key, d.upload_key, d.enrolled_at, d.last_seen_at, case when d.state in ('pending', 'active')"
        " and not exists (select from statement s where s.subject = d.id and s.kind = 'device')"
        " then d.code_id end as code_id,"
        " exists (select from statement s where s.subject = d.id and s.kind = 'device') as certified,"
        " (select count(*) from dead_letter l where l.device = d.id) as unread"
        " from device d join staff p on p.id = d.staff"
        " where ($1::text is null or p.center = $1) and p.role <> all($2::text[])"
        " order by (d.state = 'pending') desc, p.kana, d.enrolled_at, d.id",
        center,
        list(KEEPERS),
    )


async def activate(connection: Connection, device_id: UUID, by: UUID, approval: str, now: datetime) -> bool:
    """False when somebody decided before."""
    done = await connection.fetchval(
        "update device set state = 'active', approved_by = $2, approval_jws = $3, approved_at = $4"
        " where id = $1 and state = 'pending' returning true",
        device_id,
        by,
        approval,
        now,
    )
    return bool(done)


async def renew_approval(connection: Connection, device_id: UUID, by: UUID, approval: str, now: datetime) -> None:
    """While the vault has not certified the device: the first approval may have run out, or not have held."""
    await connection.execute(
        "update device set approved_by = $2, approval_jws = $3, approved_at = $4 where id = $1 and state = 'active'"
        " and not exists (select from statement s where s.subject = $1 and s.kind = 'device')",
        device_id,
        by,
        approval,
        now,
    )


async def end(connection: Connection, device_id: UUID, state: str, seq: int, now: datetime) -> bool:
    """False when it had ended before: the first reason and number stay, except that a loss is always told."""
    done = await connection.fetchval(
        "update device set state = $2, revoked_at = coalesce(revoked_at, $3), revoked_seq = coalesce(revoked_seq, $4)"
        " where id = $1 and (state in ('pending', 'active') or ($2 = 'lost' and state <> 'lost')) returning true",
        device_id,
        state,
        now,
        seq,
    )
    return bool(done)


async def end_sessions(connection: Connection, device_id: UUID) -> None:
    await connection.execute("delete from session where device = $1", device_id)


async def awaiting(connection: Connection) -> list[asyncpg.Record]:
    """Approved, but not yet in the directory; the newest first, so that none the vault refuses holds up the others."""
    return await connection.fetch(
        "select d.id as device, d.staff, p.name, p.kana, p.role, p.center, p.organisation, d.kem_key, d.sign_key,"
        " d.check_code, d.approval_jws as approval"
        " from device d join staff p on p.id = d.staff where d.state = 'active' and p.role <> 'robot'"
        " and not exists (select from statement s where s.subject = d.id and s.kind = 'device')"
        " order by d.approved_at desc, d.id limit 200"
    )


async def ended_but_certified(connection: Connection) -> list[asyncpg.Record]:
    """In the directory, but ended, and the directory does not say so yet."""
    return await connection.fetch(
        "select d.id, d.state from device d where d.state = any($1::text[])"
        " and exists (select from statement s where s.subject = d.id and s.kind = 'device')"
        " and not exists (select from statement s where s.subject = d.id and s.kind = 'revoke')"
        " order by d.revoked_seq, d.id limit 200",
        list(ENDED),
    )


async def devices_of(connection: Connection, staff: UUID) -> list[UUID]:
    return [row["id"] for row in await connection.fetch("select id from device where staff = $1 order by id", staff)]
