"""A word planted in every field is found nowhere but where it may be read: on an open screen."""

import subprocess
from pathlib import Path

import asyncpg
import pytest

from server.embedded import find_binaries
from tests.e2e import forms
from tests.e2e.leaks import Search
from tests.e2e.people import Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World
from tests.figures import count
from tests.pushservices.receiver import Receiver

CANARY, LATIN, DIGITS = "鳳仙花かなりや", "kanariya-housenka", "0759994172638"
CONTROL = "水仙ひよこ"
PLACES = Path(__file__).parent.parent / "out" / "canaries.txt"
_PLANT = """async (word) => {
  localStorage.setItem('control', word); sessionStorage.setItem('control', word);
  await (await caches.open('control')).put('/control', new Response(word));
  await new Promise((done, failed) => { const asked = indexedDB.open('control', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('rows');
    asked.onerror = failed;
    asked.onsuccess = () => { const tx = asked.result.transaction('rows', 'readwrite', {durability: 'strict'});
      tx.objectStore('rows').put({word}, 1); tx.oncomplete = () => { asked.result.close(); done(); }; }; });
}"""
_SUBSCRIBE = """async (given) => (await fetch('/push/v1/subscription',
  {method: 'PUT', headers: {'content-type': 'application/json'}, body: JSON.stringify(given)})).status"""


def said(where: str) -> str:
    return f"{CANARY}{where} {LATIN}"


@pytest.mark.shows("I8")
async def test_what_is_written_in_any_field_is_readable_in_no_file_log_or_push(
    world: World, cast: Cast, push_ports: dict[str, int]
) -> None:
    sato, tanaka, mori = await cast.phone("sato"), await cast.desk("tanaka"), await cast.desk("mori")
    for person in (sato, tanaka, mori):
        await person.enrol()
    # Phones of earlier stories would be sent to at the same receiver, with keys that nobody here has.
    await world.sql("update push_subscription set state = 'gone' where state in ('active', 'suspect')")
    async with Receiver(push_ports["receiver"]) as service:
        phone = service.phone("canary")
        given = {"endpoint": phone.endpoint, "p256dh": phone.p256dh, "auth": phone.auth_text}
        assert await tanaka.page.evaluate(_SUBSCRIBE, given) == 200
        household = await _new_household(sato)
        await _caution_plan_and_person(sato, household)
        await _visit(sato, household)
        alerts = await world.until("select id from alert where raised_device = $1", sato.device)
        # First the push, then her answer: whatever is answered before it leaves is not sent any more.
        await tanaka.until(lambda: ("canary", "alert") in service.texts(), 40)
        await _answers(tanaka, alerts[0]["id"])
        await _gives_back(mori, household)
        await _half_a_draft(sato, household)
        await tanaka.until(lambda: ("canary", "cleared") in service.texts(), 40)
        pushed = [
            (one.url.encode(), repr(one.headers).encode(), one.body, phone.read(one.body)) for one in service.arrived
        ]

    await sato.page.evaluate(_PLANT, CONTROL)
    for person in (sato, tanaka, mori):
        await person.lock_up()
        await _shows_a_passphrase(person)
        await person.close()
    await _plant_in_the_office(world)
    leaks, controls = Search([CANARY, LATIN, DIGITS]), Search([CONTROL])
    for search in (leaks, controls):
        search.look_in(sato.profile, tanaka.profile, mori.profile, world.data_dir, world.log)
        search.look("dump", [_dump(world)])
        for parts in pushed:
            search.look("push", [b"\n".join(parts)])
    PLACES.parent.mkdir(exist_ok=True)
    PLACES.write_text(
        f"{leaks.size} bytes searched, {len(pushed)} pushes, {len(leaks.found)} found\n", encoding="utf-8"
    )
    count("planted words", "megabytes searched", leaks.size >> 20)
    count("planted words", "found", len(leaks.found))
    assert leaks.found == []
    assert leaks.size > 50_000_000
    for place in ("IndexedDB", "CacheStorage", "Local Storage", "pg_wal", "/base/", "box.log", "dump"):
        assert [hit for hit in controls.found if place in hit], f"a word in {place} would have been found"


async def _new_household(sato: Person) -> str:
    await sato.go("/households/new")
    for field in ("name", "kana", "hint", "street_name", "town", "banchi", "room", "building", "summary"):
        await sato.page.locator(f"#{field}").fill(said(field))
    await sato.page.locator("#phone").fill(DIGITS)
    await sato.button(word("households.newOne.addPerson")).click()
    for field in ("family", "given", "alias"):
        await sato.page.locator(f"#person-0-{field}").fill(said(field))
    await sato.button(word("households.newOne.save")).click()
    await forms.saved(sato, "households.newOne.kept")
    return sato.page.url.rsplit("/", 1)[1]


