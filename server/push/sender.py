"""One push over the wire: encrypt, sign, POST once, and say what the answer means. Knows no database."""

import asyncio
import time
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from pywebpush import WebPusher

from server.push import answers, hosts, payload
from server.push.answers import Meaning
from server.push.payload import Note
from server.push.sealed_endpoint import PushAddress
from server.push.vapid import VapidSigner

TOTAL_SECONDS = 10.0
CONNECT_SECONDS = 3.0
REPLY_SECONDS = 1.0  # the status is the answer; the rest of a reply only decides whether the connection is kept
REPLY_BYTES = 4096
PARKED = Meaning("failed_perm", "suspect", alarm=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """`error` is the name of a fault, never its text: texts of HTTP clients carry addresses."""

    meaning: Meaning
    status: int | None = None
    error: str = ""
    milliseconds: int = 0
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Sealing:
    """What the office puts on every push."""

    signer: VapidSigner
    secret: bytes
    origin: str
    test_origins: dict[str, str]


class Sender:
    """Holds the connections to the push services; one for each process."""

    def __init__(
        self,
        sealing: Sealing,
        *,
        resolver: AbstractResolver | None = None,
        total_seconds: float = TOTAL_SECONDS,
        tls: bool = True,
    ) -> None:
        self._sealing = sealing
        self._resolver = resolver
        self._timeout = aiohttp.ClientTimeout(total=total_seconds, sock_connect=CONNECT_SECONDS)
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(resolver=hosts.PublicResolver(self._resolver), limit=64, ssl=self._tls)
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=self._timeout,
            trust_env=False,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            max_line_size=8190,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, note: Note, address: PushAddress, *, seconds_to_live: int, now: datetime) -> Answer:
        """At most two POSTs: the second only where the truth table asks for one."""
        try:
            endpoint = hosts.accept(address.endpoint, self._sealing.test_origins)
            text = payload.body(self._sealing.secret, self._sealing.origin, note)
            body = WebPusher({"endpoint": "", "keys": {"p256dh": address.p256dh, "auth": address.auth}}).encode(text)
        except hosts.EndpointNotAllowed:
            return Answer(PARKED, error="EndpointNotAllowed")
        except Exception as error:  # noqa: BLE001 - whatever a stored key does to the library, only this push ends
            return Answer(PARKED, error=type(error).__name__)
        headers = self._headers(note, endpoint.origin, seconds_to_live, now)
        first = await self._post(endpoint, headers, body["body"])
        if first.meaning.second_try == "fresh_vapid":
            headers["Authorization"] = self._sealing.signer.header(endpoint.origin, now, fresh=True)
        elif first.meaning.second_try == "without_body":
            del headers["Content-Encoding"]
        else:
            return first
        bare = first.meaning.second_try == "without_body"
        second = await self._post(endpoint, headers, b"" if bare else body["body"])
        return replace(second, milliseconds=first.milliseconds + second.milliseconds)

    def _headers(self, note: Note, origin: str, seconds_to_live: int, now: datetime) -> dict[str, str]:
        return {
            "Authorization": self._sealing.signer.header(origin, now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(seconds_to_live),
            "Urgency": "high",
            "Topic": payload.topic(self._sealing.secret, note),
        }

    async def _post(self, endpoint: hosts.Endpoint, headers: dict[str, str], body: bytes) -> Answer:
        assert self._session is not None
        began = time.perf_counter()
        status: int | None = None
        retry_after: str | None = None
        try:
            async with self._session.post(
                endpoint.target, data=body, headers=headers, allow_redirects=False
            ) as response:
                status = response.status
                retry_after = response.headers.get("Retry-After")
                await _finish_reading(response)
        except aiohttp.ClientConnectorDNSError as error:
            if isinstance(error.os_error, hosts.AddressNotPublic):
                return Answer(PARKED, error="AddressNotPublic", milliseconds=_since(began))
            return Answer(answers.meaning(None), error=type(error).__name__, milliseconds=_since(began))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            if status is None:
                return Answer(answers.meaning(None), error=type(error).__name__, milliseconds=_since(began))
        return Answer(answers.meaning(status), status, "", _since(began), retry_after)


async def _finish_reading(response: aiohttp.ClientResponse) -> None:
    """A short reply lets the connection be used again; a long or slow one costs the connection, not us."""
    taken = 0
    try:
        async with asyncio.timeout(REPLY_SECONDS):
            while taken <= REPLY_BYTES:
                chunk = await response.content.read(REPLY_BYTES + 1 - taken)
                if not chunk:
                    return
                taken += len(chunk)
    except (aiohttp.ClientError, TimeoutError):
        pass
    response.close()


def _since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)
