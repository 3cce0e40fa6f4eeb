"""Phones that reconnect at the same moment, in a process of their own; each does what pwa/src/sync/engine.ts does.

Session by signed challenge, the office's limits, its waiting records, then pages until nothing is left. In trouble it
waits what the office asked for (Retry-After) and a random while on top, as pwa/src/sync/backoff.ts, and begins its
round again. A bare HTTP client and no browser, so that the phones take little of the cores they share with the office.
"""

import asyncio
import random
import time
from collections import Counter
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from uuid import UUID

import aiohttp
import msgspec
import uvloop
from cryptography.hazmat.primitives.asymmetric import ec

from server.envelope import frame, signing
from server.sync.frames import MEDIA_TYPE
from server.sync.wire import to_text

FIRST_WAIT, LONGEST_WAIT, PATIENCE, GIVES_UP = 1.0, 300.0, 30.0, 120.0
FLAP, FLAPS_FOR = 0.2, 3.0  # seconds up and as long down, and after how long the link holds


@dataclass(frozen=True)
class Waiting:
    """A phone that comes back: what it holds, sealed and spelled before the clock starts."""

    device: UUID
    secret: int  # of the signing key
    address: str
    origin: str
    push: bytes
    cursor: str
    flaps: bool = False


@dataclass
class Came:
    """How it went; `errors` are answers that say no and links that broke without being cut by us."""

    device: UUID
    ms: float = 0.0
    finished: bool = False
    cursor: str = ""
    verdicts: Counter[str] = field(default_factory=Counter)
    got: set[UUID] = field(default_factory=set)
    errors: Counter[str] = field(default_factory=Counter)
    told_to_wait: int = 0
    cuts: int = 0


class Trouble(Exception):
    def __init__(self, least: float = 0.0) -> None:
        super().__init__()
        self.least = least


class Phone:
    def __init__(self, waiting: Waiting, http: aiohttp.ClientSession, at: float) -> None:
        self.waiting, self.http, self.at = waiting, http, at
        self.key = ec.derive_private_key(waiting.secret, ec.SECP256R1())
        self.came = Came(waiting.device, cursor=waiting.cursor)
        self.pages: list[bytes] = []
        self.cookie = ""
        self.left = waiting.push
        self.phase = random.random() * 2 * FLAP

    async def reconnect(self) -> Came:
        await asyncio.sleep(self.at - time.monotonic())
        began, failures = time.monotonic(), 0
        while time.monotonic() - began < GIVES_UP:
            try:
                await self._round()
                self.came.finished = True
                break
            except Trouble as trouble:
                await asyncio.sleep(trouble.least + random.random() * min(LONGEST_WAIT, FIRST_WAIT * 2**failures))
                failures += 1
        self.came.ms = (time.monotonic() - began) * 1000
        return self.came

    async def _round(self) -> None:
        if not self.cookie:
            await self._open_session()
        if self.left:
            reply = msgspec.json.decode(await self._call("/sync/v1/push", self.left))
            self.came.verdicts.update(result["s"] for result in reply["results"])
            self.left = b""
        more = True
        while more:
            asked = {"device": self.waiting.device, "cursor": self.came.cursor}
            body = msgspec.json.encode({"pull": asked})
            page = await self._call("/sync/v1/sync", body, accept=MEDIA_TYPE)
            told = head_of(page)["pull"]
            self.pages.append(page)
            self.came.cursor, more = told["cursor"], told["more"]

    async def _open_session(self) -> None:
        device = str(self.waiting.device)
        told = await self._call("/access/v1/challenge", msgspec.json.encode({"device": device}))
        challenge = msgspec.json.decode(told)["challenge"]
        message = f"kasane session v1\n{device}\n{challenge}".encode()
        proof = {"device": device, "challenge": challenge, "signature": to_text(signing.sign(self.key, message))}
        await self._call("/access/v1/session", msgspec.json.encode(proof))
        await self._call("/sync/v1/config")

    async def _call(self, path: str, body: bytes | None = None, accept: str = "application/json") -> bytes:
        headers = {"origin": self.waiting.origin, "accept": accept, "cookie": self.cookie}
        if body is not None:
            headers["content-type"] = "application/json"
        try:
            async with self._link():
                method, url = "GET" if body is None else "POST", self.waiting.address + path
                async with self.http.request(method, url, data=body, headers=headers) as answer:
                    content = await answer.read()
        except (aiohttp.ClientError, OSError) as error:  # a timeout is an OSError
            self.came.errors[type(error).__name__] += 1
            raise Trouble from error
        self._look(answer, content)
        return content

    def _look(self, answer: aiohttp.ClientResponse, content: bytes) -> None:
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].partition(";")[0]
        if answer.status in (429, 503):
            self.came.told_to_wait += 1
            raise Trouble(float(answer.headers.get("retry-after", 0)))
        if answer.status >= 300:
            with suppress(msgspec.DecodeError):
                self.came.errors[f"{answer.status} {msgspec.json.decode(content).get('code')}"] += 1
            raise Trouble

    @asynccontextmanager
    async def _link(self):
        """While it flaps, whatever is under way when the link goes down is cut, its connection with it."""
        since = time.monotonic() - self.at
        if not self.waiting.flaps or since > FLAPS_FOR:
            yield
            return
        place = (since + self.phase) % (2 * FLAP)
        if place >= FLAP:
            await asyncio.sleep(2 * FLAP - place)
            place = 0.0
        limit = asyncio.timeout(FLAP - place)
        try:
            async with limit:
                yield
        except TimeoutError:
            if not limit.expired():
                raise
            self.came.cuts += 1
            raise Trouble from None


def head_of(page: bytes) -> dict:
    return msgspec.json.decode(page[4 : 4 + int.from_bytes(page[:4], "big")])


def ids_in(page: bytes) -> set[UUID]:
    at, found = 4 + int.from_bytes(page[:4], "big"), set()
    for op in head_of(page)["pull"]["ops"]:
        found.add(frame.parse(page[at : at + op["n"]]).op_id)
        at += op["n"]
    return found


def reconnect_all(waiting: list[Waiting], at: float) -> list[Came]:
    """All of them at `at` of the machine's monotonic clock."""
    return uvloop.run(_all(waiting, at))


async def _all(waiting: list[Waiting], at: float) -> list[Came]:
    # A connection of its own for each phone, as they come from all over the city.
    limits = aiohttp.ClientTimeout(total=PATIENCE)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_one(each, limits, at)) for each in waiting]
    return [task.result() for task in tasks]


async def _one(waiting: Waiting, limits: aiohttp.ClientTimeout, at: float) -> Came:
    async with aiohttp.ClientSession(timeout=limits, cookie_jar=aiohttp.DummyCookieJar()) as http:
        phone = Phone(waiting, http, at)
        came = await phone.reconnect()
    came.got = {op for page in phone.pages for op in ids_in(page)}
    return came
