"""A sheet is written by several, given to those it names, opened and answered by them, and never changed."""

import re

from tests.e2e import forms
from tests.e2e.looks import look
from tests.e2e.paper import printed
from tests.e2e.people import Cast, Person
from tests.e2e.places import fill, tap
from tests.e2e.words import word
from tests.e2e.world import World

HINT = "橋のたもとの青い屋根"
STUCK, TRIED, ASKED = "受診をすすめると、話が止まってしまう。", "三度訪ねた。", "前の住まいでの様子を教えてほしい。"
MORE = "四度目に、窓ごしに手を振ってくださった。"
CLINIC = "紫野いずみ診療所 相談室"


async def test_what_sato_wrote_and_tanaka_shared_tsuji_reads_and_answers_and_nobody_else(world: World, cast: Cast) -> None:
    sato, tanaka, tsuji, inoue = (
        await cast.own_phone("sato"), await cast.own_desk("tanaka"), await cast.own_phone("tsuji"), await cast.own_phone("inoue"),
    )  # fmt: skip
    for person in (tsuji, inoue, sato, tanaka):
        await person.enrol()
    home = await _sato_writes_where_no_signal_reaches(sato)
    await _nothing_is_shared_yet(tanaka, home)
    packet = await _tanaka_shares_without_a_signal(tanaka, home, world.staff("tsuji"))
    await _tsuji_reads_and_answers(tsuji, home, packet)
    await _nobody_else_opens_it(inoue, packet)
    await _tanaka_sees_who_has_it(tanaka, packet)
    await _it_is_one_page(tanaka, packet)
    await _the_household_goes_on(tanaka, home)
    second = await _the_next_version(tanaka, home, world.staff("tsuji"))
    await _tsuji_sees_what_changed(tsuji, packet, second)
    rows = await world.sql("select kind, center from bucket where id = any($1::uuid[])", [packet, second])
    assert [(row["kind"], row["center"]) for row in rows] == [("packet", "26101")] * 2
    assert await world.sql("select 1 from scope_grant where staff = $1 and bucket = $2", world.staff("tsuji"), home) == []


async def _sato_writes_where_no_signal_reaches(sato: Person) -> str:
    await sato.offline()
    home = await forms.nameless_household(sato, HINT)
    await sato.go(f"/households/{home}/sheet")
    await fill("#sheet-issue-elderly_health", "足のむくみが続いている。")(sato)
    await fill("#sheet-sticking_point", STUCK)(sato)
    await sato.see(word("ja.savedHere"))
    await sato.go("/")
    await sato.tap(re.compile(word("sheets.title")), "link")
    await fill("#sheet-tried", TRIED)(sato)
    assert await sato.page.locator("#sheet-sticking_point").input_value() == STUCK
    await tap("sheets.write.save")(sato)
    await sato.see(word("sheets.section.draft"))
    await sato.online()
    await sato.synced()
    return home


async def _nothing_is_shared_yet(tanaka: Person, home: str) -> None:
    await tanaka.go(f"/households/{home}")
    await tanaka.see(word("sheets.section.draft"), 60)
    await tanaka.go(f"/households/{home}?sheet=step")
    await forms.pick(tanaka, "to-sheet_shared")
    await tanaka.see(word("course.guards.sheet"))
    await tap("drafts.discard")(tanaka)
    await tap("drafts.yes")(tanaka)


async def _recipient(person: Person, n: int, to: str, basis: str, why: str, agency: str = "") -> None:
    await person.page.locator(f"#share-to-{n}").select_option(to)
    if agency:
        await fill(f"#share-agency-{n}", agency)(person)
    await person.page.locator(f"#share-basis-{n}").select_option(basis)
    await fill(f"#share-word-{n}", why)(person)


async def _shared(person: Person) -> str:
    """The packet, once its page stands there."""
    await tap("sheets.share.save")(person)
    await person.page.wait_for_url(re.compile(r"/sheets/[0-9a-f-]{36}$"))
    await person.page.locator("main article").wait_for()
    return person.page.url.rsplit("/", 1)[1]


async def _tanaka_shares_without_a_signal(tanaka: Person, home: str, tsuji: str) -> str:
    await tanaka.offline()
    await tanaka.go(f"/households/{home}/sheet")
    assert await tanaka.page.locator("#sheet-sticking_point").input_value() == STUCK
    await fill("#sheet-asked_of", ASKED)(tanaka)
    await tap("sheets.write.share")(tanaka)
    await _recipient(tanaka, 0, tsuji, "consent", "前の住まいで関わりがあったため")
    await tap("sheets.share.add")(tanaka)
    await _recipient(tanaka, 1, "other", "vital_interest", "むくみが続いているため", CLINIC)
    preview = await tanaka.page.locator("dialog article").inner_text()
    for text in (STUCK, TRIED, ASKED, CLINIC, "辻 あかり", "前の住まいで関わりがあったため"):
        assert text in preview
    packet = await _shared(tanaka)
    await tanaka.see(word("sheets.page.unopened"))
    await tanaka.online()
    await tanaka.synced()
    return packet


