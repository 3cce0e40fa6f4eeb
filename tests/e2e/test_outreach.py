"""A home the fire inspection found, and a person of ninety in it: from a door that stays shut to going out together, mostly without a signal."""

import re
from datetime import datetime

from server.demo.course import JST, household_id
from tests.e2e import forms
from tests.e2e.paper import printed
from tests.e2e.people import Cast, Person
from tests.e2e.places import fill, tap
from tests.e2e.words import word
from tests.e2e.world import World

OZAKI, YASUI = str(household_id("s2_ozaki")), str(household_id("h02"))
FIRST, CAT, WALK = "はじめてのごあいさつ", "縁側の猫の話で、10分ほど笑った。", "病院へ、一緒に行った。"
WORD, WAY = "廊下は片がわだけ通れる", "縁側から声をかける"
A6 = (297.64, 419.53)  # points


async def test_kubos_door_opens_over_many_visits_and_her_home_with_it(world: World, cast: Cast) -> None:
    sato, tanaka = await cast.own_phone("sato"), await cast.own_desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    await sato.offline()
    home = await _sato_begins_where_the_fire_inspection_ended(sato)
    await _the_first_time_nobody_opens_and_a_letter_stays(sato, home)
    await _then_there_is_a_cat_to_talk_of(sato, home)
    await _what_the_home_is_like(sato, home)
    await _they_go_out_together(sato, home)
    await _the_card_knows_it_for_whoever_goes_next(sato, home)
    await sato.online()
    await sato.synced()
    await _tanaka_reads_the_way_and_writes_down_what_was_judged(tanaka, home)
    await sato.synced()
    await sato.go(f"/households/{home}")
    await sato.see(re.compile("^支援中（"), 60)
    assert await sato.button(word("outreach.home.judge")).count() == 0
    rows = await world.sql("select 1 from bucket where id = $1::uuid", home)
    assert len(rows) == 1


async def _sato_begins_where_the_fire_inspection_ended(sato: Person) -> str:
    await sato.go("/households/new")
    await fill("#name", "久保")(sato)
    await fill("#hint", "縁側のある平屋。消防の防火訪問から")(sato)
    await tap("households.newOne.addPerson")(sato)
    for field, text in (("family", "久保"), ("given", "フサ"), ("age", "90")):
        await fill(f"#person-0-{field}", text)(sato)
    await sato.button(word("households.newOne.save")).click()
    await forms.saved(sato, "households.newOne.kept")
    await sato.see(word("outreach.relation.none"))
    return sato.page.url.rsplit("/", 1)[1]


async def _the_first_time_nobody_opens_and_a_letter_stays(sato: Person, home: str) -> None:
    await sato.tap(word("outreach.card.open"), "link")
    await sato.see(word("outreach.card.noLast"))
    await sato.tap(word("outreach.card.letterOpen"), "link")
    paper = sato.page.locator("article.letter")
    await paper.wait_for()
    assert await sato.page.locator("#letter-first_greeting").is_checked()
    assert "ちか" in await paper.locator("rt").first.inner_text()
    await fill("#letter-tel", "075-000-0001")(sato)
    assert "075-000-0001" in await paper.inner_text()
    await _it_is_printed_small_and_says_nothing_outside(sato)
    await tap("outreach.letter.left")(sato)
    await sato.page.wait_for_url(re.compile(r"/absent\?letter=first_greeting$"))
    assert await sato.page.locator("#letter-first_greeting").is_checked()
    await forms.pick(sato, "absent-letter_left")
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.absent.saved")
    await _says(sato, home, 0, "")


async def _it_is_printed_small_and_says_nothing_outside(sato: Person) -> None:
    paper = await printed(sato)
    assert not any("様式" in each or "手引き" in each for each in paper.sheets), "a letter at a door is no form"
    assert paper.pages == 2
    assert all(abs(width - A6[0]) < 1 and abs(height - A6[1]) < 1 for width, height in paper.sizes)
    assert "佐藤 みさき" in paper.words
    for text in ("福祉", "支援", "久保", word("outreach.letter.choose"), word("outreach.letter.left")):
        assert text not in paper.words


