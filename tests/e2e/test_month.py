"""Tanaka counts her month, takes it out as a spreadsheet and hands it in; the bureau sees numbers, and not one name."""

import asyncio
import json
from pathlib import Path

from playwright.async_api import Download

from server.demo.course import all_households
from server.demo.course import cast as everybody
from tests.e2e.looks import look
from tests.e2e.people import PHRASE, Cast, Person
from tests.e2e.places import Reach, at, click, fill, tap
from tests.e2e.report_places import CITY, OWN_ROLLOUT, REPORTS, ROLLOUT
from tests.e2e.words import word
from tests.e2e.world import World
from tests.spreadsheet.book import read

NORTH = "26101"
TOWN = "深草西浦町"


async def test_tanaka_hands_in_her_month_and_hashimoto_sees_numbers_and_nobody(world: World, cast: Cast) -> None:
    tanaka, hashimoto = await cast.own_desk("tanaka"), await cast.desk("hashimoto")
    for person in (tanaka, hashimoto):
        await person.enrol()
    await REPORTS[0].reach(tanaka)
    await _opens_what_a_figure_was_counted_from(tanaka)
    cells = await _exports(tanaka)
    assert [name for name in _names() if name in cells] == [], "a report names no household"
    figures = await _hands_in(world, tanaka)
    assert [code for code, value in figures.items() if value is not None and 0 < value < 5] == []
    wrong: list[str] = []
    for place in CITY:
        await place.reach(hashimoto)
        wrong += await look(hashimoto, place.name, keep=place.keep)
    shown = await hashimoto.page.locator("main").inner_text()
    assert str(figures["records"]) in shown
    assert [name for name in _names() if name in shown] == []
    assert await hashimoto.page.locator("main thead th").count() == 1 + 14
    for person, places in ((hashimoto, ROLLOUT), (tanaka, OWN_ROLLOUT)):
        for place in places:
            await place.reach(person)
            wrong += await look(person, place.name, keep=place.keep)
    assert wrong == [], chr(10).join(wrong)
    await _the_north_lets_participation_rest(world, tanaka, hashimoto)
    await _tanaka_reads_whose_a_town_is(tanaka, hashimoto)


async def _the_north_lets_participation_rest(world: World, tanaka: Person, hashimoto: Person) -> None:
    """Hashimoto decides; with her next sync Tanaka has no such door, without a signal neither; the wishes stay; and back."""
    door = tanaka.page.locator("main a[href='/participation']")
    await at("/more")(tanaka)
    await door.wait_for()
    await _decides(hashimoto, click("#rollout-participation-rest"), "pause")
    await _hears(tanaka)
    await door.wait_for(state="detached")
    await tanaka.offline()
    await at("/more")(tanaka)
    await tanaka.page.locator("main a[href='/community']").wait_for()
    assert await door.count() == 0
    await at("/participation", "main .banner")(tanaka)
    assert await tanaka.page.locator("main .rows").count() > 0, "what was written stays readable"
    assert await tanaka.page.get_by_role("button", name=word("participation.desk.add")).count() == 0
    await tanaka.online()
    rows = await world.sql("select count(*) as n from center_rollout where center <> $1 and version > 1", NORTH)
    assert rows[0]["n"] == 0, "no other center was touched"
    await _decides(hashimoto, click("#rollout-participation-spans"), "resume")
    await at("/more")(tanaka)
    await _hears(tanaka)
    await door.wait_for()


async def _decides(hashimoto: Person, how: Reach, why: str) -> None:
    await at("/rollout?center=" + NORTH, "dialog[open] form")(hashimoto)
    await how(hashimoto)
    await hashimoto.page.locator("#rollout-why").select_option(why)
    await tap("rollout.sheet.save")(hashimoto)
    await _proves(hashimoto, "rollout.sheet.saved")


