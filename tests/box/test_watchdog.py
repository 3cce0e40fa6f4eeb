"""From another machine: an office that is silent, late or answered by something else in its place is heard of by mail."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from server.settings import NotReady
from server.watchdog import BAD, SURE_AFTER, WELL, Watch, Watchdog, by_mail, look
from tests.mail.post_office import SENDER, PostOffice, post_office, relay_at
from tests.pushservices.service import LocalService

TO = ("ono@example.jp", "night@example.jp")
NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
HEALTHY: dict[str, Any] = {"status": "ok", "at": NOW.isoformat(), "overdue_seconds": 0, "forgotten": 0, "robot_seconds": 1200}


class Office(LocalService):
    """Answers /healthz as it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.says: Any = HEALTHY
        self.status = 200
        self.web.router.add_get("/healthz", self._answer)

    @property
    def url(self) -> str:
        return f"{self.origin}/healthz"

    async def _answer(self, _request: web.Request) -> web.Response:
        if isinstance(self.says, str):
            return web.Response(status=self.status, text=self.says, content_type="text/html")
        told = self.says | ({"at": datetime.now(UTC).isoformat()} if self.says.get("at") == "now" else {})
        return web.json_response(told, status=self.status)


@dataclass
class Night:
    office: Office
    post: PostOffice
    dog: Watchdog
    now: datetime = NOW
    subjects: list[str] = field(default_factory=list)

    async def passes(self, minutes: int) -> list[tuple[str, str]]:
        """One look a minute; whose mailbox heard what."""
        self.post.arrived.clear()
        for _ in range(minutes):
            self.now += timedelta(minutes=1)
            if isinstance(self.office.says, dict) and self.office.says.get("at") != "old":
                self.office.says = self.office.says | {"at": self.now.isoformat()}
            await self.dog.once(self.now)
        return sorted((mail["To"].addresses[0].username, str(mail["Subject"])) for mail in self.post.arrived)


@pytest.fixture
async def night() -> AsyncIterator[Night]:
    async with Office() as office, post_office() as post:
        watch = Watch(url=office.url, relay=relay_at(post.port), to=TO)
        yield Night(office, post, Watchdog(watch, by_mail(watch)))


def both(subject: str) -> list[tuple[str, str]]:
    return [("night", subject), ("ono", subject)]


async def test_an_office_that_keeps_its_promise_hears_nothing_and_a_restart_is_no_outage(night: Night) -> None:
    assert await night.passes(30) == []
    night.office.status = 503
    assert await night.passes(SURE_AFTER - 1) == []
    night.office.status = 200
    assert await night.passes(30) == []


async def test_late_is_said_once_an_hour_and_once_that_it_is_over(night: Night) -> None:
    night.office.says = HEALTHY | {"status": "late", "overdue_seconds": 300, "forgotten": 2}
    assert await night.passes(SURE_AFTER) == both(BAD)
    text = night.post.arrived[0].get_content()
    assert ("遅れ 300秒" in text, "次の手順なし 2件" in text, night.office.url in text) == (True, True, True)
    assert await night.passes(59) == []
    assert await night.passes(1) == both(BAD)
    night.office.says = HEALTHY
    assert await night.passes(1) == both(WELL)
    assert await night.passes(90) == []


async def test_what_the_mail_server_did_not_take_is_said_again_at_the_next_look(night: Night) -> None:
    night.office.status = 500
    night.post.rcpt = ["451 later", "451 later"]
    assert await night.passes(SURE_AFTER) == []
    assert await night.passes(1) == both(BAD)


@pytest.mark.parametrize(
    ("says", "sign"),
    [
        (HEALTHY | {"robot_seconds": 9000}, "しくみの確認"), (HEALTHY | {"at": "2026-11-26T00:00:00+00:00"}, "今のもの"),
        (HEALTHY | {"at": None}, "今のもの"), (HEALTHY | {"at": "昨日"}, "今のもの"), ("<h1>ログイン</h1>", "読めません"), ({}, "今のもの"),
        (HEALTHY | {"status": "late", "overdue_seconds": "many"}, "進んでいません"),
    ],
)  # fmt: skip
async def test_whatever_else_answers_in_its_place_is_not_well(says: Any, sign: str) -> None:
    async with Office() as office:
        office.says = says
        assert sign in await look(office.url, NOW)


async def test_nobody_there_is_not_well_and_a_robot_that_is_switched_off_is() -> None:
    assert "応答がありません" in await look("http://127.0.0.1:9/healthz", NOW)
    async with Office() as office:
        office.says = HEALTHY | {"robot_seconds": None}
        assert await look(office.url, NOW) == ""


@pytest.mark.parametrize("given", [{"url": "kasane.example.jp"}, {"url": "ftp://x/healthz"}, {"to": ()}, {"to": ("a\r\nBcc: b@example.jp",)}, {"every": 0}])
def test_a_watch_that_would_watch_nothing_does_not_start(given: dict[str, Any]) -> None:
    with pytest.raises(NotReady):
        Watch(**({"url": "https://kasane.example.jp/healthz", "relay": relay_at(25), "to": TO} | given))


async def _runs(*words: str, post: PostOffice, folder: Path) -> asyncio.subprocess.Process:
    env = {name: value for name, value in os.environ.items() if not name.startswith("KASANE_")} | {
        "KASANE_MAIL_HOST": "127.0.0.1", "KASANE_MAIL_PORT": str(post.port), "KASANE_MAIL_TLS": "none", "KASANE_MAIL_FROM": SENDER, "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    whole = ("-m", "server.cli", "watchdog", *words, "--to", TO[0], "--data-dir", str(folder))
    return await asyncio.create_subprocess_exec(sys.executable, *whole, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)


async def test_the_program_itself_shouts_when_the_office_dies_and_needs_no_database(tmp_path: Path) -> None:
    """A real process, a real socket, a real mail server."""
    async with post_office() as post:
        async with Office() as office:
            office.says = HEALTHY | {"at": "now"}
            once = await _runs(office.url, "--once", post=post, folder=tmp_path)
            assert ((await once.communicate())[0].decode().strip(), once.returncode) == ("正常です。", 0)
            dog = await _runs(office.url, "--every", "1", post=post, folder=tmp_path)
            try:
                office.status = 503
                for _ in range(400):
                    if post.arrived:
                        break
                    await asyncio.sleep(0.1)
            finally:
                dog.terminate()
                await dog.communicate()
        assert [str(mail["Subject"]) for mail in post.arrived] == [BAD]
