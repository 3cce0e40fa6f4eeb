"""Applies what a record asks of alerts and packets, in its own transaction, without ever failing the record."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from server.alerts.service import apply_effect
from server.db import BUSY, Connection
from server.envelope.effects import are_signed
from server.problems import Problem
from server.rounds import write_down
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
    """What an effect meets, a fault of our own too, ends that effect: a record that could not be taken in would hold up
    all that its phone has still to send. Only a database that is busy or away ends all of it, to be sent again."""
    where = {"device": device, "staff": staff, "bucket": bucket, "now": now}
    for effect in wanted:
        try:
            async with connection.transaction():
                await _apply(connection, effect, op_id=op_id, seq=seq, **where)
        except BUSY:
            raise
        except Exception as error:  # the vault raises from the record itself
            if connection.is_closed():
                raise
            await _refuse(connection, effect.get("k"), _why(error), **where)


async def _apply(
    connection: Connection, effect: dict[str, Any], *, device: UUID, staff: UUID, op_id: UUID, bucket: UUID, seq: int,
    now: datetime,
) -> None:  # fmt: skip
    where = {"device": device, "staff": staff, "bucket": bucket, "effect": effect, "seq": seq, "now": now}
    if effect.get("k") == packets.GRANT:
        await packets.give(connection, **where)
    elif effect.get("k") in protecting.WORDS:
        await protecting.settle(connection, **where)
    else:
        await apply_effect(connection, op_id=op_id, **where)


def _why(error: Exception) -> str:
    if isinstance(error, Problem):
        return error.code
    if isinstance(error, msgspec.ValidationError):
        return "wrong_value"
    write_down("an effect", error)
    return "server_trouble"


async def _refuse(
    connection: Connection, word: Any, why: str, *, device: UUID, staff: UUID, bucket: UUID, now: datetime
) -> None:
    logger.warning("effect refused: %s", why)
    if word == packets.GRANT:
        await packets.refuse(connection, device=device, staff=staff, bucket=bucket, why=why, now=now)
    if word in protecting.WORDS:
        await protecting.refuse(connection, device=device, staff=staff, bucket=bucket, why=why, now=now)
