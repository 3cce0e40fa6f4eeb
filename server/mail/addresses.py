"""Every query on mail addresses: of a person, or the one mailbox of a center."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg

from server.db import Connection
from server.mail.sealed_address import seal

_END_ASKED = "update mail_address set state = 'ended', sealed = '' where {of} and state = 'waiting'"
_END_KEPT = "update mail_address set state = 'ended', sealed = '' where {of} and state in ('confirmed', 'refused')"
_END = "update mail_address set state = 'ended', sealed = '' where {of} and state <> 'ended'"
_ASK = "insert into mail_address (id, staff, center, sealed, state, made_at) values ($1, $2, $3, $4, 'waiting', $5)"
_CODE = """
insert into delivery (id, alert, staff, channel, mail, purpose, step, loop, state, level, due, made_at)
values (gen_random_uuid(), null, $2, 'mail', $1, 'code', 0, 0, 'queued', 2, $3, $3)
"""
_ASKED_SINCE = "select count(*) from mail_address where {of} and made_at > $2"
_WAITING = "select id, tries, made_at from mail_address where {of} and state = 'waiting' for update"
_CONFIRM = "update mail_address set state = 'confirmed', confirmed_at = $2 where id = $1"
_LIVING = "select id, sealed, state, last_ok_at from mail_address where {of} and state <> 'ended'"
# A mailbox that answers again is a mailbox: it only stays refused until its person gives it anew.
_TOOK = "update mail_address set last_ok_at = $2, last_status = $3 where id = $1 and state <> 'ended'"
_REFUSED = """
update mail_address set last_status = $3, state = case when state = 'confirmed' then 'refused' else state end
where id = $1 and $2::timestamptz is not null
"""
_NOTED = "update mail_address set last_status = $3 where id = $1 and $2::timestamptz is not null"
_FATES = {"ok": _TOOK, "refused": _REFUSED, "untouched": _NOTED}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose mailbox: exactly one of the two."""

    staff: UUID | None = None
    center: str | None = None

    def where(self, query: str) -> str:
        return query.format(of="staff = $1" if self.staff else "center = $1")

    @property
    def key(self) -> UUID | str:
        found = self.staff or self.center
        assert found is not None
        return found


async def ask(connection: Connection, key: bytes, holder: Holder, address: str, now: datetime) -> UUID:
    """A new address that a code is sent to; what was confirmed before stays until the new one is."""
    row = uuid4()
    await connection.execute(holder.where(_END_ASKED), holder.key)
    await connection.execute(_ASK, row, holder.staff, holder.center, seal(key, row, address), now)
    await connection.execute(_CODE, row, holder.staff, now)
    return row


async def asked_since(connection: Connection, holder: Holder, moment: datetime) -> int:
    return await connection.fetchval(holder.where(_ASKED_SINCE), holder.key, moment) or 0


async def waiting(connection: Connection, holder: Holder) -> asyncpg.Record | None:
    """id, tries, made_at of the address whose code is expected, locked."""
    return await connection.fetchrow(holder.where(_WAITING), holder.key)


async def count_try(connection: Connection, row: UUID) -> None:
    await connection.execute("update mail_address set tries = tries + 1 where id = $1", row)


async def confirm(connection: Connection, holder: Holder, row: UUID, now: datetime) -> None:
    await connection.execute(holder.where(_END_KEPT), holder.key)
    await connection.execute(_CONFIRM, row, now)


async def end(connection: Connection, holder: Holder) -> bool:
    """False when there was none."""
    return (await connection.execute(holder.where(_END), holder.key)) != "UPDATE 0"


async def living(connection: Connection, holder: Holder) -> list[asyncpg.Record]:
    return await connection.fetch(holder.where(_LIVING), holder.key)


async def note_fate(connection: Connection, row: UUID, fate: str, now: datetime, status: int | None) -> None:
    await connection.execute(_FATES[fate], row, now, status)
