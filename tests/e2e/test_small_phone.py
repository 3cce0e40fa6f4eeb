"""A phone with little: a browser that promises nothing, thirty photos in a row, and a page left open over midnight."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import FilePayload

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import OUT, Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World

HOME = str(household_id("h04"))
WORDS = "雨戸のすきまに灯りが見えた"
JAPAN = timezone(timedelta(hours=9))
# --- what the browser keeps --------------------------------------------------------------------------------------
_PROMISES_NOTHING = """globalThis.promised = false;
  for (const name of ['persist', 'persisted'])
    Object.defineProperty(StorageManager.prototype, name, { value: () => Promise.resolve(globalThis.promised) });"""
_CACHED = """async () => { const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url))));
  return [names, kept.flat().map((url) => url.pathname + url.search).sort()]; }"""
_INSTALLED = "async () => { await navigator.serviceWorker.ready; }"
# --- thirty photos -----------------------------------------------------------------------------------------------
SHOTS, WARM, WIDE, HIGH = 30, 6, 3_000, 2_000
DECODED_MIB = WIDE * HIGH * 4 / 2**20
# A leak of one decoded picture a photo would be 24 times 23 MiB: this is a quarter of that.
MOST_GROWTH_MIB = (SHOTS - WARM) * DECODED_MIB / 4
# --- midnight ----------------------------------------------------------------------------------------------------
_AHEAD = """(() => { const Real = Date, by = () => Number(globalThis.ahead ?? %d);
  class Ahead extends Real { constructor(...v) { v.length ? super(...v) : super(Real.now() + by()); }
    static now() { return Real.now() + by(); } }
  globalThis.Date = Ahead; })()"""
_PASSES = "(ms) => { globalThis.ahead = ms; document.dispatchEvent(new Event('visibilitychange')); }"


@pytest.mark.shows("EVICT-2", "SW-1")
async def test_a_browser_that_promises_nothing_is_told_of_and_keeps_exactly_the_app(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.context.add_init_script(_PROMISES_NOTHING)
    await sato.enrol()
    await sato.page.evaluate(_INSTALLED)
    caches, kept = await sato.page.evaluate(_CACHED)
    assert len(caches) == 1
    assert kept == sorted(_of_the_app(world.home / "dist"))

    await sato.offline()
    await forms.absent(sato, HOME)
    for path in ("/unsent", "/more"):
        await sato.go(path)
        await sato.see(word("unsent.risk.title"))
        await sato.see(word("unsent.risk.how"))
    await sato.see(word("unsent.risk.unsent"))
    await sato.tap(word("unsent.risk.ask"))
    await sato.see(word("unsent.risk.refused"))
    await sato.page.screenshot(path=OUT / "storage-risk-more.png", full_page=True)
    await sato.go("/unsent")
    await sato.see(word("unsent.risk.refused"))
    await sato.page.screenshot(path=OUT / "storage-risk-unsent.png", full_page=True)
    # On the home screen the same browser gives its word.
    await sato.page.evaluate("() => { globalThis.promised = true; }")
    await sato.tap(word("unsent.risk.ask"))
    await sato.sees_not(word("unsent.risk.title"))
    await sato.go("/more")
    await sato.see(word("more.kept"))
    await sato.online()
    await sato.synced()


def _of_the_app(dist: Path) -> Iterator[str]:
    """Every file a build ships, but the worker itself, the piece it unpacks and what only the server reads."""
    for file in dist.rglob("*"):
        name = file.relative_to(dist).as_posix()
        apart = name == "sw.js" or name.startswith("shell-") or file.suffix in (".map", ".br", ".gz")
        if file.is_file() and not apart:
            yield "/" if name == "index.html" else f"/{name}"


@pytest.mark.shows("BATCH-1", "PHOTO-1", "PHOTO-3")
async def test_thirty_photos_of_one_name_take_no_more_memory_than_six_and_all_arrive(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await sato.offline()
    await forms.begin_visit(sato, HOME, "met_person")
    await forms.confirm(sato, "A_seen")
    await sato.page.locator("#facts").fill("玄関に新聞がたまっていた。")
    memory: list[float] = []
    for n in range(SHOTS):
        await sato.page.locator("#choose-photo").set_input_files(_image(n))
        await sato.page.locator(".taken img").nth(n).wait_for()
        memory.append(_memory(sato))
    growth = memory[-1] - memory[WARM - 1]
    print(f"memory of the pages: {memory[0]:.0f}, {memory[WARM - 1]:.0f}, {memory[-1]:.0f} MiB")
    assert growth < MOST_GROWTH_MIB, [round(one) for one in memory]
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.form.saved")
    assert await world.sql("select 1 from blob where device = $1", sato.device) == []
    await sato.online()
    arrived = "select 1 from blob where device = $1 and done_at is not null having count(*) = 30"
    await world.until(arrived, sato.device, seconds=60)
    late = "select 1 from blob b join op o on o.op_id = b.att where b.device = $1 and b.done_at < o.rcv"
    assert await world.sql(late, sato.device) == [], "each record came before its photo"


def _image(n: int) -> FilePayload:
    """As an iPhone gives every picture of its album: under one name."""
    out = io.BytesIO()
    Image.new("RGB", (WIDE, HIGH), (40 + 5 * n, 120, 90)).save(out, "JPEG")
    return {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def _memory(person: Person) -> float:
    """MiB that this browser's pages, workers and graphics hold for themselves alone."""
    total = 0
    for pid in person.pids():
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"--type=renderer" in words or b"--type=gpu-process" in words:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
            total += sum(int(line.split()[1]) for line in rollup if line.startswith("Private_Dirty"))
    return total / 1024


@pytest.mark.shows("TIME-3")
async def test_midnight_passes_while_the_page_is_open(cast: Cast) -> None:
    sato = await cast.phone("sato")
    midnight = (datetime.now(JAPAN) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    before, after = midnight - timedelta(seconds=30), midnight + timedelta(seconds=30)  # a longer pause locks the book
    await sato.context.add_init_script(_AHEAD % ((before - datetime.now(JAPAN)) / timedelta(milliseconds=1)))
    await sato.enrol()
    await sato.offline()  # what is written here under a later clock never leaves

    await _at(sato, before)
    await sato.go(f"/households/{HOME}")
    await sato.tap(word("households.page.addPlan"))
    sheet = sato.page.get_by_role("dialog")
    await sheet.get_by_role("button", name=word("households.plan.save"), exact=True).click()
    await sheet.wait_for(state="detached")
    await sato.go("/")
    due = sato.page.locator(f"section[aria-labelledby=due] a[href*='{HOME}']")
    await sato.see(_day(before))
    assert await due.count() == 0
    await sato.page.screenshot(path=OUT / "midnight-before.png", full_page=True)
    await _at(sato, after)
    await sato.see(_day(midnight))
    await due.first.wait_for()
    await sato.page.screenshot(path=OUT / "midnight-after.png", full_page=True)

    await _at(sato, before)
    await forms.begin_visit(sato, HOME, "met_person")
    await sato.page.locator("#facts").fill(WORDS)
    await _at(sato, after)
    await sato.page.wait_for_timeout(300)
    assert await sato.page.locator("#facts").input_value() == WORDS, "to the last letter"
    await forms.confirm(sato, "A_seen")
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.form.saved")
    await sato.go("/")
    await sato.see(_day(after))


async def _at(person: Person, moment: datetime) -> None:
    """The phone's clock goes on to there, with the app in front."""
    await person.page.evaluate(_PASSES, (moment - datetime.now(JAPAN)) // timedelta(milliseconds=1))


def _day(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日({'月火水木金土日'[moment.weekday()]})"
