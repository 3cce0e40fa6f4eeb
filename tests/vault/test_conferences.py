"""A conference's material is read by whom its item calls; a center's meetings by the center's own people; by nobody else."""

from typing import Any
from uuid import UUID

from tests.make import KIMURA, MORI, SATO, TANAKA, person, settle
from tests.phone import Phone
from tests.vault.conftest import Office
from tests.vectors.make_sheets import sheet

TSUJI = person(name="辻 あかり", role="outreach_worker", center="26107")
PLEDGED = "2026-04-01"


def calls(*people: Any, basis: str = "conf_106_6", pledged: str | None = PLEDGED) -> dict[str, Any]:
    invitees = [
        {"id": f"i{n}", "staff": str(one.id), "name": one.name, "office": "", **({"pledged_on": pledged} if pledged else {})} for n, one in enumerate(people)
    ]
    return {
        "household": "b1", "item": "i1", "title": "森川", "author": "田中 恵", "as_of": "2026-09-22T09:00:00+09:00", "meeting": {"held_on": "2026-10-08"},
        "basis": basis, "question": "だれが最初に声をかけるか", "sections": {"phase": "重層支援会議"}, "invitees": invitees,
    }  # fmt: skip


def to(*people: Any, basis: str = "conf_106_6") -> list[dict[str, Any]]:
    return [{"k": "packet.grant", "staff": str(one.id), "basis": basis} for one in people]


async def give(office: Office, by: Phone, material: dict[str, Any], *people: Any) -> UUID:
    packet = by.give_material(material, to(*people))
    await by.sync()
    await office.vault.round()
    return packet


async def put_in(office: Office, bucket: UUID, staff: UUID) -> None:
    """What somebody who holds the web tier could write."""
    await office.rows.execute(
        "insert into scope_grant (staff, bucket, role, basis, granted_seq) select $1, $2, 'co', 'consent', seq from sync_clock", staff, bucket,
    )  # fmt: skip
    await office.vault.round()


async def test_tsuji_who_is_called_reads_the_material_and_kimura_whom_the_web_tier_puts_in_gets_no_key(office: Office) -> None:
    await settle(office.rows, TSUJI)
    tanaka, tsuji, kimura = await office.enrol(TANAKA), await office.enrol(TSUJI), await office.enrol(KIMURA)
    packet = await give(office, tanaka, calls(TSUJI), TSUJI)
    await put_in(office, packet, KIMURA.id)
    for phone in (tsuji, kimura):
        await phone.pull()
    assert [one["kind"] for one in tsuji.read(packet)] == ["material.version"]
    assert (packet, 1) not in kimura.keys
    assert office.vault.shelf.fact(f"doubt {packet} {kimura.device}") == "not named in the packet"
    tsuji.record(packet, {"kind": "material.opened", "invitee": "i0"})
    await tsuji.sync()
    await tanaka.pull()
    assert [one["kind"] for one in tanaka.read(packet)] == ["material.version", "material.opened"]


async def test_sato_of_the_center_who_is_not_called_reads_nothing_and_mori_of_its_office_does(office: Office) -> None:
    sato, tanaka, mori = await office.enrol(SATO), await office.enrol(TANAKA), await office.enrol(MORI)
    packet = await give(office, tanaka, calls(KIMURA), KIMURA)
    for phone in (sato, mori):
        await phone.pull()
    assert (packet, 1) not in sato.keys
    assert [one["kind"] for one in mori.read(packet)] == ["material.version"]


async def test_without_a_basis_or_without_her_pledge_tsuji_gets_no_key_though_the_office_let_her_in(office: Office) -> None:
    await settle(office.rows, TSUJI)
    tanaka, tsuji = await office.enrol(TANAKA), await office.enrol(TSUJI)
    packets = [await give(office, tanaka, material, TSUJI) for material in (calls(TSUJI, basis=""), calls(TSUJI, pledged=None))]
    assert len(await office.rows.fetch("select 1 from scope_grant where staff = $1", TSUJI.id)) == len(packets)
    await tsuji.pull()
    assert [packet for packet in packets if (packet, 1) in tsuji.keys] == []


async def test_material_that_is_written_over_a_sheet_lets_nobody_in(office: Office) -> None:
    await settle(office.rows, TSUJI)
    tanaka, tsuji, kimura = await office.enrol(TANAKA), await office.enrol(TSUJI), await office.enrol(KIMURA)
    named = [{"id": "r0", "staff": str(KIMURA.id), "name": KIMURA.name, "office": "", "basis": "consent", "word": ""}]
    packet = tanaka.open_packet(sheet(recipients=named), [{"k": "packet.grant", "staff": str(KIMURA.id), "basis": "consent"}])
    tanaka.record(packet, {"kind": "material.version", "material": calls(TSUJI)}, to(TSUJI))
    await tanaka.sync()
    await office.vault.round()
    for phone in (tsuji, kimura):
        await phone.pull()
    assert ((packet, 1) in kimura.keys, (packet, 1) in tsuji.keys) == (True, False)


async def test_a_centers_meetings_are_read_by_its_own_people_and_not_by_its_workers(office: Office) -> None:
    tanaka, mori, sato = await office.enrol(TANAKA), await office.enrol(MORI), await office.enrol(SATO)
    said = {"kind": "fields.set", "entity": "meeting:k1", "set": {"kind": "regular", "held_on": "2026-10-08", "status": "scheduled"}, "base": {}}
    bucket = tanaka.open_center(said)
    await tanaka.sync()
    await office.vault.round()
    for phone in (mori, sato):
        await phone.pull()
    # And what becomes due of its meetings, in the vault's own words.
    assert [one["kind"] for one in mori.read(bucket)] == ["center.open", "fields.set", "timers.set"]
    assert (bucket, 1) not in sato.keys
    assert await office.rows.fetchval("select count(*) from alert") == 0
