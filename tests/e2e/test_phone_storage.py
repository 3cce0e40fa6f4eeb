"""What lies on the phone: stopped devices, long days without the office, hurt rows, a second tab, a second enrolment."""

from datetime import timedelta

import pytest

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import PHRASE, Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World

HOME = str(household_id("s4_meter"))
WORDS = "縁側で手を振ってくださった"
_REVOKE = """async (device) => (await fetch(`/devices/v1/${device}/revoke`,
  {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({reason: 'lost'})})).status"""
_OPEN = """const name = (await indexedDB.databases()).map((one) => one.name).find((one) => one.startsWith('kasane-'));
  const db = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
  const get = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });"""
_COUNT = "async (store) => {%s const n = await get(db.transaction(store).objectStore(store).count()); db.close(); return n; }"
_HURT = """async () => {%s const tx = db.transaction(['views', 'summaries'], 'readwrite');
  for (const store of ['views', 'summaries']) for (const row of await get(tx.objectStore(store).getAll())) {
    row.sealed = row.sealed.slice(); row.sealed[20] ^= 1; tx.objectStore(store).put(row); }
  await new Promise((done) => { tx.oncomplete = done; }); db.close(); }"""


@pytest.mark.shows("F-24", "REVOKE-3")
async def test_a_lost_phone_sends_record_and_draft_before_it_is_emptied(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await sato.go(f"/households/{HOME}")
    await sato.offline()
    await forms.absent(sato, HOME)
    await _writes(sato)
    await _until(sato, "drafts", 1)
    await world.sql("update device set state = 'lost' where id = $1", sato.device)
    await sato.page.wait_for_timeout(1000)
    assert await _count(sato, "outbox") > 0, "without a network nothing is given up"
    await sato.online()
    await sato.see(word("unlock.done"), 30)
    assert await _databases(sato) == ["kasane"]
    held = await world.sql("select reason from held_op where device = $1", sato.device)
    assert len(held) >= 2, "the visit and the draft"
    assert {row["reason"] for row in held} == {"device_revoked"}
    await sato.page.reload()
    await sato.see(word("unlock.doneHow"))
    await sato.tap(word("unlock.seen"))
    await sato.see(word("unlock.empty"))


@pytest.mark.shows("F-24")
async def test_a_phone_stopped_while_locked_keeps_drafts_until_their_writer_opens_it(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await _writes(sato)
    await _until(sato, "drafts", 1)
    await sato.lock_up()
    await world.sql("update device set state = 'lost' where id = $1", sato.device)
    await sato.page.reload()
    await sato.see(word("unlock.draftsHow")[:20])
    assert await _count(sato, "drafts") == 1
    await sato.tap(word("unlock.openFirst"))
    await _types_phrase(sato)
    await sato.see(word("unlock.done"), 30)
    assert await _databases(sato) == ["kasane"]
    assert len(await world.sql("select 1 from held_op where device = $1", sato.device)) == 1


@pytest.mark.shows("F-11", "I15")
async def test_three_days_without_the_office_close_the_book_and_a_clock_set_back_does_not_open_it(
    world: World, cast: Cast
) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await sato.go(f"/households/{HOME}")
    await sato.offline()
    await forms.absent(sato, HOME)
    await sato.close()
    for ahead in (80, 1):
        sato.behind = -timedelta(hours=ahead)
        await sato.reopen()
        await _types_phrase(sato)
        await sato.see(word("unlock.lease"))
        await sato.close()
    sato.is_offline, sato.behind = False, timedelta(0)
    await sato.reopen()
    await sato.unlock()
    await sato.synced()
    assert await world.sql("select 1 from op where device = $1", sato.device), "the sealed visit went out all the same"


@pytest.mark.shows("F-15")
async def test_hurt_rows_are_made_anew_from_the_records_and_drafts_stay(cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await _writes(sato)
    await _until(sato, "drafts", 1)
    await sato.lock_up()
    await sato.page.evaluate(_HURT % _OPEN)
    await sato.unlock()
    await sato.go(f"/households/{HOME}")
    await sato.page.get_by_role("link", name=word("households.page.absent"), exact=True).wait_for()
    await sato.go("/")
    await sato.see(word("today.drafts"))


@pytest.mark.shows("F-16", "IDB-2", "USER-2")
async def test_two_tabs_share_one_book_and_enrolling_anew_names_the_drafts(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    first = sato.page
    sato.page = await sato.context.new_page()
    await sato.page.goto(sato.world.origin)
    await sato.unlock()
    await sato.go(f"/households/{HOME}")
    await forms.absent(sato, HOME)
    second, sato.page = sato.page, first
    await sato.go(f"/households/{HOME}")
    await forms.absent(sato, HOME)
    await sato.synced()
    await second.close()
    await _writes(sato)
    await _until(sato, "drafts", 1)
    await sato.page.goto(await world.link("sato"))
    await sato.see("書きかけが1件あります")
    await sato.tap(word("unlock.beforeOpen"))
    await sato.unlock()
    await sato.see(word("today.drafts"))


async def _types_phrase(person: Person) -> None:
    await person.page.get_by_label(word("unlock.passphrase"), exact=True).fill(PHRASE)
    await person.button(word("unlock.open")).click()


async def _count(person: Person, store: str) -> int:
    return await person.page.evaluate(_COUNT % _OPEN, store)


async def _databases(person: Person) -> list[str]:
    return await person.page.evaluate("async () => (await indexedDB.databases()).map((one) => one.name)")


async def _writes(person: Person, text: str = WORDS) -> None:
    """Into a visit's form, and no further: a draft."""
    await person.go(f"/households/{HOME}/visit")
    await person.page.locator("textarea").first.wait_for(state="attached")
    await person.page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    await person.page.locator("textarea").first.fill(text)


async def _until(person: Person, store: str, least: int) -> None:
    for _ in range(100):
        if await _count(person, store) >= least:
            return
        await person.page.wait_for_timeout(100)
    raise AssertionError(f"nothing came into {store}")
