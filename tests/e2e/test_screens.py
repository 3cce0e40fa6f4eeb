"""Every screen and state is looked at as the person it is for: barriers, narrow phones, twice the text, foreign words, the dark."""

import re

import pytest

from server.demo.course import all_households, household_id
from tests.e2e import forms
from tests.e2e.backup_places import BACKUP
from tests.e2e.conference_places import CONFERENCES
from tests.e2e.desk_places import (
    AFAR,
    CLOSED,
    DESK,
    DEVICES,
    EMPTY,
    HANDING,
    OFFERED,
    WAITING,
    link_by,
    waits_for_approval,
)
from tests.e2e.looks import look, unreached
from tests.e2e.office_places import OFFICE_ALERTS
from tests.e2e.outreach_places import OUTREACH, OUTREACH_DESK
from tests.e2e.participation_places import PARTICIPATION
from tests.e2e.people import CAMERA, Cast, Person
from tests.e2e.places import BASEMENT, BEFORE, HOME, OFFLINE, ONLINE, PHOTOS, TROUBLES, WRITING, Place, at, tap
from tests.e2e.plan_places import PLANS
from tests.e2e.protection_places import PROTECTION
from tests.e2e.report_places import REPORTS
from tests.e2e.roster_places import ROSTER
from tests.e2e.safety_places import SAFETY
from tests.e2e.shared_places import NO_SHEETS, SHEETS
from tests.e2e.tie_places import TIES, TIES_DESK
from tests.e2e.unopened_places import UNOPENED, whole_again
from tests.e2e.viewing_places import MONTH, VIEWINGS
from tests.e2e.words import word
from tests.e2e.world import World

QUIET = str(household_id("s4_meter"))
_NAMED = re.compile("食い違|別々に書かれた")


async def _look_at(person: Person, places: tuple[Place, ...], *, keys: bool = False) -> list[str]:
    wrong: list[str] = []
    for place in places:
        await place.reach(person)
        wrong += await look(person, place.name, keep=place.keep)
        if keys:
            wrong += [f"{place.name}: {one}" for one in await unreached(person)]
    return wrong


async def test_sato_before_she_is_in_and_on_the_screens_she_reads(cast: Cast) -> None:
    sato = await cast.phone("sato")
    assert await _look_at(sato, BEFORE + ONLINE) == []


