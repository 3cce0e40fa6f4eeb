"""A neighbour worried, a 支援会議 talked without her; then she says yes at her door, and the plan that goes to her says only what is hers to read."""

import re
from datetime import datetime, timedelta

from server.demo.course import JST, household_id, read
from tests.e2e import forms
from tests.e2e.looks import look
from tests.e2e.paper import printed
from tests.e2e.people import PHRASE, Cast, Person
from tests.e2e.places import fill, tap
from tests.e2e.words import word
from tests.e2e.world import World

HOME, PLACE = str(household_id("h08")), "北区役所 2階"
TOLD = read("consultations.json")["h08"][0]  # what a neighbour told of her, and who that was
CLOSED, CLOSED_SAID = "近所の方が見た朝の様子を、ふみさんに知らせずにどう確かめるか。", "郵便受けの様子は近所の方だけが知る話なので、まず外から見るだけにする。"
QUESTION, SAID = "ふみさんの「猫と一緒に」を、冬のあいだどう支えるか。", "ふみさんが決めた朝の散歩に合わせて、佐藤が訪ねる。"
TOWN = "鷹峯木ノ畑町"  # she has not said that it may be told
WORDS, WISH = "「猫の世話ができるんやったら、相談してもろてええよ」", "「この家で、猫と冬を越したい」"
VISITS, CLINIC = "朝の散歩の時間に訪ねる", "往診の日に様子を伝える"


def day(ahead: int) -> str:
    return (datetime.now(JST) + timedelta(days=ahead)).date().isoformat()


async def test_fumi_says_yes_at_her_door_and_the_plan_tells_her_nothing_that_was_said_without_her(world: World, cast: Cast) -> None:
    sato, tanaka, mori, ono = await cast.own_phone("sato"), await cast.own_desk("tanaka"), await cast.own_desk("mori"), await cast.own_desk("ono")
    for person in (sato, mori, ono, tanaka):
        await person.enrol()
    meeting = await forms.meeting(tanaka, PLACE, day(10))
    await _a_support_conference_talks_without_her(tanaka, meeting)
    await _nothing_is_decided_without_her_yes(tanaka)
    await _she_says_yes_at_her_door(sato)
    await _mori_writes_the_plan(mori, world.staff("sato"))
    await _it_is_talked_over_with_her_yes(tanaka, meeting)
    await _the_chair_approves(ono, meeting)
    await _the_roles_stand_and_sato_takes_hers_on(tanaka, sato)
    await _the_paper_is_hers_to_read(tanaka)
    await _her_forms_go_into_the_file_and_that_is_written_down(tanaka, world)
    await _she_takes_it_back_and_nothing_of_it_is_lost(sato)
    await _sato_looks_back_and_it_ends(sato)
    stored = [bytes(row["envelope"]) for row in await world.sql("select envelope from op where bucket = $1::uuid", HOME)]
    assert stored
    assert [body for body in stored if WISH.encode() in body or WORDS.encode() in body] == []


async def _item(tanaka: Person, meeting: str, basis: str, question: str, said: str) -> None:
    await tanaka.go(f"/households/{HOME}?sheet=item")
    await tanaka.page.locator("#item-meeting").select_option(meeting)
    await fill("#item-question", question)(tanaka)
    await forms.pick(tanaka, f"item-basis-{basis}")
    await tap("conferences.item.save")(tanaka)
    await tanaka.see(word("conferences.item.kept"))
    await tanaka.go(f"/conferences/{meeting}")
    article = tanaka.page.locator("main article", has_text=question)
    await article.wait_for()
    await article.get_by_role("button", name=word("conferences.day.minutes")).click()
    await fill("#minutes-text", said)(tanaka)
    await tap("conferences.minutes.save")(tanaka)
    await tanaka.see(said)


async def _a_support_conference_talks_without_her(tanaka: Person, meeting: str) -> None:
    await tanaka.go(f"/households/{HOME}?sheet=step")
    await forms.pick(tanaka, "to-conference")
    await tanaka.page.locator("#step-which").select_option(meeting)
    await fill("#step-reason", "近所の方からの知らせを、どう受けとめるか。")(tanaka)
    await tap("course.step.save")(tanaka)
    await tanaka.see(word("course.step.changed"))
    await _item(tanaka, meeting, "conf_106_6", CLOSED, CLOSED_SAID)
    await tanaka.synced()


async def _nothing_is_decided_without_her_yes(tanaka: Person) -> None:
    await tanaka.go(f"/households/{HOME}")
    await tanaka.see(word("consents.section.none"))
    await tanaka.go(f"/households/{HOME}?sheet=step")
    await forms.pick(tanaka, "to-in_support")
    await tanaka.page.locator("#step-tracks").click()
    await tanaka.see(re.compile("多機関協働プランについての同意が、まだ書かれていません"))
    await tanaka.see(word("plans.track.none"))
    await tap("ja.close")(tanaka)


