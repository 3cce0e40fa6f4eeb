"""Looks at an office from another machine and shouts by mail when it is silent or late. Needs a URL and a mail account.

It shares nothing with the office: no database, no queue, no secret. What it says names the address it looks at and
counts; an office that keeps its promise hears nothing from it.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from server.mail.sender import Postman
from server.settings import SENDER, NotReady, Relay
from server.workdays import JAPAN

log = logging.getLogger("kasane.watchdog")

PATIENCE = 10.0  # seconds for one look
SURE_AFTER = 3  # looks in a row: a restart is no outage
AGAIN = timedelta(hours=1)  # while it lasts
MOST_BYTES = 64 * 1024
BAD, WELL = "かさね：応答に問題があります", "かさね：応答が戻りました"
DO = "問題が続くあいだは、緊急の知らせを電話で伝え合ってください。かさねの管理者に、電話で知らせてください。"
ROBOT_TOO_OLD = 2 * 3600 + 600
OLD = timedelta(minutes=10)  # an answer of then is no answer; two clocks may differ by some of it


@dataclass(frozen=True, kw_only=True)
class Watch:
    """`url`: the office's /healthz; `to`: whoever can go and look, at any hour."""

    url: str
    relay: Relay
    to: tuple[str, ...]
    every: float = 60.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise NotReady("見張る先は https://…/healthz のように書いてください。")
        if not self.to or not all(SENDER.fullmatch(one) for one in self.to):
            raise NotReady("知らせる先のメールアドレスを、ひとつ以上書いてください。")
        if not 1 <= self.every <= 3600:
            raise NotReady("見る間隔は 1〜3600 秒で書いてください。")


async def look(url: str, now: datetime) -> str:
    """What is wrong, in a sentence; empty when all is well."""
    try:
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
            session.get(url, allow_redirects=False) as reply,
        ):
            if reply.status != 200:
                return f"応答が {reply.status} でした。"
            told = json.loads(await reply.content.read(MOST_BYTES))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return f"応答がありません（{type(error).__name__}）。"
    except ValueError:
        return "応答が読めません。かさねの前にある機器の応答かもしれません。"
    return _judged(told, now)


def _judged(told: Any, now: datetime) -> str:
    """The office's own word is not enough: what is too old is seen here as well."""
    if not isinstance(told, dict):
        return "応答が読めません。"
    if (at := _moment(told.get("at"))) is None or abs(now - at) > OLD:
        return "応答が今のものではありません。間にある機器が古い応答を返しているか、時計が違っています。"
    if told.get("status") != "ok":
        names = ("overdue_seconds", "forgotten", "robot_seconds")
        overdue, forgotten, robot = (_number(told.get(name)) for name in names)
        return f"知らせが進んでいません（遅れ {overdue}秒・次の手順なし {forgotten}件・しくみの確認 {robot}秒前）。"
    if _number(told.get("robot_seconds")) > ROBOT_TOO_OLD:
        return f"しくみの確認が {_number(told.get('robot_seconds'))}秒前から届いていません。"
    return ""


def _moment(value: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo is not None else None


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


class Watchdog:
    """`say`: sends subject and text, and whether it went out; what did not is said again at the next look."""

    def __init__(self, watch: Watch, say: Callable[[str, str], Awaitable[bool]]) -> None:
        self._watch, self._say = watch, say
        self._bad = 0
        self._since: datetime | None = None
        self._said: datetime | None = None

    async def once(self, now: datetime) -> str:
        """One look, and what has to be said after it; returns what is wrong."""
        wrong = await look(self._watch.url, now)
        if wrong:
            self._bad += 1
            self._since = self._since or now
            is_time = self._said is None or now - self._said >= AGAIN
            if self._bad >= SURE_AFTER and is_time and await self._say(BAD, self._text(wrong, self._since)):
                self._said = now
            return wrong
        if self._said is not None and not await self._say(WELL, self._text("いまは正常です。", now)):
            return ""
        self._bad, self._since, self._said = 0, None, None
        return ""

    def _text(self, what: str, since: datetime) -> str:
        when = since.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M")
        return f"{what}\n\n見張っている先： {self._watch.url}\nいつから： {when}\n\n{DO}\n"

    async def run(self) -> None:
        while True:
            wrong = await self.once(datetime.now(UTC))
            if wrong:
                log.warning("%s", wrong)
            await asyncio.sleep(self._watch.every)


def by_mail(watch: Watch) -> Callable[[str, str], Awaitable[bool]]:
    """To everybody on the list; said when at least one mail server took it for one of them."""
    postman = Postman(watch.relay)

    async def say(subject: str, text: str) -> bool:
        taken = False
        for to in watch.to:
            letter = EmailMessage()
            letter["From"], letter["To"], letter["Subject"] = watch.relay.sender, to, subject
            letter["Auto-Submitted"] = "auto-generated"
            letter.set_content(text)
            answer = await postman.send(letter, to)
            if answer.row != "accepted":
                log.error("the mail did not go out: status=%s error=%s", answer.status, answer.error)
            taken = taken or answer.row == "accepted"
        return taken

    return say
