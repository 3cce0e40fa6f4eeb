"""Every query on sessions and on the challenges that open them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.access.caller import Caller, DeviceState
from server.db import Connection
from server.staff.store import works

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)  # last_used_at may lag this much: a session ends early rather than late
MOST_PER_DEVICE = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """A device and its person as the office has them now."""

    device: UUID
    staff: UUID
    state: DeviceState
    role: str
    center: str | None
    active: bool
    upload_key: bytes
    sign_key: bytes


def token_hash(token: str) -> bytes:
    return hashlib.sha256(b"kasane session token v1" + token.encode("ascii", "replace")).digest()


_CALLER = """
with touched as (
  update session set last_used_at = $2
  where token_hash = $1 and last_used_at < $3 and last_used_at > $4 and ends_at > $2
)
select s.device, s.unlocked_at, d.staff, d.sign_key, p.role, p.center, p.active_from, p.active_to
from session s join device d on d.id = s.device join staff p on p.id = d.staff
where s.token_hash = $1 and s.last_used_at > $4 and s.ends_at > $2 and d.state = 'active'
"""


async def caller_of(connection: Connection, token: str, now: datetime) -> Caller | None:
    """Session, device and person in one look; None when any of them has ended."""
    row = await connection.fetchrow(_CALLER, token_hash(token), now, now - TOUCH_EVERY, now - IDLE)
    if row is None or not works(row["active_from"], row["active_to"], now):
        return None
    return Caller(
        staff=row["staff"],
        device=row["device"],
        role=row["role"],
        center=row["center"],
        unlocked_at=row["unlocked_at"],
        sign_key=row["sign_key"],
    )


_STANDING = """
select d.id, d.staff, d.state, d.upload_key, d.sign_key, p.role, p.center, p.active_from, p.active_to
from device d join staff p on p.id = d.staff where d.id = $1
"""


async def standing_of(connection: Connection, device: UUID, now: datetime) -> Standing | None:
    row = await connection.fetchrow(_STANDING, device)
    if row is None:
        return None
    return Standing(
        device=row["id"],
        staff=row["staff"],
        state=row["state"],
        role=row["role"],
        center=row["center"],
        active=works(row["active_from"], row["active_to"], now),
        upload_key=row["upload_key"],
        sign_key=row["sign_key"],
    )


_SPEND = """
with over as (delete from challenge where expires_at <= $4)
insert into challenge (value, device, expires_at) values ($1, $2, $3) on conflict do nothing returning true
"""
# The older ones are counted as they stood before: of them one less than the limit stays.
_OPEN = """
with seen as (update device set last_seen_at = $3 where id = $2), too_many as (
  delete from session where device = $2 and token_hash not in
    (select token_hash from session where device = $2 order by opened_at desc, token_hash limit $5)
)
insert into session (token_hash, device, opened_at, last_used_at, ends_at) values ($1, $2, $3, $3, $4)
"""


async def spend_challenge(connection: Connection, value: bytes, device: UUID, ends_at: datetime, now: datetime) -> bool:
    """True once: a challenge is kept only when it is used, so asking for one costs the database nothing."""
    return bool(await connection.fetchval(_SPEND, value, device, ends_at, now))


async def open_session(connection: Connection, token: str, device: UUID, now: datetime) -> datetime:
    """The end of the new session; older ones of the device beyond the limit end now."""
    ends_at = now + ABSOLUTE
    await connection.execute(_OPEN, token_hash(token), device, now, ends_at, MOST_PER_DEVICE - 1)
    return ends_at


async def step_up(connection: Connection, hash_of_token: bytes, now: datetime) -> None:
    await connection.execute("update session set unlocked_at = $2 where token_hash = $1", hash_of_token, now)


async def end_session(connection: Connection, token: str) -> None:
    await connection.execute("delete from session where token_hash = $1", token_hash(token))
