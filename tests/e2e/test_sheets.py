"""What is typed into a small sheet is as safe as a whole visit, and what is known of a household can be put right."""

import re
from uuid import UUID

import pytest
from playwright.async_api import CDPSession, expect

from server.demo.course import household_id, staff_id
from tests.e2e import forms
from tests.e2e.people import Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World

HOME, ELSEWHERE, SIGNS = str(household_id("h08")), str(household_id("h05")), str(household_id("h13"))
WARNING = "門を開けると犬が出ます。呼び鈴を先に"
STREET = "大宮通北大路上る"
# What a person writes in each sheet of a household's page: sheet, field, words.
WRITTEN = [
    ("caution", "caution-text", "雨の日は石段がすべります"),
    ("plan", "plan-purpose", "薬の残りを一緒に数える"),
    ("person", "person-alias", "2階の方"),
    ("fields", "edit-hint", "角の𠮷﨑酒店の裏"),
]

# Writes beside the app's own database until the browser says no.
_UNTIL_REFUSED = """async (patience) => {
  const opening = indexedDB.open('room');
  opening.onupgradeneeded = () => opening.result.createObjectStore('any');
  const db = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
  const write = () => new Promise((resolve) => {
    const transaction = db.transaction('any', 'readwrite');
    transaction.objectStore('any').put('a'.repeat(1000), 1);
    transaction.oncomplete = () => resolve('');
    transaction.onabort = () => resolve(transaction.error.name);
  });
  const until = performance.now() + patience;
  let refused = '';
  while (!refused && performance.now() < until) {
    refused = await write();
    if (!refused) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  db.close();
  return refused;
}"""