async def _says(sato: Person, home: str, stage: int, why: str) -> None:
    """Where the relation stands, on the household's page."""
    await sato.go(f"/households/{home}?sheet=relation")
    await forms.pick(sato, f"relation-{stage}")
    await fill("#relation-word", why)(sato)
    await tap("outreach.relation.save")(sato)
    await sato.see(word("outreach.relation.kept"))


async def _then_there_is_a_cat_to_talk_of(sato: Person, home: str) -> None:
    await forms.begin_visit(sato, home, "met_person")
    await forms.confirm(sato, "A_seen")
    await fill("#facts", "縁側で話した。")(sato)
    await fill("#quotes", "「この子が、毎朝来るんや」")(sato)
    await forms.unfold(sato, "visits.form.promises")
    await fill("#promises", "次は、煮干しを持ってくる。")(sato)
    await forms.unfold(sato, "visits.form.relation")
    await forms.pick(sato, "relation_stage-3")
    await fill("#relation_word", CAT)(sato)
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.form.saved")
    await sato.see(CAT)


async def _what_the_home_is_like(sato: Person, home: str) -> None:
    await sato.go(f"/households/{home}?sheet=home")
    await sato.page.locator("#home-room-living_room").select_option("6")
    await tap("outreach.home.extentAdd")(sato)
    await sato.page.locator("#home-place-0").select_option("corridor")
    for side, text in (("height", "１２０"), ("width", "90"), ("depth", "400")):
        await fill(f"#home-{side}-0", text)(sato)
    await sato.page.locator("dialog .chip", has_text="火の気が近い").click()
    await fill("#home-word", WORD)(sato)
    await tap("outreach.home.save")(sato)
    await sato.see(word("outreach.home.kept"))
    await sato.see("居間 6")
    await sato.see("廊下・階段　高さ120×幅90×奥行400cm")
    await sato.see(word("outreach.home.judgeNone"))


async def _they_go_out_together(sato: Person, home: str) -> None:
    await _says(sato, home, 5, WALK)
    course = sato.page.get_by_role("figure", name=re.compile("いまは「同行・受入れ」"))
    await course.wait_for()
    assert await course.locator("li[data-reached]").count() == 6


async def _the_card_knows_it_for_whoever_goes_next(sato: Person, home: str) -> None:
    await sato.go(f"/households/{home}/card?sheet=ways")
    await fill("#ways-way", WAY)(sato)
    await fill("#ways-avoid", "片づけの話は、フサさんが言うまで待つ")(sato)
    await tap("outreach.card.waySave")(sato)
    await sato.see(word("outreach.card.wayKept"))
    await sato.page.locator("main").get_by_text(WAY).wait_for()
    page = await sato.words()
    for text in (WAY, "次は、煮干しを持ってくる。", "片づけの話は、フサさんが言うまで待つ", WALK, FIRST, "90歳くらい", "1回会えています"):
        assert text in page, text


async def _tanaka_reads_the_way_and_writes_down_what_was_judged(tanaka: Person, home: str) -> None:
    await tanaka.go("/households")
    await tanaka.see("久保さん宅", 60)
    await tanaka.go(f"/households/{home}")
    await tanaka.see(WALK, 60)
    await tanaka.see(WORD)
    await tap("outreach.home.judge")(tanaka)
    await forms.pick(tanaka, "judge-supported")
    await fill("#judge-word", "消防と一緒に見て、会議で確かめた")(tanaka)
    await tap("outreach.home.judgeSave")(tanaka)
    await tanaka.see(word("outreach.home.judgeKept"))
    await tanaka.see(re.compile("^支援中（"))
    await tanaka.synced()
    await _among_the_homes_of_the_center_it_is_one_more(tanaka)


