"""Hands wrapped keys from who holds them to the devices that may have them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from server.audit.log import note
from server.db import snapshot, write_transaction
from server.keys import store
from server.problems import Problem
from server.scope.rules import Actor
from server.scope.store import in_scope
from server.sequence import advance_as, speak_as

HOLDERS = ("vault", "coordinator")


def must_hold(caller: Actor, profile: str) -> None:
    """The vault wraps; without one in the house (profile sealed) the coordinator's open app does."""
    if caller.role != "vault" and not (profile == "sealed" and caller.role == "coordinator"):
        raise Problem("not_allowed")


async def wanted(caller: Actor, now: datetime, limit: int) -> list[Any]:
    async with snapshot() as connection:
        await speak_as(connection, caller.staff)
        renew = caller.role == "vault"
        return await store.wanted(connection, caller.device, caller.staff, now, limit, renew=renew)


async def keep(caller: Actor, wraps: Sequence[store.NewWrap], now: datetime) -> int:
    """How many were stored. The number is taken under the lock, so every recipient's next pull brings them."""
    async with write_transaction() as connection:
        turn = await advance_as(connection, 1, caller.staff)
        for bucket in {wrap.bucket for wrap in wraps}:
            if not await in_scope(connection, caller.staff, bucket, now):
                raise Problem("not_found")
        stored = await store.insert(connection, wraps, turn.last, now, renew=caller.role == "vault")
        if stored:
            await note(connection, at=now, verb="keys.wrap", device=caller.device, staff=caller.staff, count=stored)
        return stored