@pytest.mark.shows("F-14", "DRAFT-1", "USER-3")
async def test_a_sheet_comes_back_to_the_same_field_after_a_kill_and_after_a_lock(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await sato.offline()
    await _killed_in_a_sheet(sato)
    await _keeps_and_lets_go(sato)
    for sheet, field, words in WRITTEN:
        await _opens(sato, HOME, sheet)
        await sato.page.locator(f"#{field}").fill(words)
        await sato.lock_up()
        await sato.unlock()
        await _picks_up(sato, sheet, field, words)
        await sato.page.keyboard.press("Enter")
        await expect(sato.page.get_by_role("dialog")).to_be_visible()
        await _closes(sato)
    assert await world.sql("select 1 from op where device = $1", UUID(sato.device)) == []


async def _killed_in_a_sheet(sato: Person) -> None:
    await _opens(sato, HOME, "caution")
    field = sato.page.locator("#caution-text")
    await field.click()
    for letter in WARNING:
        await field.press_sequentially(letter)
        await sato.page.wait_for_timeout(60)
    await sato.page.wait_for_timeout(1000)
    await sato.kill()
    await sato.reopen()
    await sato.unlock()
    await _picks_up(sato, "caution", "caution-text", WARNING)


async def _keeps_and_lets_go(sato: Person) -> None:
    """Closing keeps it, and says so; saving lets it go."""
    await _closes(sato)
    await sato.see(word("drafts.kept"))
    await _picks_up(sato, "caution", "caution-text", WARNING)
    await sato.button(word("households.caution.save")).last.click()
    await sato.page.get_by_role("dialog").wait_for(state="detached")
    await sato.see(WARNING)
    await sato.go("/")
    await sato.see(word("today.title"))
    await sato.sees_not(word("today.drafts"))


@pytest.mark.shows("DRAFT-4")
async def test_a_draft_of_a_sheet_is_thrown_away_only_when_sato_says_so_twice(cast: Cast) -> None:
    sato = await cast.own_phone("sato")
    await sato.enrol()
    await _opens(sato, HOME, "plan")
    await sato.page.locator("#plan-purpose").fill("まちがえて書いた")
    sheet = sato.page.get_by_role("dialog").first
    await sheet.get_by_role("button", name=word("drafts.discard")).click()
    await sheet.get_by_role("button", name=word("drafts.no"), exact=True).click()
    assert await sato.page.locator("#plan-purpose").input_value() == "まちがえて書いた"
    await sheet.get_by_role("button", name=word("drafts.discard")).click()
    await sheet.get_by_role("button", name=word("drafts.yes"), exact=True).click()
    await sato.see(word("drafts.gone"))
    await _opens(sato, HOME, "plan")
    assert await sato.page.locator("#plan-purpose").input_value() == ""


@pytest.mark.shows("F-15", "IDB-1")
async def test_a_full_phone_says_so_and_the_words_stay_until_there_is_room(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await _opens(sato, HOME, "caution")
    await sato.page.locator("#caution-text").fill(WARNING)
    await sato.see(word("ja.savedHere"))
    limit = await _limited(sato)
    field = sato.page.locator("#caution-text")
    await field.fill(f"{WARNING}。裏口は静か")
    await sato.see(_full())
    await sato.button(word("households.caution.save")).last.click()
    await sato.see(_full())
    assert await field.input_value() == f"{WARNING}。裏口は静か"
    await _leaves(sato)
    await sato.see(word("drafts.stillHere"))
    assert await field.input_value() == f"{WARNING}。裏口は静か"
    await limit.send("Storage.overrideQuotaForOrigin", {"origin": world.origin})
    await sato.button(word("households.caution.save")).last.click()
    await sato.page.get_by_role("dialog").wait_for(state="detached")
    await sato.see(f"{WARNING}。裏口は静か")
    await sato.synced()
    rows = await world.sql("select 1 from op where device = $1", UUID(sato.device))
    assert len(rows) == 1, "one warning, however often she tried"


async def test_an_address_a_lead_and_a_birth_date_put_right_by_tanaka_stand_on_satos_phone(cast: Cast) -> None:
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol()
    await _opens(tanaka, ELSEWHERE, "fields")
    page = tanaka.page
    for fold in (word("households.fields.where"), word("households.fields.work")):
        await page.get_by_role("dialog").locator("summary", has_text=fold).click()
    await page.locator("#edit-town").fill("紫竹")
    await page.wait_for_timeout(1000)  # the old postcode would have had its say by now
    assert await page.locator("#edit-town").input_value() == "紫竹", "what was typed stays typed"
    await page.locator("#edit-postal_code").fill("603－8165")
    await page.locator("#edit-street_name").fill(STREET)
    await page.locator("#edit-banchi").fill("6-2")
    assert "佐藤" in await page.locator("#edit-lead-hint").inner_text()
    await page.locator("#edit-lead").select_option(str(staff_id("tanaka")))
    await tanaka.button(word("households.fields.save")).click()
    await page.get_by_role("dialog").wait_for(state="detached")

    await page.get_by_role("button", name=re.compile("の情報を直す")).first.click()
    await page.locator("#person-birth").fill("昭和20年2月30日")
    await page.locator("#person-family").click()
    await tanaka.see("昭和20年2月は28日までです")
    await tanaka.button(word("households.person.fixSave")).click()
    await page.wait_for_function("document.activeElement.id === 'person-birth'")
    await page.locator("#person-birth").fill("Ｓ２０．２．２８")
    await tanaka.see("1945年2月28日（昭和20年2月28日）")
    await tanaka.button(word("households.person.fixSave")).click()
    await page.get_by_role("dialog").wait_for(state="detached")
    await tanaka.synced()

    sato = await cast.own_phone("sato")
    await sato.enrol()
    await sato.go(f"/households/{ELSEWHERE}")
    await sato.see(f"{STREET}", 40)
    await sato.see("担当 田中 恵")
    await sato.see("81歳")
    await sato.sees_not(word("households.page.conflict"))


async def test_a_hand_over_the_office_did_not_take_is_told_to_tanaka(world: World, cast: Cast) -> None:
    """She is without signal and cannot know that Mori has just left this household."""
    sato = await cast.phone("sato")
    await sato.enrol()
    await forms.begin_visit(sato, SIGNS, "met_person")
    await forms.confirm(sato, "A_seen")
    await sato.page.locator("#facts").fill("床にすわりこみ、水も飲めていない。")
    await forms.sign(sato, "BOD03", "body")
    await sato.page.get_by_role("dialog").get_by_role("button", name=word("emergency.tell")).click()
    await sato.synced()
    asked = "select id from alert where raised_device = $1"
    alert = str((await world.until(asked, UUID(sato.device)))[0]["id"])
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol()
    await tanaka.go(f"/a/{alert}")
    await tanaka.see(word("alerts.why"), 40)

    await tanaka.offline()
    end = "delete from scope_grant where staff = $1 and bucket = $2"
    await world.sql(end, staff_id("mori"), UUID(SIGNS))
    await tanaka.tap(word("alerts.hand"))
    await tanaka.see(word("alerts.handWho"))
    await forms.pick(tanaka, f"to-{staff_id('mori')}")
    await tanaka.page.locator("#hand-note").fill("15時に訪問の約束です")
    await tanaka.button(word("alerts.handDo")).click()
    await tanaka.online()
    await tanaka.see(re.compile("森 由紀さんへの引き継ぎは届いていません"), 60)
    await tanaka.see(re.compile("いまこの世帯を開けない方です"))

    await tanaka.tap(word("alerts.hand"))
    await expect(tanaka.page.locator(f"#to-{staff_id('mori')}")).to_have_count(0, timeout=15_000)


async def _opens(person: Person, household: str, sheet: str) -> None:
    await person.go(f"/households/{household}?sheet={sheet}")
    await person.page.get_by_role("dialog").wait_for()


async def _leaves(person: Person) -> None:
    await person.page.get_by_role("dialog").get_by_role("button", name=word("ja.close"), exact=True).last.click()


async def _closes(person: Person) -> None:
    await _leaves(person)
    await person.page.get_by_role("dialog").wait_for(state="detached")


async def _picks_up(person: Person, sheet: str, field: str, words: str) -> None:
    """From 今日, where the draft is named, into the sheet and the field."""
    await person.go("/")
    await person.see(word("today.drafts"))
    await person.page.locator(f"a[href*='?sheet={sheet}']").first.click()
    control = person.page.locator(f"#{field}")
    await control.wait_for()
    assert await control.input_value() == words
    await person.page.wait_for_function("(id) => document.activeElement.id === id", arg=field)


def _full() -> str:
    return word("sync.full")


async def _limited(person: Person) -> CDPSession:
    """The browser's own limit for this app, the one it runs into on a full phone; it lasts as long as the session."""
    limit = await person.context.new_cdp_session(person.page)
    await limit.send("Storage.overrideQuotaForOrigin", {"origin": person.world.origin, "quotaSize": 1})
    # The browser remembers for half a minute how much room there was.
    assert await person.page.evaluate(_UNTIL_REFUSED, 45_000) == "QuotaExceededError"
    return limit
