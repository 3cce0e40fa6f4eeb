"""A phone of two people whose files are damaged, written by a newer app, or swept away: it says so, begins nothing anew by itself, and can be enrolled again."""

import asyncio
import json
import shutil
import time
from pathlib import Path

import pytest
from playwright.async_api import Download, expect

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import PHRASE, Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World
from tests.figures import timed

HOME = str(household_id("h05"))
SATO, FUJII = "北区 5号機", "北区 6号機"
_NEWER = """async () => { for (const { name } of (await indexedDB.databases()).filter((one) => one.name.startsWith('kasane-'))) {
  const asked = indexedDB.open(name, 99);
  await new Promise((done, failed) => { asked.onsuccess = () => { asked.result.close(); done(); }; asked.onblocked = asked.onerror = failed; }); } }"""
_OUTBOX = """async (name) => { const wait = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const db = await wait(indexedDB.open(name)); const n = await wait(db.transaction('outbox').objectStore('outbox').count()); db.close(); return n; }"""
_NO_STORAGE = "Object.defineProperty(Navigator.prototype, 'storage', { value: undefined })"


@pytest.mark.shows("F-15", "IDB-4", "EVICT-1", "USER-1")
async def test_a_phone_whose_books_do_not_open_says_so_and_begins_nothing_anew_in_silence(world: World, cast: Cast) -> None:
    phone = await cast.phone("fujii")
    await phone.enrol(label=FUJII)
    phone.who, phone.device = "sato", ""
    await phone.enrol(label=SATO)
    await phone.go(f"/households/{HOME}")
    await phone.offline()
    await forms.absent(phone, HOME)
    await expect(phone.page.locator("a.sync").first).to_contain_text("1")
    await phone.close()
    whole = await _kept(phone)

    await phone.reopen()
    await _a_newer_app_was_here(phone)
    await phone.close()

    _put(phone, whole)
    _out_of_reach(phone)
    await phone.reopen()
    await _says(phone, "closed", unsent=1)
    await phone.button(word("unlock.openAgain")).first.click()
    await phone.see(word("unlock.stillNot"))
    await phone.page.goto("about:blank")
    await phone.page.goto(await world.link("sato"))
    await phone.see(word("unlock.brokenStorage"))
    await phone.close()
    _within_reach(phone, whole)
    await phone.reopen()
    await phone.button(SATO).click()
    assert await _unsent(phone) == 1, "what was there is there once the files can be read"
    await phone.unlock()
    await phone.go(f"/households/{HOME}")
    await phone.see(word("households.page.absent"))
    await phone.close()

    shutil.rmtree(_files(phone))
    await phone.boot()
    await phone.context.add_init_script(_NO_STORAGE)
    await phone.page.goto(world.origin)
    await _says(phone, "gone", unsent=1)
    await phone.close()

    _put(phone, whole)
    _damage(phone)
    phone.is_offline = False
    await phone.reopen()
    await _says(phone, "gone", unsent=1)
    await _is_enrolled_anew(phone)


async def _a_newer_app_was_here(phone: Person) -> None:
    """The tab that stands there makes way, and then says that it is too old; what is unsent can be taken out all the same."""
    second = await phone.context.new_page()
    await second.goto(phone.world.origin + "/healthz")
    await second.evaluate(_NEWER)
    await second.close()
    await phone.page.reload()
    await phone.see(word("unlock.title.newer"))
    card = phone.page.locator("section.trouble", has_text=SATO)
    async with phone.page.expect_download() as waiting:
        await card.get_by_role("button", name=word("unlock.rescue")).click()
    download: Download = await waiting.value
    told = json.loads(await asyncio.to_thread(Path(await download.path()).read_text, "utf-8"))
    assert (told["device"], len(told["lines"])) == (phone.device, 1)


async def _says(phone: Person, found: str, *, unsent: int) -> None:
    """Of both people; never that nobody is enrolled here."""
    for label, count in ((SATO, unsent), (FUJII, 0)):
        card = phone.page.locator("section.trouble", has_text=label)
        await expect(card.get_by_text(word(f"unlock.title.{found}"))).to_be_visible()
        await expect(card.locator("dd").nth(1)).to_contain_text(f"{count}件")
        await expect(card.locator("dd").nth(0)).not_to_contain_text(word("unlock.nobodyKnows"))
    await phone.sees_not(word("unlock.empty"))


async def _is_enrolled_anew(phone: Person) -> None:
    await phone.page.goto("about:blank")
    await phone.page.goto(await phone.world.link("sato"))
    began = time.monotonic()
    await phone.page.get_by_label(word("unlock.label")).fill(SATO)
    await phone.button(word("unlock.next")).click()
    await phone.page.locator("#phrase").fill(PHRASE)
    await phone.page.locator("#phrase-again").fill(PHRASE)
    await phone.button(word("unlock.phraseDo")).click()
    await phone.button(word("ja.hide")).first.wait_for(timeout=60_000)
    await phone.synced()
    timed("a phone whose books were lost", "until it has all of them again", time.monotonic() - began)
    await phone.go(f"/households/{HOME}")
    await phone.page.locator("main h2").first.wait_for()


async def _unsent(phone: Person) -> int:
    """Of Sato, as it lies on the disk."""
    return await phone.page.evaluate(_OUTBOX, f"kasane-{phone.world.staff('sato')}")


# --- the files of the profile, while the browser is closed ---------------------------------------------------------


def _files(phone: Person) -> Path:
    return next(phone.profile.rglob("*.indexeddb.leveldb"))


async def _kept(phone: Person) -> Path:
    await phone.until(lambda: not phone.pids())
    kept = phone.profile.with_suffix(".kept")
    shutil.copytree(_files(phone), kept)
    return kept


def _put(phone: Person, kept: Path) -> None:
    place = next(phone.profile.rglob("IndexedDB")) / _name(phone)
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(kept, place)


def _name(phone: Person) -> str:
    return f"http_localhost_{phone.world.port}.indexeddb.leveldb"


def _damage(phone: Person) -> None:
    """Every seventh byte of what the files are listed in, as a worn-out memory does it."""
    for file in _files(phone).glob("MANIFEST-*"):
        raw = bytearray(file.read_bytes())
        raw[::7] = bytes(byte ^ 0xFF for byte in raw[::7])
        file.write_bytes(bytes(raw))


def _out_of_reach(phone: Person) -> None:
    """What says where the records begin cannot be read, as on a disk that fails."""
    (_files(phone) / "CURRENT").unlink()
    (_files(phone) / "CURRENT").mkdir()


def _within_reach(phone: Person, kept: Path) -> None:
    """That one file is put back: the records themselves must still lie there."""
    (_files(phone) / "CURRENT").rmdir()
    shutil.copy2(kept / "CURRENT", _files(phone) / "CURRENT")