async def _among_the_homes_of_the_center_it_is_one_more(tanaka: Person) -> None:
    await tanaka.go("/reports")
    await tanaka.page.locator("#report-which").select_option("R-05")
    await tanaka.page.locator(".out button").first.wait_for()  # every household of the device was read
    await tanaka.page.get_by_role("row", name=re.compile("^支援中")).get_by_role("button").click()
    await tanaka.see("久保さん宅")


async def test_a_relation_that_falls_far_is_told_to_tanaka_and_shown_kindly(cast: Cast) -> None:
    sato, tanaka = await cast.own_phone("sato"), await cast.own_desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    await _says(sato, OZAKI, 2, "体の調子がわるく、戸を開けられないとのこと。")
    await sato.see(re.compile(word("outreach.relation.fallTold")))
    await sato.see(word("outreach.relation.fellHow"))
    await sato.synced()
    await tanaka.go("/alerts")
    row = tanaka.page.locator("a[href^='/a/']", has_text="尾﨑").filter(has_text="悪化の傾向").first
    await row.click(timeout=60_000)
    await tanaka.see(re.compile("関係の段階が下がった"))


async def test_sato_puts_the_day_in_her_own_order_for_today_and_this_phone(cast: Cast) -> None:
    sato = await cast.own_phone("sato")
    await sato.enrol()
    await _means_to_go_today(sato, YASUI, "20:00", "21:00")
    await _means_to_go_today(sato, OZAKI, "22:00", "23:59")
    await sato.synced()
    await sato.offline()
    await sato.go("/")
    await sato.page.locator("section:has(#due) .row-title", has_text="尾﨑さん宅").wait_for()
    *first, second, last = await _order(sato)  # whom the invented plans send her to, and whom she has missed, on this very day
    own = [*first, last, second]
    await tap("outreach.way.edit")(sato)
    await sato.button(f"{last}を前に").click()
    assert await _order(sato) == own
    await tap("outreach.way.done")(sato)
    await sato.close()
    await sato.reopen()
    await sato.unlock()
    await sato.go("/")
    await sato.see(word("outreach.way.own"))
    assert await _order(sato) == own
    await sato.page.locator(f"a[href='/households/{OZAKI}/card']").first.click()
    await sato.see(word("outreach.card.hours"))
    await sato.go("/unsent")
    await sato.see(word("unsent.allSent"))


async def _means_to_go_today(sato: Person, home: str, after: str, before: str) -> None:
    """Whatever an earlier story has made of the visits the demo had planned."""
    await sato.go(f"/households/{home}?sheet=plan")
    await fill("#plan-day", datetime.now(JST).date().isoformat())(sato)
    await fill("#plan-from", after)(sato)
    await fill("#plan-to", before)(sato)
    await tap("households.plan.save")(sato)
    await sato.page.get_by_role("dialog").wait_for(state="detached")


async def _order(sato: Person) -> list[str]:
    due = sato.page.locator("section:has(#due) .row-title")
    await due.first.wait_for()
    return [text.strip() for text in await due.all_inner_texts()]


async def test_yasui_is_met_by_her_mother_and_the_months_are_counted(cast: Cast) -> None:
    sato = await cast.own_phone("sato")
    await sato.enrol()
    await sato.offline()
    await sato.go(f"/households/{YASUI}")
    section = sato.page.locator("section:has(#withdrawn)")
    await section.wait_for()
    text = await section.inner_text()
    assert "直樹さんのこと" in text
    assert re.search(r"から \d+回", text)
    before = re.search(r"(\d+)か月", text)
    await forms.begin_visit(sato, YASUI, "met_person")
    await forms.confirm(sato, "A_seen", 1)
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.form.saved")
    await section.get_by_text(word("outreach.withdrawn.thisMonth")).wait_for()
    assert before is not None
