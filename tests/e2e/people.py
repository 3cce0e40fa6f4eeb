"""People of the cast with their own browser: one lasting profile each, which survives being killed."""

import asyncio
import os
import re
import shutil
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import BrowserContext, Error, Locator, Page, Playwright, expect

from tests.e2e.words import word
from tests.e2e.world import World
from tests.figures import count

OUT = Path(__file__).parent.parent / "out" / "e2e"
PHONE, DESK = (412, 915), (1280, 900)
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")  # Chromium's own moving picture
PHRASE = "あさひ かもがわ はしら みかん そらまめ"
# Each start of a browser else draws the hidden lists of its address bar: a second of processor. Chromium heeds only the
# last such word, so Playwright's own list (as far as it concerns pages) stands here too.
_NOT_NEEDED = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "LensOverlay", "MediaRouter", "OptimizationHints",
    "PaintHolding", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "ThirdPartyStoragePartitioning", "Translate",
    "DestroyProfileOnBrowserClose", "AvoidUnnecessaryBeforeUnloadCheckSync", "PreconnectToSearch",
)  # fmt: skip
FLAGS = [
    "--no-sandbox", "--no-first-run", "--disable-quic", "--disable-component-update", "--disable-sync",
    f"--disable-features={','.join(_NOT_NEEDED)}",
]  # fmt: skip
# The same engine without the windows around it costs half as much to start. Stories of push use the whole browser, and so
# does the one of an update: without its windows it sometimes never lets a new service worker take over.
WHOLE = shutil.which("chromium")
BROWSER = shutil.which("chromium-headless-shell") or WHOLE
RUNNING = 6  # browsers of people's own devices that go on between two stories
NAP = 90  # seconds, less than until a phone locks itself: one that was away for longer is started anew
PATIENCE = 15_000  # ms; two cores carry the office and every browser
Lock = Literal["passphrase", "passkey"]
AUTHENTICATOR = {
    "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "hasPrf": True, "automaticPresenceSimulation": True,
}  # fmt: skip
_LACKING = """
select 1 from device d join scope_grant g on g.staff = d.staff join bucket_epoch e on e.bucket = g.bucket
where d.id = $1 and not exists
  (select from key_wrap w where w.bucket = e.bucket and w.epoch = e.epoch and w.device = d.id) limit 1
"""
# Being offline is played for pages alone: a service worker that the browser wakes would send all the same.
_NO_LATER_SENDING = "delete globalThis.ServiceWorkerRegistration?.prototype.sync"
_SHIFTED = """(() => { const Real = Date, by = %d;
  class Shifted extends Real { constructor(...v) { v.length ? super(...v) : super(Real.now() + by); }
    static now() { return Real.now() + by; } }
  globalThis.Date = Shifted; })()"""


