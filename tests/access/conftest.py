"""The office with people in it, for every test that knocks at its door."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from litestar import Litestar

from tests.access.handset import Handset, Office
from tests.fakes import ManualClock
from tests.make import SATO, TANAKA


@pytest.fixture
async def rows(database: str) -> AsyncIterator[asyncpg.Connection]:
    """A look into the tables, past every wall."""
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


@pytest.fixture
async def office(app: Litestar, rows: asyncpg.Connection, clock: ManualClock) -> Office:
    office = Office(app, rows, clock)
    await office.open()
    return office


@pytest.fixture
async def sato(office: Office) -> Handset:
    return await office.phone(SATO)


@pytest.fixture
async def tanaka(office: Office) -> Handset:
    return await office.phone(TANAKA)