async def _she_says_yes_at_her_door(sato: Person) -> None:
    await sato.go(f"/households/{HOME}")
    await sato.see(word("consents.section.none"), 60)
    await sato.offline()
    await tap("consents.section.add")(sato)
    await forms.pick(sato, "consent-answer-given")
    await fill("#consent-words", WORDS)(sato)
    await sato.page.locator("#consent-data-living").click()
    await sato.page.locator("#consent-data-health").click()
    await fill("#consent-orgs", "鴨川診療所\n民生委員の方")(sato)
    await forms.pick(sato, "consent-method-oral")
    await fill("#consent-until", "令和8年2月30日")(sato)
    await tap("consents.add.save")(sato)
    await sato.see(re.compile("28日まで"))
    await sato.see(re.compile("この端末に保存済み"))
    await sato.kill()
    await sato.reopen(f"/households/{HOME}?sheet=consent")
    await sato.unlock()
    assert await sato.page.locator("#consent-words").input_value() == WORDS
    await fill("#consent-until", "R10.3.31")(sato)
    await tap("consents.add.save")(sato)
    await sato.see(WORDS)
    wrong = await look(sato, "consent-stands")
    await sato.online()
    await sato.synced()
    assert wrong == []


async def _mori_writes_the_plan(mori: Person, sato: str) -> None:
    await mori.go(f"/households/{HOME}")
    await mori.see(WORDS, 60)
    await mori.go(f"/households/{HOME}/collaboration")
    await fill("#plan-wish", WISH)(mori)
    await fill("#plan-goal_long", "猫の世話を続けながら、冬を越す")(mori)
    await fill("#plan-issues", CLOSED)(mori)
    await fill("#plan-what-0", VISITS)(mori)
    await mori.page.locator("#plan-to-0").select_option(sato)
    await fill("#plan-often-0", "週に一度")(mori)
    await fill("#plan-until-0", day(40))(mori)
    await tap("plans.action.add")(mori)
    await fill("#plan-what-1", CLINIC)(mori)
    await mori.page.locator("#plan-to-1").select_option("other")
    await fill("#plan-agency-1", "鴨川診療所")(mori)
    await fill("#plan-monitor", day(45))(mori)
    await tap("plans.write.save")(mori)
    await mori.see(word("plans.write.errors.told"))
    await fill("#plan-issues", "冬の朝の買いものがつらい")(mori)
    await tap("plans.write.save")(mori)
    await mori.page.wait_for_url(re.compile(r"/collaboration/[0-9a-f-]{36}$"))
    await mori.see(word("plans.page.proposed"))
    await mori.synced()


async def _it_is_talked_over_with_her_yes(tanaka: Person, meeting: str) -> None:
    await tanaka.go(f"/households/{HOME}")
    await tanaka.see(WISH, 60)
    await _item(tanaka, meeting, "consent", QUESTION, SAID)
    await tanaka.go(f"/households/{HOME}?sheet=step")
    await forms.pick(tanaka, "to-in_support")
    if await tanaka.page.locator("#step-tracks").get_attribute("aria-pressed") != "true":
        await tanaka.page.locator("#step-tracks").click()
    await tanaka.page.locator("#step-basis-plan").select_option("consent")
    await tanaka.see(re.compile("この版の役割 2件"))
    await tap("course.step.ask")(tanaka)
    await tanaka.see(word("course.step.asked"))
    assert VISITS not in await tanaka.page.locator("section:has(#team)").inner_text()
    await tanaka.go(f"/conferences/{meeting}?sheet=meeting")
    await tanaka.page.locator("#meeting-status").select_option("minutes_draft")
    await tap("conferences.meeting.save")(tanaka)
    await tanaka.see("会議録（案）")
    await tanaka.synced()


async def _the_chair_approves(ono: Person, meeting: str) -> None:
    await ono.go(f"/conferences/{meeting}")
    await ono.see(SAID, 60)
    await tap("conferences.page.approve")(ono)
    await ono.see(re.compile("会議録 2件と、決定 1件を決裁します"))
    await tap("conferences.page.approve")(ono)
    await ono.see(word("conferences.page.done"))
    await ono.synced()


async def _the_roles_stand_and_sato_takes_hers_on(tanaka: Person, sato: Person) -> None:
    await tanaka.go(f"/households/{HOME}")
    team = tanaka.page.locator("section:has(#team)")
    await team.filter(has_text=VISITS).wait_for(timeout=60_000)
    for text in ("佐藤 みさき", "鴨川診療所", CLINIC):
        assert text in await team.inner_text()
    await tanaka.see(re.compile("第1版\\s*決定"))
    await sato.go("/")
    role = sato.page.locator("li", has_text=VISITS)
    await role.wait_for(timeout=60_000)
    await role.get_by_role("button", name=word("course.team.accept"), exact=True).click()
    await sato.see(word("course.team.accepted"))
    await sato.synced()
    await tanaka.see(re.compile("第1版\\s*実行中"), 60)


