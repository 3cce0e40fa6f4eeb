"""Closes a household to all but those whom its mark of 支援措置 names, in that record's transaction (docs/wire.md)."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from server.alerts.service import ask_anew
from server.audit.log import note
from server.db import Connection
from server.scope import service
from server.scope.rules import Basis
from server.sync.wire import Given

SET, END = "protection.set", "protection.end"
WORDS = (SET, END)
MOST_PEOPLE = 30


class Named(Given, kw_only=True):
    staff: UUID
    basis: Basis


class Protect(Given, kw_only=True, tag_field="k", tag=SET):
    """There is no word for which household: it is the one in which the record lies. Why is sealed in the record."""

    people: Annotated[list[Named], msgspec.Meta(max_length=MOST_PEOPLE)]


class Unprotect(Given, kw_only=True, tag_field="k", tag=END):
    pass


async def settle(
    connection: Connection, *, device: UUID, staff: UUID, bucket: UUID, effect: dict[str, Any], seq: int, now: datetime
) -> None:
    """Raises Problem or msgspec.ValidationError where nothing is changed."""
    said = msgspec.convert(effect, Protect | Unprotect, strict=False)
    if isinstance(said, Unprotect):
        await service.unprotect(connection, device=device, caller=staff, bucket=bucket, seq=seq, now=now)
        return
    people = [(one.staff, one.basis) for one in said.people]
    gone = await service.protect(
        connection, device=device, caller=staff, bucket=bucket, people=people, seq=seq, now=now
    )
    # Whoever was on the way because of it is not any more: the alert asks those who are left.
    await ask_anew(connection, bucket, gone, device=device, seq=seq, now=now)


async def refuse(
    connection: Connection, *, device: UUID, staff: UUID, bucket: UUID, why: str, now: datetime
) -> None:
    await note(
        connection, at=now, verb="scope.not_protected", device=device, staff=staff, bucket=bucket, purpose=why,
        allowed=False,
    )  # fmt: skip
