"""Sato's photo in the vault: opened once and written down, cleaned, sealed anew; a hostile one stops nobody's work."""

import io
import json
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from server.envelope import sealing
from server.envelope.attachment import Attachment, open_segments
from server.envelope.encoding import from_b64u
from server.vault import journal
from tests.camera import Shot, lay, look
from tests.make import KIMURA, MORI, SATO
from tests.phone import Phone
from tests.vault.conftest import Office
from tests.vault.pictures import HOSTILE, MARK, photo
from tests.vault.records import worried


async def sent(phone: Phone, house: UUID, content: bytes, *, whole: bool = True) -> Shot:
    shot = Shot(phone, house, content)
    shot.record()
    await phone.push()
    if whole:
        await shot.lay_all()
    return shot


async def said_of(phone: Phone, shot: Shot) -> list[dict[str, Any]]:
    await phone.pull()
    return [one for one in phone.read(shot.bucket) if one.get("target") == str(shot.att)]


async def opened(phone: Phone, bucket: UUID, rendition: dict[str, Any]) -> Image.Image:
    file, att = rendition["file"], UUID(rendition["id"])
    segments = [(await look(phone, att, n)).content for n in range(file["n"])]
    header = Attachment(from_b64u(file["salt"]), file["size"], file["n"], from_b64u(file["digest"]))
    key = phone.keys[bucket, file["epoch"]]
    content = open_segments(key, header, segments, att=att, bucket=bucket, epoch=file["epoch"])
    assert MARK.encode() not in content
    return Image.open(io.BytesIO(content))


def openings(office: Office) -> list[dict[str, Any]]:
    lines = journal.read(office.vault.keys.folder / "openings.jsonl")
    return [line for line in lines if line["verb"] == "open" and line["purpose"] == "photo"]


async def test_satos_photo_is_cleaned_and_mori_sees_it_small_and_whole(office: Office) -> None:
    sato, mori = await office.enrol(SATO), await office.enrol(MORI)
    house = sato.open_household({"name": "仮）花の木町"})
    shot = await sent(sato, house, photo(2_400, 1_800))
    await office.vault.round()
    said = {one["use"]: one for one in await said_of(mori, shot)}
    assert said.keys() == {"full", "thumb"}
    assert {one["device"] for one in said.values()} == {str(office.vault.keys.device)}
    assert (await opened(mori, house, said["full"])).size == (1536, 2048)
    assert (await opened(mori, house, said["thumb"])).size == (240, 320)
    await office.vault.round()
    assert len(await said_of(mori, shot)) == 2, "once is enough"
    told = await office.rows.fetchval(
        "select count(*) from audit_event where verb = 'vault.open' and purpose = 'photo'"
    )
    assert told == len(openings(office)) > 0, "every opening is in both journals"


async def test_a_photo_still_on_its_way_waits_and_nobody_elses_work_with_it(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    shot = await sent(sato, house, photo(), whole=False)
    await sent(sato, house, photo())
    await office.vault.round()
    assert await said_of(sato, shot) == []
    await sato.unlock()
    await shot.lay_all()
    office.clock.forward(seconds=6)
    await office.vault.round()
    assert {one["use"] for one in await said_of(sato, shot)} == {"full", "thumb"}


@pytest.mark.shows("PHOTO-6")
async def test_hostile_photos_are_named_their_bytes_kept_and_the_alert_behind_them_still_comes(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    wanted = ("20,000 x 20,000 in 48 KB", "a program named .jpg", "cut in the middle")
    shots = {name: await sent(sato, house, HOSTILE[name][0]) for name in wanted}
    good = await sent(sato, house, photo())
    sato.record(house, worried(2))
    await sato.push()
    await office.vault.round()
    assert await office.rows.fetchval("select count(*) from alert") == 1, "judged in the round of the first photo"
    for _ in range(3):
        await office.vault.round()
    for name, shot in shots.items():
        assert [(one["kind"], one["why"]) for one in await said_of(sato, shot)] == [("photo.refused", HOSTILE[name][1])]
        assert (await look(sato, shot.att)).json()["state"] == "done"
        assert (await look(sato, shot.att, 0)).content == shot.segments[0]
    assert len(await said_of(sato, good)) == 2


async def test_pieces_that_are_not_those_of_the_record_are_not_shown(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    shot = Shot(sato, house, photo())
    other = Shot(sato, house, photo())
    shot.record()
    await sato.push()
    await lay(sato, shot.att, 0, other.segments[0], of=1)
    await office.vault.round()
    assert [one["why"] for one in await said_of(sato, shot)] == ["not_as_sealed"]


async def test_a_vault_killed_between_its_word_and_its_picture_makes_it_anew(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    shot = await sent(sato, house, photo())
    feed = office.vault.feed

    async def dies(*_: Any) -> None:
        raise ConnectionAbortedError

    feed._photos._deliver = dies  # type: ignore[method-assign]
    try:
        await office.vault.round()
    except ConnectionAbortedError:
        office.vault.die()
    office.vault.wake()
    office.clock.forward(seconds=6)
    await office.vault.round()
    said = await said_of(sato, shot)
    newest = {one["use"]: one for one in said}
    assert len(said) == 4
    assert (await opened(sato, house, newest["full"])).size == (480, 640)
    assert (await look(sato, newest["thumb"]["id"])).json()["state"] == "done"


async def test_renditions_go_where_the_household_goes_and_kimura_gets_none(office: Office) -> None:
    sato, kimura = await office.enrol(SATO), await office.enrol(KIMURA)
    house = sato.open_household()
    shot = await sent(sato, house, photo())
    await office.vault.round()
    await kimura.pull()
    assert kimura.ops == {}
    for one in await said_of(sato, shot):
        assert (await look(kimura, one["id"])).status_code == 404
        assert (await look(kimura, one["id"], 0)).status_code == 404


async def test_a_header_of_nonsense_is_left_alone_and_the_next_photo_is_developed(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    for wrong in ({"n": 10**9}, {"salt": "!"}, {"epoch": 99}, {"size": 0}):
        shot = Shot(sato, house, photo())
        shot.record(file=shot.file() | wrong)
        await sato.push()
        await shot.lay_all()
    good = await sent(sato, house, photo())
    for _ in range(5):
        await office.vault.round()
    assert {one["use"] for one in await said_of(sato, good)} == {"full", "thumb"}
    envelope = sato.ops[good.att][1]
    assert json.loads(sealing.open_sealed(sato.keys[house, 1], envelope))["kind"] == "photo.add"
