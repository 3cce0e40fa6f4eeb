"""Invented data goes into an office that is nobody's yet, and into no other."""

import asyncpg

from server import box
from tests.make import SATO, settle


async def test_an_office_with_real_people_and_no_household_yet_is_not_filled_with_invented_ones(
    pool: str, owner: asyncpg.Connection
) -> None:
    assert await box._is_empty()
    await settle(owner, SATO)
    assert not await box._is_empty()
