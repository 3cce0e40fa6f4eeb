"""Sato goes down into a basement and is not back when she said: the office hears of it, also after kill -9; and she can call for help unseen."""

import re
from typing import Any

from playwright.async_api import Request

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import OUT, Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World

HOME, TWO = str(household_id("h14")), str(household_id("h07"))
PLACE, TEL = "地下の倉庫。電波がない", "075-000-0000"
WATCH = "select id, second, until from watch where bucket = $1::uuid and state = 'set' order by armed_at desc limit 1"
DUE = "update timer set due = now() where watch = $1 and level = $2 and cardinality(tells) = $3"
OPEN = "select level, state, outcome from alert where id = $1 and state = 'open' and level = $2"
TOLD = "select 1 from alert_recipient r join staff s on s.id = r.staff where r.alert = $1 and s.role = 'coordinator'"



async def test_sato_is_not_back_from_the_basement_and_tanakas_desk_says_so_until_she_is(world: World, cast: Cast) -> None:
    sato, tanaka, kimura = await cast.phone("sato"), await cast.own_desk("tanaka"), await cast.own_phone("kimura")
    await sato.enrol()
    await tanaka.enrol()
    await kimura.enrol()
    await _goes_out(sato, HOME, place=PLACE, tel=TEL)
    await sato.see(re.compile("まで見守っています"), 30)
    (watch,) = await world.until(WATCH, HOME)
    await _tanaka_sees_who_is_out(tanaka)
    await sato.offline()

    await world.sql(DUE, watch["id"], 2, 0)
    await world.until("select 1 from alert where id = $1", watch["id"])
    assert await world.sql(TOLD, watch["id"]) == [], "first a word to herself"
    world.kill("web")
    await world.sql(DUE, watch["id"], 2, 1)
    await world.until(TOLD, watch["id"], seconds=60)
    assert len(await world.sql("select 1 from timer where watch = $1 and state = 'fired'", watch["id"])) == 2
    await _tanaka_reads_where_she_is(tanaka, str(watch["id"]))
    await kimura.go("/alerts")
    assert not re.search("訪問から戻った連絡がない", await kimura.words())

    await _comes_back(sato)
    await sato.see(word("outings.backWaiting"))
    await sato.online()
    await sato.synced()
    await world.until("select 1 from alert where id = $1 and state = 'closed'", watch["id"])
    await tanaka.go(f"/a/{watch['id']}")
    await tanaka.see(word("alerts.outcomes.settled"), 40)


async def test_nobody_beside_her_sees_that_she_called_for_help(world: World, cast: Cast) -> None:
    sato, tanaka = await cast.phone("sato"), await cast.own_desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    safe = await _once_and_back(world, sato, hold=0)
    helped = await _once_and_back(world, sato, hold=3300)
    (call,) = await world.until("select id, second from watch where bucket = $1::uuid order by armed_at desc limit 1", HOME)
    await world.until(OPEN, call["second"], 1)
    assert helped["html"] == safe["html"], "the page is the same to the letter"
    assert helped["picture"] == safe["picture"], "and to the dot"
    assert helped["sent"] == safe["sent"], "and so is what goes over the line"
    await sato.go("/alerts")
    await sato.synced()
    assert str(call["second"]) not in await sato.page.content()
    await tanaka.go(f"/a/{call['second']}")
    await tanaka.see(word("outings.alert.duress"), 40)
    await tanaka.see("本人には、電話もメッセージもしない")
    assert await tanaka.page.locator(f"a[href='tel:{TEL}']").count() == 0, "nothing here offers to ring her"
    await tanaka.show()


async def test_alone_where_two_are_asked_for_and_after_hard_words_nobody_goes_there(world: World, cast: Cast) -> None:
    sato, tanaka = await cast.phone("sato"), await cast.own_desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    await _sato_hears_hard_words(sato)
    await sato.synced()
    (alert,) = await world.until("select id from alert where bucket = $1::uuid and level = 3 and state = 'open' order by accepted_at desc limit 1", TWO)
    assert await world.until("select 1 from alert_recipient r join staff s on s.id = r.staff where r.alert = $1 and s.role = 'manager'", alert["id"])
    await tanaka.go(f"/a/{alert['id']}")
    await tanaka.see("戸を強く閉められた", 40)

    await _goes_out(sato, TWO, alone_because="同行の人が急に休んだ")
    await sato.see(re.compile("まで見守っています"), 30)
    (alone,) = await world.until("select id from alert where bucket = $1::uuid and level = 2 and state = 'open' order by accepted_at desc limit 1", TWO)
    await tanaka.go(f"/a/{alone['id']}")
    await tanaka.see("同行の人が急に休んだ", 40)
    await _comes_back(sato)
    await sato.synced()


