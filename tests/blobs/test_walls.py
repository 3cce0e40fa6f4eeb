"""Photos stay with the household: Kimura's 404 is that of a photo which does not exist, and the database agrees."""

from uuid import uuid4

import asyncpg
import pytest

from tests.camera import Shot, look
from tests.conftest import CLUSTER
from tests.make import KIMURA, SATO, TANAKA
from tests.vault.conftest import Office

PHOTO = b"\xff\xd8 not opened here"


async def test_kimura_cannot_tell_satos_photo_from_none(office: Office) -> None:
    sato, kimura = await office.enrol(SATO), await office.enrol(KIMURA)
    made = Shot(sato, sato.open_household(), PHOTO)
    made.record()
    await sato.push()
    await made.lay_all()
    for n in (None, 0, 5):
        there, nowhere = await look(kimura, made.att, n), await look(kimura, uuid4(), n)
        assert there.status_code == nowhere.status_code == 404
        mine, none = there.json(), nowhere.json()
        assert mine.pop("request_id") != none.pop("request_id")
        assert mine == none
        assert set(there.headers) == set(nowhere.headers)


async def test_who_leaves_the_household_leaves_its_photos(office: Office) -> None:
    sato, tanaka = await office.enrol(SATO), await office.enrol(TANAKA)
    made = Shot(sato, sato.open_household(), PHOTO)
    made.record()
    await sato.push()
    await made.lay_all()
    assert (await look(sato, made.att, 0)).status_code == 200
    await tanaka.call(
        "POST", "/scope/v1/revokes", {"bucket": str(made.bucket), "staff": str(SATO.id), "reason": "moved"}
    )
    assert (await look(sato, made.att, 0)).status_code == 404
    assert (await look(sato, made.att)).status_code == 404
    assert (await look(tanaka, made.att, 0)).content == made.segments[0]


async def test_a_grant_that_has_ended_shows_nothing_even_before_it_is_cleared(office: Office) -> None:
    sato = await office.enrol(SATO)
    made = Shot(sato, sato.open_household(), PHOTO)
    made.record()
    await sato.push()
    await made.lay_all()
    await office.rows.execute("update scope_grant set ends_at = $1 where staff = $2", office.clock.now(), SATO.id)
    office.clock.forward(minutes=1)
    assert (await look(sato, made.att, 0)).status_code == 404


async def test_the_web_tiers_role_sees_and_changes_no_photo_of_another_ward(office: Office) -> None:
    sato = await office.enrol(SATO)
    made = Shot(sato, sato.open_household(), PHOTO)
    made.record()
    await sato.push()
    await made.lay_all()
    web = await asyncpg.connect(CLUSTER.web_url)
    try:
        counted = "select (select count(*) from blob), (select count(*) from blob_chunk)"
        for staff, sees in ((SATO.id, 1), (KIMURA.id, 0)):
            async with web.transaction():
                await web.execute("select set_config('kasane.staff', $1, true)", str(staff))
                assert tuple(await web.fetchrow(counted)) == (sees, sees)
        assert tuple(await web.fetchrow(counted)) == (0, 0), "nobody named sees nothing"
        for attempt in ("delete from blob_chunk", "update blob_chunk set bytes = digest", "delete from blob", "insert into blob default values"):  # fmt: skip
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await web.execute(attempt)
    finally:
        await web.close()
