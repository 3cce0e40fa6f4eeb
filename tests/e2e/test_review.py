"""The office reads a visit, gives it back with a word, and confirms the version that answers it."""

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World

HOME = str(household_id("h10"))
FIRST = "勝手口で話す。10時半に着いたとのこと。"
BETTER = "勝手口で話す。14時半に着いたとのこと。"
COMMENT = "はじめの時刻と本文が合いません。どちらが正しいですか"
REASON = "時刻の聞きまちがい"
_SINCE = "select op_id from op where device = $1 and dseq > $2 order by dseq"


async def test_a_visit_given_back_is_corrected_as_a_new_version_and_confirmed(world: World, cast: Cast) -> None:
    sato, mori = await cast.own_phone("sato"), await cast.own_desk("mori")
    await sato.enrol()
    await mori.enrol()
    [before] = await world.sql("select coalesce(max(dseq), 0) as dseq from op where device = $1", sato.device)
    await forms.visit(sato, HOME, facts=FIRST)
    await sato.synced()
    rows = await world.until(_SINCE, sato.device, before["dseq"])
    visit = str(rows[0]["op_id"])

    await _gives_back(mori, visit)
    await _corrects(sato)
    await _reads_both_versions(mori, visit)
    await _confirms(mori)

    await sato.go(f"/households/{HOME}")
    await sato.see(word("households.entry.confirmed"), 40)
    kept = await world.sql(_SINCE, sato.device, before["dseq"])
    assert len(kept) == 2, "the first version is still there beside its correction"


async def _open(mori: Person, visit: str) -> None:
    await mori.go("/")
    await mori.go("/review")
    line = mori.page.locator(f"#row-{visit} a")
    await line.click(timeout=40_000)


async def _gives_back(mori: Person, visit: str) -> None:
    await _open(mori, visit)
    pane = mori.page.locator("#pane")
    await pane.get_by_text(FIRST).wait_for()
    give_back = pane.get_by_role("button", name=word("review.send"))
    await give_back.click()
    await pane.get_by_text(word("review.commentError")).wait_for()
    await _has_room_to_write(mori)
    await mori.page.locator("#comment").fill(COMMENT)
    await give_back.click()
    await mori.see(word("review.said.returned"))
    await mori.synced()


async def _has_room_to_write(mori: Person) -> None:
    """Also on the narrowest desk, with the error beside it."""
    size = mori.page.viewport_size
    assert size
    await mori.page.set_viewport_size({"width": 1024, "height": 768})
    box = await mori.page.locator("#comment").bounding_box()
    assert box
    assert box["width"] >= 200, f"{box['width']:.0f} px for a sentence"
    await mori.page.set_viewport_size(size)


async def _corrects(sato: Person) -> None:
    await sato.go("/")
    await sato.see(word("today.returned"), 40)
    await sato.page.locator(f"a[href*='/households/{HOME}/visit?amend=']").first.click()
    await sato.see(COMMENT)
    assert await sato.page.locator("#facts").input_value() == FIRST
    await sato.page.locator("#facts").fill(BETTER)
    await sato.button(word("ja.save")).click()
    await sato.see(word("visits.errors.reason"))
    await sato.page.locator("#reason").fill(REASON)
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.form.amended")
    await sato.synced()


async def _reads_both_versions(mori: Person, visit: str) -> None:
    await _open(mori, visit)
    pane = mori.page.locator("#pane")
    await pane.get_by_text(BETTER).first.wait_for(timeout=40_000)
    await pane.locator("summary", has_text=word("review.versions")).click()
    assert FIRST in await pane.locator("del").inner_text()
    assert BETTER in await pane.locator("ins").inner_text()
    await pane.get_by_text(REASON).wait_for()
    await pane.get_by_text(COMMENT).wait_for()


async def _confirms(mori: Person) -> None:
    await mori.page.locator("#pane").get_by_role("button", name=word("review.ok")).click()
    await mori.see(word("review.said.confirmed"))
    await mori.synced()
