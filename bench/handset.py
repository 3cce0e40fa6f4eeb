"""A phone to measure with: real Chromium at phone size with a slowed processor, and stop-watches inside the page."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright

SLOWER = 6
PHRASE = "あさひ かもがわ はしら みかん そらまめ"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# 9 Mbit/s down, 60 ms there and back: an ordinary 4G cell.
FOUR_G = {"offline": False, "latency": 60, "downloadThroughput": 9e6 / 8, "uploadThroughput": 4e6 / 8}

# Marks are read from the page's own clock: nothing of the driver's round trips is in them.
WATCHES = (Path(__file__).parent / "page" / "watches.js").read_text(encoding="utf-8")
PASSKEY = {
    "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "hasPrf": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def served_first(of: int) -> None:
    """This process's children go before others, so that a busy machine is not what is measured."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            rest = entry.read_text().rpartition(")")[2].split()
            parents.setdefault(int(rest[1]), []).append(int(entry.parent.name))
    waiting = list(parents.get(of, []))
    while waiting:
        process = waiting.pop()
        waiting += parents.get(process, [])
        for task in Path(f"/proc/{process}/task").glob("[0-9]*"):
            # Needs rights that an ordinary account does not have; then nothing changes.
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, int(task.name), -15)


@dataclass
class Handset:
    context: BrowserContext
    page: Page
    cdp: CDPSession
    port: int

    def slow(self, times: float = SLOWER) -> None:
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": times})
        served_first(os.getpid())

    def network(self, conditions: dict[str, Any]) -> None:
        self.cdp.send("Network.emulateNetworkConditions", conditions)

    def with_passkeys(self, credentials: list[dict[str, Any]] | None = None) -> str:
        """The platform's authenticator; a restarted browser is given the credentials it had."""
        self.cdp.send("WebAuthn.enable")
        made = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})["authenticatorId"]
        for one in credentials or []:
            self.cdp.send("WebAuthn.addCredential", {"authenticatorId": made, "credential": one})
        return made

    def show(self, path: str) -> None:
        """Another screen of the open app, without a reload."""
        self.page.evaluate(
            "path => { history.pushState({ depth: 1 }, '', path); dispatchEvent(new PopStateEvent('popstate')) }", path
        )

    def watch_rows(self, selector: str, wanted: int) -> None:
        self.page.evaluate(
            "([s, n]) => Object.assign(window.benchMarks, { selector: s, rowsWanted: n, rows: null })",
            [selector, wanted],
        )

    def marks(self) -> dict[str, Any]:
        return json.loads(self.page.evaluate("JSON.stringify(window.benchMarks)"))

    def enrol(self, link: str, *, passkey: bool = False) -> None:
        page = self.page
        page.goto(link)
        page.get_by_label("端末の呼び名").fill("計測機")
        page.get_by_role("button", name="すすむ").click()
        if passkey:
            page.get_by_role("button", name="パスキー").first.click()
        else:
            page.locator("#phrase").fill(PHRASE)
            page.locator("#phrase-again").fill(PHRASE)
            page.get_by_role("button", name="この合言葉にする").click()
        page.get_by_role("button", name="画面をかくす").first.wait_for(timeout=120_000)

    def unlock(self) -> None:
        self.tap_unlock()
        self.page.get_by_role("button", name="画面をかくす").first.wait_for(timeout=60_000)

    def tap_unlock(self) -> None:
        """And away: whoever looks for a button by its name while the page opens slows it further."""
        self.page.get_by_label("合言葉", exact=True).fill(PHRASE)
        self.page.get_by_role("button", name="合言葉でひらく").click()


@contextmanager
def handset(driver: Playwright, folder: Path, port: int) -> Iterator[Handset]:
    context = driver.chromium.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, headless=True, args=ARGUMENTS, locale="ja-JP",
        timezone_id="Asia/Tokyo", viewport={"width": 412, "height": 900}, device_scale_factor=2, has_touch=True,
    )  # fmt: skip
    try:
        context.add_init_script(WATCHES)
        page = context.pages[0]
        page.set_default_timeout(60_000)
        cdp = context.new_cdp_session(page)
        cdp.send("Network.enable")
        yield Handset(context, page, cdp, port)
    finally:
        context.close()
