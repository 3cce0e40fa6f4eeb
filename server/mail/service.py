"""How a mailbox joins: an address is given, a code sent to it comes back, and only then anything else goes there."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from server.audit.log import note
from server.db import Connection, reading, write_transaction
from server.mail import addresses
from server.mail.addresses import Holder
from server.mail.letter import code_of
from server.mail.sealed_address import CannotOpenAddress, is_address, open_sealed
from server.mail.worker import CODE_LIVES
from server.problems import Problem
from server.push.queue import wake

MOST_TRIES = 5
MOST_ASKED = 3  # addresses an hour: nobody's mailbox is filled by somebody who mistypes, or means to
ASKED_WITHIN = timedelta(hours=1)


async def give(
    key: bytes, holder: Holder, address: str, *, staff: UUID | None, device: UUID | None, now: datetime
) -> None:
    """Send a code to this address; what was confirmed before goes on until the code has come back."""
    if not is_address(address):
        raise Problem("mail_address_invalid", field="address")
    async with write_transaction() as connection:
        if await addresses.asked_since(connection, holder, now - ASKED_WITHIN) >= MOST_ASKED:
            raise Problem("too_many_tries", retry_after=int(ASKED_WITHIN.total_seconds()))
        row = await addresses.ask(connection, key, holder, address, now)
        await note(connection, at=now, verb="mail.ask", device=device, staff=staff, subject=row)
        await wake(connection)


async def confirm(secret: bytes, holder: Holder, code: str, *, staff: UUID, device: UUID, now: datetime) -> None:
    """The try is counted whatever the answer is, so it is committed before the refusal is said."""
    async with write_transaction() as connection:
        refused = await _try(connection, secret, holder, code, staff=staff, device=device, now=now)
    if refused:
        raise Problem(refused)


async def _try(
    connection: Connection, secret: bytes, holder: Holder, code: str, *, staff: UUID, device: UUID, now: datetime
) -> str:
    row = await addresses.waiting(connection, holder)
    if row is None or row["tries"] >= MOST_TRIES or now > row["made_at"] + CODE_LIVES:
        return "mail_code_ended"
    if not hmac.compare_digest(code_of(secret, row["id"]).encode(), code.encode()):
        await addresses.count_try(connection, row["id"])
        return "mail_code_wrong"
    await addresses.confirm(connection, holder, row["id"], now)
    await note(connection, at=now, verb="mail.confirm", device=device, staff=staff, subject=row["id"])
    return ""


async def end(holder: Holder, *, staff: UUID, device: UUID, now: datetime) -> None:
    async with write_transaction() as connection:
        if await addresses.end(connection, holder):
            await note(connection, at=now, verb="mail.end", device=device, staff=staff, subject=holder.staff)


async def known(key: bytes, holder: Holder) -> dict[str, tuple[str, datetime | None]]:
    """address and last success by state; for the holder's own eyes."""
    async with reading() as connection:
        rows = await addresses.living(connection, holder)
    return {row["state"]: (_open(key, row["id"], row["sealed"]), row["last_ok_at"]) for row in rows}


def _open(key: bytes, row: UUID, sealed: bytes) -> str:
    try:
        return open_sealed(key, row, sealed)
    except CannotOpenAddress:
        return ""
