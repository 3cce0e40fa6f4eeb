"""A phone that cannot send any more: its file is read in at the desk, once; and what the office keeps back is decided by a person."""

import asyncio

import pytest
from playwright.async_api import expect

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.desk_places import HELD
from tests.e2e.looks import look
from tests.e2e.people import PHRASE, Cast, Person
from tests.e2e.places import BASEMENT, HOME
from tests.e2e.test_screens import _look_at
from tests.e2e.words import word
from tests.e2e.world import World

GARDEN = str(household_id("h10"))
FIRST = "庭の柿の木の下で立ち話。元気なようす。"
LATER = "夕方、もう一度声をかけた。"


@pytest.mark.shows("I17")
async def test_satos_broken_radio_her_file_is_read_in_by_mori_and_her_phone_sends_nothing_twice(
    world: World, cast: Cast
) -> None:
    await world.nothing_waits()
    sato, mori, tanaka = await cast.phone("sato"), await cast.own_desk("mori"), await cast.own_desk("tanaka")
    for person in (sato, mori, tanaka):
        await person.enrol()
    await sato.offline()
    await forms.visit(sato, GARDEN, facts=FIRST)
    new = await forms.nameless_household(sato, "空き地の裏")
    file = await _makes_the_file(sato)

    assert await _reads_in(mori, file) == [2, 0, 0, 0], "the visit and the new household"
    wrong = await look(mori, "held-office")
    assert await _reads_in(mori, file) == [0, 2, 0, 0]
    await tanaka.go(f"/households/{GARDEN}")
    await tanaka.see(FIRST, 60)
    await tanaka.go(f"/households/{new}")
    await tanaka.see("空き地の裏", 60)

    await forms.street(sato, GARDEN, LATER)
    await sato.online()
    await sato.synced()
    rows = await world.sql("select dseq from op where device = $1 order by dseq", sato.device)
    assert [row["dseq"] for row in rows] == [1, 2, 3]
    left = "select 1 from held_op where device = $1 union all select 1 from dead_letter where device = $1"
    assert await world.sql(left, sato.device) == []
    assert wrong == []


@pytest.mark.shows("F-24", "I14")
async def test_the_file_of_a_lost_and_locked_phone_waits_until_tanaka_has_read_it(world: World, cast: Cast) -> None:
    await world.nothing_waits()
    sato, tanaka = await cast.phone("sato"), await cast.own_desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    await sato.offline()
    await forms.visit(sato, HOME, facts=FIRST)
    await sato.lock_up()
    file = await _makes_the_file_locked(sato)
    await world.sql("update device set state = 'lost' where id = $1", sato.device)

    assert await _reads_in(tanaka, file) == [0, 0, 1, 0]
    assert await _look_at(tanaka, HELD, keys=True) == []
    await tanaka.go("/held")
    await tanaka.page.locator("main .card summary").first.click()
    await tanaka.see(FIRST)
    await _decides(tanaka, "release")
    await tanaka.see(word("held.none"))
    await tanaka.go(f"/households/{HOME}")
    await tanaka.see(FIRST, 40)
    rows = await world.sql("select verb from audit_event where verb like 'held.%' or verb = 'push.rescued' order by n")
    verbs = [row["verb"] for row in rows]
    assert [verbs.count(one) > 0 for one in ("push.rescued", "held.read", "held.released")] == [True] * 3


@pytest.mark.shows("REVOKE-1")
async def test_what_sato_wrote_after_her_household_was_handed_over_is_kept_beside_the_record(
    world: World, cast: Cast
) -> None:
    await world.nothing_waits()
    sato, tanaka = await cast.phone("sato"), await cast.own_desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    await sato.offline()
    await forms.absent(sato, BASEMENT)
    await _hand_over(tanaka, sato)
    await sato.online()
    await sato.synced()
    await sato.go("/unsent")
    await sato.see(word("unsent.reasons.access_ended"), 40)

    await tanaka.go("/held")
    await _decides(tanaka, "file", fresh=False)
    await tanaka.see(word("held.none"))
    await sato.tap(word("unsent.send"))
    await expect(sato.page.get_by_text(word("unsent.reasons.access_ended"))).to_have_count(0, timeout=40_000)


async def _makes_the_file(person: Person) -> bytes:
    await person.go("/unsent")
    return await _downloads(person, "unsent.rescueMake")


async def _makes_the_file_locked(person: Person) -> bytes:
    await person.page.locator("summary", has_text=word("unlock.rescueFold")).click()
    return await _downloads(person, "unlock.rescue")


async def _downloads(person: Person, words: str) -> bytes:
    async with person.page.expect_download() as coming:
        await person.tap(word(words))
    path = await (await coming.value).path()
    return await asyncio.to_thread(path.read_bytes)


async def _reads_in(person: Person, file: bytes) -> list[int]:
    """What the desk says became of it: came in, were there, wait, could not be read."""
    await person.go("/nowhere")
    await person.go("/held")
    given = {"name": "kasane.sealed", "mimeType": "application/json", "buffer": file}
    await person.page.set_input_files("#rescue-file", given)  # type: ignore[arg-type]
    shown = person.page.locator("section[aria-labelledby=rescue] dl dd")
    await shown.nth(3).wait_for(timeout=40_000)
    return [int(text.removesuffix("件")) for text in await shown.all_inner_texts()]


async def _decides(person: Person, how: str, *, fresh: bool = False) -> None:
    await person.page.get_by_role("button", name=word(f"held.{how}"), exact=True).first.click()
    sheet = person.page.get_by_role("dialog")
    await sheet.get_by_role("button", name=word(f"held.{how}"), exact=True).click()
    if not fresh:
        await person.see(word("step-up.why"))
        await person.page.locator("#step-up-phrase").fill(PHRASE)
        await person.tap(word("step-up.phrase"))
    await sheet.first.wait_for(state="detached", timeout=40_000)


async def _hand_over(tanaka: Person, sato: Person) -> None:
    """The household's team changes at the office while Sato is out of reach."""
    asked = {"bucket": BASEMENT, "staff": sato.world.staff("sato"), "reason": "transfer"}
    status = await tanaka.page.evaluate(
        "async (body) => (await fetch('/scope/v1/revokes', {method: 'POST', body: JSON.stringify(body),"
        " headers: {'content-type': 'application/json'}})).status",
        asked,
    )
    assert status < 300, status
