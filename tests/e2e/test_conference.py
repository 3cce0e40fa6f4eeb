"""A household comes before the conference: only who is called reads of it, and what was decided stands at the chair's one word."""

import re
from datetime import datetime, timedelta

from server.demo.course import JST, household_id
from tests.e2e import forms
from tests.e2e.looks import look
from tests.e2e.paper import printed
from tests.e2e.people import Cast, Person
from tests.e2e.places import fill, tap
from tests.e2e.words import word
from tests.e2e.world import World

HOME = str(household_id("h03"))
PLACE, QUESTION = "北区役所 別館", "だれが、いつ、最初に声をかけるか。"
SAID, TASK = "ご本人の朝の散歩の時間に、まず佐藤が声をかける。", "朝の散歩の時間に声をかける"


def day(ahead: int) -> str:
    return (datetime.now(JST) + timedelta(days=ahead)).date().isoformat()


async def test_nishinos_home_comes_before_the_conference_and_what_was_decided_stands_at_once(world: World, cast: Cast) -> None:
    tanaka, tsuji, kimura, ono, sato = (
        await cast.own_desk("tanaka"), await cast.own_phone("tsuji"), await cast.own_phone("kimura"), await cast.own_desk("ono"), await cast.own_phone("sato"),
    )  # fmt: skip
    for person in (sato, tsuji, kimura, ono, tanaka):
        await person.enrol()
    meeting = await _tanaka_calls_a_meeting_without_a_signal(tanaka)
    await _and_puts_the_household_on_it(tanaka, meeting)
    await _kimura_who_has_not_pledged_cannot_be_called(tanaka, meeting)
    packet = await _the_material_is_given(tanaka)
    await _tsuji_who_is_called_reads_it(tsuji, packet)
    await _kimura_who_is_not_opens_nothing(kimura, packet)
    await _the_day(tanaka, meeting, world.staff("sato"))
    await _nothing_stands_yet(tanaka)
    await _the_chair_approves(ono, meeting)
    await _all_of_it_stands_at_once(tanaka)
    await sato.go("/")
    await sato.see(re.compile(TASK), 60)
    await _it_is_printed_apart(tanaka, meeting)
    rows = await world.sql("select kind, center from bucket where id = $1::uuid", packet)
    assert [(row["kind"], row["center"]) for row in rows] == [("packet", "26101")]
    assert await world.sql("select 1 from scope_grant where staff = $1 and bucket = $2", world.staff("tsuji"), HOME) == []
    assert [row["basis"] for row in await world.sql("select basis from scope_grant where staff = $1 and bucket = $2", world.staff("tsuji"), packet)] == ["conf_106_6"]


async def _tanaka_calls_a_meeting_without_a_signal(tanaka: Person) -> str:
    await tanaka.go("/conferences")
    await tanaka.see("北区役所 3階", 60)
    await tanaka.offline()
    meeting = await forms.meeting(tanaka, PLACE, day(12))
    await tanaka.see(word("conferences.page.noAgenda"))
    return meeting


async def _and_puts_the_household_on_it(tanaka: Person, meeting: str) -> None:
    await tanaka.go(f"/households/{HOME}?sheet=step")
    await forms.pick(tanaka, "to-conference")
    await tanaka.page.locator("#step-which").select_option(meeting)
    await fill("#step-reason", "どの機関も、最初の一声を決められずにいる。")(tanaka)
    await tap("course.step.save")(tanaka)
    await tanaka.see(word("course.step.changed"))
    await tanaka.see(re.compile("の会議にかけます"))
    await tanaka.online()
    await tanaka.synced()


async def _kimura_who_has_not_pledged_cannot_be_called(tanaka: Person, meeting: str) -> None:
    await tanaka.go(f"/conferences/{meeting}")
    await tanaka.see(word("conferences.page.waiting"))
    await tap("conferences.page.write")(tanaka)
    await fill("#item-question", QUESTION)(tanaka)
    await forms.pick(tanaka, "item-basis-conf_106_6")
    await tanaka.see(re.compile("木村 亮（誓約がまだ）"))
    await tanaka.page.locator("dialog .chip", has_text="辻 あかり").click()
    await tap("conferences.item.save")(tanaka)
    article = tanaka.page.locator("main article", has_text=QUESTION)
    await article.wait_for()
    assert await tanaka.page.locator("h3", has_text="106条の6").count() == 1


async def _the_material_is_given(tanaka: Person) -> str:
    await tap("conferences.material.give")(tanaka)
    preview = tanaka.page.locator("dialog article")
    await preview.wait_for()
    assert QUESTION in await preview.inner_text()
    assert "辻 あかり" in await preview.inner_text()
    await tap("conferences.material.drawing")(tanaka)
    await preview.locator(".drawn svg").first.wait_for()
    await tap("conferences.material.save")(tanaka)
    link = tanaka.page.locator("main article a[href^='/materials/']")
    await link.wait_for()
    await tanaka.synced()
    return str(await link.get_attribute("href")).rsplit("/", 1)[1]


