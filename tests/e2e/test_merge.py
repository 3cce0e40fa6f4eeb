"""One household known twice: Sato is warned while typing, Tanaka puts the two together, and nothing written meanwhile is lost."""

import re

import pytest
from playwright.async_api import expect

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.desk_places import MERGED, MERGED_LATE
from tests.e2e.looks import look
from tests.e2e.people import Cast, Person
from tests.e2e.places import Place
from tests.e2e.words import word

STAYS = str(household_id("h06"))  # 村瀬さん宅, 長乗東町 9
FACTS = "郵便受けはきれいで、台所の窓が開いていた"


async def test_sato_is_warned_while_typing_and_opens_the_household_that_is_there(cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await sato.go("/households/new")
    page = sato.page
    await page.locator("#name").fill("村瀬")
    await sato.see(word("merging.alike.title"))
    await page.locator("#name").fill("村瀬川")
    await sato.sees_not(word("merging.alike.title"))
    # A town alone is no household; its number is.
    await page.locator("#town").fill("長乗東町")
    await sato.sees_not(word("merging.alike.title"))
    await page.locator("#banchi").fill("９番地")
    await sato.see(word("merging.alike.why.place"))
    wrong = await look(sato, "new-household-warned")
    await page.locator(f"main a[href='/households/{STAYS}']").first.click()
    await sato.see("村瀬さん宅")
    await sato.go("/")
    await expect(page.locator("a[href^='/households/new?draft=']")).to_have_count(1)
    assert wrong == []


@pytest.mark.shows("CONF-8")
async def test_two_become_one_what_sato_writes_offline_lands_and_tanaka_takes_it_back(cast: Cast) -> None:
    sato, tanaka = await cast.own_phone("sato"), await cast.own_desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    twice = await _known_twice(sato)
    await sato.synced()
    await tanaka.go(f"/households/{twice}")
    await tanaka.see("村瀬さん宅", 60)
    await sato.go(f"/households/{twice}")
    await sato.offline()

    wrong = await _merges(tanaka, twice)
    await tanaka.synced()
    await forms.street(sato, twice, FACTS)
    await sato.online()
    await sato.synced()

    await tanaka.go(f"/households/{STAYS}")
    await tanaka.see(word("merging.stayed.late"), 60)
    await tanaka.see(FACTS)
    wrong += await _look_at(tanaka, MERGED_LATE)
    await tanaka.go("/center")
    await tanaka.see(re.compile("まとめた世帯に新しい記録 1世帯"))
    await _one_row_for_sato(sato, twice)

    await tanaka.go(f"/households/{STAYS}")
    await tanaka.tap(word("merging.stayed.seen"))
    await tanaka.sees_not(word("merging.stayed.late"))
    wrong += await _look_at(tanaka, MERGED)
    await tanaka.tap(word("merging.gone.undoDo"))
    await tanaka.see(word("households.page.people"))
    await tanaka.sees_not(word("merging.gone.phase"))
    await tanaka.synced()
    await sato.go(f"/households/{twice}")
    await sato.see(word("households.page.people"), 60)
    await sato.tap(re.compile("これまでの記録をすべて見る"))
    await sato.see(FACTS)
    await sato.go(f"/households/{STAYS}")
    await sato.see("村瀬さん宅")
    await sato.sees_not(word("merging.stayed.title"))
    assert wrong == []


async def _known_twice(sato: Person) -> str:
    """She goes on in spite of the warning, as anybody may."""
    await sato.go("/households/new")
    await sato.page.locator("#name").fill("村瀬")
    await sato.page.locator("#town").fill("長乗東町")
    await sato.see(word("merging.alike.title"))
    await sato.button(word("households.newOne.save")).click()
    await forms.saved(sato, "households.newOne.kept")
    return sato.page.url.rsplit("/", 1)[1]


async def _merges(tanaka: Person, twice: str) -> list[str]:
    await tanaka.go(f"/households/{twice}?sheet=merge")
    await tanaka.page.get_by_role("dialog").wait_for()
    await forms.pick(tanaka, f"into-{STAYS}")
    wrong = await look(tanaka, "merge-chosen")
    await tanaka.button(word("merging.sheet.save")).click()
    await tanaka.page.wait_for_url(re.compile(STAYS))
    await tanaka.see(word("merging.stayed.title"))
    return wrong


async def _one_row_for_sato(sato: Person, twice: str) -> None:
    """Her old link still leads there, and her list holds the household once."""
    await sato.go("/households")
    await sato.page.locator(f"a[href='/households/{STAYS}']").first.wait_for()
    await expect(sato.page.locator(f"a[href='/households/{twice}']")).to_have_count(0, timeout=60_000)
    await sato.go(f"/record?household={twice}")
    await sato.page.locator(f"a[href='/households/{STAYS}/visit']").wait_for()
    await sato.go(f"/households/{twice}")
    await sato.page.locator(f"a[href='/households/{STAYS}']").locator("visible=true").first.click()
    await sato.see(word("merging.stayed.late"))


async def _look_at(person: Person, places: tuple[Place, ...]) -> list[str]:
    wrong: list[str] = []
    for place in places:
        await place.reach(person)
        wrong += await look(person, place.name, keep=place.keep)
    return wrong
