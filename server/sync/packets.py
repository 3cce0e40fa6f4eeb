"""Gives a packet to those whom its own first record names, in that record's transaction (docs/wire.md)."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.audit.log import note
from server.db import Connection
from server.scope import service
from server.scope.rules import Basis
from server.sync.wire import Given

GRANT = "packet.grant"


class Grant(Given, kw_only=True, tag_field="k", tag=GRANT):
    """There is no word for which packet: it is the one in which the record lies. Why is sealed in the record."""

    staff: UUID
    basis: Basis


async def give(
    connection: Connection, *, device: UUID, staff: UUID, bucket: UUID, effect: dict[str, Any], seq: int, now: datetime
) -> None:
    """Raises Problem or msgspec.ValidationError where it is not given."""
    grant = msgspec.convert(effect, Grant, strict=False)
    await service.let_in(
        connection, device=device, caller=staff, bucket=bucket, staff=grant.staff, basis=grant.basis, seq=seq, now=now
    )


async def refuse(
    connection: Connection, *, device: UUID, staff: UUID, bucket: UUID, why: str, now: datetime
) -> None:
    await note(
        connection, at=now, verb="packet.not_granted", device=device, staff=staff, bucket=bucket, purpose=why,
        allowed=False,
    )  # fmt: skip