async def test_without_a_signal_nobody_looks_out_for_her_and_the_screen_says_so(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await sato.offline()
    await _goes_out(sato, HOME)
    await sato.see(word("outings.unwatched"))
    assert await sato.page.locator("main a[href='tel:110']").count() == 1
    assert await world.sql(WATCH, HOME) == []
    await sato.go("/")
    await sato.see(word("outings.unwatched"))
    await sato.online()
    await sato.see(re.compile("まで見守っています"), 40)
    await world.until(WATCH, HOME)
    await forms.begin_visit(sato, HOME, "no_answer_present")
    await sato.page.locator("#facts").fill("声をかけたが、返事はない。")
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.form.saved")
    await sato.synced()
    assert await world.until("select 1 from watch where bucket = $1::uuid and state = 'ended'", HOME)
    assert await world.sql(WATCH, HOME) == [], "the saved visit says that she is back"


async def _goes_out(sato: Person, home: str, *, place: str = "", tel: str = "", alone_because: str = "") -> None:
    await sato.go("/nowhere")
    await sato.go(f"/households/{home}/card")
    await sato.tap(word("outings.begin"), "link")
    await sato.page.locator("dialog label:has(#whom-alone)").click()
    if alone_because:
        await sato.see(word("outings.twoTitle"))
        await sato.page.locator("#outing-reason").fill(alone_because)
    await sato.page.locator("dialog label:has(#length-30)").click()
    await sato.page.locator("#outing-place").fill(place)
    await sato.page.locator("#outing-tel").fill(tel)
    await sato.show()
    await sato.button(word("outings.start")).click()
    await sato.page.locator("dialog").wait_for(state="detached")


async def _comes_back(sato: Person, hold: int = 0) -> None:
    await sato.go("/")
    back = sato.page.get_by_role("button", name=word("outings.back")).first
    await back.wait_for()
    box = await back.bounding_box()
    assert box
    await sato.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await sato.page.mouse.down()
    await sato.page.wait_for_timeout(hold)
    await sato.page.mouse.up()


async def _once_and_back(world: World, sato: Person, hold: int) -> dict[str, Any]:
    """One visit, and all that somebody beside her or on the line could see of its end."""
    await _goes_out(sato, HOME, place=PLACE, tel=TEL)
    await sato.see(re.compile("まで見守っています"), 30)
    await sato.synced()
    sent: list[tuple[str, str, int]] = []

    def heard(request: Request) -> None:
        if request.method == "POST" and "push" in request.url:
            sent.append((request.method, request.url.removeprefix(world.origin), len(request.post_data or "") // 64))

    sato.page.on("request", heard)
    await _comes_back(sato, hold)
    await sato.see(word("outings.backKept"))
    await sato.page.locator("#outings").wait_for(state="detached")
    await sato.synced()
    sato.page.remove_listener("request", heard)
    await sato.go("/nowhere")
    await sato.go(f"/households/{HOME}")
    await sato.page.locator("#last, h2").first.wait_for()
    await sato.page.wait_for_timeout(6500)  # the toast is gone
    await sato.page.mouse.move(0, 0)
    await sato.page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    html = await sato.page.locator("main").inner_html()
    html = re.sub(r"s\d+-\d+|c\d+-\d+|\bs\d+\b", "", html)
    return {"html": html, "picture": await sato.page.screenshot(animations="disabled", path=OUT / f"back-{hold}.png"), "sent": sent}


async def _tanaka_sees_who_is_out(tanaka: Person) -> None:
    await tanaka.go("/center")
    panel = tanaka.page.locator("section[aria-labelledby=c-out]")
    await panel.get_by_text("佐藤").first.wait_for(timeout=40_000)
    assert "まで" in await panel.inner_text()
    await tanaka.show()


async def _tanaka_reads_where_she_is(tanaka: Person, watch: str) -> None:
    await tanaka.go(f"/a/{watch}")
    await tanaka.see("訪問から戻った連絡がない", 60)
    await tanaka.see(PLACE)
    await tanaka.page.locator(f"a[href='tel:{TEL}']").wait_for()
    await tanaka.see("2回つづけてかける")
    await tanaka.show()


async def _sato_hears_hard_words(sato: Person) -> None:
    await forms.begin_visit(sato, TWO, "refused_hostile")
    await sato.page.locator("#facts").fill("戸口で怒鳴られ、すぐ離れた。")
    await sato.button(word("ja.save")).click()
    await sato.page.locator("#incident-what").wait_for()
    await sato.page.locator("#incident-what").fill("戸を強く閉められた")
    await sato.page.locator("dialog label:has(#hurt-none)").click()
    await sato.page.locator("#incident-next").fill("ふたりで行く。犬の話はしない")
    await sato.show()
    await sato.button(word("outings.after.save")).click()
    await sato.page.locator("dialog").wait_for(state="detached")
    await sato.see("犬の話はしない")