async def _the_paper_is_hers_to_read(tanaka: Person) -> None:
    await tanaka.page.locator(f"a[href^='/households/{HOME}/collaboration/']").first.click()
    await tanaka.see(re.compile("の重層的支援会議で決まりました"))
    await tanaka.page.evaluate("window.print = () => {}")
    await tap("plans.page.print")(tanaka)
    paper = await printed(tanaka)
    assert (paper.pages, paper.is_a4, paper.missing) == (2, True, [])
    for text in (WISH, VISITS, CLINIC, QUESTION, SAID, "鴨川診療所", "大野 節子", word("plans.page.sign"), "☐"):
        assert text in paper.words, text
    for secret in (CLOSED, CLOSED_SAID, "106条", "近所", TOLD["facts"], TOLD["informant"]["name"], word("plans.section.lookBack"), word("ja.nav.devices")):
        assert secret not in paper.words, secret


async def _her_forms_go_into_the_file_and_that_is_written_down(tanaka: Person, world: World) -> None:
    await tanaka.go(f"/households/{HOME}")
    await tanaka.page.locator(f"a[href='/households/{HOME}/forms']").click()
    for code in ("assessment", "plan", "course", "evaluation"):
        await tanaka.page.locator(f"#form-{code}").click()
    await tanaka.page.locator("main article").nth(4).wait_for()
    assert WISH not in (await printed(tanaka)).words, "a paper without a number"
    await tanaka.page.evaluate("window.print = () => {}")
    await tap("forms.print")(tanaka)
    await tanaka.page.locator("#step-up-phrase").fill(PHRASE)
    await tap("step-up.phrase")(tanaka)
    await tanaka.page.locator(".papers[data-noted]").wait_for()
    [noted] = await world.sql("select n, purpose, count from audit_event where verb = 'export' order by n desc limit 1")
    assert (noted["purpose"], noted["count"]) == ("case_forms", 1)
    paper = await printed(tanaka)
    assert (paper.is_a4, paper.missing) == (True, []), paper.sizes
    heads = [next((n for n, sheet in enumerate(paper.sheets) if number in sheet), -1) for number in ("個票1", "個票2", "個票3", "個票4", "個票5")]
    assert (heads[0], heads) == (0, sorted(set(heads)))
    assert heads[4] - heads[3] > 1, "what was done in two years is more than one page"
    assert word("forms.which") not in "".join(paper.sheets), "and nothing of the screen is on them"
    assert [n for n, sheet in enumerate(paper.sheets) if "様式" not in sheet or f"{n + 1} / {paper.pages}" not in " ".join(sheet.split())] == []
    for text in (f"印刷：田中 恵　第{noted['n']}号", "堀 ふみ", word("forms.editions.consented"), WISH, VISITS, CLINIC, QUESTION, SAID, "鴨川診療所", word("forms.withheld.consent"), "延べ回数"):
        assert text in paper.words, text
    for secret in (CLOSED, CLOSED_SAID, "106条", TOWN, TOLD["facts"], TOLD["quotes"], TOLD["informant"]["name"], word("forms.thirdMark"), word("forms.which"), word("ja.nav.devices")):
        assert secret not in paper.words, secret


async def _she_takes_it_back_and_nothing_of_it_is_lost(sato: Person) -> None:
    await sato.go(f"/households/{HOME}")
    await tap("consents.section.takeBack")(sato)
    await fill("#back-who", "ふみさん")(sato)
    await fill("#back-how", "玄関で")(sato)
    await tap("consents.back.save")(sato)
    await sato.see(word("consents.back.kept"))
    await sato.see(word("consents.section.none"))
    await sato.see(word("plans.section.unconsented"))
    await forms.unfold(sato, "consents.section.history")
    await sato.see(WORDS)


async def _sato_looks_back_and_it_ends(sato: Person) -> None:
    await sato.go(f"/households/{HOME}")
    await tap("plans.section.lookBack")(sato)
    await sato.page.locator("#look-achieved").select_option("most")
    await fill("#look-changes", "週に一度、朝の散歩を一緒に歩いている。")(sato)
    await fill("#look-view", "「猫も元気や」")(sato)
    await forms.pick(sato, "look-next-end")
    await tap("plans.evaluation.save")(sato)
    await sato.see(word("plans.evaluation.errors.handover"))
    await fill("#look-handover", "民生委員の方が、月に一度声をかける")(sato)
    await tap("plans.evaluation.save")(sato)
    await sato.see(word("plans.evaluation.kept"))
    await sato.see(word("plans.section.past"))
    await sato.synced()
