"""The two ends of an alert: Sato's phone without a screen, and Tanaka's browser with everything."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx

from tests.e2e.people import PHRASE
from tests.e2e.reachable import InFirefox, Reachable, press, see, until_there
from tests.e2e.words import word
from tests.e2e.world import World
from tests.phone import Phone
from tests.vault.records import worried

ADDRESS = "衣笠氷室町9-9"
NAME = "渡辺 ハル"
GONE_TO = """history.pushState({depth: 1}, '', arguments[0]);
  dispatchEvent(new PopStateEvent('popstate', {state: {depth: 1}}));"""


class Tanaka:
    """Her browser, and what the office knows of it."""

    def __init__(self, world: World, browser: Reachable) -> None:
        self.world, self.browser = world, browser
        self.device = ""

    async def enrol(self) -> None:
        await self.browser.visit(await self.world.link("tanaka"))
        await until_there(self.browser, "#device-label")
        await self.browser.fill("#device-label", "北区 机の1号機")
        await press(self.browser, word("unlock.next"))
        await until_there(self.browser, "#phrase")
        await self.browser.fill("#phrase", PHRASE)
        await self.browser.fill("#phrase-again", PHRASE)
        await press(self.browser, word("unlock.phraseDo"))
        await until_there(self.browser, "a.sync[data-state=sent]", seconds=60)
        newest = "select id from device where staff = $1 order by enrolled_at desc limit 1"
        self.device = str((await self.world.sql(newest, UUID(self.world.staff("tanaka"))))[0]["id"])

    async def open(self, path: str = "/") -> None:
        """From a locked app, as every opening begins."""
        await self.browser.visit(self.world.origin + path)
        await self.unlock()

    async def unlock(self) -> None:
        await until_there(self.browser, "#passphrase")
        await self.browser.fill("#passphrase", PHRASE)
        await press(self.browser, word("unlock.open"))

    async def go(self, path: str) -> None:
        await self.browser.run(GONE_TO, path)

    async def turn_on(self) -> None:
        """A tap in その他. Chromium without a screen answers every question with no: there the yes comes by the settings."""
        await self.go("/more")
        await see(self.browser, word("push.standing.off"))
        await press(self.browser, word("push.allow"))
        if isinstance(self.browser, InFirefox):
            await self.browser.allow()
        else:
            await see(self.browser, word("push.standing.denied"))
            await see(self.browser, word("push.inbox"))
            await self.browser.allow()
            await self.go("/")
            await self.go("/more")
        await see(self.browser, word("push.standing.on"))
        assert (await self.subscription())["state"] == "active"

    async def test(self) -> None:
        """通知を試す, until the phone says that it arrived."""
        await self.go("/more")
        await press(self.browser, word("push.test"))
        await see(self.browser, word("push.tested.arrived"), seconds=25)

    async def subscription(self) -> dict[str, Any]:
        found = await self.world.sql(
            "select id, state, vapid_kid, last_receipt_at from push_subscription where device = $1 and state = 'active'",
            UUID(self.device),
        )
        return found[0] if found else {}


class Sato:
    """Her phone without a screen, in one of her households."""

    def __init__(self, phone: Phone, bucket: UUID) -> None:
        self.phone, self.bucket = phone, bucket

    @classmethod
    async def with_phone(cls, world: World, http: httpx.AsyncClient) -> "Sato":
        phone = await Phone.enrol(http, await world.link("sato"))
        async with asyncio.timeout(20):
            while True:
                if (await phone.call("GET", f"/devices/v1/{phone.device}/standing"))["certified"]:
                    break
                await asyncio.sleep(0.2)
        await phone.unlock()
        await phone.learn_directory()
        household = phone.open_household({"name": NAME, "town": "衣笠氷室町", "block": "9-9"})
        await phone.sync()
        return cls(phone, household)

    async def sees_red(self, note: str = "") -> str:
        """A visit with the gravest worry; the alert's id."""
        visit = self.phone.record(self.bucket, worried(1, note or f"{NAME}さん {ADDRESS} 返事がない"))
        alert = str(self.phone.alert_id(self.bucket, visit))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        raised = {
            "kind": "alert.raised", "alert": alert, "target": str(visit), "level": 1, "rules": [], "catalogue": "",
            "note": "",
        }  # fmt: skip
        self.phone.record(self.bucket, raised, [{"k": "alert.raise", "alert": alert, "level": 1, "observed_at": now}])
        await self.phone.push()
        return alert

    async def knows(self, alert: str, what: Callable[[dict[str, Any]], object], seconds: float = 15) -> dict[str, Any]:
        """The alert as her phone has it, as soon as `what` is true of it."""
        async with asyncio.timeout(seconds):
            while True:
                await self.phone.pull()
                if alert in self.phone.alerts and what(self.phone.alerts[alert]):
                    return self.phone.alerts[alert]
                await asyncio.sleep(0.2)
