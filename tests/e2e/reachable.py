"""One person's browser with push, Chromium or Firefox alike: fill, press, read, see what is notified, tap it."""

import asyncio
import json
import shutil
import time
from pathlib import Path
from typing import Any, ClassVar, Protocol

from playwright.async_api import BrowserContext, Error, Page, Worker, async_playwright

from server.embedded import free_port
from tests.pushservices.autopush import AutopushService
from tests.pushservices.browsers import CHROMIUM, CHROMIUM_FLAGS, UNWANTED, FirefoxBrowser
from tests.pushservices.google import GooglePush

Notified = dict[str, Any]
# What a person can see is what counts: a button behind a sheet or in a folded part is not there.
FIND = """const find = (words) => [...document.querySelectorAll('button, a')].find((one) =>
  one.offsetParent !== null && one.innerText.replace(/\\s+/g, ' ').trim().includes(words));"""
SHOWN = """return (await (await navigator.serviceWorker.ready).getNotifications())
  .map((one) => ({title: one.title, body: one.body, tag: one.tag, silent: one.silent}));"""
SUBSCRIBED = (
    "return JSON.parse(JSON.stringify(await (await navigator.serviceWorker.ready).pushManager.getSubscription()));"
)


class Reachable(Protocol):
    """`service` is the push service this browser belongs to; every start keeps the profile."""

    @property
    def service(self) -> GooglePush | AutopushService: ...

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def visit(self, url: str) -> None: ...
    async def run(self, script: str, *values: Any) -> Any:
        """The answer of an async function body in the page; `values` are its `arguments`."""
        ...

    async def fill(self, selector: str, text: str) -> None: ...
    async def click(self, selector: str) -> None: ...
    async def leave(self) -> None:
        """Closes the app's page; the browser stays."""
        ...

    async def offline(self, is_so: bool) -> None: ...
    async def tap(self) -> None:
        """A finger on the one notification."""
        ...

    async def allow(self) -> None:
        """The person lets the app notify."""
        ...


class InChromium:
    def __init__(self, service: GooglePush, profile: Path) -> None:
        self.service, self._profile = service, profile
        self._playwright: Any = None
        self.context: BrowserContext
        self.page: Page

    async def start(self) -> None:
        self._playwright = await async_playwright().start()
        self.context = await self._playwright.chromium.launch_persistent_context(
            str(self._profile), executable_path=shutil.which(CHROMIUM), headless=True,
            args=[*CHROMIUM_FLAGS, *self.service.chromium_flags], ignore_default_args=UNWANTED,
            viewport={"width": 412, "height": 915}, locale="ja-JP", timezone_id="Asia/Tokyo",
        )  # fmt: skip
        self.page = self.context.pages[0]

    async def stop(self) -> None:
        if self._playwright is not None:
            await self.context.close()
            await self._playwright.stop()
            self._playwright = None

    async def visit(self, url: str) -> None:
        if self.page.is_closed():
            self.page = await self.context.new_page()
        await self.page.goto(url)

    async def run(self, script: str, *values: Any) -> Any:
        return await self.page.evaluate(f"(values) => (async function () {{ {script} }})(...values)", list(values))

    async def fill(self, selector: str, text: str) -> None:
        await self.page.fill(selector, text)

    async def click(self, selector: str) -> None:
        await self.page.click(selector)

    async def leave(self) -> None:
        await self.context.new_page()
        await self.page.close()

    async def offline(self, is_so: bool) -> None:
        await self.context.set_offline(is_so)

    async def allow(self) -> None:
        """In the browser's settings: without a screen Chromium answers every question with no."""
        await self.context.grant_permissions(["notifications"])

    async def worker(self) -> Worker:
        return self.context.service_workers[0]

    async def tap(self) -> None:
        """Chromium draws no notification without a screen: the event its tap would send."""
        await (await self.worker()).evaluate("""async () => {
          const [notification] = await self.registration.getNotifications();
          self.dispatchEvent(new NotificationEvent('notificationclick', {notification}));
        }""")


