"""The vault hands a packet's key to whom its author's signed words name, whatever the web tier says of who is in it."""

from typing import Any
from uuid import UUID

from tests.make import KIMURA, MORI, SATO, TANAKA, person, settle
from tests.phone import Phone
from tests.vault.conftest import Office
from tests.vectors.make_sheets import sheet

TSUJI = person(name="辻 あかり", role="outreach_worker", center="26107")


def for_(*people: Any) -> dict[str, Any]:
    named = [{"id": f"r{n}", "staff": str(one.id), "name": one.name, "office": "", "basis": "consent", "word": ""} for n, one in enumerate(people)]
    return sheet(recipients=named)


def to(*people: Any) -> list[dict[str, Any]]:
    return [{"k": "packet.grant", "staff": str(one.id), "basis": "consent"} for one in people]


async def share(office: Office, by: Phone, *people: Any) -> UUID:
    packet = by.open_packet(for_(*people), to(*people))
    await by.sync()
    await office.vault.round()
    return packet


def kinds(phone: Phone, packet: UUID) -> list[str]:
    return [one["kind"] for one in phone.read(packet)]


async def test_kimura_of_another_ward_reads_what_sato_shared_with_her_and_sato_sees_that_she_opened_it(office: Office) -> None:
    sato, kimura = await office.enrol(SATO), await office.enrol(KIMURA)
    house = sato.open_household({"name": "森川"})
    packet = await share(office, sato, KIMURA)
    await kimura.pull()
    assert kinds(kimura, packet) == ["sheet.version"]
    assert kimura.refused_keys == []
    assert (house, 1) not in kimura.keys
    kimura.record(packet, {"kind": "sheet.opened", "recipient": "r0", "how": "app", "note": ""})
    await kimura.sync()
    await sato.pull()
    assert kinds(sato, packet) == ["sheet.version", "sheet.opened"]


async def test_whom_the_web_tier_alone_put_into_a_packet_gets_no_key(office: Office) -> None:
    await settle(office.rows, TSUJI)
    sato, kimura, tsuji = await office.enrol(SATO), await office.enrol(KIMURA), await office.enrol(TSUJI)
    packet = await share(office, sato, KIMURA)
    await office.rows.execute(
        "insert into scope_grant (staff, bucket, role, basis, granted_seq)"
        " select $1, $2, 'lead', 'consent', seq from sync_clock", TSUJI.id, packet,
    )  # fmt: skip
    await office.vault.round()
    for phone in (kimura, tsuji):
        await phone.pull()
    assert (packet, 1) in kimura.keys
    assert (packet, 1) not in tsuji.keys
    assert office.vault.shelf.fact(f"doubt {packet} {tsuji.device}") == "not named in the packet"


async def test_the_centers_own_people_and_every_phone_of_whoever_is_named_read_it(office: Office) -> None:
    sato, tanaka, mori = await office.enrol(SATO), await office.enrol(TANAKA), await office.enrol(MORI)
    packet = await share(office, sato, KIMURA)
    later, second = await office.enrol(KIMURA), await office.enrol(SATO, "Pixel 9")
    await office.vault.round()
    for phone in (tanaka, mori, later, second):
        await phone.pull()
        assert kinds(phone, packet) == ["sheet.version"]


async def test_the_vault_raises_nothing_from_a_sheet(office: Office) -> None:
    sato = await office.enrol(SATO)
    packet = await share(office, sato, KIMURA)
    await office.vault.round()
    assert await office.rows.fetchval("select count(*) from op where bucket = $1", packet) == 1
    assert await office.rows.fetchval("select count(*) from alert") == 0


async def test_whose_access_has_ended_reads_nothing_that_is_written_after(office: Office) -> None:
    sato, tanaka, kimura = await office.enrol(SATO), await office.enrol(TANAKA), await office.enrol(KIMURA)
    packet = await share(office, sato, KIMURA)
    for phone in (kimura, tanaka):
        await phone.pull()
    await tanaka.call("POST", "/scope/v1/revokes", {"bucket": str(packet), "staff": str(KIMURA.id), "reason": "ended"})
    await office.vault.round()
    await kimura.pull()
    assert [one["bucket"] for one in kimura.gone] == [str(packet)]
    assert (packet, 1) not in kimura.keys
    assert await office.rows.fetchval("select epoch from bucket where id = $1", packet) == 2
