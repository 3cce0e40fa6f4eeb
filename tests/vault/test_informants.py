"""Who told of a household is read by whoever wrote it down and by the center, and by nobody else of the household's team."""

from uuid import UUID

from tests.make import KIMURA, MORI, SATO, TANAKA, person, settle
from tests.phone import Phone
from tests.vault.conftest import Office
from tests.vectors.make_sheets import sheet

INOUE = person(name="井上 ひかり", role="outreach_worker", center="26101")
NEIGHBOUR = "川端 ヨシ"


async def sealed(office: Office, by: Phone) -> tuple[UUID, UUID]:
    house = by.open_household({"name": "森川"})
    packet = by.seal_informant(house, NEIGHBOUR)
    await by.sync()
    await office.vault.round()
    return house, packet


async def put_in(office: Office, packet: UUID, staff: UUID) -> None:
    """What somebody who holds the web tier could write."""
    await office.rows.execute(
        "insert into scope_grant (staff, bucket, role, basis, granted_seq) select $1, $2, 'co', 'consent', seq from sync_clock", staff, packet,
    )  # fmt: skip
    await office.vault.round()


def names(phone: Phone, packet: UUID) -> list[str]:
    return [one["name"] for one in phone.read(packet) if one["kind"] == "informant.note"]


async def test_the_centers_people_and_satos_other_phone_read_who_told_and_the_openings_are_seen(office: Office) -> None:
    sato, tanaka, mori = await office.enrol(SATO), await office.enrol(TANAKA), await office.enrol(MORI)
    _, packet = await sealed(office, sato)
    second = await office.enrol(SATO, "Pixel 9")
    await office.vault.round()
    for phone in (tanaka, mori, second):
        await phone.pull()
        assert names(phone, packet) == [NEIGHBOUR]
    tanaka.record(packet, {"kind": "informant.opened", "why": "contact"})
    await tanaka.sync()
    await sato.pull()
    assert [one["kind"] for one in sato.read(packet)] == ["informant.note", "informant.opened"]


async def test_inoue_of_the_households_team_and_kimura_of_another_ward_get_no_key_of_who_told(office: Office) -> None:
    await settle(office.rows, INOUE)
    sato, tanaka, inoue, kimura = await office.enrol(SATO), await office.enrol(TANAKA), await office.enrol(INOUE), await office.enrol(KIMURA)
    house, packet = await sealed(office, sato)
    await tanaka.call("POST", "/scope/v1/grants", {"bucket": str(house), "staff": str(INOUE.id), "role": "co", "basis": "internal_use"})
    await office.vault.round()
    await inoue.pull()
    assert (house, 1) in inoue.keys
    assert (packet, 1) not in inoue.keys
    for phone, who in ((inoue, INOUE), (kimura, KIMURA)):
        await put_in(office, packet, who.id)
        await phone.pull()
        assert (packet, 1) not in phone.keys
        assert office.vault.shelf.fact(f"doubt {packet} {phone.device}") == "not named in the packet"


async def test_a_sheet_that_tanaka_writes_into_it_later_lets_nobody_in(office: Office) -> None:
    sato, tanaka, kimura = await office.enrol(SATO), await office.enrol(TANAKA), await office.enrol(KIMURA)
    _, packet = await sealed(office, sato)
    await tanaka.pull()
    to = [{"id": "r1", "staff": str(KIMURA.id), "name": KIMURA.name, "office": "", "basis": "consent", "word": ""}]
    tanaka.record(packet, {"kind": "sheet.version", "sheet": sheet(recipients=to)})
    await tanaka.sync()
    await put_in(office, packet, KIMURA.id)
    await kimura.pull()
    assert (packet, 1) not in kimura.keys
