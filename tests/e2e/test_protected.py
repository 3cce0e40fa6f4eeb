"""Tanaka hides where somebody lives: Sato, who is not named, loses the household; Inoue, who is, opens it and that stands in the record."""

import re

from playwright.async_api import expect

from tests.e2e.people import Cast, Person
from tests.e2e.places import at, fill, tap
from tests.e2e.protection_places import hide, inhabited, proves
from tests.e2e.words import word
from tests.e2e.world import World

HINT, FAMILY, TELEPHONE, CALLED = "銀杏の木の裏の二階", "安曇野", "075-200-4821", "あじさい"


async def test_tanaka_hides_a_home_sato_loses_it_and_inoue_opens_it_with_a_reason(world: World, cast: Cast) -> None:
    sato, tanaka, inoue = await cast.own_phone("sato"), await cast.own_desk("tanaka"), await cast.own_phone("inoue")
    for person in (sato, tanaka, inoue):
        await person.enrol()
    home = await inhabited(sato, HINT, FAMILY)
    await sato.synced()
    await _tanaka_hides_it(tanaka, home)
    assert [row["kind"] for row in await world.sql("select kind from bucket where id = $1", home)] == ["protected"]
    await _sato_has_nothing_of_it(sato, home)
    await _inoue_opens_it(inoue, home)
    await _it_stands_in_the_record(tanaka, home)


async def _tanaka_hides_it(tanaka: Person, home: str) -> None:
    await tanaka.go(f"/households/{home}")
    await tanaka.see(FAMILY, 60)
    await at(f"/households/{home}?sheet=fields", "dialog[open]")(tanaka)
    await tanaka.page.locator("dialog details", has=tanaka.page.locator("#edit-phone")).locator("summary").click()
    await fill("#edit-phone", TELEPHONE)(tanaka)
    await tap("households.fields.save")(tanaka)
    await expect(tanaka.page.locator(f"a[href='tel:{TELEPHONE}']")).to_have_count(1)
    await hide(tanaka, home, CALLED, "inoue")
    await expect(tanaka.page.locator(f"a[href='tel:{TELEPHONE}']")).to_have_count(0)
    await tanaka.synced()
    await tanaka.go("/households")
    row = tanaka.page.locator(f"a[href='/households/{home}']")
    await expect(row.first).to_contain_text(f"伏せた世帯（{CALLED}）")
    shown = await tanaka.words()
    assert [word for word in (HINT, FAMILY, TELEPHONE) if word in shown] == []


async def _sato_has_nothing_of_it(sato: Person, home: str) -> None:
    await sato.synced()
    await sato.go(f"/households/{home}")
    await sato.see(word("ja.notHere"), 60)
    await sato.go("/households")
    await expect(sato.page.locator(f"a[href='/households/{home}']")).to_have_count(0)
    await sato.go("/households/new")
    await sato.page.locator("#name").fill(FAMILY)
    await sato.page.locator("#hint").fill(HINT)
    await sato.sees_not(word("merging.alike.title"))
    await tap("drafts.discard")(sato)
    await tap("drafts.yes")(sato)


async def _inoue_opens_it(inoue: Person, home: str) -> None:
    await inoue.go(f"/households/{home}")
    await inoue.see(word("protection.open"), 60)
    assert TELEPHONE not in await inoue.words()
    await inoue.tap(word("protection.open"))
    await tap("protection.place.show")(inoue)
    await inoue.see(word("protection.place.whyError"))
    await inoue.page.locator("label:has(#sealed-why-visit)").click()
    await inoue.offline()
    await tap("protection.place.show")(inoue)
    await _only_inoue_herself(inoue)
    await inoue.see(TELEPHONE)
    await inoue.online()
    await inoue.synced()


async def _only_inoue_herself(inoue: Person) -> None:
    """Whoever took the open phone out of her hand learns nothing, and waits; she needs no signal for it."""
    for _ in range(3):
        await inoue.page.locator("#step-up-phrase").fill("ちがう あいことば です ね")
        await tap("step-up.phrase")(inoue)
        await expect(inoue.page.locator("#step-up-phrase")).to_have_value("")
    await inoue.see(re.compile("あと[1-5]秒"))
    assert TELEPHONE not in await inoue.words()
    await inoue.page.wait_for_timeout(6000)
    await proves(inoue)


async def _it_stands_in_the_record(tanaka: Person, home: str) -> None:
    await at(f"/households/{home}?sheet=sealed", "dialog[open]")(tanaka)
    line = tanaka.page.locator("dialog[open] li", has_text="訪問・同行のため")
    await expect(line).to_have_count(1, timeout=60_000)
    await expect(line).to_contain_text("井上")
