"""Applies what a record asks of alerts and packets, in its own transaction, without ever failing the record."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from server.alerts.service import apply_effect
from server.db import Connection
from server.envelope.effects import are_signed
from server.problems import Problem
from server.sync import packets, protecting
from server.sync.wire import Op, from_text

logger = logging.getLogger(__name__)


class Beside(NamedTuple):
    """What came beside an envelope; `holds` when its author's signing key vouches for it beside this very envelope."""

    wanted: list[dict[str, Any]]
    signature: bytes | None
    holds: bool

    @property
    def code(self) -> str | None:
        """What the verdict says of effects that are not applied: a signature of the upload key alone moves no alert."""
        return "effects_not_signed" if self.wanted and not self.holds else None


NOTHING_BESIDE = Beside([], None, holds=False)  # of a donated record: pulls never bring effects, so nobody has them


def weigh_effects(op: Op, digest: bytes, sign_key: bytes) -> Beside:
    signature = from_text(op.effects_sig) or None
    holds = bool(op.effects and signature) and are_signed(sign_key, digest, op.effects, signature or b"")
    return Beside(op.effects, signature, holds)


async def apply_effects(
    connection: Connection, *, device: UUID, staff: UUID, op_id: UUID, bucket: UUID,
    wanted: Sequence[dict[str, Any]], seq: int, now: datetime,
) -> None:  # fmt: skip
    for effect in wanted:
        try:
            async with connection.transaction():
                if effect.get("k") == packets.GRANT:
                    await packets.give(
                        connection, device=device, staff=staff, bucket=bucket, effect=effect, seq=seq, now=now
                    )
                    continue
                if effect.get("k") in protecting.WORDS:
                    await protecting.settle(
                        connection, device=device, staff=staff, bucket=bucket, effect=effect, seq=seq, now=now
                    )
                    continue
                await apply_effect(
                    connection, device=device, staff=staff, op_id=op_id, bucket=bucket, effect=effect, seq=seq, now=now
                )
        except (Problem, msgspec.ValidationError) as refusal:
            # The record stands whatever becomes of its effect; the vault raises from the record itself.
            why = refusal.code if isinstance(refusal, Problem) else "wrong_value"
            logger.warning("effect refused: %s", why)
            if effect.get("k") == packets.GRANT:
                await packets.refuse(connection, device=device, staff=staff, bucket=bucket, why=why, now=now)
            if effect.get("k") in protecting.WORDS:
                await protecting.refuse(connection, device=device, staff=staff, bucket=bucket, why=why, now=now)
