"""What lies on the office's disk is damaged: it is named, nobody takes it for something else, and the rest is served."""


import pytest

from server.envelope.attachment import open_segments
from server.envelope.frame import CannotOpen
from server.vault import journal
from tests.camera import Shot, look
from tests.make import SATO
from tests.vault.conftest import Office, office, pool_rows
from tests.vault.pictures import photo
from tests.vault.records import worried

__all__ = ["office", "pool_rows"]


@pytest.mark.shows("F-10", "I8")
async def test_a_flipped_bit_in_a_stored_record_is_named_and_the_worries_around_it_still_ring(
    office: Office,
) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household({"name": "仮）花の木町"})
    before, hurt, after = (sato.record(house, worried(2)) for _ in range(3))
    await sato.push()
    await office.rows.execute(
        "update op set envelope = set_byte(envelope, 200, get_byte(envelope, 200) # 4) where op_id = $1", hurt
    )
    await office.vault.round()
    lines = journal.read(office.vault.keys.folder / "openings.jsonl")
    assert [(one["op"], one["why"]) for one in lines if one["verb"] == "refuse"] == [(str(hurt), "forged")]
    raised = {row["id"] for row in await office.rows.fetch("select id from alert")}
    assert raised == {sato.alert_id(house, one) for one in (before, after)}


@pytest.mark.shows("F-10", "I8", "PHOTO-6")
async def test_a_flipped_bit_in_a_stored_photo_shows_nothing_in_its_place_and_the_next_one_is_shown(
    office: Office,
) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    hurt, good = (Shot(sato, house, photo()) for _ in range(2))
    for shot in (hurt, good):
        shot.record()
        await sato.push()
        await shot.lay_all()
    await office.rows.execute(
        "update blob_chunk set bytes = set_byte(bytes, 100, get_byte(bytes, 100) # 4) where att = $1", hurt.att
    )
    key = sato.keys[house, 1]
    for shot in (hurt, good):
        came = [(await look(sato, shot.att, n)).content for n in range(shot.header.n)]
        if shot is hurt:
            with pytest.raises(CannotOpen):
                open_segments(key, shot.header, came, att=shot.att, bucket=house, epoch=1)
        else:
            assert open_segments(key, shot.header, came, att=shot.att, bucket=house, epoch=1) == shot.content
    for _ in range(2):
        await office.vault.round()
    await sato.pull()
    said = [(one["kind"], one["target"], one.get("why")) for one in sato.read(house) if "target" in one]
    assert ("photo.refused", str(hurt.att), "not_as_sealed") in said
    assert sum(kind == "photo.rendered" and target == str(good.att) for kind, target, _ in said) == 2
