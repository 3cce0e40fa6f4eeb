"""葵さん would like to mend bicycles: Sato writes it down without a signal, goes along to look, and nobody is told of her before she has said yes."""

import re
import time
from datetime import date, datetime, timedelta

import pytest

from server.demo.course import JST, household_id
from server.demo.participation import SHELF, TOLD
from tests.e2e import forms
from tests.e2e.paper import printed
from tests.e2e.people import Cast, Person
from tests.e2e.places import fill, tap
from tests.e2e.words import word
from tests.e2e.world import World

HOME = str(household_id("h04"))
WANT, AVOID = "「自転車、自分でなおせるようになりたい」", "大きな声"
PLACE, ORG = "パンクなおしの手伝い", "自転車の岡本"
WORDS, WHY = "「来月も行く。スポーク、まっすぐにできた」", "姉から聞いた話では眠れていない"


def months_before(day: date, months: int) -> date:
    """The latest day after which so many months end on or before this one."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, min(day.day, 28))


@pytest.mark.shows("I1")
async def test_aoi_comes_to_mend_bicycles_and_is_asked_how_it_goes_when_three_months_have_passed(world: World, cast: Cast) -> None:
    sato, tanaka = await cast.phone("sato"), await cast.own_desk("tanaka")
    for person in (sato, tanaka):
        await person.enrol()
    await _a_place_comes_onto_the_shelf(tanaka)
    await _sato_hears_it_without_a_signal(sato)
    await _they_go_and_look_and_nobody_is_told(sato)
    await _with_her_yes_she_joins(sato)
    await sato.online()
    await sato.synced()
    await _the_desk_sees_it(tanaka)
    await _an_issue_names_nobody(tanaka)
    await _three_months_have_passed_tomorrow(sato)
    await _the_card_is_hers(sato)
    stored = [bytes(row["envelope"]) for row in await world.sql("select envelope from op where bucket = any($1::uuid[])", [HOME, str(household_id(SHELF))])]
    assert stored
    assert [body for body in stored if WANT.encode() in body or ORG.encode() in body] == []


async def _a_place_comes_onto_the_shelf(tanaka: Person) -> None:
    await tanaka.go("/participation")
    await tap("participation.desk.add")(tanaka)
    await fill("#resource-name", PLACE)(tanaka)
    await tanaka.page.locator("#resource-kind").select_option("work")
    await fill("#resource-org", ORG)(tanaka)
    await fill("#resource-conditions", "北沢 葵さんが通える所")(tanaka)
    await tanaka.page.locator("#resource-often").select_option("week")
    await tanaka.page.locator("#resource-people").select_option("few")
    await tap("participation.resource.save")(tanaka)
    await tanaka.see(re.compile("個人のことを書かない"))
    await fill("#resource-conditions", "手袋は借りられます")(tanaka)
    await tap("participation.resource.save")(tanaka)
    await tanaka.see(PLACE)
    await tanaka.synced()


async def _sato_hears_it_without_a_signal(sato: Person) -> None:
    await sato.go("/participation")
    await sato.see(PLACE, 90)
    await sato.go(f"/households/{HOME}")
    await sato.see(word("participation.section.none"))
    await sato.offline()
    began = time.monotonic()
    await tap("participation.wish.title")(sato)
    await fill("#wish-want", WANT)(sato)
    await sato.page.locator("#wish-person").select_option(index=1)
    await fill("#wish-avoid", AVOID)(sato)
    await sato.page.locator("#wish-kind-work").click()
    await sato.page.locator("#wish-often").select_option("week")
    await tap("participation.wish.save")(sato)
    await sato.see(WANT)
    assert time.monotonic() - began < 60
    await sato.see(word("participation.section.unmet"))
    await tap("participation.section.edit")(sato)
    await sato.page.locator("#wish-people").select_option("few")
    await tap("participation.wish.save")(sato)
    await sato.see(re.compile("2回目に聞いた内容"))


async def _they_go_and_look_and_nobody_is_told(sato: Person) -> None:
    await tap("participation.section.find")(sato)
    chosen = sato.page.locator("dialog[open] label", has_text=PLACE)
    assert "合うところ：はたらく・週に1回・少ない人数" in await chosen.inner_text()
    await chosen.click()
    await tap("participation.match.save")(sato)
    await sato.see(re.compile(f"提案\\s*{PLACE}"))
    await tap("participation.section.next")(sato)
    await forms.pick(sato, "step-to-tour")
    await tap("participation.step.save")(sato)
    await sato.see(re.compile(f"見学\\s*{PLACE}"))
    await tap("participation.section.next")(sato)
    await forms.pick(sato, "step-to-trial")
    await sato.page.locator("#step-tells-living").click()
    await tap("participation.step.save")(sato)
    await sato.see(word("participation.step.errors.no_consent"))
    await sato.see(re.compile(f"{ORG}と伝える内容について、まだありません"))


async def _with_her_yes_she_joins(sato: Person) -> None:
    joined = months_before(datetime.now(JST).date() + timedelta(days=1), 3)
    await tap("participation.step.ask", "link")(sato)
    await forms.pick(sato, "consent-answer-given")
    await sato.page.locator("#consent-person").select_option(index=2)
    await sato.page.locator("#consent-purpose-plan").click()
    await sato.page.locator("#consent-purpose-participation").click()
    await sato.page.locator("#consent-data-living").click()
    await fill("#consent-orgs", ORG)(sato)
    await forms.pick(sato, "consent-method-oral")
    await fill("#consent-on", (joined - timedelta(days=3)).isoformat())(sato)
    await tap("consents.add.save")(sato)
    await sato.see(word("consents.add.kept"))
    await tap("participation.section.next")(sato)
    await sato.page.locator("#step-tells-living").wait_for()
    await fill("#step-on", joined.isoformat())(sato)
    await forms.pick(sato, "step-to-joined")
    await sato.see(word("participation.step.covered"))
    await tap("participation.step.save")(sato)
    await sato.see(re.compile(f"参加\\s*{PLACE}"))
    await tap("participation.section.next")(sato)
    await forms.pick(sato, "step-to-settled")
    await sato.page.locator("#step-result").select_option("going_on")
    await tap("participation.step.save")(sato)
    await sato.see(word("participation.step.errors.no_follow_up"))
    await tap("drafts.discard")(sato)
    await tap("drafts.yes")(sato)


async def _the_desk_sees_it(tanaka: Person) -> None:
    await tanaka.go("/participation")
    late = tanaka.page.locator("section[aria-labelledby=wishes] li", has_text=PLACE)
    await late.wait_for(timeout=60_000)
    assert "日過ぎています" in await late.inner_text(), "the first month has passed"


async def _begins_another(tanaka: Person) -> None:
    await tap("community.issues.add")(tanaka)
    await fill("#issue-text", "朝に寄れる場が遠い")(tanaka)
    await tap("ja.close")(tanaka)
    await tanaka.page.locator("dialog[open]").wait_for(state="detached")


async def _an_issue_names_nobody(tanaka: Person) -> None:
    await tanaka.go("/community")
    gaps = tanaka.page.locator("section[aria-labelledby=gaps]")
    assert f"紫野学区　{sum(one['gakku'] == '紫野' for one in TOLD['wishes']) - 1}件" in await gaps.inner_text()
    assert "出雲路学区　5未満" in await gaps.inner_text()
    await _begins_another(tanaka)
    await gaps.locator("li", has_text="出雲路学区").get_by_role("button", name=word("community.gaps.raise")).click()
    assert await tanaka.page.locator("#issue-count").input_value() == word("community.few")
    assert await tanaka.page.locator("#issue-text").input_value() == "", "what she began otherwise stays where she began it"
    await fill("#issue-theme", "夜に将棋をさせる所がない")(tanaka)
    await fill("#issue-text", "藤田さんの話から")(tanaka)
    await tap("community.save")(tanaka)
    await tanaka.see(re.compile("個人のことを書かない"))
    await fill("#issue-text", "夜に集まれる場の希望が続いている")(tanaka)
    await tap("community.save")(tanaka)
    await tanaka.see("夜に将棋をさせる所がない")
    await tanaka.synced()


async def _three_months_have_passed_tomorrow(sato: Person) -> None:
    await sato.go(f"/households/{HOME}")
    await tap("participation.section.follow")(sato)
    await forms.pick(sato, "follow-result-well")
    await tap("participation.follow.save")(sato)
    await sato.see(re.compile("3か月の様子"))
    await sato.go("/")
    asked = re.compile(f"3か月の様子を聞く（{PLACE}）")
    if (datetime.now(JST) + timedelta(days=1)).day <= 28:  # later in a month the day itself has no twin three months ago
        await sato.sees_not(asked)
    await sato.synced()
    await sato.offline()
    await sato.close()
    sato.behind = -timedelta(days=1)
    await sato.reopen()
    await sato.unlock()
    row = await sato.see(asked)
    await row.click()
    await forms.pick(sato, "follow-result-well")
    await fill("#follow-words", WORDS)(sato)
    await tap("participation.follow.save")(sato)
    await sato.see(word("participation.follow.kept"))
    await sato.close()
    sato.behind, sato.is_offline = timedelta(0), False
    await sato.reopen()
    await sato.unlock()
    await sato.synced()


async def _the_card_is_hers(sato: Person) -> None:
    await sato.go(f"/households/{HOME}")
    await tap("participation.section.next")(sato)
    await forms.pick(sato, "step-to-stopped")
    await sato.page.locator("#step-result").select_option("health")
    await fill("#step-reason", WHY)(sato)
    await tap("participation.step.save")(sato)
    await sato.see(re.compile(f"中断\\s*{PLACE}"))
    await tap("participation.section.card", "link")(sato)
    await sato.page.evaluate("window.print = () => {}")
    await tap("participation.card.print")(sato)
    paper = await printed(sato)
    assert (paper.pages, paper.is_a4, paper.missing) == (1, True, [])
    for text in (WANT, AVOID, PLACE, "見学", "中断"):
        assert text in paper.words, text
    for secret in (WHY, WORDS, "106条", ORG):
        assert secret not in paper.words, secret
