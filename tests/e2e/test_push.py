"""A real push to real browsers: from a red sign on Sato's phone to Tanaka's lock screen, and back as 「対応開始」."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pywebpush import WebPusher

from server.push.payload import ASK, CLEARED, TEST, TITLE
from server.push.vapid import VapidSigner
from tests.e2e.alerted import ADDRESS, NAME, Sato, Tanaka
from tests.e2e.reachable import SUBSCRIBED, InChromium, InFirefox, Reachable, clear, press, see, shown
from tests.e2e.words import word
from tests.e2e.world import World
from tests.pushservices.autopush import AutopushService
from tests.pushservices.browsers import CHROMIUM, FIREFOX
from tests.pushservices.google import GooglePush

CANARIES = (NAME, "渡辺", ADDRESS, "衣笠", "北区", "田中", "佐藤", "至急", "レベル")
SERVED = """select 1 from delivery d join push_subscription s on s.id = d.subscription
  where s.device = $1 and d.alert = $2 and d.purpose = $3 and d.state in ('shown', 'opened')"""

FORGET = """with phone as (select id from push_subscription where device = $1),
  sent as (select d.id from delivery d join phone on phone.id = d.subscription),
  tries as (delete from delivery_attempt where delivery in (select id from sent)),
  pushes as (delete from delivery where id in (select id from sent))
  delete from push_subscription where id in (select id from phone)"""


@pytest.fixture(params=[CHROMIUM, FIREFOX])
async def browser(
    request: pytest.FixtureRequest, push_ports: dict[str, int], tmp_path: Path
) -> AsyncIterator[Reachable]:
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    in_chromium = request.param == CHROMIUM
    service = GooglePush(push_ports["google"]) if in_chromium else AutopushService(push_ports["autopush"])
    async with service:
        made = (
            InChromium(service, tmp_path / "profile")
            if isinstance(service, GooglePush)
            else InFirefox(service, tmp_path / "profile")
        )
        try:
            await made.start()
            yield made
        finally:
            await made.stop()


@pytest.fixture
async def http(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=world.origin, headers={"origin": world.origin}, timeout=20) as client:
        yield client


async def remind(world: World, tanaka: Tanaka, alert: str) -> None:
    """Five minutes without an answer, at once; until the reminder was shown."""
    before = await world.sql(SERVED, UUID(tanaka.device), UUID(alert), "reminder")
    await world.sql("update alert set next_at = $2 where id = $1", UUID(alert), datetime.now(UTC))
    await world.until(f"{SERVED} offset {len(before)}", UUID(tanaka.device), UUID(alert), "reminder")


async def test_a_red_sign_reaches_tanaka_and_her_answer_reaches_sato(
    world: World, browser: Reachable, http: httpx.AsyncClient
) -> None:
    await world.nobody_is_asked()
    tanaka = Tanaka(world, browser)
    sato, _ = await asyncio.gather(Sato.with_phone(world, http), tanaka.enrol())
    await tanaka.turn_on()
    await tanaka.test()
    (tested,) = await shown(browser, 1)
    assert (tested["title"], tested["body"]) == (TITLE, TEST)
    await clear(browser)

    # The app is closed; its service worker is not needed by anybody else.
    await browser.leave()
    alert = await sato.sees_red()
    told = await sato.knows(alert, lambda one: any(person["reached_at"] for person in one["recipients"]))
    assert world.staff("tanaka") in [person["staff"] for person in told["recipients"] if person["reached_at"]]
    assert told["acked_at"] is None

    await browser.visit(world.origin + "/")
    (first,) = await shown(browser, 1)
    assert (first["title"], first["body"], first["silent"]) == (TITLE, ASK, False)
    assert not [canary for canary in CANARIES if canary in str(first)]
    await remind(world, tanaka, alert)
    (again,) = await shown(browser, 1)
    assert again == first
    if isinstance(browser, InFirefox):
        (hanging,) = await browser.on_screen()
        assert ASK in hanging
        assert not [canary for canary in CANARIES if canary in hanging]
        await browser.leave()

    # The tap leads to the alert, through the lock.
    await browser.tap()
    await tanaka.unlock()
    await see(browser, word("alerts.take"))
    await see(browser, NAME)
    await sato.knows(alert, lambda one: any(person["seen_at"] for person in one["recipients"]))

    # Her answer takes the question off every screen, her own too.
    await clear(browser)
    await remind(world, tanaka, alert)
    await shown(browser, 1)
    await press(browser, word("alerts.take"))
    taken = await sato.knows(alert, lambda one: one["acked_at"])
    assert taken["owner"] == world.staff("tanaka")
    await world.until(SERVED, UUID(tanaka.device), UUID(alert), "cleared")
    (settled,) = await shown(browser, 1)
    assert (settled["body"], settled["silent"], settled["tag"]) == (CLEARED, True, first["tag"])
    await see(browser, word("alerts.yours"))

    # Cold start without a network: the shell comes from the service worker, the words from the device.
    await browser.stop()
    await browser.start()
    await browser.offline(True)
    await tanaka.open(f"/a/{alert}")
    await see(browser, word("alerts.yours"))
    await see(browser, NAME)

    # Browsers of other stories are unknown to this push service; what it took is all alike.
    taken_in = [one["bytes"] for one in browser.service.log if one["what"] == "post" and one["status"] == 201]
    assert len(taken_in) >= 5
    assert len(set(taken_in)) == 1


async def raw_push(world: World, browser: Reachable, content: bytes) -> None:
    """Something that is not from the office's sender, properly encrypted and signed."""
    made = await browser.run(SUBSCRIBED)
    signer = VapidSigner.from_file(world.data_dir / "secrets" / "vapid.pem", "mailto:kasane@example.jp")
    endpoint = httpx.URL(made["endpoint"])
    headers = {
        "authorization": signer.header(f"{endpoint.scheme}://{endpoint.netloc.decode()}", datetime.now(UTC)),
        "ttl": "60",
    }
    body = b""
    if content:
        body = WebPusher({"endpoint": made["endpoint"], "keys": made["keys"]}).encode(content, "aes128gcm")["body"]
        headers["content-encoding"] = "aes128gcm"
    async with httpx.AsyncClient() as sender:
        answer = await sender.post(
            f"{browser.service.origin}{endpoint.raw_path.decode()}", content=body, headers=headers
        )
    assert answer.status_code == 201, answer.text


