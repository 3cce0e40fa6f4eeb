"""The office is put back to last night; Sato's phone has burned. What she wrote today comes back from Tanaka's desk."""

import re
from uuid import UUID

import pytest

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import OUT, Cast
from tests.e2e.words import word
from tests.e2e.world import World

KNOWN = str(household_id("h08"))
_RECORDS = "select op_id::text as id from op where kind <> 6"
_ALL_BACK = """
select 1 where not exists (select from unnest($1::uuid[]) as t (id) where not exists (select from op where op_id = t.id))
"""


@pytest.mark.shows("F-21", "RESYNC-3")
async def test_what_satos_burned_phone_wrote_today_survives_a_backup_of_last_night(world: World, cast: Cast) -> None:
    await world.nothing_waits()
    sato, tanaka = await cast.phone("sato"), await cast.desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    last_night = world.backup()

    new = await forms.nameless_household(sato, "橋の東、青いトタンの家")
    await forms.street(sato, new, "雨戸が三日閉まったまま。")
    await forms.street(sato, KNOWN, "新聞が二日分たまっている。")
    await sato.synced()
    await tanaka.go(f"/households/{new}")
    await tanaka.see("雨戸が三日閉まったまま。", 60)
    await tanaka.go(f"/households/{KNOWN}")
    await tanaka.see("新聞が二日分たまっている。", 60)
    lived = {row["id"] for row in await world.sql(_RECORDS)}
    await sato.kill()

    await tanaka.offline()  # else her desk may have given it all back before anybody looks
    await world.put_back(last_night)
    assert not await world.sql("select 1 from bucket where id = $1::uuid", new), "the backup never heard of it"
    await tanaka.online()
    await tanaka.page.evaluate("dispatchEvent(new Event('online'))")
    await world.until("select 1 from scope_grant where bucket = $1::uuid and role = 'lead'", new, seconds=60)
    await world.until(_ALL_BACK, [UUID(one) for one in lived], seconds=60)
    await tanaka.synced()
    assert not await world.sql("select reason from held_op where decided is null")
    await tanaka.go("/")
    await tanaka.go(f"/households/{new}")
    await tanaka.see("雨戸が三日閉まったまま。")
    await tanaka.page.screenshot(path=OUT / "restored-desk.png")

    phone = await cast.phone("sato")
    await phone.enrol(label="北区 新しい端末")
    await phone.go(f"/households/{new}")
    await phone.see(word("households.page.lead"), 60)
    await phone.tap(re.compile(word("households.page.all")))
    await phone.see("雨戸が三日閉まったまま。")
    await phone.page.screenshot(path=OUT / "restored-phone.png")