async def _tanaka_reads_whose_a_town_is(tanaka: Person, hashimoto: Person) -> None:
    """Hashimoto brings a table of one town, and takes it away again; Tanaka, who opens a household there, may go on."""
    await _names_towns(hashimoto, f"{TOWN},深草支所")
    await _hears(tanaka)
    await at("/households/new")(tanaka)
    await tanaka.page.locator("#ward").select_option("伏見区")
    await fill("#town", TOWN)(tanaka)
    await tanaka.see(f"{word('towns.here')}深草支所")
    await tanaka.button(word("households.newOne.save")).wait_for()
    await tap("drafts.discard")(tanaka)
    await tap("drafts.yes")(tanaka)
    await tanaka.page.wait_for_url(lambda url: url.endswith("/households"))
    await _names_towns(hashimoto, "")


async def _names_towns(hashimoto: Person, line: str) -> None:
    await at("/towns?sheet=towns", "dialog[open] form")(hashimoto)
    await fill("#towns-text", f"町名,センター\n{line}")(hashimoto)
    await tap("towns.sheet.save")(hashimoto)
    await _proves(hashimoto, "towns.sheet.saved")


async def _proves(hashimoto: Person, saved: str) -> None:
    phrase = hashimoto.page.locator("#step-up-phrase")
    done = hashimoto.page.get_by_text(word(saved)).locator("visible=true").first
    await phrase.or_(done).first.wait_for()
    if await phrase.count():
        await phrase.fill(PHRASE)
        await tap("step-up.phrase")(hashimoto)
    await hashimoto.page.wait_for_function("() => !document.querySelector('dialog[open]')")


async def _hears(person: Person) -> None:
    """A line that comes back is the next sync."""
    await person.offline()
    await person.online()


def _names() -> set[str]:
    """Of every household, and of everybody who works with them."""
    homes = {str(one["family"]) + "さん" for one in all_households() if one.get("family")}
    return homes | {str(person["name"]).split()[0] for person in everybody() if person["role"] != "bureau"} - {"森", "原", "岡", "辻"}


async def _opens_what_a_figure_was_counted_from(tanaka: Person) -> None:
    figure = tanaka.page.locator(".report button").first
    count = int((await figure.inner_text()).strip())
    await click(".report button")(tanaka)
    sheet = tanaka.page.locator("dialog[open]")
    await sheet.locator("ul li a").first.wait_for()
    assert await sheet.locator("ul li").count() == min(count, 100)
    await sheet.get_by_role("button", name=word("ja.close")).click()


async def _exports(tanaka: Person) -> str:
    """Only after the factor was shown again; one sheet a table, numbers as numbers, and a first sheet that says who took it out."""
    titles = [await one.inner_text() for one in await tanaka.page.locator(".report h2").all()]
    await tap("spreadsheet.xlsx")(tanaka)
    await tanaka.page.locator("#step-up-phrase").fill(PHRASE)
    async with tanaka.page.expect_download() as waiting:
        await tap("step-up.phrase")(tanaka)
    download: Download = await waiting.value
    assert download.suggested_filename.endswith(".xlsx")
    book = read(await asyncio.to_thread(Path(await download.path()).read_bytes))
    cover, *tables = book.sheets
    assert ("田中 恵" in {row[1] for row in cover.rows if len(row) == 2}, book.formulas) == (True, 0)
    assert [sheet.rows[0][0] for sheet in tables] == titles
    assert all(sheet.frozen == 1 for sheet in tables)
    assert any(isinstance(cell, float) and cell > 0 for row in tables[0].rows for cell in row)
    return "".join(str(cell) for sheet in tables for row in sheet.rows for cell in row)


async def _hands_in(world: World, tanaka: Person) -> dict[str, int | None]:
    await at("/figures", "main table")(tanaka)
    await tap("figures.send")(tanaka)
    await tanaka.page.locator("#step-up-phrase").fill(PHRASE)
    await tap("step-up.phrase")(tanaka)
    await tanaka.see(word("figures.same"))
    rows = await world.sql("select figures, staff from month_figures where center = $1", NORTH)
    assert [str(row["staff"]) for row in rows] == [str(world.staff("tanaka"))]
    found = rows[0]["figures"]
    return json.loads(found) if isinstance(found, str) else found