async def _caution_plan_and_person(sato: Person, household: str) -> None:
    await sato.go(f"/households/{household}")
    sheet = sato.page.get_by_role("dialog")
    await sato.tap(word("households.page.addCaution"))
    await sheet.locator("#caution-text").fill(said("注意"))
    await sheet.get_by_role("button", name=word("households.caution.save")).click()
    await sheet.wait_for(state="detached")
    await sato.tap(word("households.page.addPlan"))
    await sheet.locator("#plan-purpose").fill(said("目的"))
    await sheet.get_by_role("button", name=word("households.plan.save")).click()
    await sheet.wait_for(state="detached")


async def _visit(sato: Person, household: str) -> None:
    await forms.begin_visit(sato, household, "met_person")
    await forms.confirm(sato, "A_seen")
    await sato.page.get_by_role("button", name=word("visits.form.edit"), exact=True).first.click()
    await forms.sign(sato, "OUT01", "outside")
    for fold in ("assessment", "third", "promises", "letter", "worry"):
        await forms.unfold(sato, f"visits.form.{fold}")
    await sato.page.locator("#letter").select_option("other")
    await forms.pick(sato, "worry-2")
    fields = (
        "accompanied", "sign-OUT01-note", "facts", "quotes", "assessment", "third-0-source", "third-0-text", "promises",
        "next_note", "letter_text", "worry_note",
    )  # fmt: skip
    for field in fields:
        await sato.page.locator(f"#{field}").fill(said(field))
    await sato.button(word("ja.save")).click()
    await sato.see(word("visits.after.alert"))


async def _answers(tanaka: Person, alert: str) -> None:
    await tanaka.go(f"/a/{alert}")
    await tanaka.see(said("facts"), 40)
    await tanaka.page.locator("#note").fill(said("対応"))
    await tanaka.tap(word("alerts.take"))
    await tanaka.see(word("alerts.yours"))
    await tanaka.tap(word("alerts.close"))
    await forms.pick(tanaka, "outcome-resolved")
    await tanaka.page.locator("#close-note").fill(said("終わり"))
    await tanaka.page.get_by_role("dialog").get_by_role("button", name=word("alerts.closeDo"), exact=True).click()
    await tanaka.see(said("終わり"))
    await tanaka.synced()


async def _gives_back(mori: Person, household: str) -> None:
    await mori.go("/review")
    line = mori.page.locator("[id^=row-] a", has_text=CANARY).first
    await line.click(timeout=40_000)
    await mori.page.locator("#pane").get_by_text(said("facts")).first.wait_for()
    await mori.page.locator("#comment").fill(said("確認"))
    await mori.page.locator("#pane").get_by_role("button", name=word("review.send")).click()
    await mori.see(word("review.said.returned"))
    await mori.synced()


async def _shows_a_passphrase(person: Person) -> None:
    """文字を見る: what is readable on the screen is a plain field to the browser, which keeps those for its next start."""
    await person.page.locator("#passphrase").fill(said("合言葉"))
    await person.page.get_by_role("button", name=word("unlock.show"), exact=True).click()
    await person.page.locator("#passphrase[type=text]").wait_for()
    await person.page.wait_for_timeout(3_000)  # the session file is written every two and a half seconds


async def _half_a_draft(sato: Person, household: str) -> None:
    await sato.go(f"/households/{household}/street")
    await sato.page.locator("#facts").fill(said("書きかけ"))
    await sato.see(word("ja.savedHere"))
    await sato.go("/")


async def _plant_in_the_office(world: World) -> None:
    """The word of the browser laid openly into database, its log of writes and our own log, last before the search.

    A checkpoint may take away the segments before it, so the second row is written behind it: that one stays.
    """
    connection = await asyncpg.connect(world.database.admin_url())
    try:
        await connection.execute("create table if not exists control (word text)")
        await connection.execute("insert into control values ($1)", CONTROL)
        await connection.execute("checkpoint")
        await connection.execute("insert into control values ($1)", CONTROL)
    finally:
        await connection.close()
    with world.log.open("a", encoding="utf-8") as log:
        log.write(f"{CONTROL}\n")


def _dump(world: World) -> bytes:
    words = [find_binaries() / "pg_dump", "--dbname", world.database.admin_url()]
    return subprocess.run(words, check=True, capture_output=True, timeout=60).stdout
