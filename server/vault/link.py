"""The vault's one way out: HTTP to the web tier, signed in as its own device, patient with every outage."""

import asyncio
import base64
import hashlib
import json
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple, Protocol

import aiohttp

from server.envelope.encoding import b64u
from server.envelope.signing import sign
from server.vault.keys import KeyProvider

log = logging.getLogger("kasane.vault")
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0  # seconds
MAX_ANSWER = 16 * 1024 * 1024
_COOKIE = "__Host-kasane"


class Refused(Exception):
    """The web tier understood and said no."""

    def __init__(self, status: int, code: str, told: dict[str, Any]) -> None:
        self.status, self.code, self.told = status, code, told
        super().__init__(f"{status} {code}")


class Unreachable(Exception):
    """Nobody answered, or not as the web tier does: worth trying again."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(why)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes


class Carrier(Protocol):
    async def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answer: ...

    def lines(self, path: str, headers: dict[str, str]) -> AsyncIterator[bytes]: ...


class HttpCarrier:
    """Never follows a redirect: the only place the vault's words may go is the configured server."""

    def __init__(self, http: aiohttp.ClientSession, server: str) -> None:
        self.http, self.server = http, server.rstrip("/")

    async def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answer:
        try:
            async with self.http.request(
                method, self.server + path, headers=headers, data=body, allow_redirects=False
            ) as reply:
                content = await reply.content.read(MAX_ANSWER + 1)
                while not reply.content.at_eof() and len(content) <= MAX_ANSWER:
                    content += await reply.content.read(MAX_ANSWER + 1 - len(content))
                return Answer(reply.status, {name.lower(): value for name, value in reply.headers.items()}, content)
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            raise Unreachable(type(trouble).__name__) from None

    async def lines(self, path: str, headers: dict[str, str]) -> AsyncIterator[bytes]:
        """A stream of events, line by line, until the other side ends it."""
        patience = aiohttp.ClientTimeout(total=None, connect=10, sock_read=90)
        async with self.http.get(self.server + path, headers=headers, allow_redirects=False, timeout=patience) as reply:
            if reply.status != 200:
                raise Unreachable(f"answered {reply.status}")
            async for line in reply.content:
                yield line


@asynccontextmanager
async def carrier(server: str) -> AsyncIterator[HttpCarrier]:
    timeout = aiohttp.ClientTimeout(total=60, connect=10)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http:
        yield HttpCarrier(http, server)


class Link:
    def __init__(
        self, carrier: Carrier, keys: KeyProvider, origin: str, sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep
    ) -> None:
        self._carrier, self._keys, self._origin, self._sleep = carrier, keys, origin, sleep
        self._cookie = ""

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """The answer, however long it takes; raises Refused only. Every call of ours may safely be repeated."""
        content = None if body is None else json.dumps(body, separators=(",", ":")).encode()
        return await self._patiently(method, path, content, {"content-type": "application/json"}, _read)

    async def fetch(self, path: str) -> bytes:
        """A sealed piece of a photo."""
        return await self._patiently("GET", path, None, {}, _read_bytes)

    async def lay(self, path: str, content: bytes) -> Any:
        """Lays a sealed piece of a photo down, or finds it there."""
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        headers = {"content-type": "application/octet-stream", "if-none-match": "*"}
        return await self._patiently("PUT", path, content, headers | {"content-digest": f"sha-256=:{digest}:"}, _read)

    async def _patiently(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str], read: Callable[[Answer], Any]
    ) -> Any:
        wait = FIRST_WAIT
        while True:
            try:
                return read(await self._once(method, path, content, headers))
            except Unreachable as trouble:
                log.warning("%s %s: %s; trying again", method, path, trouble)
                # Full jitter, so that vaults and phones do not all come back at the same moment.
                await self._sleep(max(trouble.wait, random.uniform(0, wait)))  # noqa: S311 - spreads load, hides nothing
                wait = min(wait * 2, LONGEST_WAIT)

    async def pokes(self) -> AsyncIterator[None]:
        """One for each "something may have changed"."""
        async for line in self._carrier.lines("/sync/v1/poke", await self._headers()):
            if line.startswith(b"data:"):
                yield None

    async def _headers(self) -> dict[str, str]:
        if not self._cookie:
            await self._sign_in()
        return {"cookie": f"{_COOKIE}={self._cookie}"}

    def forget_session(self) -> None:
        self._cookie = ""

    async def _once(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Answer:
        answer = await self._send(method, path, content, headers | await self._headers())
        if answer.status == 401:
            self.forget_session()
            answer = await self._send(method, path, content, headers | await self._headers())
        if answer.status == 401:
            self.forget_session()
            raise Unreachable("session refused twice", LONGEST_WAIT / 12)
        return answer

    async def _sign_in(self) -> None:
        device = str(self._keys.device)
        asked = json.dumps({"device": device}).encode()
        challenge = _read(await self._send("POST", "/access/v1/challenge", asked, {}))["challenge"]
        signature = sign(self._keys.sign, f"kasane session v1\n{device}\n{challenge}".encode())
        proof = {"device": device, "challenge": challenge, "signature": b64u(signature)}
        answer = await self._send("POST", "/access/v1/session", json.dumps(proof).encode(), {})
        if answer.status in (401, 403, 404):
            # The office has not registered this vault yet, or a restored server has forgotten it.
            raise Unreachable("the server does not know this vault", LONGEST_WAIT / 12)
        _read(answer)
        name, _, rest = answer.headers.get("set-cookie", "").partition("=")
        if name != _COOKIE or not rest:
            raise Unreachable("no session came")
        self._cookie = rest.partition(";")[0]

    async def _send(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Answer:
        sent = headers | {"origin": self._origin, "accept": "application/json"}
        if content is not None:
            sent.setdefault("content-type", "application/json")
        return await self._carrier.send(method, path, sent, content)


def _read(answer: Answer) -> Any:
    if answer.status == 429 or answer.status >= 500:
        raise Unreachable(f"answered {answer.status}", _retry_after(answer))
    if 300 <= answer.status < 400 or len(answer.body) > MAX_ANSWER:
        raise Unreachable(f"answered {answer.status} with {len(answer.body)} bytes", LONGEST_WAIT / 2)
    try:
        told = json.loads(answer.body) if answer.body else {}
    except ValueError:
        raise Unreachable(f"answered {answer.status}, but no JSON") from None
    if not isinstance(told, dict):
        raise Unreachable("answered something else than an object")
    if answer.status >= 400:
        raise Refused(answer.status, str(told.get("code", "")), told)
    return told


def _read_bytes(answer: Answer) -> bytes:
    if answer.status == 200 and answer.headers.get("content-type") == "application/octet-stream":
        return answer.body
    _read(answer)
    raise Unreachable("answered something else than bytes")


def _retry_after(answer: Answer) -> float:
    try:
        return min(float(answer.headers.get("retry-after", "0")), 600.0)
    except ValueError:
        return 0.0