async def test_sato_on_the_screens_and_sheets_she_writes_on(cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    assert await _look_at(sato, WRITING + OUTREACH + SAFETY + TIES) == []


async def test_sato_writes_and_calls_where_no_signal_reaches(cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await sato.offline()
    wrong = await _look_at(sato, OFFLINE)
    await sato.unlock()
    wrong += await _names_stay_hidden(sato)
    assert wrong == []


async def test_sato_photographs_where_no_signal_reaches(cast: Cast) -> None:
    sato = await cast.phone("sato", *CAMERA)
    await sato.enrol()
    await sato.offline()
    assert await _look_at(sato, PHOTOS) == []


async def _names_stay_hidden(sato: Person) -> list[str]:
    """名前をかくす: no family name of the ward stands on any list, head or card."""
    names = {str(one["family"]) for one in all_households() if one.get("family")}
    await at("/more")(sato)
    await sato.button(word("more.privacy")).click()
    shown: list[str] = []
    for path in (
        "/",
        "/households",
        f"/households/{BASEMENT}",
        f"/households/{BASEMENT}/card",
        "/record",
        f"/record?household={BASEMENT}",
        "/alerts",
        "/unsent",
        f"/households/{HOME}/visit",
    ):
        await at(path)(sato)
        text = await sato.words()
        shown += [f"{path} shows {name}" for name in names if f"{name}さん" in text or f"{name} " in text]
    return shown


async def test_sato_reads_why_nothing_goes_out(cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await forms.absent(sato, QUIET)
    await sato.synced()
    assert await _look_at(sato, TROUBLES) == []


async def test_tanaka_works_at_the_desk_by_keyboard(cast: Cast) -> None:
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol()
    assert await _look_at(tanaka, DESK, keys=True) == []


async def test_tanaka_over_what_the_center_writes_and_decides(cast: Cast) -> None:
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol()
    assert await _look_at(tanaka, SHEETS + CONFERENCES + OUTREACH_DESK + TIES_DESK, keys=True) == []


async def test_tanaka_over_what_the_center_is_asked_and_plans(cast: Cast) -> None:
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol()
    assert await _look_at(tanaka, BACKUP + PLANS + VIEWINGS, keys=True) == []


async def test_tanaka_over_what_the_center_brings_together_hides_and_reports(cast: Cast) -> None:
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol()
    assert await _look_at(tanaka, PARTICIPATION + PROTECTION + REPORTS, keys=True) == []


async def test_nishimura_keeps_the_rota(cast: Cast) -> None:
    nishimura = await cast.own_desk("nishimura")
    await nishimura.enrol()
    assert await _look_at(nishimura, ROSTER + OFFICE_ALERTS + MONTH, keys=True) == []


async def test_mori_admits_a_new_phone_that_waits(cast: Cast) -> None:
    tanaka, inoue = await cast.own_desk("tanaka"), await cast.phone("inoue")
    await tanaka.enrol()
    await waits_for_approval(inoue, await link_by(tanaka, "inoue"))
    wrong = await _look_at(inoue, WAITING)
    assert wrong + await _look_at(tanaka, DEVICES, keys=True) == []


async def test_tanaka_hands_households_over_and_inoue_is_asked(world: World, cast: Cast) -> None:
    tanaka, inoue = await cast.own_desk("tanaka"), await cast.own_phone("inoue")
    await tanaka.enrol()
    await inoue.enrol()
    wrong = await _look_at(tanaka, AFAR)
    await tap("drafts.discard")(tanaka)
    await tap("drafts.yes")(tanaka)
    wrong += await _look_at(tanaka, HANDING, keys=True)
    wrong += await _look_at(inoue, OFFERED)
    assert await world.sql("select 1 from transfer where state = 'accepted'") == []
    await world.sql("update transfer set state = 'withdrawn', decided_at = now() where state = 'asked'")
    assert wrong == []


async def test_fujii_who_has_no_household_is_told_what_will_stand_here(cast: Cast) -> None:
    fujii = await cast.desk("fujii")
    await fujii.enrol()
    assert await _look_at(fujii, EMPTY + NO_SHEETS) == []


async def test_a_phone_the_office_has_closed_says_what_becomes_of_the_records(cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    wrong = await _look_at(sato, UNOPENED)
    await whole_again(sato)
    assert wrong + await _look_at(sato, CLOSED) == []


async def test_sato_unlocks_by_passkey(cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol("passkey")
    await sato.lock_up()
    assert await look(sato, "unlock-passkey") == []


@pytest.mark.shows("F-16", "CONF-2", "CONF-4", "I7")
async def test_two_people_who_wrote_differently_are_both_shown(world: World, cast: Cast) -> None:
    """Sato without signal and Tanaka at the desk put the same field right: both and the office are told who wrote what,
    from where and when; one touch settles it, or a third value, and what was not chosen stays readable."""
    sato, tanaka, mori = await cast.own_phone("sato"), await cast.own_desk("tanaka"), await cast.own_desk("mori")
    for person in (sato, tanaka, mori):
        await person.enrol()
    await _write_differently(sato, tanaka, "青い門", "青い門の右どなり")
    wrong: list[str] = []
    for person in (sato, tanaka, mori):
        await person.go("/")
        row = person.page.locator(f"a[href='/households/{HOME}']", has_text=_NAMED)
        await row.first.wait_for(timeout=60_000)
        await person.go(f"/households/{HOME}")
        banner = person.page.locator(".banner", has_text=word("households.page.conflict"))
        await banner.wait_for()
        said = await banner.inner_text()
        for told in ("「青い門」", "「青い門の右どなり」", "佐藤 みさき・北区役所 地域あんしん支援員・今日", "田中 恵・北区役所 連携支援ケースワーカー・今日"):
            assert told in said, (person.who, told, said)
        await banner.scroll_into_view_if_needed()
        wrong += await look(person, f"household-conflict-{person.who}")
    await sato.tap("「青い門の右どなり」にする")
    await sato.sees_not(word("households.page.conflict"))
    wrong += await _reads_what_stood_there(sato, ["青い門の右どなり", "青い門の右どなり", "青い門"])
    await sato.synced()

    await _write_differently(sato, tanaka, "黒い格子戸", "格子戸の奥")
    await sato.tap(word("households.page.rewrite"))
    await sato.page.locator("#edit-hint").fill("黒い格子戸の奥、左")
    await sato.button(word("households.fields.save")).click()
    await sato.sees_not(word("households.page.conflict"))
    await sato.synced()
    await tanaka.sees_not(word("households.page.conflict"))
    await tanaka.see("黒い格子戸の奥、左", 60)
    assert wrong == []


async def _write_differently(sato: Person, tanaka: Person, hers: str, theirs: str) -> None:
    await sato.offline()
    await _put_right(sato, "#edit-hint", hers)
    await _put_right(tanaka, "#edit-hint", theirs)
    await tanaka.synced()
    await sato.online()
    for person in (sato, tanaka):
        await person.see(word("households.page.conflict"), seconds=60)


async def _reads_what_stood_there(person: Person, values: list[str]) -> list[str]:
    await person.page.locator("details", has_text=word("households.history.title")).last.locator("summary").click()
    lines = person.page.locator("li", has_text=word("households.history.replaced"))
    await lines.first.wait_for()
    rows = person.page.locator("details ul.rows li.section", has_text="目印")
    shown = [text.split("\n")[1] for text in await rows.all_inner_texts()]
    assert shown[: len(values)] == values
    return await look(person, "household-history")


async def _put_right(person: Person, field: str, value: str) -> None:
    await person.go(f"/households/{HOME}")
    fold = person.page.locator("details", has=person.page.get_by_text(word("households.page.moreInfo"), exact=True))
    await fold.wait_for()
    if await fold.get_attribute("open") is None:
        await fold.locator("summary").click()
    await fold.get_by_role("button", name=word("households.fields.open")).click()
    await person.page.get_by_role("dialog").wait_for()
    await person.page.locator(field).fill(value)
    await person.button(word("households.fields.save")).click()
    await person.page.get_by_role("dialog").wait_for(state="detached")