class Person:
    """`page` is the app on this person's screen. `flags` are further words for Chromium, e.g. of a push service."""

    def __init__(self, playwright: Playwright, world: World, who: str, size: tuple[int, int], flags: list[str]) -> None:
        self.world, self.who, self.size, self.flags = world, who, size, flags
        self.profile = world.home / f"{who}-{time.monotonic_ns()}"
        self.context: BrowserContext
        self.page: Page
        self.complaints: list[str] = []  # what the app's own code threw
        self.browser = BROWSER
        self.lock: Lock = "passphrase"
        self.is_offline = False
        self.behind = timedelta(0)  # how much earlier it is on this phone, from the next `reopen` on
        self._playwright = playwright
        self._cdp: Any = None
        self._credentials: list[dict[str, Any]] = []
        self.open_now = False
        self.dressed = ""  # the theme that the last look left the page in
        self.device = ""  # its id in the office's book, once enrolled
        self.is_own = False  # known to the office from an earlier story of this run, or kept for a later one
        self.is_resting = False  # put away after a story with its browser running
        self.rested_at = 0.0

    # --- the device -----------------------------------------------------------------------------------------------

    async def boot(self) -> "Person":
        self.context = await self._playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=self.browser, headless=True, args=[*FLAGS, *self.flags],
            viewport={"width": self.size[0], "height": self.size[1]}, has_touch=self.size == PHONE,
            locale="ja-JP", timezone_id="Asia/Tokyo", color_scheme="light",
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        await self.context.add_init_script(_NO_LATER_SENDING)
        if self.behind:
            await self.context.add_init_script(_SHIFTED % (-self.behind / timedelta(milliseconds=1)))
        self.page = self.context.pages[0]
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.open_now, self.dressed, self.is_resting = True, "", False
        if self.lock == "passkey":
            await self._plug_in_authenticator()
        await self.context.set_offline(self.is_offline)
        return self

    async def kill(self) -> None:
        """-9 on the browser and all of its children: nothing is flushed, nobody is told."""
        pids = self.pids()
        for pid in pids:
            _kill(pid)
        count("faults", "processes killed")
        self.open_now = False
        await asyncio.to_thread(_buried, pids)
        with suppress(Error):  # the driver may or may not have noticed the death
            await self.context.close()

    async def reopen(self, path: str = "/") -> None:
        """Start the browser again on the same profile, still locked and as offline as before."""
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()
        await self.boot()
        await self.page.goto(self.world.origin + path)

    async def rest(self) -> None:
        """As in a drawer: the browser runs on without a signal, and nothing of the story is left around it."""
        for page in self.context.pages:
            await (page.unroute_all() if page is self.page else page.close())
        await self.context.unroute_all()
        await self.offline()
        self.is_resting, self.rested_at = True, time.monotonic()

    async def _wake(self) -> None:
        """An opened app stays open. Another screen first: no sheet stays."""
        self.is_resting = False
        self.complaints.clear()
        await self.online()
        await self.page.set_viewport_size({"width": self.size[0], "height": self.size[1]})
        await self.page.keyboard.press("Shift")  # a hand on it: it does not lock itself a moment later
        if await self.page.locator(".unlock").count() or not self.page.url.startswith(self.world.origin):
            await self._start_page()
        # Whoever unlocks begins a session that has proven nothing yet.
        await self.world.sql("update session set unlocked_at = null where device = $1", self.device)
        for path in ("/more", "/"):
            await self.go(path)

    async def close(self) -> None:
        if self.open_now:
            self.open_now = False
            await self.context.close()

    def pids(self) -> list[int]:
        """The processes of this person's browser alone."""
        mark = f"--user-data-dir={self.profile}"
        everyone = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        roots = [pid for pid in everyone if mark in _words(pid)]
        found = set(roots)
        while grown := {pid for pid in everyone if _parent(pid) in found} - found:
            found |= grown
        return sorted(found)

    async def offline(self) -> None:
        self.is_offline = True
        await self.context.set_offline(True)

    async def online(self) -> None:
        self.is_offline = False
        await self.context.set_offline(False)

    async def _plug_in_authenticator(self) -> None:
        self._cdp = await self.context.new_cdp_session(self.page)
        await self._cdp.send("WebAuthn.enable")
        made = await self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self._authenticator = made["authenticatorId"]
        for credential in self._credentials:
            given = {"authenticatorId": self._authenticator, "credential": credential}
            await self._cdp.send("WebAuthn.addCredential", given)

    # --- enrolment and unlock -------------------------------------------------------------------------------------

    async def enrol(self, lock: Lock = "passphrase", label: str = "北区 1号機") -> "Person":
        """From the link to a filled book: returns when the first pull is through. An own device is there already."""
        if self.device:
            return await self._come_back()
        if lock == "passkey" and self.lock != "passkey":
            self.lock = lock
            await self._plug_in_authenticator()
        await self.page.goto(await self.world.link(self.who))
        await self.page.get_by_label(word("unlock.label")).fill(label)
        await self.button(word("unlock.next")).click()
        async with self.page.expect_response("**/devices/v1/enrol", timeout=60_000) as enrolled:
            if lock == "passkey":
                await self.button(word("unlock.passkeyDo")).click()
            else:
                await self.page.locator("#phrase").fill(PHRASE)
                await self.page.locator("#phrase-again").fill(PHRASE)
                await self.button(word("unlock.phraseDo")).click()
            self.device = (await (await enrolled.value).json())["device"]
        await self._opened()
        return await self._up_to_date()

    async def _come_back(self) -> "Person":
        await (self._wake() if self.is_resting else self._start_page())
        return await self._up_to_date()

    async def _start_page(self) -> None:
        await self.page.goto(self.world.origin)
        await self.unlock()

    async def _up_to_date(self) -> "Person":
        await self.has_its_keys()
        await self.page.evaluate("dispatchEvent(new Event('online'))")
        await self.synced()
        return self

    async def has_its_keys(self) -> None:
        """The vault hands them over one after the other: whoever goes offline at once would leave without some."""
        for _ in range(100):
            if self.device and not await self.world.sql(_LACKING, self.device):
                break
            await asyncio.sleep(0.2)

    async def unlock(self) -> None:
        if self.lock == "passkey":
            await self.button(word("unlock.passkey")).click()
        else:
            await self.page.get_by_label(word("unlock.passphrase"), exact=True).fill(PHRASE)
            await self.button(word("unlock.open")).click()
        await self._opened()

    async def lock_up(self) -> None:
        """鍵をかける: the keys leave the memory."""
        await self.go("/more")
        await self.tap(word("more.lock"))
        await self.page.locator(".unlock").wait_for()

    async def _opened(self) -> None:
        await self.button(word("ja.hide")).first.wait_for(timeout=60_000)

    async def synced(self, seconds: float = 60) -> None:
        """Until the phone itself says that the book is there and nothing is left to send."""
        await self.page.wait_for_timeout(500)  # what was just kept has not reached the chip in the same instant
        await self.page.locator("a.sync[data-state=sent]").first.wait_for(timeout=seconds * 1000)

    # --- the screen -----------------------------------------------------------------------------------------------

    async def go(self, path: str) -> None:
        """Within the app, as a tapped link does; the keys stay in memory."""
        await self.page.evaluate(
            "(p) => { history.pushState({depth: 1}, '', p); dispatchEvent(new PopStateEvent('popstate', {state: {depth: 1}})); }",
            path,
        )

    async def see(self, text: str | re.Pattern[str], seconds: float = 15) -> Locator:
        found = self.page.get_by_text(text).locator("visible=true").first
        await expect(found).to_be_visible(timeout=seconds * 1000)
        return found

    async def sees_not(self, text: str | re.Pattern[str]) -> None:
        await expect(self.page.get_by_text(text).locator("visible=true")).to_have_count(0)

    async def show(self) -> None:
        """What is on the screen, kept for whoever looks into a failure."""
        with suppress(Error):
            await self.page.screenshot(path=OUT / f"{self.who}.png", full_page=True, timeout=5000)

    async def until(self, ready: Callable[[], bool], seconds: float = 30) -> None:
        """For what happens around the page rather than on it."""
        end = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < end, "it did not happen"
            await asyncio.sleep(0.05)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    async def tap(
        self, name: str | re.Pattern[str], role: Literal["button", "link", "radio", "checkbox"] = "button"
    ) -> None:
        await self.page.get_by_role(role, name=name).locator("visible=true").first.click()

    async def words(self) -> str:
        """Everything on the screen."""
        return await self.page.locator("body").inner_text()


