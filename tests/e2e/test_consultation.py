"""A neighbour's word is taken in the street without a signal; the team reads it, and nobody but the center who told it."""

import re
import time

from tests.e2e import forms
from tests.e2e.looks import look
from tests.e2e.people import Cast, Person
from tests.e2e.places import fill, tap
from tests.e2e.told_places import TOLD
from tests.e2e.words import word
from tests.e2e.world import World

HINT, FACTS = "豆腐屋のならびの青い門", "雨戸が三日閉まったまま、新聞がたまっている。"
NEIGHBOUR, LATIN = "鳳仙花 ヨシ", "housenka-yoshi"
# Every value and key of every store, as text; bytes as the text they would be if nobody had sealed them.
_ALL = """async () => { const told = [];
  const plain = (one) => JSON.stringify(one, (_, v) => v instanceof ArrayBuffer ? new TextDecoder().decode(v)
    : ArrayBuffer.isView(v) ? new TextDecoder().decode(v) : v) ?? '';
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const store of db.objectStoreNames) {
      const rows = db.transaction(store).objectStore(store);
      const got = (of) => new Promise((done) => { of.onsuccess = () => done(of.result); });
      told.push(...(await got(rows.getAllKeys())).map(plain), ...(await got(db.transaction(store).objectStore(store).getAll())).map(plain));
    }
    db.close();
  }
  return told.join('\\n'); }"""
_GRANT = """async (given) => (await fetch('/scope/v1/grants',
  {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(given)})).status"""


async def test_sato_takes_a_neighbours_word_and_only_the_center_reads_whose_it_was(world: World, cast: Cast) -> None:
    sato, tanaka, inoue = await cast.own_phone("sato"), await cast.own_desk("tanaka"), await cast.own_phone("inoue")
    for person in (inoue, sato, tanaka):
        await person.enrol()
    home = await _sato_takes_it_where_no_signal_reaches(sato)
    packet = str((await world.sql("select id from bucket where kind = 'packet' order by id = any(select bucket from op where device = $1) desc limit 1", sato.device))[0]["id"])
    await _tanaka_sees_that_nobody_has_moved_and_opens_the_seal(tanaka, home, packet)
    given = {"bucket": home, "staff": world.staff("inoue"), "role": "co", "basis": "internal_use"}
    assert await tanaka.page.evaluate(_GRANT, given) == 200
    await _inoue_reads_what_was_told_and_not_who_told_it(inoue, home, packet)
    assert await world.sql("select 1 from key_wrap where bucket = $1 and device = $2", packet, inoue.device) == []
    await _sato_puts_it_right(sato, home)


async def _sato_takes_it_where_no_signal_reaches(sato: Person) -> str:
    await sato.offline()
    await sato.go("/")
    await tap("consultations.title", "link")(sato)
    await sato.page.locator("#hint").wait_for()
    began = time.monotonic()
    await fill("#hint", HINT)(sato)
    await sato.page.locator("#concern-health").click()
    await fill("#facts", FACTS)(sato)
    await forms.pick(sato, "urgency-now")
    await forms.pick(sato, "channel-neighbour")
    await forms.unfold(sato, "consultations.informant.title")
    await fill("#told-name", f"{NEIGHBOUR} {LATIN}")(sato)
    await fill("#told-relation", "お隣")(sato)
    await forms.pick(sato, "told-may-no")
    await tap("consultations.save")(sato)
    await forms.saved(sato, "consultations.kept")
    assert time.monotonic() - began < 60
    await sato.see("相談を受けた：近所の方から")
    home = sato.page.url.rsplit("/", 1)[1]
    await sato.sees_not(re.compile(LATIN))
    wrong = await look(sato, "consultation-taken")
    await sato.online()
    await sato.synced()
    assert wrong == []
    return home


async def _tanaka_sees_that_nobody_has_moved_and_opens_the_seal(tanaka: Person, home: str, packet: str) -> None:
    await tanaka.go("/center")
    await tanaka.see(word("consultations.waiting.title"), 60)
    row = tanaka.page.locator(f"section[aria-labelledby=unanswered] a[href='/households/{home}']")
    await row.wait_for(timeout=60_000)
    await row.click()
    await tanaka.see(FACTS)
    await tanaka.sees_not(re.compile(LATIN))
    await tanaka.page.locator(f"a[href*='{packet}']").click(timeout=60_000)
    await tap("consultations.informant.show")(tanaka)
    await tanaka.see(word("consultations.informant.whyError"))
    await forms.pick(tanaka, "opening-safety")
    await tap("consultations.informant.show")(tanaka)
    await tanaka.see(re.compile(NEIGHBOUR))
    await tanaka.see(re.compile("田中 恵・.+・安全を確かめるため"))
    await tap("ja.close")(tanaka)
    await tanaka.sees_not(re.compile(LATIN))
    await tanaka.synced()
    await tanaka.go("/sheets")
    await tanaka.page.locator("main h2, main .empty").first.wait_for()
    await tanaka.sees_not(re.compile(HINT))


async def _inoue_reads_what_was_told_and_not_who_told_it(inoue: Person, home: str, packet: str) -> None:
    await inoue.go(f"/households/{home}")
    await inoue.see(FACTS, 90)
    await inoue.see(word("consultations.informant.exists"))
    await inoue.page.locator(f"a[href*='{packet}']").click()
    await inoue.see(re.compile(word("consultations.informant.shut")))
    stored = await inoue.page.evaluate(_ALL)
    assert home in stored  # the search itself finds what is there
    for trace in (NEIGHBOUR, LATIN, packet):
        assert trace not in stored
    assert await look(inoue, "informant-shut") == []


async def _sato_puts_it_right(sato: Person, home: str) -> None:
    await sato.go(f"/households/{home}")
    await sato.page.locator("a[href*='sheet=informant']").click()
    await sato.see(re.compile("田中 恵・.+・安全を確かめるため"), 60)
    await tap("ja.close")(sato)
    await tap("households.page.all")(sato)
    await tap("consultations.fix", "link")(sato)
    await sato.page.locator("#reason").wait_for()
    await fill("#facts", f"{FACTS}新聞は四日分。")(sato)
    await tap("consultations.save")(sato)
    await sato.see(word("consultations.errors.reason"))
    await fill("#reason", "数えなおした")(sato)
    await tap("consultations.save")(sato)
    await forms.saved(sato, "consultations.amended")
    await sato.see(re.compile("新聞は四日分"))
    await sato.go("/")
    await sato.see(word("consultations.waiting.title"))
    await sato.synced()


async def test_sato_on_the_screens_of_a_consultation(cast: Cast) -> None:
    sato = await cast.own_phone("sato")
    await sato.enrol()
    wrong: list[str] = []
    for place in TOLD:
        await place.reach(sato)
        wrong += await look(sato, place.name, keep=place.keep)
    assert wrong == []