async def _tsuji_who_is_called_reads_it(tsuji: Person, packet: str) -> None:
    await tsuji.go("/")
    await tsuji.page.locator(f"a[href='/materials/{packet}']").click(timeout=60_000)
    page = tsuji.page.locator("main article")
    await page.wait_for()
    assert QUESTION in await page.inner_text()
    await page.locator(".drawn").wait_for()
    wrong = await look(tsuji, "material-received")
    await tsuji.synced()
    await tsuji.offline()
    await tsuji.go("/conferences")
    await tsuji.see(word("conferences.list.invited"))
    await tsuji.page.locator(f"a[href='/materials/{packet}']").click()
    await tsuji.page.locator("main article", has_text=QUESTION).wait_for()
    await tsuji.go(f"/households/{HOME}")
    await tsuji.see(word("ja.notHere"))
    await tsuji.online()
    assert wrong == []


async def _kimura_who_is_not_opens_nothing(kimura: Person, packet: str) -> None:
    await kimura.go(f"/materials/{packet}")
    await kimura.see(word("conferences.material.notHere"))
    await kimura.sees_not(QUESTION)
    await kimura.go("/conferences")
    await kimura.see(word("conferences.list.noInvited"))


async def _the_day(tanaka: Person, meeting: str, sato: str) -> None:
    await tanaka.go(f"/conferences/{meeting}")
    await tanaka.page.locator("main article", has_text=QUESTION).wait_for()
    await tanaka.page.locator(".who", has_text="大野 節子").locator("label", has_text="出席").click()
    await tanaka.see("出席 1人")
    await tap("conferences.day.minutes")(tanaka)
    await fill("#minutes-text", SAID)(tanaka)
    await tap("conferences.minutes.save")(tanaka)
    await tanaka.see(SAID)
    await tap("conferences.day.decide")(tanaka)
    await forms.pick(tanaka, "to-in_support")
    await tanaka.page.locator("#step-track-outreach").click()
    await tanaka.page.locator("#step-basis-outreach").select_option("conf_106_6")
    await tap("conferences.decision.add")(tanaka)
    await tanaka.page.locator("#decide-to-0").select_option(sato)
    await fill("#decide-task-0", TASK)(tanaka)
    await fill("#decide-due-0", day(20))(tanaka)
    await tanaka.page.locator("#decide-tier").select_option("A")
    await fill("#decide-review", day(30))(tanaka)
    await tap("course.step.ask")(tanaka)
    await tanaka.see(word("course.step.asked"))
    assert f"/conferences/{meeting}" in tanaka.page.url, "whoever writes down what was decided stays with the meeting"
    await tanaka.go(f"/conferences/{meeting}?sheet=meeting")
    await tanaka.page.locator("#meeting-status").select_option("minutes_draft")
    await tap("conferences.meeting.save")(tanaka)
    await tanaka.see("会議録（案）")
    await tanaka.synced()


async def _nothing_stands_yet(tanaka: Person) -> None:
    await tanaka.go(f"/households/{HOME}")
    await tanaka.see("西野さん宅")
    team = tanaka.page.locator("section:has(#team)")
    assert TASK not in await team.inner_text()
    assert "重点" not in await tanaka.page.locator("main .tags").first.inner_text()


async def _the_chair_approves(ono: Person, meeting: str) -> None:
    await ono.go(f"/conferences/{meeting}")
    await ono.see(SAID, 60)
    await ono.see(TASK, 60)
    await tap("conferences.page.approve")(ono)
    await ono.see(re.compile("会議録 1件と、決定 1件を決裁します"))
    await tap("conferences.page.approve")(ono)
    await ono.see(word("conferences.page.done"))
    await ono.see("決裁済み")
    await ono.synced()


async def _all_of_it_stands_at_once(tanaka: Person) -> None:
    tags = tanaka.page.locator("main .tags").first
    await tags.filter(has_text="支援中").wait_for(timeout=60_000)
    assert "重点" in await tags.inner_text()
    team = tanaka.page.locator("section:has(#team)")
    for text in (TASK, "佐藤 みさき"):
        assert text in await team.inner_text()


async def _it_is_printed_apart(tanaka: Person, meeting: str) -> None:
    await tanaka.go(f"/conferences/{meeting}")
    await tanaka.page.evaluate("window.print = () => {}")
    await tanaka.page.get_by_role("button", name=re.compile("支援会議の分を印刷")).first.click()
    paper = await printed(tanaka)
    assert (paper.pages, paper.is_a4, paper.missing) == (1, True, [])
    for text in (QUESTION, SAID, TASK, PLACE, "106条の6", "大野 節子"):
        assert text in paper.words
    for text in (word("conferences.item.edit"), word("ja.nav.devices"), word("ja.hide")):
        assert text not in paper.words
    await tanaka.page.locator("main a[href^='/papers']").first.click()
    await tanaka.page.locator("main article.paper .drawn svg").first.wait_for()
    papers = await printed(tanaka)
    assert (papers.is_a4, papers.missing) == (True, [])
    assert all("様式" in sheet and f"{n} / {papers.pages}" in " ".join(sheet.split()) for n, sheet in enumerate(papers.sheets, 1))
    for text in (QUESTION, word("conferences.material.drawing"), "106条の6"):
        assert text in papers.words
    assert word("conferences.item.edit") not in papers.words