async def _tsuji_reads_and_answers(tsuji: Person, home: str, packet: str) -> None:
    await tsuji.go("/")
    await tsuji.see(word("sheets.today.title"), 60)
    await tsuji.page.locator(f"a[href='/sheets/{packet}']").click()
    page = tsuji.page.locator("main article")
    await page.wait_for()
    assert STUCK in await page.inner_text()
    wrong = await look(tsuji, "sheet-received")
    await tap("sheets.page.answer")(tsuji)
    await forms.pick(tsuji, "reply-no")
    await tap("sheets.reply.save")(tsuji)
    await tsuji.see(word("sheets.reply.errors.why"))
    await forms.pick(tsuji, "reply-yes")
    await fill("#reply-note", "金曜に、記録を探してお返事します。")(tsuji)
    await tap("sheets.reply.save")(tsuji)
    await tsuji.see("金曜に、記録を探してお返事します。")
    await tsuji.synced()
    await tsuji.go(f"/households/{home}")
    await tsuji.see(word("ja.notHere"))
    await tsuji.go("/households")
    await tsuji.page.locator("main h2, main section, main .rows, main .empty").first.wait_for()
    await tsuji.sees_not(HINT)
    await tsuji.go("/")
    await tsuji.sees_not(word("sheets.today.title"))
    assert wrong == []


async def _nobody_else_opens_it(inoue: Person, packet: str) -> None:
    await inoue.go(f"/sheets/{packet}")
    await inoue.see(word("sheets.page.notHere"))
    await inoue.sees_not(STUCK)


async def _tanaka_sees_who_has_it(tanaka: Person, packet: str) -> None:
    await tanaka.go(f"/sheets/{packet}")
    await tanaka.see(re.compile("辻 あかりさんが .+ に開きました"), 60)
    await tanaka.see("金曜に、記録を探してお返事します。", 60)
    await tap("sheets.page.hand")(tanaka)
    await fill("#handed-note", "受付の方に手渡し")(tanaka)
    await tap("sheets.hand.save")(tanaka)
    await tanaka.see(re.compile("田中 恵さんが .+ に紙で渡しました"))
    await tanaka.synced()


async def _it_is_one_page(tanaka: Person, packet: str) -> None:
    paper = await printed(tanaka)
    assert (paper.pages, paper.is_a4, paper.missing) == (1, True, [])
    for text in (word("sheets.whole"), "第1版", "時点", CLINIC, "本人同意", STUCK):
        assert text in paper.words
    for text in (word("sheets.page.print"), word("sheets.page.household"), word("ja.nav.households"), word("ja.hide")):
        assert text not in paper.words


async def _the_household_goes_on(tanaka: Person, home: str) -> None:
    await tanaka.go(f"/households/{home}?sheet=step")
    await forms.pick(tanaka, "to-sheet_shared")
    await tanaka.sees_not(word("course.guards.sheet"))
    await fill("#step-reason", "どう関わるかを、届けた先と話し合う。")(tanaka)
    await tap("course.step.save")(tanaka)
    await tanaka.see(word("course.step.changed"))


async def _the_next_version(tanaka: Person, home: str, tsuji: str) -> str:
    await tanaka.go(f"/households/{home}/sheet")
    await fill("#sheet-tried", f"{TRIED}{MORE}")(tanaka)
    await fill("#sheet-asked_of", "")(tanaka)
    await tap("sheets.write.share")(tanaka)
    await _recipient(tanaka, 0, tsuji, "consent", "続けて関わるため")
    packet = await _shared(tanaka)
    await tanaka.synced()
    return packet


async def _tsuji_sees_what_changed(tsuji: Person, first: str, second: str) -> None:
    await tsuji.go("/")
    await tsuji.page.locator(f"a[href='/sheets/{second}']").click(timeout=60_000)
    await tsuji.see(word("sheets.diff.from"))
    added, cut = tsuji.page.locator("main article ins"), tsuji.page.locator("main article del")
    assert MORE in "".join(await added.all_inner_texts())
    assert word("sheets.diff.add") in await added.first.inner_text()
    assert ASKED in "".join(await cut.all_inner_texts())
    wrong = await look(tsuji, "sheet-changed")
    await tsuji.go(f"/sheets/{first}")
    await tsuji.page.locator("main article", has_text="第1版").wait_for()
    assert MORE not in await tsuji.page.locator("main article").inner_text()
    assert wrong == []
