"""Phones of the cast over a real database, below HTTP; each test runs as the owner and as the walled role."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest

from server import db
from tests.fakes import ManualClock
from tests.make import KIMURA, MORI, SATO, TANAKA
from tests.sync.blind import VAULT, BlindPhone, equip


@dataclass
class Field:
    """The cast with a phone each."""

    sato: BlindPhone
    tanaka: BlindPhone
    mori: BlindPhone
    kimura: BlindPhone
    vault: BlindPhone
    clock: ManualClock
    owner: asyncpg.Connection  # sees everything; only for looking and for arranging

    async def count(self, table: str) -> int:
        return await self.owner.fetchval(f"select count(*) from {table}")  # noqa: S608


@pytest.fixture(params=["owner", "kasane_web"])
async def field(request: pytest.FixtureRequest, database: str, clock: ManualClock) -> AsyncIterator[Field]:
    owner = await asyncpg.connect(database)
    phones = [BlindPhone(who, clock) for who in (SATO, TANAKA, MORI, KIMURA, VAULT)]
    await equip(owner, *phones)
    before = db.DB.config
    db.DB.config = {**before, "dsn": database}
    if request.param == "kasane_web":
        await owner.execute("grant kasane_web to current_user")
        # The role a production web process connects as; taken on at the start of each connection.
        db.DB.config["server_settings"] = {**before["server_settings"], "role": "kasane_web"}
    try:
        await db.start_pool(6)
        yield Field(*phones, clock, owner)
    finally:
        await db.stop_pool()
        db.DB.config = before
        await owner.close()
