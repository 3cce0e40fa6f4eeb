"""Sato asks for backup where no signal reaches; the office answers, a task is done, and each request ends in a decision."""

import re

from server.demo.conferences import COMING
from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import Cast, Person
from tests.e2e.places import fill, tap
from tests.e2e.words import word
from tests.e2e.world import World

HOME = str(household_id("h11"))
QUESTION, TRIED = "家賃のことを、だれに先に相談するかを決められずにいます。", "家主さんと電話で一度話しました。"
ANSWER, TASK = "住まいの窓口に、同行できる人がいるか聞いてみます。", "ご本人に、来所できる日を聞く"
SETTLED = "住まいの窓口の相談員と、佐藤が一緒にうかがう。"
SECOND, WHY = "ご本人の通帳を、だれが一緒に見るか。", "金銭のことは、ひとつの機関では決められない。"


async def test_what_sato_asks_in_a_basement_is_answered_and_every_request_ends_in_a_decision(world: World, cast: Cast) -> None:
    sato, mori, tanaka, kimura = await cast.own_phone("sato"), await cast.own_desk("mori"), await cast.own_desk("tanaka"), await cast.own_phone("kimura")
    for person in (sato, mori, tanaka, kimura):
        await person.enrol()
    await _sato_asks_in_a_basement(sato)
    request = await _and_sees_that_nobody_has_it_yet(sato)
    await _mori_takes_it_on_and_answers(mori, request, world.staff("sato"))
    await _sato_reads_it_and_does_her_part_without_a_signal(sato, request)
    await _tanaka_settles_it(tanaka, request)
    await _sato_sees_what_became_of_it(sato)
    second = await _a_second_one_goes_to_the_meeting(sato, tanaka)
    for one in (request, second):
        await _kimura_sees_none_of_it(kimura, one)


async def _ask(sato: Person, question: str, urgency: str) -> None:
    await sato.go(f"/households/{HOME}?sheet=backup")
    await fill("#backup-question", question)(sato)
    await fill("#backup-tried", TRIED)(sato)
    await forms.pick(sato, f"backup-urgency-{urgency}")
    await tap("backup.ask.save")(sato)
    await sato.see(word("backup.ask.kept"))


async def _sato_asks_in_a_basement(sato: Person) -> None:
    await sato.go(f"/households/{HOME}")
    await sato.see("今井さん宅", 60)
    await sato.offline()
    await _ask(sato, QUESTION, "normal")
    section = sato.page.locator("section:has(#backup)")
    await section.get_by_text(QUESTION).wait_for()
    assert word("backup.state.short.here") in await section.inner_text()
    assert word("backup.state.short.sent") not in await section.inner_text()


async def _and_sees_that_nobody_has_it_yet(sato: Person) -> str:
    await sato.online()
    await sato.synced()
    await sato.go("/")
    link = sato.page.locator("section:has(#asked) a", has_text=QUESTION)
    await link.filter(has_text=word("backup.state.short.sent")).wait_for()
    await link.click()
    await sato.see(word("backup.state.sentTo"))
    await sato.see(re.compile("返事の目安まで"))
    await sato.sees_not(word("backup.page.decide"))
    return sato.page.url.rsplit("/", 1)[1]


async def _mori_takes_it_on_and_answers(mori: Person, request: str, sato: str) -> None:
    await mori.go("/backup")
    await mori.page.locator("section:has(#waiting) a", has_text=QUESTION).click(timeout=60_000)
    await mori.see(TRIED)
    await tap("backup.page.take")(mori)
    await mori.see("森 由紀さんが見ています")
    await tap("backup.page.answer")(mori)
    await fill("#word-text", ANSWER)(mori)
    await tap("backup.word.save")(mori)
    await mori.see(word("backup.state.answered"))
    await tap("backup.section.task")(mori)
    await fill("#task-text", TASK)(mori)
    await mori.page.locator("#task-to").select_option(sato)
    await tap("backup.task.save")(mori)
    await mori.see(TASK)
    await mori.synced()
    await mori.go("/backup")
    await mori.page.locator("section:has(#talking) a", has_text=QUESTION).wait_for()
    assert mori.page.url.endswith("/backup")
    assert request in await mori.page.locator("section:has(#talking)").inner_html()


async def _sato_reads_it_and_does_her_part_without_a_signal(sato: Person, request: str) -> None:
    await sato.see(ANSWER, 60)
    await sato.see(TASK, 60)
    await sato.offline()
    await sato.go("/")
    await sato.page.locator("section:has(#asked) a", has_text=word("backup.state.short.answered")).first.wait_for()
    mine = sato.page.locator("section:has(#tasks) li", has_text=TASK)
    await mine.get_by_role("button", name=word("backup.task.done")).click()
    await sato.see(word("backup.task.isDone"))
    await mine.wait_for(state="detached")
    await sato.go(f"/backup/{request}")
    await sato.see(ANSWER)
    await sato.online()
    await sato.synced()


async def _tanaka_settles_it(tanaka: Person, request: str) -> None:
    await tanaka.go(f"/backup/{request}")
    await tanaka.see(ANSWER, 60)
    await tanaka.page.locator("section:has(#tasks) summary").click(timeout=60_000)
    await tanaka.see(re.compile("佐藤 みさきさんが .* にすませました"))
    await tap("backup.page.decide")(tanaka)
    await forms.pick(tanaka, "end-outcome-settled")
    await fill("#end-text", SETTLED)(tanaka)
    await tap("backup.end.save")(tanaka)
    await tanaka.see(word("backup.page.ends.settled"))
    await tanaka.sees_not(word("backup.page.decide"))
    await tanaka.synced()


async def _sato_sees_what_became_of_it(sato: Person) -> None:
    await sato.see(SETTLED, 60)
    await sato.go("/")
    await sato.page.locator("section:has(#asked) a", has_text=QUESTION).filter(has_text="整理済み").wait_for()


async def _a_second_one_goes_to_the_meeting(sato: Person, tanaka: Person) -> str:
    await _ask(sato, SECOND, "urgent")
    await sato.synced()
    await tanaka.go("/backup")
    await tanaka.page.locator("section:has(#waiting) a", has_text=SECOND).click(timeout=60_000)
    await tanaka.see("急ぎ")
    await tap("backup.page.decide")(tanaka)
    await forms.pick(tanaka, "end-outcome-to_conference")
    await tanaka.page.locator("#end-meeting").select_option(str(household_id(COMING)))
    await fill("#end-text", WHY)(tanaka)
    await tap("backup.end.save")(tanaka)
    await tanaka.see(word("backup.page.ends.to_conference"))
    request = tanaka.page.url.rsplit("/", 1)[1]
    await tanaka.go(f"/conferences/{household_id(COMING)}")
    await tanaka.page.locator("main article", has_text=SECOND).wait_for()
    await tanaka.go(f"/households/{HOME}")
    await tanaka.page.locator("main .tags").first.filter(has_text="重層支援会議").wait_for()
    await tanaka.synced()
    await sato.go(f"/backup/{request}")
    await sato.see(WHY, 60)
    return request


async def _kimura_sees_none_of_it(kimura: Person, request: str) -> None:
    await kimura.go(f"/backup/{request}")
    await kimura.see(word("backup.page.notHere"))
    await kimura.go("/backup")
    await kimura.see(word("backup.desk.none"))
    for text in (QUESTION, SECOND, "今井"):
        await kimura.sees_not(text)
