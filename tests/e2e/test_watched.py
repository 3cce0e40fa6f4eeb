"""S1: a household that cannot be helped yet is watched by somebody who said yes, until what was agreed on happens."""

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.paper import printed
from tests.e2e.people import PHRASE, Cast, Person
from tests.e2e.places import fill, tap
from tests.e2e.words import word
from tests.e2e.world import World

HOME = str(household_id("h03"))
TASK, TRIGGER = "月に二度、通りから灯りを見る", "電気が止まった"
OPENS, HEARD = "木下さん", "夜おそくに灯りがつくと聞いた"


async def test_nishinos_home_is_watched_until_the_light_goes_out(world: World, cast: Cast) -> None:
    tanaka, sato, nishimura = await cast.own_desk("tanaka"), await cast.own_phone("sato"), await cast.own_desk("nishimura")
    for person in (tanaka, sato, nishimura):
        await person.enrol()
    await _asks_to_watch(tanaka, world.staff("sato"))
    await _agrees_on_a_trigger(tanaka, world.staff("sato"))
    await _asks_to_list(tanaka)
    await tanaka.synced()

    await sato.see(TASK, 60)
    await nishimura.go(f"/households/{HOME}")
    await nishimura.see(word("course.asked.see"), 60)
    await _decides(nishimura, "course.asked.stillLacking")

    await sato.offline()
    await sato.go("/")
    asked = sato.page.locator("li", has_text=TASK)
    await asked.get_by_role("button", name=word("course.team.accept"), exact=True).click()
    await sato.see(word("course.team.accepted"))
    await sato.sees_not(TASK)
    await _writes_who_opens_the_door(sato)
    await sato.online()
    await sato.synced()
    await _finds_who_opens_the_door(tanaka)

    await nishimura.see(word("course.team.states.accepted"), 60)
    await _decides(nishimura, "course.asked.agreed")
    await nishimura.synced()
    await tanaka.go("/watch")
    row = tanaka.page.locator(".scroll tr", has_text="西野")
    await row.wait_for(timeout=60_000)
    assert TRIGGER in await row.inner_text()
    assert "佐藤 みさき" in await row.inner_text()
    await _prints_the_list(tanaka)
    await _writes_the_list_down(tanaka, world)

    await forms.begin_visit(sato, HOME, "met_person")
    await forms.confirm(sato, "A_seen")
    await forms.sign(sato, "MON02", "money")
    await sato.page.locator("#facts").fill("電灯がつかず、ろうそくで過ごしていた。")
    await sato.button(word("ja.save")).click()
    await sato.see(word("emergency.localBanner"), 30)
    await sato.synced()
    await tanaka.go("/alerts")
    await tanaka.page.locator("a[href^='/a/']", has_text="西野").filter(has_text="介入のきっかけ").click(timeout=60_000)
    await tanaka.see("あらかじめ決めた「きっかけ」にあてはまりました。")
    await _begins_support(tanaka)
    await tanaka.go("/watch")
    await tanaka.page.locator(".scroll tr", has_text="西野").wait_for(state="detached")
    await tanaka.synced()
    await sato.go(f"/households/{HOME}")
    await sato.see("支援中", 60)


async def _writes_who_opens_the_door(sato: Person) -> None:
    """Without a signal: what lay in her head alone until then."""
    await sato.go(f"/households/{HOME}/ties?sheet=tie")
    await sato.page.locator("#tie-kind").select_option("contact")
    await sato.page.locator("#tie-from").select_option(index=2)
    await sato.page.locator("#tie-to").select_option("new")
    await fill("#tie-name", OPENS)(sato)
    await sato.page.locator("#tie-who").select_option("minsei")
    await sato.page.locator("#tie-quality").select_option("strong")
    await forms.pick(sato, "tie-door-meet")
    await fill("#tie-since", "平成10年")(sato)
    await forms.pick(sato, "tie-known-third")
    await fill("#tie-told", HEARD)(sato)
    await tap("ties.tie.save")(sato)
    await sato.see(word("ties.tie.kept"))
    await sato.page.locator(".picture .node", has_text=OPENS).wait_for()
    assert HEARD not in await sato.words()
    await sato.page.locator(".picture .node", has_text=OPENS).click()
    await sato.page.locator("dialog", has_text="1998年").wait_for()
    await sato.go(f"/households/{HOME}")
    await sato.see(OPENS)