async def test_every_push_shows_something_and_a_lost_subscription_is_made_again(
    world: World, browser: Reachable
) -> None:
    await world.nobody_is_asked()
    tanaka = Tanaka(world, browser)
    await tanaka.enrol()
    await tanaka.turn_on()
    first = await browser.run(SUBSCRIBED)

    for content in (b"\xff{ not a message", b"", b'{"notification":{"navigate":"https://elsewhere.example/"}}'):
        await raw_push(world, browser, content)
        (one,) = await shown(browser, 1)
        assert (one["title"], one["body"], one["tag"]) == (TITLE, ASK, "kasane")
        await clear(browser)

    # The office lost it.
    await world.sql(FORGET, UUID(tanaka.device))
    await tanaka.open("/more")
    await tanaka.test()
    assert (await browser.run(SUBSCRIBED))["endpoint"] == first["endpoint"]

    # The push service has ended it and the browser does not know.
    browser.service.end(first["endpoint"])
    await browser.run("await fetch('/push/v1/test', {method: 'POST'})")
    await world.until("select 1 from push_subscription where device = $1 and state = 'gone'", UUID(tanaka.device))
    await tanaka.open("/more")
    await tanaka.test()
    second = await browser.run(SUBSCRIBED)
    assert second["endpoint"] != first["endpoint"]

    # The office has another key.
    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (world.data_dir / "secrets" / "vapid.pem").write_bytes(key)
    world.kill("web")
    await asyncio.to_thread(world.wait_for, "web")
    await tanaka.open("/more")
    await tanaka.test()
    assert (await browser.run(SUBSCRIBED))["endpoint"] != second["endpoint"]
