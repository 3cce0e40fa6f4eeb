"""Google's push stack in small, for a stock Chromium: check-in, registration, the MCS stream, and the web push door.

Start Chromium with `GooglePush.chromium_flags`. Endpoints carry Google's real names; `extra` leads our sender here.
"""

import asyncio
import secrets
import ssl
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

from aiohttp import web

from tests.pushservices import protobuf
from tests.pushservices.certificate import write_certificate
from tests.pushservices.service import LocalService
from tests.pushservices.vapid_check import VapidRefused, check, from_base64url

AUDIENCES = ("https://fcm.googleapis.com", "https://jmt17.google.com")  # the second is what unbranded builds use
HEARTBEAT, LOGIN, LOGIN_ANSWER, IQ, DATA = 0, 2, 3, 7, 8
MCS_VERSION = 41
SELECTIVE_ACK = 12


@dataclass
class Registration:
    device: int
    subtype: str
    sender: str
    app: str
    gone: bool = False


@dataclass
class Waiting:
    token: str
    body: bytes
    topic: str | None
    expires: float
    id: str = field(default_factory=lambda: f"0:{secrets.token_hex(12)}")
    sent: bool = False


class GooglePush(LocalService):
    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.log: list[dict[str, Any]] = []
        self.mcs_port = 0
        self._registrations: dict[str, Registration] = {}
        self._streams: dict[int, asyncio.StreamWriter] = {}
        self._waiting: dict[int, list[Waiting]] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="mcs-")
        self._mcs: asyncio.Server | None = None
        self.web.router.add_post("/checkin", self._check_in)
        self.web.router.add_post("/register3", self._register)
        self.web.router.add_post("/{door:fcm/send|wp}/{token}", self._post)

    @property
    def extra(self) -> tuple[str, ...]:
        return tuple(f"{audience}={self.origin}" for audience in AUDIENCES)

    @property
    def chromium_flags(self) -> list[str]:
        return [
            f"--gcm-checkin-url={self.origin}/checkin",
            f"--gcm-registration-url={self.origin}/register3",
            f"--gcm-mcs-endpoint=https://127.0.0.1:{self.mcs_port}",
            "--ignore-certificate-errors",
        ]

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*write_certificate(Path(self._folder.name)))
        self._mcs = await asyncio.start_server(self._stream, "127.0.0.1", 0, ssl=context)
        self.mcs_port = self._mcs.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._mcs is not None:
            self._mcs.close()
        for stream in list(self._streams.values()):
            stream.transport.abort()
        await super().__aexit__(kind, error, trace)
        self._folder.cleanup()

    def end(self, endpoint: str) -> None:
        """The person took the permission back on another way: the next push gets 410."""
        self._registrations[endpoint.rsplit("/", 1)[1]].gone = True

    def _note(self, what: str, **facts: Any) -> None:
        self.log.append({"what": what, "at": time.time(), **facts})

    async def _check_in(self, request: web.Request) -> web.Response:
        known = dict(protobuf.fields(await request.read()))
        device = known.get(2) or int.from_bytes(secrets.token_bytes(7), "big")
        token = known.get(13) or int.from_bytes(secrets.token_bytes(7), "big")
        assert isinstance(device, int)
        assert isinstance(token, int)
        self._note("check-in")
        body = protobuf.number(1, 1) + protobuf.number(3, int(time.time() * 1000)) + protobuf.text(4, "1-da39a3")
        body += protobuf.number(9, 0) + protobuf.fixed64(7, device) + protobuf.fixed64(8, token)
        return web.Response(body=body, content_type="application/x-protobuf")

    async def _register(self, request: web.Request) -> web.Response:
        form = {name: values[0] for name, values in parse_qs((await request.read()).decode()).items()}
        subtype = form.get("X-subtype", "")
        self._note("register", delete=form.get("delete"))
        if form.get("delete") == "true":
            for one in self._registrations.values():
                one.gone = one.gone or one.subtype == subtype
            return web.Response(text=f"token={subtype}")
        token = f"{secrets.token_urlsafe(16)}:APA91b{secrets.token_urlsafe(40)}"
        self._registrations[token] = Registration(int(form["device"]), subtype, form["sender"], form.get("app", ""))
        return web.Response(text=f"token={token}")

    async def _post(self, request: web.Request) -> web.Response:
        token, body = request.match_info["token"], await request.read()
        status, why = self._judge(token, request, body)
        self._note("post", status=status, why=why, bytes=len(body), topic=request.headers.get("Topic"))
        if status != 201:
            return web.Response(status=status, text=why)
        registration, topic = self._registrations[token], request.headers.get("Topic")
        queue = self._waiting.setdefault(registration.device, [])
        if topic is not None:
            queue[:] = [one for one in queue if one.sent or (one.topic, one.token) != (topic, token)]
        queue.append(Waiting(token, body, topic, time.time() + int(request.headers["TTL"])))
        self._deliver(registration.device)
        return web.Response(status=201, headers={"Location": "https://fcm.googleapis.com/m"})

    def _judge(self, token: str, request: web.Request, body: bytes) -> tuple[int, str]:
        registration = self._registrations.get(token)
        if registration is None:
            return 404, "unknown"
        if registration.gone:
            return 410, "gone"
        try:
            key = from_base64url(registration.sender)
            check(request.headers.get("Authorization"), audiences=AUDIENCES, key=key)
        except VapidRefused as refusal:
            return 403, str(refusal)
        return (413, "too big") if len(body) > 4096 else (201, "")

    def _deliver(self, device: int) -> None:
        stream = self._streams.get(device)
        if stream is None:
            return
        for one in self._waiting.get(device, []):
            if not one.sent and one.expires > time.time():
                one.sent = True
                stanza = self._stanza(one)
                stream.write(bytes([DATA]) + protobuf.varint(len(stanza)) + stanza)
                self._note("delivered", id=one.id)

    def _stanza(self, one: Waiting) -> bytes:
        registration = self._registrations[one.token]
        data = protobuf.text(7, protobuf.text(1, "subtype") + protobuf.text(2, registration.subtype))
        if one.body:
            data += protobuf.text(7, protobuf.text(1, "content-encoding") + protobuf.text(2, "aes128gcm"))
        head = protobuf.text(2, secrets.token_hex(4)) + protobuf.text(3, registration.sender)
        tail = protobuf.text(9, one.id) + protobuf.number(17, 60) + protobuf.number(18, int(time.time() * 1000))
        body = protobuf.text(21, one.body) if one.body else b""
        return head + protobuf.text(5, registration.app) + data + tail + body

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        device = 0
        with suppress(asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            await reader.readexactly(1)  # the version Chromium speaks
            while True:
                tag = (await reader.readexactly(1))[0]
                message = list(protobuf.fields(await reader.readexactly(await _read_varint(reader))))
                if tag == LOGIN:
                    device = self._log_in(message, writer)
                elif tag == HEARTBEAT:
                    writer.write(bytes([1, 0]))
                elif tag == IQ:
                    self._acknowledge(device, message)
                await writer.drain()
        if self._streams.get(device) is writer:
            del self._streams[device]
        writer.close()

    def _log_in(self, message: list[tuple[int, int | bytes]], writer: asyncio.StreamWriter) -> int:
        first = dict(reversed(message))
        acknowledged = {value.decode() for name, value in message if name == 10 and isinstance(value, bytes)}
        device = int(first[3])
        self._streams[device] = writer
        request_id = first[1]
        assert isinstance(request_id, bytes)
        answer = protobuf.text(1, request_id) + protobuf.number(8, int(time.time() * 1000))
        writer.write(bytes([MCS_VERSION, LOGIN_ANSWER]) + protobuf.varint(len(answer)) + answer)
        self._forget(device, acknowledged)
        for one in self._waiting.get(device, []):
            one.sent = False
        self._note("login")
        self._deliver(device)
        return device

    def _acknowledge(self, device: int, message: list[tuple[int, int | bytes]]) -> None:
        for name, value in message:
            if name == 7 and isinstance(value, bytes):
                extension = dict(protobuf.fields(value))
                ids = extension.get(2)
                if extension.get(1) == SELECTIVE_ACK and isinstance(ids, bytes):
                    self._forget(device, {v.decode() for _, v in protobuf.fields(ids) if isinstance(v, bytes)})

    def _forget(self, device: int, ids: set[str]) -> None:
        self._waiting[device] = [one for one in self._waiting.get(device, []) if one.id not in ids]


async def _read_varint(reader: asyncio.StreamReader) -> int:
    shift = value = 0
    while True:
        byte = (await reader.readexactly(1))[0]
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value