async def _finds_who_opens_the_door(tanaka: Person) -> None:
    """On the first screen; and what Sato was told by somebody else stands in the tie, never in the list."""
    await tanaka.go(f"/households/{HOME}")
    await tanaka.see(OPENS, 60)
    await tanaka.go(f"/households/{HOME}/ties")
    await tanaka.page.locator(".rows button", has_text=OPENS).last.click()
    assert HEARD not in await tanaka.words()
    await tanaka.page.locator("dialog .rows button").first.click()
    await tanaka.page.locator("#tie-told").wait_for()
    assert await tanaka.page.locator("#tie-told").input_value() == HEARD
    await tap("ja.close")(tanaka)


async def _asks_to_watch(tanaka: Person, sato: str) -> None:
    await tanaka.go(f"/households/{HOME}?sheet=offer")
    await forms.pick(tanaka, "offer-role-watcher")
    await tanaka.page.locator("#offer-to").select_option(sato)
    await fill("#offer-task", TASK)(tanaka)
    await tap("course.offer.save")(tanaka)
    await tanaka.see(word("course.offer.kept"))


async def _agrees_on_a_trigger(tanaka: Person, owner: str) -> None:
    await tanaka.go(f"/households/{HOME}?sheet=trigger")
    await fill("#trigger-label", TRIGGER)(tanaka)
    await tanaka.page.locator("#trigger-codes").select_option("MON02")
    await tanaka.page.locator("#trigger-level").select_option("2")
    await tanaka.page.locator("#trigger-owner").select_option(owner)
    await fill("#trigger-action", "その日のうちに訪ねる")(tanaka)
    await tap("course.trigger.save")(tanaka)
    await tanaka.see(word("course.trigger.kept"))


async def _asks_to_list(tanaka: Person) -> None:
    await tanaka.go(f"/households/{HOME}?sheet=step")
    await forms.pick(tanaka, "to-monitoring")
    await tanaka.see(word("course.guards.watcher"))
    await tanaka.page.locator("#step-watch").select_option("refused")
    await tanaka.page.locator("#step-tier").select_option("C")
    day = await tanaka.page.locator("#step-review").get_attribute("max")
    await fill("#step-review", day or "")(tanaka)
    await fill("#step-reason", "いまは一人で過ごしたいとのこと。")(tanaka)
    await tap("course.step.ask")(tanaka)
    await tanaka.see(word("course.step.asked"))


async def _decides(nishimura: Person, said: str) -> None:
    await tap("course.asked.see")(nishimura)
    await forms.pick(nishimura, "what-yes")
    await tap("course.asked.send")(nishimura)
    await nishimura.see(word(said))


async def _prints_the_list(tanaka: Person) -> None:
    """For the conference: who, since when, why and who watches, with the day and who printed it, and nothing of the screen."""
    paper = await printed(tanaka)
    assert (paper.is_lying, paper.missing) == (True, []), paper.sizes
    assert word("course.watch.paper") in paper.words
    assert paper.fonts
    for text in ("西野さん宅", TRIGGER, "佐藤 みさき", "田中 恵"):
        assert text in paper.words
    for text in (word("spreadsheet.print"), word("spreadsheet.csv"), word("ja.nav.devices"), word("ja.hide")):
        assert text not in paper.words


async def _writes_the_list_down(tanaka: Person, world: World) -> None:
    await tap("spreadsheet.csv")(tanaka)
    await tanaka.page.locator("#step-up-phrase").fill(PHRASE)
    async with tanaka.page.expect_download(timeout=60_000) as download:
        await tap("step-up.phrase")(tanaka)
    [noted] = await world.sql("select n, purpose from audit_event where verb = 'export' order by n desc limit 1")
    assert noted["purpose"] == "watch_list"
    assert (await download.value).suggested_filename.endswith(f"-第{noted['n']}号.csv")


async def _begins_support(tanaka: Person) -> None:
    await tanaka.go(f"/households/{HOME}?sheet=step")
    await forms.pick(tanaka, "to-in_support")
    await tanaka.page.locator("#step-trigger").select_option(label=TRIGGER)
    await tap("course.step.save")(tanaka)
    await tanaka.see(word("course.step.changed"))
