"""Applies what a record asks of the alerts, in the record's own transaction, without ever failing the record."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.alerts.service import apply_effect
from server.db import Connection
from server.problems import Problem

logger = logging.getLogger(__name__)


async def apply_effects(
    connection: Connection, *, device: UUID, staff: UUID, op_id: UUID, bucket: UUID,
    wanted: Sequence[dict[str, Any]], seq: int, now: datetime,
) -> None:  # fmt: skip
    for effect in wanted:
        try:
            async with connection.transaction():
                await apply_effect(
                    connection, device=device, staff=staff, op_id=op_id, bucket=bucket, effect=effect, seq=seq, now=now
                )
        except (Problem, msgspec.ValidationError) as refusal:
            # The record stands whatever becomes of its effect; the vault raises from the record itself.
            logger.warning("effect refused: %s", refusal.code if isinstance(refusal, Problem) else "wrong_value")
