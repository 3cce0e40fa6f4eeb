"""Phones of the cast over a real database, below HTTP; each test runs as the owner and as the walled role."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest

from server import db
from tests.conftest import CLUSTER
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
        return await self.owner.fetchval(f"select count(*) from {table}") or 0


@pytest.fixture(params=["owner", "kasane_web"])
async def field(request: pytest.FixtureRequest, database: str, clock: ManualClock) -> AsyncIterator[Field]:
    owner = await asyncpg.connect(database)
    sato, tanaka, mori, kimura, vault = (BlindPhone(who, clock) for who in (SATO, TANAKA, MORI, KIMURA, VAULT))
    await equip(owner, sato, tanaka, mori, kimura, vault)
    before = db.DB.config
    db.DB.config = {**before, "dsn": database if request.param == "owner" else CLUSTER.web_url}
    try:
        await db.start_pool(6)
        yield Field(sato, tanaka, mori, kimura, vault, clock, owner)
    finally:
        await db.stop_pool()
        db.DB.config = before
        await owner.close()
