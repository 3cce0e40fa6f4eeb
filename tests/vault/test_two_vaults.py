"""Two vaults with the same keys by mistake, as when the old host comes back: nothing is said, certified or raised twice."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from itertools import groupby
from pathlib import Path

import pytest

from server.envelope.frame import CannotOpen
from server.vault import journal
from server.vault.link import Refused
from server.vault.pen import OutOfStep
from tests.make import SATO, TANAKA
from tests.vault.conftest import InProcess, Office, Vault, asgi
from tests.vault.records import visit, worried


@pytest.fixture
async def second(office: Office, tmp_path: Path) -> AsyncIterator[Vault]:
    """Keys restored from the safe on another host; it has seen nothing yet."""
    folder = tmp_path / "other" / "vault"
    shutil.copytree(office.vault.keys.folder, folder, ignore=shutil.ignore_patterns("shelf*", "openings*", "*.lock"))
    async with asgi(office.app) as http:
        vault = Vault(folder.parent, InProcess(http), office.clock)
        yield vault
        vault.die()


async def _round(vault: Vault) -> bool:
    """As `Feed.run` does it: a round that breaks off is begun again later."""
    try:
        await vault.round()
    except (Refused, OutOfStep, CannotOpen):
        vault.feed._pen.lose_head()
        return False
    return True


async def _both(first: Vault, second: Vault) -> list[bool]:
    return [*await asyncio.gather(_round(first), _round(second))]


@pytest.mark.shows("F-25")
async def test_two_vaults_raise_one_alert_and_speak_one_verdict_for_each_record(office: Office, second: Vault) -> None:
    sato = await office.enrol(SATO)
    first, device = office.vault, office.vault.keys.device
    broken = 0
    expected, houses = set(), []
    for level in (1, 2, 3, 2, 1):
        house = sato.open_household()
        houses.append(house)
        expected.add(sato.alert_id(house, sato.record(house, worried(level))))
        sato.record(house, visit(result="met"))
        await sato.push()
        for _ in range(4):
            broken += (await _both(first, second)).count(False)
    assert broken > 0, "the two never met: nothing was tried"
    alerts = [row["id"] for row in await office.rows.fetch("select id from alert")]
    assert sorted(alerts) == sorted(expected)
    await sato.pull()
    said = [[one for one in sato.read(house) if one["device"] == str(device)] for house in houses]
    spoken = Counter(one["kind"] for of_one in said for one in of_one)
    assert (spoken["verdict"], spoken["alert.raised"]) == (10, 5)
    # One set of deadlines for each household, and another where the verdict's first level starts the desk's four hours. Whose own
    # last word was the set before cannot know whom the other vault named beside the newer one, and tells that once more.
    sets = [[one["timers"] for one in of_one if one["kind"] == "timers.set"] for of_one in said]
    assert sum(len(list(groupby(of_one))) for of_one in sets) == 7
    assert all(len(of_one) <= 3 for of_one in sets)
    assert await office.rows.fetchval("select count(*) from dead_letter") == 0
    chain = await office.rows.fetch("select dseq from op where device = $1 order by dseq", device)
    assert [row["dseq"] for row in chain] == list(range(1, spoken.total() + 1))


@pytest.mark.shows("F-25")
async def test_two_vaults_certify_a_device_once_and_hand_it_one_key(office: Office, second: Vault) -> None:
    tanaka, sato = await office.enrol(TANAKA), await office.enrol(SATO)
    house = sato.open_household({"name": "花の木 太郎"})
    await sato.push()
    phone, row = await office.knock(tanaka, SATO)
    await tanaka.approve(row)
    for _ in range(3):
        await _both(office.vault, second)
    count = "select count(*) from statement where kind = 'device' and subject = $1"
    assert await office.rows.fetchval(count, phone.device) == 1
    assert await office.rows.fetchval("select count(*) from key_wrap where device = $1", phone.device) == 1
    await phone.unlock()
    await phone.learn_directory()
    await phone.pull()
    assert phone.read(house)[0]["fields"]["name"] == "花の木 太郎"
    for vault in (office.vault, second):
        journal.read(vault.keys.folder / "openings.jsonl")
