"""After a dead afternoon all phones come back in the same minute: each record once, each reader exact."""

import asyncio

import asyncpg
import pytest

from tests.figures import count
from tests.make import SATO, TANAKA, DeviceRow, hand_out, named
from tests.sync.blind import BlindPhone, household, signing
from tests.sync.conftest import Field

PHONES, RECORDS = 60, 10


@pytest.mark.shows("F-23", "F-12", "FIRST-3", "CONF-7", "I1", "I2", "I3")
async def test_sixty_phones_that_come_back_together_lose_nothing_and_each_reads_all_of_it(field: Field) -> None:
    people = (SATO, TANAKA)
    phones = [BlindPhone(people[n % 2], field.clock, label=f"{n}") for n in range(PHONES)]
    for phone in phones:
        row = DeviceRow(owner=phone.owner, label=phone.label, sign_key=signing.point_of(phone.key))
        await hand_out(field.owner, row)
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A"),))
    for phone in phones:
        for _ in range(RECORDS):
            phone.seal(named("世帯A"))

    await asyncio.gather(*(_comes_back(phone) for phone in phones))
    everything = [raw for phone in (field.sato, *phones) for raw in phone.made]
    stored = [row["envelope"] for row in await field.owner.fetch("select envelope from op")]
    count("records", "acknowledged", len(everything))
    count("records", "lost", len(set(everything) - set(stored)))
    count("records", "there twice", len(stored) - len(set(stored)))
    assert sorted(stored) == sorted(everything)
    assert await field.owner.fetchval("select count(distinct seq) from op") == len(everything)
    await asyncio.gather(*(phone.catch_up(limit=200) for phone in phones))
    differ = [phone.label for phone in phones if sorted(phone.ops.values()) != sorted(everything)]
    count("records", "devices that differ", len(differ))
    assert differ == []


async def _comes_back(phone: BlindPhone) -> None:
    """As the app does: where the office is too busy, the same again a little later; it reads in between."""
    for wait in range(20):
        try:
            reply = await phone.push(*phone.made)
            assert reply.ack == phone.dseq
            await phone.catch_up()
        except (asyncpg.LockNotAvailableError, asyncpg.QueryCanceledError, TimeoutError):
            await asyncio.sleep(0.1 * wait)
        else:
            return
    raise AssertionError(f"{phone.label} was never heard")