class InFirefox:
    """The prompt and the alert window are the browser's own; the finger is a click on them."""

    PREFS: ClassVar[dict[str, Any]] = {
        "permissions.default.desktop-notification": 0,
        "security.notification_enable_delay": 0,
        "intl.accept_languages": "ja",
        "network.dns.offline-localhost": False,
    }

    def __init__(self, service: AutopushService, profile: Path) -> None:
        self.service, self._profile = service, profile
        self._browser: FirefoxBrowser | None = None

    @property
    def _marionette(self) -> Any:
        assert self._browser is not None
        return self._browser.marionette

    async def start(self) -> None:
        self._browser = FirefoxBrowser(self.service, self._profile, free_port(), self.PREFS)
        await self._browser.__aenter__()

    async def stop(self) -> None:
        if self._browser is not None:
            await self._browser.close()
            self._browser = None

    async def visit(self, url: str) -> None:
        await asyncio.to_thread(self._marionette.navigate, url)

    async def run(self, script: str, *values: Any) -> Any:
        whole = f"""const values = [...arguments], done = values.pop();
          (async function () {{ {script} }})(...values).then((found) => done({{found}}), (e) => done({{failed: String(e)}}));"""
        answer = await asyncio.to_thread(
            self._marionette.execute_async_script, whole, script_args=list(values), sandbox=None, new_sandbox=False
        )
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer.get("found")

    async def fill(self, selector: str, text: str) -> None:
        await asyncio.to_thread(self._find(selector).send_keys, text)

    async def click(self, selector: str) -> None:
        await asyncio.to_thread(self._find(selector).click)

    def _find(self, selector: str) -> Any:
        return self._marionette.find_element("css selector", selector)

    async def leave(self) -> None:
        def closing() -> None:
            made = self._marionette.open(type="tab", focus=True)
            self._marionette.close()
            self._marionette.switch_to_window(made["handle"])

        await asyncio.to_thread(closing)

    async def offline(self, is_so: bool) -> None:
        await self._chrome("Services.io.offline = arguments[0];", is_so)

    async def allow(self) -> None:
        """Answers the browser's own question."""
        for _ in range(50):
            if await self._chrome("""
              const {panel} = Services.wm.getMostRecentBrowserWindow().PopupNotifications;
              const asked = [...panel.children].find((one) => one.notification?.id === "web-notifications");
              if (!asked?.button) return false;
              asked.button.click(); return true;"""):
                return
            await asyncio.sleep(0.1)
        raise AssertionError("Firefox asked nothing")

    async def tap(self) -> None:
        await self._chrome("""for (const one of Services.wm.getEnumerator("alert:alert"))
          one.document.getElementById("alertBox").dispatchEvent(new one.MouseEvent("click", {bubbles: true, button: 0}));""")
        await asyncio.sleep(1)
        # The tap may have opened a window of its own: that is where the person now is.
        await asyncio.to_thread(self._to_newest)

    def _to_newest(self) -> None:
        self._marionette.switch_to_window(self._marionette.window_handles[-1])

    async def on_screen(self) -> list[str]:
        """Every word of the alert windows, as they hang over a locked app."""
        return await self._chrome("""return [...Services.wm.getEnumerator("alert:alert")].map((one) =>
          [...one.document.querySelectorAll("label, description")].map((e) => e.value || e.textContent).join(" "));""")

    async def _chrome(self, script: str, *values: Any) -> Any:
        def within() -> Any:
            with self._marionette.using_context("chrome"):
                return self._marionette.execute_script(script, script_args=list(values))

        return await asyncio.to_thread(within)


async def press(browser: Reachable, words: str, seconds: float = 20) -> None:
    """A trusted click on the button or link that says so."""
    await until(browser, f"{FIND} return !!find(arguments[0])", words, seconds=seconds, missing=f"no button: {words}")
    await browser.run(
        f"""{FIND} document.querySelector('[data-pressed]')?.removeAttribute('data-pressed');
      find(arguments[0]).setAttribute('data-pressed', '');
      // From under the sticky foot, as a person does.
      find(arguments[0]).scrollIntoView({{ block: 'center' }});""",
        words,
    )
    await browser.click("[data-pressed]")


async def see(browser: Reachable, words: str, seconds: float = 20) -> None:
    await until(
        browser, "return document.body.innerText.includes(arguments[0])", words, seconds=seconds,
        missing=f"not on the screen: {words}",
    )  # fmt: skip


async def until(browser: Reachable, script: str, *values: Any, seconds: float, missing: str) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            if await browser.run(script, *values):
                return
        except (RuntimeError, Error):
            pass  # the page is on its way to another address
        if time.monotonic() > end:
            raise AssertionError(f"{missing}\n{await browser.run('return document.body.innerText')}")
        await asyncio.sleep(0.15)


async def shown(browser: Reachable, count: int, seconds: float = 45) -> list[Notified]:
    """What the browser shows, as soon as it is `count`."""
    end = time.monotonic() + seconds
    while True:
        found = await browser.run(SHOWN)
        if len(found) == count or time.monotonic() > end:
            assert len(found) == count, json.dumps(found, ensure_ascii=False)
            return found
        await asyncio.sleep(0.1)


async def until_there(browser: Reachable, selector: str, seconds: float = 30) -> None:
    script = "return !!document.querySelector(arguments[0])"
    await until(browser, script, selector, seconds=seconds, missing=f"no {selector}")


async def clear(browser: Reachable) -> None:
    """The person wipes the notifications away."""
    await browser.run(
        """for (const one of await (await navigator.serviceWorker.ready).getNotifications()) one.close();"""
    )
    await shown(browser, 0)
