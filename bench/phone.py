"""What a worker waits for on the phone: to save, to start offline, to search, the first load, the first sync.

    python -m bench.phone [--only save,start,search,load,sync] [--office DIR]

Real server and vault, the built app in real Chromium at phone size, page thread slowed six times (work that Chromium
does on other threads, such as its cryptography and Argon2id in its worker, is not slowed).
"""

import argparse
import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from bench.handset import FOUR_G, SLOWER, Handset, handset
from bench.office import HOUSEHOLDS, Office, office
from bench.phone_search import search_times
from bench.report import Figure, Report

ROOT = Path(__file__).parent.parent
SAVES = 20
SHOWN_ROWS = 50  # the list shows so many at first
ROWS = "main .rows > li"


def wait_until(true: Callable[[], bool], seconds: float, step: float = 0.25) -> None:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise SystemExit("waited too long")
        time.sleep(step)


def household_count(phone: Handset) -> int:
    return int(phone.page.evaluate("(document.querySelector('main')?.innerText.match(/(\\d+)世帯/) ?? [0, 0])[1]"))


def everything_received(phone: Handset) -> bool:
    return bool(phone.page.evaluate("document.querySelector('a.sync')?.dataset.state === 'sent'"))


def first_sync(place: Office, phone: Handset, slower: float) -> dict[str, float]:
    """Enrolled with the sync door shut until the vault has wrapped every key; then over 4G, timed from the call."""
    phone.cdp.send("Network.setBlockedURLs", {"urls": ["*/sync/v1/sync*"]})
    phone.enrol(place.link())
    phone.show("/households")
    place.wait_for_keys(HOUSEHOLDS)
    phone.slow(slower)
    phone.network(FOUR_G)
    phone.watch_rows(ROWS, 1)
    phone.cdp.send("Network.setBlockedURLs", {"urls": []})
    began = phone.page.evaluate("(dispatchEvent(new Event('online')), performance.now())")
    started = time.monotonic()
    wait_until(lambda: household_count(phone) >= HOUSEHOLDS, 300)
    listed = time.monotonic() - started
    wait_until(lambda: everything_received(phone), 300)
    complete = time.monotonic() - started
    rows = phone.marks()["rows"]
    phone.network({"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
    return {"first_rows_s": (rows - began) / 1000, "all_listed_s": listed, "complete_s": complete}


def saves(phone: Handset, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds from the lifted finger to the durable transaction, and to the words on the screen."""
    phone.slow(1)
    phone.page.wait_for_timeout(3000)  # what the first sync left to do in the background is not what is measured
    phone.show("/households")
    phone.page.locator(ROWS).first.wait_for()
    paths = phone.page.evaluate(
        "[...document.querySelectorAll('main .rows a[href^=\"/households/\"]')].map((a) => a.pathname)"
    )
    phone.slow()
    durable, shown = [], []
    for n in range(count):
        one = save_one(phone, paths[n % len(paths)])
        durable.append(one[0])
        shown.append(one[1])
    phone.slow(1)
    return durable, shown


def save_one(phone: Handset, path: str) -> tuple[float, float]:
    page = phone.page
    phone.show(path)
    page.locator("h1").first.wait_for()
    phone.show(f"{path}/visit")
    page.locator("label.choice", has=page.locator("#result-met_person")).click()
    page.locator("#facts").fill("玄関先で15分ほど話す。部屋は片づいていて、食事は朝と晩にとれている。" * 3)
    page.locator("#quotes").fill("「このごろは、よう寝られます」")
    page.wait_for_timeout(900)  # the draft is kept
    page.evaluate(
        "() => { window.benchSaid = new Promise((said) => { const look = new MutationObserver(() => {"
        " if (!document.querySelector('form.form')) { said(performance.now()); look.disconnect(); } });"
        " look.observe(document.body, { childList: true, subtree: true }); }); }"
    )
    before = len(phone.marks()["commits"])
    page.get_by_role("button", name="保存する").click(delay=100)  # a finger rests that long
    said = page.evaluate("() => window.benchSaid")
    marks = phone.marks()
    commit = marks["commits"][before]
    assert commit["strict"], "the save was not asked to be durable"
    tap = marks["taps"][-1]
    # The next visit is minutes away: what is measured there is not the sending of this one.
    wait_until(lambda: everything_received(phone), 60, 0.5)
    page.wait_for_timeout(600)
    return commit["at"] - tap, said - tap


def cold_start(phone: Handset, path: str, rows: int) -> dict[str, float]:
    """A killed browser, no network: from the opened keys to the painted list."""
    phone.context.set_offline(True)
    phone.slow()
    phone.page.goto(f"http://localhost:{phone.port}{path}")
    phone.page.get_by_label("合言葉", exact=True).wait_for()
    phone.watch_rows(ROWS, rows)
    phone.page.evaluate("window.benchMarks.unlocked.length = 0")
    phone.tap_unlock()
    phone.page.evaluate("() => window.benchPainted")
    marks = phone.marks()
    return {
        "derivation_ms": marks["unlocked"][0] - marks["taps"][-1], "list_ms": marks["rows"] - marks["unlocked"][0],
        "from_tap_ms": marks["rows"] - marks["taps"][-1],
    }  # fmt: skip


def measure_start(driver: Playwright, folder: Path, port: int, report: Report) -> None:
    found = []
    for _ in range(5):
        with handset(driver, folder, port) as phone:
            found.append(cold_start(phone, "/households", SHOWN_ROWS))
    lists = sorted(one["list_ms"] for one in found)
    report.add(
        Figure("cold offline start, unlocked → list painted (median of 5)", statistics.median(lists), "ms", 1500)
    )
    report.add(Figure("  the slowest of them", lists[-1], "ms", None))
    derived = statistics.median(one["derivation_ms"] for one in found)
    report.add(Figure("  passphrase → keys (Argon2id, worker not slowed)", derived, "ms", None))


def measure_saves(phone: Handset, report: Report, count: int) -> None:
    durable, shown = saves(phone, count)
    durable.sort()
    shown.sort()
    report.add(Figure(f"save a visit, tap → durable, p95 of {count}", p95(durable), "ms", 150))
    report.add(Figure("  median", statistics.median(durable), "ms", None))
    report.add(Figure("  tap → next screen, p95", p95(shown), "ms", None))


def p95(ordered: list[float]) -> float:
    """The nearest rank."""
    return ordered[math.ceil(len(ordered) * 0.95) - 1]


def measure_load(driver: Playwright, folder: Path, place: Office, report: Report) -> None:
    """Scripts the page itself asks for on a very first visit, as they come over the wire."""
    shutil.rmtree(folder, ignore_errors=True)
    with handset(driver, folder, place.port) as phone:
        sizes: dict[str, float] = {}
        kinds: dict[str, str] = {}
        phone.cdp.on("Network.responseReceived", lambda seen: kinds.__setitem__(seen["requestId"], seen["type"]))
        phone.cdp.on(
            "Network.loadingFinished", lambda done: sizes.__setitem__(done["requestId"], done["encodedDataLength"])
        )
        phone.page.goto(place.address, wait_until="networkidle")
        phone.page.wait_for_timeout(1500)
        scripts = [size for request, size in sizes.items() if kinds.get(request) == "Script"]
        report.add(Figure(f"first-load script on the wire ({len(scripts)} files)", sum(scripts) / 1000, "kB", 120))


def as_served(phone: Handset, place: Office) -> None:
    """A phone that is used again would open the app of the last run: a newer one waits until the next start."""
    kinds = "service_workers,cache_storage"
    phone.cdp.send("Storage.clearDataForOrigin", {"origin": place.address, "storageTypes": kinds})
    phone.page.goto(place.address)
    phone.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")


def run(driver: Playwright, place: Office, folder: Path, only: set[str], report: Report) -> None:
    if "load" in only:
        measure_load(driver, folder / "empty", place, report)
    if "search" in only:
        for name, value in search_times(driver, SLOWER).items():
            report.add(Figure(f"search over 2,000 households, {name}", value, "ms", 50))
    profile = folder / "sato"
    if profile.exists():
        with handset(driver, profile, place.port) as phone:
            as_served(phone, place)
    if "sync" in only or not profile.exists():
        for slower in (1, SLOWER):
            here = profile if slower == 1 else folder / "sato-slow"
            with handset(driver, here, place.port) as phone:
                found = first_sync(place, phone, slower)
                if slower == 1 and "save" in only:
                    measure_saves(phone, report, SAVES)
            note = "" if slower == 1 else f", {slower}× slowed"
            report.add(Figure(f"first sync over 4G → all {HOUSEHOLDS} listed{note}", found["all_listed_s"], "s", 10))
            report.add(Figure(f"  first rows{note}", found["first_rows_s"], "s", None))
            report.add(Figure(f"  nothing left to do{note}", found["complete_s"], "s", None))
    elif "save" in only:
        with handset(driver, profile, place.port) as phone:
            phone.page.goto(place.address)
            phone.unlock()
            measure_saves(phone, report, SAVES)
    if "start" in only:
        measure_start(driver, profile, place.port, report)


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--only", default="load,search,sync,save,start")
    words.add_argument("--office", type=Path, help="keep the office (and phones) here and use it again")
    words.add_argument("--dist", type=Path, default=ROOT / "pwa" / "dist", help="the built app")
    words.add_argument("--port", type=int, default=8190)
    given = words.parse_args()
    report = Report("phone")
    with tempfile.TemporaryDirectory(prefix="kasane-bench-") as name:
        folder = given.office or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        with office(folder, given.port, given.dist) as place, sync_playwright() as driver:
            print(f"{place.records} records in {HOUSEHOLDS} households; load {os.getloadavg()[0]:.1f}", flush=True)
            run(driver, place, folder, set(given.only.split(",")), report)
    report.write(ROOT / "bench" / "out" / "phone.json", records=place.records)
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
