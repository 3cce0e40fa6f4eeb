"""Sato without a mouse or without eyes: the whole main job by Tab, Space and Enter, and focus that is never lost."""

from playwright.async_api import Locator, expect

from server.demo.course import household_id
from tests.e2e.people import Cast, Person
from tests.e2e.places import at
from tests.e2e.words import word

HOME = str(household_id("h05"))
_FOCUSED = "(one) => one === document.activeElement"
_IN_SHEET = "() => document.querySelector('dialog[open]')?.contains(document.activeElement) ?? false"
_HEADING = "() => document.activeElement?.tagName"


async def _tab_to(person: Person, one: Locator) -> Locator:
    await one.wait_for(state="attached")
    for _ in range(250):
        if await one.evaluate(_FOCUSED):
            return one
        await person.page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not come to {one}")


async def _press(person: Person, one: Locator, key: str = "Enter") -> None:
    await (await _tab_to(person, one)).press(key)


async def test_sato_records_an_absence_without_a_mouse_and_hears_that_it_is_kept(cast: Cast) -> None:
    sato = await cast.own_desk("sato")
    await sato.enrol()
    await at(f"/households/{HOME}")(sato)
    await _press(sato, sato.page.get_by_role("link", name=word("households.page.absent"), exact=True))
    await sato.page.locator("#absent-absent").wait_for()
    assert await sato.page.evaluate(_HEADING) == "H1", "a new screen is read from its name on"
    await _press(sato, sato.button(word("ja.save")))
    assert await sato.page.locator("#absent-absent").evaluate(_FOCUSED), "what is missing is where the focus is"
    await sato.page.keyboard.press("Space")
    await _press(sato, sato.button(word("ja.save")))
    await expect(sato.page.get_by_role("status").filter(has_text=word("visits.absent.saved")).first).to_be_attached()
    await sato.page.wait_for_url(f"**/households/{HOME}")


async def test_sato_is_led_to_the_call_and_back_without_a_mouse(cast: Cast) -> None:
    sato = await cast.own_desk("sato")
    await sato.enrol()
    await sato.offline()
    await at(f"/households/{HOME}/visit", "form")(sato)
    await _press(sato, sato.page.locator("#result-met_person"), "Space")
    await _press(sato, sato.page.locator("section[aria-labelledby=confirm] input[value=A_seen]").first, "Space")
    await _press(sato, sato.page.locator("#group-body summary"))
    await _press(sato, sato.page.locator("#sign-BOD03-unchecked"), "ArrowRight")  # on from the last is the first
    sheet = sato.page.get_by_role("dialog")
    await sheet.wait_for()
    first, second = sheet.locator("a[href^='tel:']").first, sheet.locator("a[href^='tel:']").nth(1)
    assert await first.evaluate(_FOCUSED), "the call comes first"
    assert [await one.get_attribute("href") for one in (first, second)] == ["tel:119", "tel:110"]
    await sheet.get_by_text("よみ：").wait_for()  # the address as it is read out, without a signal
    for _ in range(12):
        await sato.page.keyboard.press("Tab")
        assert await sato.page.evaluate(_IN_SHEET) or await sato.page.evaluate(_HEADING) == "BODY"
    await sato.page.keyboard.press("Escape")
    await sheet.wait_for(state="detached")
    assert await sato.page.locator("#sign-BOD03-yes").evaluate(_FOCUSED), "back where it was called from"
    await _press(sato, sato.button(word("ja.save")))
    await sato.see(word("visits.after.here"))
    assert await sato.page.evaluate(_HEADING) == "H1"


async def test_a_sheet_takes_the_focus_and_gives_it_back(cast: Cast) -> None:
    sato = await cast.own_desk("sato")
    await sato.enrol()
    await at(f"/households/{HOME}")(sato)
    for opener in ("households.page.addCaution", "households.page.addPlan", "households.page.addPerson"):
        button = sato.button(word(opener)).first
        await _press(sato, button)
        await sato.page.get_by_role("dialog").wait_for()
        assert await sato.page.evaluate(_IN_SHEET)
        await sato.page.keyboard.press("Escape")
        await sato.page.get_by_role("dialog").wait_for(state="detached")
        assert await button.evaluate(_FOCUSED), opener
