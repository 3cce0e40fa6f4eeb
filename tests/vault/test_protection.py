"""The vault hands the key of a household under 支援措置 to whom its own signed mark names, whatever the web tier says."""

from typing import Any
from uuid import UUID

from tests.make import MORI, SATO, TANAKA
from tests.phone import Phone
from tests.vault.conftest import Office


def mark(*people: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    named = [{"staff": str(one.id), "name": one.name, "basis": "consent"} for one in people]
    said = {
        "persons": ["p1"], "since": "2026-09-01", "until": "2027-08-31", "basis": "registry", "called": "あじさい", "people": named, "told": "",
    }  # fmt: skip
    effect = {"k": "protection.set", "people": [{"staff": one["staff"], "basis": "consent"} for one in named]}
    return {"kind": "protection.set", "protection": said}, [effect]


async def closed(office: Office, sato: Phone, tanaka: Phone) -> UUID:
    house = sato.open_household({"name": "里中"})
    await sato.sync()
    await office.vault.round()
    await tanaka.sync()
    tanaka.record(house, *mark(SATO))
    await tanaka.sync()
    for _ in range(3):
        await office.vault.round()
    return house


async def test_mori_loses_it_and_what_is_written_next_is_under_a_key_she_never_had(office: Office) -> None:
    sato, tanaka, mori = await office.enrol(SATO), await office.enrol(TANAKA), await office.enrol(MORI)
    house = sato.open_household({"name": "里中"})
    await sato.sync()
    await office.vault.round()
    for phone in (tanaka, mori):
        await phone.sync()
    assert (house, 1) in mori.keys
    tanaka.record(house, *mark(SATO))
    await tanaka.sync()
    for _ in range(3):
        await office.vault.round()
    for phone in (sato, tanaka, mori):
        await phone.sync()
    assert mori.read(house) == []
    assert (house, 1) not in mori.keys
    assert (house, 2) in sato.keys
    assert (house, 2) in tanaka.keys
    assert (house, 2) not in mori.keys


async def test_whom_the_web_tier_alone_puts_on_it_gets_no_key(office: Office) -> None:
    sato, tanaka, mori = await office.enrol(SATO), await office.enrol(TANAKA), await office.enrol(MORI)
    house = await closed(office, sato, tanaka)
    await office.rows.execute(
        "insert into scope_grant (staff, bucket, role, basis, granted_seq) select $1, $2, 'co', 'consent', seq from sync_clock", MORI.id, house,
    )  # fmt: skip
    await office.vault.round()
    await mori.pull()
    assert [key for key in mori.keys if key[0] == house] == []
    assert office.vault.shelf.fact(f"doubt {house} {mori.device}") == "not named in the protection"
