"""Mozilla's push service in small: the autopush WebSocket a stock Firefox speaks, and RFC 8030 for our sender.

Point Firefox here with `dom.push.serverURL` = `AutopushService.websocket`. `log` tells what happened, in order.
"""

import json
import secrets
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.pushservices.service import LocalService
from tests.pushservices.vapid_check import VapidRefused, check, from_base64url, to_base64url


@dataclass
class Channel:
    """One subscription: the browser it belongs to and the VAPID key it was made with."""

    browser: str
    id: str
    key: bytes | None
    gone: bool = False


@dataclass
class Waiting:
    """A message not yet acknowledged by the browser."""

    channel: str
    body: bytes
    topic: str | None
    expires: float
    version: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    sent: bool = False


class AutopushService(LocalService):
    """Honours TTL and Topic, checks VAPID, keeps messages while the browser is away."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.log: list[dict[str, Any]] = []
        self.channels: dict[str, Channel] = {}
        self._sockets: dict[str, web.WebSocketResponse | None] = {}
        self._waiting: dict[str, list[Waiting]] = {}
        self.web.router.add_get("/", self._websocket)
        self.web.router.add_post("/wpush/{token}", self._post)

    @property
    def websocket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/"

    @property
    def extra(self) -> str:
        """The setting that lets the office's sender use this origin."""
        return f"{self.origin}={self.origin}"

    def end(self, endpoint: str) -> None:
        """The person took the permission back: the next push gets 410."""
        self.channels[endpoint.rsplit("/", 1)[1]].gone = True

    async def forget_everybody(self) -> None:
        """As after a loss of data: browsers must subscribe again, old endpoints answer 404."""
        for socket in list(self._sockets.values()):
            if socket is not None:
                await socket.close()
        self.channels.clear()
        self._sockets.clear()
        self._waiting.clear()

    def _note(self, what: str, **facts: Any) -> None:
        self.log.append({"what": what, "at": time.time(), **facts})

    async def _post(self, request: web.Request) -> web.Response:
        body = await request.read()
        status, why = self._judge(request, body)
        self._note("post", status=status, why=why, bytes=len(body), topic=request.headers.get("Topic"))
        if status != 201:
            return web.Response(status=status, text=why)
        channel = self.channels[request.match_info["token"]]
        await self._keep(channel, request, body)
        return web.Response(status=201, headers={"Location": "/m/1", "TTL": request.headers["TTL"]})

    def _judge(self, request: web.Request, body: bytes) -> tuple[int, str]:
        channel = self.channels.get(request.match_info["token"])
        if channel is None:
            return 404, "unknown subscription"
        if channel.gone:
            return 410, "gone"
        try:
            check(request.headers.get("Authorization"), audiences=(self.origin,), key=channel.key)
        except VapidRefused as refusal:
            return 401, str(refusal)
        if "TTL" not in request.headers:
            return 400, "TTL missing"
        if len(body) > 4096:
            return 413, "too big"
        if body and request.headers.get("Content-Encoding") != "aes128gcm":
            return 400, "encoding"
        return 201, ""

    async def _keep(self, channel: Channel, request: web.Request, body: bytes) -> None:
        queue = self._waiting.setdefault(channel.browser, [])
        seconds, topic = int(request.headers["TTL"]), request.headers.get("Topic")
        if topic is not None:
            queue[:] = [one for one in queue if one.sent or (one.topic, one.channel) != (topic, channel.id)]
        if seconds == 0 and self._sockets.get(channel.browser) is None:
            return
        queue.append(Waiting(channel.id, body, topic, time.time() + max(seconds, 1)))
        await self._deliver(channel.browser)

    async def _deliver(self, browser: str) -> None:
        socket = self._sockets.get(browser)
        if socket is None:
            return
        queue = self._waiting.setdefault(browser, [])
        queue[:] = [one for one in queue if one.expires > time.time()]
        for one in queue:
            if one.sent:
                continue
            one.sent = True
            message = {"messageType": "notification", "channelID": one.channel, "version": one.version, "ttl": 60}
            if one.body:
                message |= {"data": to_base64url(one.body), "headers": {"encoding": "aes128gcm"}}
            self._note("delivered", version=one.version)
            await socket.send_str(json.dumps(message))

    async def _websocket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("push-notification",))
        await socket.prepare(request)
        browser = ""
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                continue
            said = json.loads(message.data)
            if said.get("messageType") == "hello":
                browser = await self._hello(socket, said)
            else:
                await self._answer(socket, browser, said)
        if self._sockets.get(browser) is socket:
            self._sockets[browser] = None
        return socket

    async def _hello(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> str:
        known = said.get("uaid") or ""
        browser = known if known in self._sockets else uuid.uuid4().hex
        self._sockets[browser] = socket
        self._note("hello", known=browser == known)
        reply = {"messageType": "hello", "uaid": browser, "status": 200, "use_webpush": True, "broadcasts": {}}
        await socket.send_str(json.dumps(reply))
        for one in self._waiting.get(browser, []):
            one.sent = False
        await self._deliver(browser)
        return browser

    async def _answer(self, socket: web.WebSocketResponse, browser: str, said: dict[str, Any]) -> None:
        kind, channel = said.get("messageType", "ping"), said.get("channelID", "")
        reply: dict[str, Any] = {"messageType": kind, "status": 200, "channelID": channel}
        if kind == "register":
            token, key = secrets.token_urlsafe(24), said.get("key")
            self.channels[token] = Channel(browser, channel, from_base64url(key) if key else None)
            reply["pushEndpoint"] = f"{self.origin}/wpush/{token}"
        elif kind == "unregister":
            for one in self.channels.values():
                one.gone = one.gone or one.id == channel
        elif kind == "ack":
            versions = {update["version"] for update in said["updates"]}
            self._waiting[browser] = [one for one in self._waiting.get(browser, []) if one.version not in versions]
        self._note(kind)
        if kind != "ack":
            await socket.send_str(json.dumps(reply) if kind in ("register", "unregister") else "{}")
