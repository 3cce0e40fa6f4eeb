"""A real push to real browsers: from a red sign on Sato's phone to Tanaka's lock screen, and back as 「対応開始」."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from server.push.payload import ASK, CLEARED, TEST, TITLE
from tests.e2e.people import PHRASE
from tests.e2e.reachable import InChromium, InFirefox, Reachable, press, see, shown
from tests.e2e.words import word
from tests.e2e.world import World
from tests.phone import Phone
from tests.pushservices.autopush import AutopushService
from tests.pushservices.browsers import CHROMIUM, FIREFOX
from tests.pushservices.google import GooglePush
from tests.vault.records import worried

ADDRESS = "衣笠氷室町9-9"
NAME = "渡辺 ハル"
ALERT_OF = "select * from alert where id = $1"


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
        await until_there(self.browser, "a.sync[data-state=sent]")
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

    async def subscription(self) -> dict[str, Any]:
        found = await self.world.sql(
            "select id, state, vapid_kid, last_receipt_at from push_subscription where device = $1 and state = 'active'",
            UUID(self.device),
        )
        return found[0] if found else {}


async def until_there(browser: Reachable, selector: str, seconds: float = 30) -> None:
    from tests.e2e.reachable import until

    await until(
        browser, "return !!document.querySelector(arguments[0])", selector, seconds=seconds, missing=f"no {selector}"
    )


class Sato:
    """Her phone without a screen, in one of her households."""

    def __init__(self, phone: Phone, bucket: UUID) -> None:
        self.phone, self.bucket = phone, bucket

    @classmethod
    async def with_phone(cls, world: World, http: httpx.AsyncClient) -> "Sato":
        phone = await Phone.enrol(http, await world.link("sato"))
        async with asyncio.timeout(20):
            while not (await phone.call("GET", f"/devices/v1/{phone.device}/standing"))["certified"]:
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

    async def knows(self, alert: str, what: Any, seconds: float = 15) -> dict[str, Any]:
        """The alert as her phone has it, as soon as `what` is true of it."""
        async with asyncio.timeout(seconds):
            while True:
                await self.phone.pull()
                if alert in self.phone.alerts and what(self.phone.alerts[alert]):
                    return self.phone.alerts[alert]
                await asyncio.sleep(0.2)


@pytest.fixture(params=[CHROMIUM, FIREFOX])
async def browser(
    request: pytest.FixtureRequest, push_ports: dict[str, int], tmp_path: Path
) -> AsyncIterator[Reachable]:
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    if request.param == CHROMIUM:
        async with GooglePush(push_ports["google"]) as google:
            in_chromium = InChromium(google, tmp_path / "chromium")
            await in_chromium.start()
            yield in_chromium
            await in_chromium.stop()
    else:
        async with AutopushService(push_ports["autopush"]) as autopush:
            in_firefox = InFirefox(autopush, tmp_path / "firefox")
            await in_firefox.start()
            yield in_firefox
            await in_firefox.stop()


@pytest.fixture
async def http(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=world.origin, headers={"origin": world.origin}, timeout=20) as client:
        yield client


async def notifications_on(tanaka: Tanaka) -> None:
    """By a tap on その他. Chromium without a screen says no to every question, so there the yes comes by the settings."""
    await press_more(tanaka)
    await see(tanaka.browser, word("push.standing.off"))
    await press(tanaka.browser, word("push.allow"))
    if isinstance(tanaka.browser, InFirefox):
        await tanaka.browser.allow()
    else:
        await see(tanaka.browser, word("push.standing.denied"))
        await see(tanaka.browser, word("push.inbox"))
        await tanaka.browser.allow()
        await tanaka.open("/more")
    await see(tanaka.browser, word("push.standing.on"))
    assert (await tanaka.subscription())["state"] == "active"


async def press_more(tanaka: Tanaka) -> None:
    await tanaka.browser.run("""history.pushState({depth: 1}, '', '/more');
      dispatchEvent(new PopStateEvent('popstate', {state: {depth: 1}}));""")


async def test_a_red_sign_reaches_tanaka_and_her_answer_reaches_sato(
    world: World, browser: Reachable, http: httpx.AsyncClient
) -> None:
    tanaka = Tanaka(world, browser)
    sato, _ = await asyncio.gather(Sato.with_phone(world, http), tanaka.enrol())
    await notifications_on(tanaka)
    await press(browser, word("push.test"))
    await see(browser, word("push.tested.arrived"))
    (tested,) = await shown(browser, 1)
    assert (tested["title"], tested["body"]) == (TITLE, TEST)

    await browser.leave()
    alert = await sato.sees_red()
    told = await sato.knows(alert, lambda one: any(person["reached_at"] for person in one["recipients"]))
    assert [p["staff"] for p in told["recipients"] if p["reached_at"]] == [world.staff("tanaka")]