@asynccontextmanager
async def cast_of(world: World, playwright: Playwright) -> AsyncIterator["Cast"]:
    """`async with cast_of(world, driver) as cast: sato = await cast.phone("sato")`; closes every browser at the end."""
    cast = Cast(playwright, world)
    try:
        yield cast
    finally:
        said = [complaint for person in cast.people for complaint in person.complaints]
        await cast.put_away()
    assert not said, f"the app threw: {said}"


class Cast:
    """A device is new to the office in each story, unless it is somebody's own: enrolling takes four times as long as unlocking."""

    def __init__(self, playwright: Playwright, world: World) -> None:
        self._playwright, self._world = playwright, world
        self.people: list[Person] = []
        self.went_well = True

    async def phone(self, who: str, *flags: str, whole: bool = False) -> Person:
        """`whole`: in the browser with all that belongs to it, which has never been here before."""
        return await self._add(self._person(who, PHONE, flags), WHOLE if whole else BROWSER)

    async def desk(self, who: str, *flags: str) -> Person:
        return await self._add(self._person(who, DESK, flags), BROWSER)

    async def own_phone(self, who: str) -> Person:
        """For stories that neither look at the device itself nor leave it lost, stopped or without a signal."""
        return await self._add(self._own(who, PHONE), BROWSER)

    async def own_desk(self, who: str) -> Person:
        return await self._add(self._own(who, DESK), BROWSER)

    async def put_away(self) -> None:
        """After a story that went well; whatever another left on its devices is nobody's business."""
        kept = self._world.devices
        for person in self.people:
            if self.went_well and person.is_own and person.device:
                kept[person.who, person.size] = person
            if person.open_now and kept.get((person.who, person.size)) is person:
                await person.rest()
            else:
                await person.close()
        running = [person for person in kept.values() if person.open_now]
        for person in running[:-RUNNING]:
            await person.close()

    def _person(self, who: str, size: tuple[int, int], flags: tuple[str, ...] = ()) -> Person:
        return Person(self._playwright, self._world, who, size, list(flags))

    def _own(self, who: str, size: tuple[int, int]) -> Person:
        person = self._world.devices.pop((who, size), None) or self._person(who, size)
        person.is_own = True
        return person

    async def _add(self, person: Person, browser: str | None) -> Person:
        person.browser = browser
        if browser != WHOLE and not person.profile.exists():
            await self._knows_the_app(person)
        self.people.append(person)
        if person.is_resting and (not person.open_now or time.monotonic() - person.rested_at > NAP):
            await person.close()
            person.is_resting = person.is_offline = False
        return person if person.open_now else await person.boot()

    async def _knows_the_app(self, person: Person) -> None:
        """What a browser fetches and keeps of the app on its first visit is the same for everybody: it is fetched once."""
        if self._world.visited is None:
            first = self._person("somebody", DESK)
            await first.boot()
            await first.page.goto(self._world.origin)
            await first.page.evaluate("navigator.serviceWorker.ready.then(() => {})")
            await first.close()
            self._world.visited = first.profile
        own = shutil.ignore_patterns("Singleton*")
        await asyncio.to_thread(shutil.copytree, self._world.visited, person.profile, ignore=own)


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ["X", "0"]


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _state(pid: int) -> str:
    return _stat(pid)[0]


def _buried(pids: list[int]) -> None:
    while any(_state(pid) not in "XZ" for pid in pids):
        time.sleep(0.02)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
