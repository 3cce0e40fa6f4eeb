"""Stock browsers that really subscribe: Debian's Chromium through Playwright, Firefox ESR through Marionette.

Both keep a profile between starts, so that a test can close the browser, send, and start it again.
"""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from playwright.async_api import BrowserContext, Page, async_playwright

from tests.pushservices.autopush import AutopushService
from tests.pushservices.google import GooglePush

CHROMIUM, FIREFOX = "chromium", "firefox-esr"
# Playwright switches off exactly what push needs.
UNWANTED = ["--disable-background-networking", "--disable-component-extensions-with-background-pages"]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
# The second opens the browser's own windows to a test: a prompt to answer, a notification to read and click.
FIREFOX_FLAGS = ["--marionette", "-remote-allow-system-access"]
FIREFOX_PREFS: dict[str, Any] = {
    "dom.push.testing.allowInsecureServerURL": True,
    "dom.push.connection.enabled": True,
    "permissions.default.desktop-notification": 1,
    "alerts.useSystemBackend": False,
    "dom.serviceWorkers.idle_timeout": 2000,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.auto": False,
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.region.network.url": "",
    "browser.discovery.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "services.settings.server": "http://127.0.0.1:9/",
    "toolkit.telemetry.enabled": False,
}


class PushBrowser(Protocol):
    """What a story needs of either browser."""

    async def open(self, url: str) -> None: ...
    async def call(self, function: str, *values: Any) -> Any:
        """Await `window.<function>(...)` in the page."""
        ...

    async def close(self) -> None: ...


class ChromiumBrowser:
    """`async with ChromiumBrowser(google, profile, site) as browser`. Incognito contexts cannot subscribe."""

    def __init__(self, google: GooglePush, profile: Path, site: str) -> None:
        self._flags, self._profile, self._site = [*CHROMIUM_FLAGS, *google.chromium_flags], profile, site
        self._playwright = async_playwright()
        self._context: BrowserContext | None = None
        self.page: Page

    async def __aenter__(self) -> Self:
        playwright = await self._playwright.__aenter__()
        self._context = await playwright.chromium.launch_persistent_context(
            str(self._profile),
            executable_path=shutil.which(CHROMIUM),
            headless=True,
            args=self._flags,
            ignore_default_args=UNWANTED,
        )
        await self._context.grant_permissions(["notifications"], origin=self._site)
        self.page = await self._context.new_page()
        return self

    async def open(self, url: str) -> None:
        await self.page.goto(url)

    async def call(self, function: str, *values: Any) -> Any:
        return await self.page.evaluate("([name, values]) => window[name](...values)", [function, list(values)])

    async def close(self) -> None:
        if self._context is not None:
            await self._context.close()
            self._context = None

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
        await self._playwright.__aexit__(kind, error, trace)


class FirefoxBrowser:
    """`async with FirefoxBrowser(autopush, profile, port) as browser`. Needs no geckodriver."""

    def __init__(
        self, autopush: AutopushService, profile: Path, port: int, prefs: Mapping[str, Any] | None = None
    ) -> None:
        self._profile, self._port = profile, port
        own = {"dom.push.serverURL": autopush.websocket, "marionette.port": port}
        self._prefs = {**FIREFOX_PREFS, **own, **(prefs or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self.marionette: Any = None

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._start)
        return self

    def _start(self) -> None:
        # Imported here: it drags in half of Mozilla's test tools.
        from marionette_driver.marionette import Marionette

        self._profile.mkdir(parents=True, exist_ok=True)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in self._prefs.items()]
        (self._profile / "user.js").write_text("\n".join(lines))
        environment = {**os.environ, "MOZ_HEADLESS": "1", "MOZ_CRASHREPORTER_DISABLE": "1", "HOME": str(self._profile)}
        with (self._profile / "firefox.log").open("ab") as log:
            self._process = subprocess.Popen(
                [FIREFOX, "--headless", "--no-remote", "--profile", str(self._profile), *FIREFOX_FLAGS],
                env=environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self.marionette = Marionette("127.0.0.1", port=self._port, startup_timeout=60)
        self.marionette.raise_for_port(timeout=60)
        self.marionette.start_session()
        self.marionette.timeout.script = 30

    async def open(self, url: str) -> None:
        await asyncio.to_thread(self.marionette.navigate, url)

    async def call(self, function: str, *values: Any) -> Any:
        script = (
            "const [name, values, done] = arguments;window[name](...values).then(done, (e) => done('failed: ' + e));"
        )
        found = await asyncio.to_thread(
            self.marionette.execute_async_script, script, script_args=[function, list(values)], sandbox=None,
            new_sandbox=False,
        )  # fmt: skip
        if isinstance(found, str) and found.startswith("failed: "):
            raise RuntimeError(found)
        return found

    async def close(self) -> None:
        if self._process is not None:
            self._process.terminate()
            await asyncio.to_thread(self._process.wait, 20)
            self._process = None

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
