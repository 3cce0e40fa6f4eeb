"""Stock Chromium and stock Firefox receive what the real sender sends: subscribed, signed, encrypted, shown."""

import json
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from server.push.hosts import test_origins as origins_of
from server.push.payload import Note
from server.push.sealed_endpoint import PushAddress, check_keys
from server.push.sender import Sealing, Sender
from server.push.vapid import VapidSigner
from tests.push.conftest import OFFICE, SECRET
from tests.pushservices.autopush import AutopushService
from tests.pushservices.browsers import CHROMIUM, FIREFOX, ChromiumBrowser, FirefoxBrowser, PushBrowser
from tests.pushservices.google import GooglePush
from tests.pushservices.page import PushPage

LOCAL = "http://localhost:8300"


class Scene:
    """A browser with a subscription, and the sender that knows it."""

    def __init__(self, stack: AsyncExitStack, folder: Path, signer: VapidSigner) -> None:
        self.stack, self.folder, self.signer = stack, folder, signer
        self.page: PushPage
        self.browser: PushBrowser
        self.service: AutopushService | GooglePush

    async def start(self, kind: str) -> None:
        self.page = await self.stack.enter_async_context(PushPage())
        self.service = await self.stack.enter_async_context(AutopushService() if kind == FIREFOX else GooglePush())
        extra = self.service.extra
        origins = origins_of((extra,) if isinstance(extra, str) else extra, LOCAL)
        self.sender = await self.stack.enter_async_context(Sender(Sealing(self.signer, SECRET, OFFICE, origins)))
        await self.boot()
        await self.browser.open(self.page.origin)
        made = json.loads(await self.browser.call("subscribe", self.signer.public_key))
        self.address = PushAddress(made["endpoint"], made["keys"]["p256dh"], made["keys"]["auth"])
        check_keys(self.address.p256dh, self.address.auth)

    async def boot(self) -> None:
        if isinstance(self.service, AutopushService):
            browser = FirefoxBrowser(self.service, self.folder / "profile", free_port())
        else:
            browser = ChromiumBrowser(self.service, self.folder / "profile", self.page.origin)
        self.browser = await self.stack.enter_async_context(browser)

    async def send(self, note: Note) -> int | None:
        answer = await self.sender.send(note, self.address, seconds_to_live=600, now=datetime.now(UTC))
        return answer.status


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(params=[CHROMIUM, FIREFOX])
async def scene(request: pytest.FixtureRequest, tmp_path: Path, signer: VapidSigner) -> AsyncIterator[Scene]:
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    async with AsyncExitStack() as stack:
        made = Scene(stack, tmp_path, signer)
        await made.start(request.param)
        yield made


async def test_a_stock_browser_shows_one_notification_for_one_alert_and_gets_it_after_being_closed(
    scene: Scene,
) -> None:
    alert, subscription = uuid4(), uuid4()
    note = Note(uuid4(), alert, subscription, "alert")
    assert await scene.send(note) == 201
    (first,) = await scene.page.pushes(1)
    said = json.loads(first["text"])
    assert len(first["text"].encode()) == 1024
    assert said["notification"]["body"] == "アプリを開いて確認してください"

    assert await scene.send(Note(uuid4(), alert, subscription, "reminder")) == 201
    await scene.page.pushes(2)
    shown = json.loads(await scene.browser.call("shown"))
    assert [one["tag"] for one in shown] == [said["notification"]["tag"]]

    await scene.browser.close()
    other = uuid4()
    for purpose in ("alert", "reminder", "cleared"):
        assert await scene.send(Note(uuid4(), other, subscription, purpose)) == 201
    await scene.boot()
    pushes = await scene.page.pushes(3, seconds=30)
    assert [json.loads(one["text"])["kasane"]["p"] for one in pushes[2:]] == ["cleared"]
