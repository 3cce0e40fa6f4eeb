"""Sato finds where to lead somebody in a stairwell without signal; Mori keeps the list right; a neighbour reads the public part."""

from playwright.async_api import Page, expect

from server.demo.course import household_id
from server.demo.organizations import organization_id
from tests.e2e.desk_places import DIRECTORY, UNHEARD
from tests.e2e.looks import AXE, RULES, look, unreached
from tests.e2e.people import Cast, Person
from tests.e2e.places import at, tap
from tests.e2e.words import word
from tests.e2e.world import World

HOME = str(household_id("h05"))
KITCHEN, KITCHEN_TEL = "大宮みんなの食堂", "tel:0750000207"
STAFF_ONLY = "北区 夜間の当番連絡係"
HOURS = "水曜・土曜 17時から20時"
PUBLIC = "/organizations/v1/public"


async def test_sato_finds_and_calls_where_no_signal_reaches_and_mori_keeps_the_list_right(
    world: World, cast: Cast
) -> None:
    sato, mori = await cast.own_phone("sato"), await cast.own_desk("mori")
    await sato.enrol()
    await mori.enrol()
    await sato.go("/organizations")
    await sato.see(word("organizations.heard"))
    await sato.offline()
    await sato.kill()
    await sato.reopen()
    await sato.unlock()
    await _finds_the_kitchen(sato)
    await sato.see(word("organizations.stale"))

    wrong = await _look_at(mori)
    await _looks_through_it_again(world, mori)
    await _puts_the_hours_right(world, mori)

    await sato.online()
    await sato.synced()
    await at("/organizations", "main section")(sato)
    await sato.page.locator("#find-organization").fill(KITCHEN)
    await sato.see(HOURS)
    await sato.sees_not(word("organizations.stale"))

    wrong += await _the_public_page(sato)
    wrong += await look_at_nothing(mori)
    assert wrong == []


async def _finds_the_kitchen(sato: Person) -> None:
    """From the household whose cupboard is empty; what she types is in kana."""
    await sato.go(f"/households/{HOME}")
    await sato.tap(word("organizations.household"), "link")
    await sato.see(word("organizations.offline"))
    await _without_fields(sato)
    await sato.page.locator("#find-organization").fill("しょくどう")
    call = sato.page.get_by_role("link", name=f"{KITCHEN}に電話をかける")
    await expect(call).to_have_attribute("href", KITCHEN_TEL)
    await expect(sato.page.locator("main article")).to_have_count(1)


async def _without_fields(sato: Person) -> None:
    undo = sato.button(word("organizations.undo"))
    if await undo.count():
        await undo.click()


async def _look_at(mori: Person) -> list[str]:
    wrong: list[str] = []
    for place in DIRECTORY:
        await place.reach(mori)
        wrong += await look(mori, place.name)
        wrong += [f"{place.name}: {one}" for one in await unreached(mori)]
    return wrong


async def look_at_nothing(mori: Person) -> list[str]:
    wrong: list[str] = []
    for place in UNHEARD:
        await place.reach(mori)
        wrong += await look(mori, place.name)
    return wrong


async def _looks_through_it_again(world: World, mori: Person) -> None:
    """The day's duties name what has grown old; one touch says that all of it is still right."""
    await at("/center", "main section")(mori)
    await mori.page.locator("a[href='/organizations?stale=1']").click()
    await mori.see(KITCHEN)
    await mori.button(f"{KITCHEN}を確認した").click()
    await mori.see(word("organizations.checkDone"))
    [row] = await world.sql(
        "select checked_on = (now() at time zone 'Asia/Tokyo')::date as today, checked_by from organization where id = $1",
        organization_id("omiya_shokudo"),
    )
    assert (row["today"], str(row["checked_by"])) == (True, world.staff("mori"))
    await at("/center", "main section")(mori)
    await expect(mori.page.locator("a[href='/organizations?stale=1']")).to_have_count(0)


async def _puts_the_hours_right(world: World, mori: Person) -> None:
    """Begun without a line: it is told, and kept until it can be sent."""
    await at("/organizations", "main section")(mori)
    await mori.page.locator("#find-organization").fill(KITCHEN)
    await mori.button(f"{KITCHEN}を直す").click()
    await mori.page.locator("#organization-hours").fill(HOURS)
    await mori.offline()
    await tap("organizations.sheet.save")(mori)
    await mori.see(word("organizations.offlineAct")[:20])
    await mori.online()
    await tap("organizations.sheet.save")(mori)
    await mori.see(word("organizations.sheet.saved"))
    kept = await world.sql(
        "select act from organization_change where organization = $1 order by version", organization_id("omiya_shokudo")
    )
    assert [row["act"] for row in kept] == ["create", "check", "change"]


async def _the_public_page(sato: Person) -> list[str]:
    """In the same browser, whose worker would answer any page of the app; nobody is signed in on it."""
    page = await sato.context.new_page()
    await page.goto(sato.world.origin + PUBLIC)
    await expect(page.get_by_text(KITCHEN)).to_be_visible()
    await expect(page.get_by_text(HOURS)).to_be_visible()
    await expect(page.get_by_text(STAFF_ONLY)).to_have_count(0)
    await page.get_by_role("link", name="障害保健").click()
    await expect(page.get_by_text(KITCHEN)).to_have_count(0)
    wrong = [f"public at {width}: {one}" for width in (320, 412, 1280) for one in await _barriers(page, width)]
    await page.close()
    return wrong


async def _barriers(page: Page, width: int) -> list[str]:
    await page.set_viewport_size({"width": width, "height": 800})
    sideways = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(AXE)
    rules = [*RULES, "wcag2aaa"]
    found = await page.evaluate("(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } })", rules)
    said = [f"{one['id']}: {one['help']} {one['nodes'][0]['html'][:160]}" for one in found["violations"]]
    return said + ["goes sideways"] * sideways
