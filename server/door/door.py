"""The one place every request passes before anything else looks at it, and every answer on its way out."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from litestar.types import Message, Receive, Scope, Send

from server.door import json_shape
from server.door.body import Gone, read_body, replay
from server.door.headers import SAFE, check_request, is_chunk, security_headers
from server.problems import MEDIA_TYPE, Problem
from server.settings import Settings

log = logging.getLogger("kasane.door")
Inner = Callable[[Scope, Receive, Send], Awaitable[None]]


class Door:
    def __init__(self, inner: Inner, *, settings: Settings, max_body: int) -> None:
        self.inner = inner
        self.settings = settings
        self.max_body = max_body
        self.always = security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.inner(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": ""})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = secrets.token_hex(8)
        way_out = _WayOut(send, request_id, self.always)
        scope["kasane_request_id"] = request_id  # type: ignore[typeddict-unknown-key]
        try:
            await self.inner(scope, await self._let_in(scope, receive), way_out)
        except Gone:
            # A broken chunk looks like a hang-up here, and unanswered it would leave the server as a 500.
            await way_out.refuse(Problem("slow_body"))
        except Problem as problem:
            await way_out.refuse(problem)
        except Exception as error:
            log.error("unanswered %s %s", type(error).__name__, request_id)
            if way_out.started:
                raise
            await way_out.refuse(Problem("server_trouble"))

    async def _let_in(self, scope: Scope, receive: Receive) -> Receive:
        single = check_request(scope, self.settings)
        if scope["method"] in SAFE:  # type: ignore[typeddict-item]
            return receive
        body = await read_body(receive, single.get(b"content-length"), self.max_body)
        if body and not is_chunk(scope):
            if b"content-type" not in single:
                raise Problem("json_only")
            json_shape.check(body)
        scope["kasane_body"] = body  # type: ignore[typeddict-unknown-key]
        return replay(body, receive)


class _WayOut:
    """Adds to an answer what every answer carries."""

    def __init__(self, send: Send, request_id: str, always: list[tuple[bytes, bytes]]) -> None:
        self.send = send
        self.request_id = request_id
        self.always = always
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            given: list[tuple[bytes, bytes]] = list(message.get("headers", []))
            names = {name.lower() for name, _ in given}
            given += [header for header in self.always if header[0] not in names]
            given.append((b"x-request-id", self.request_id.encode()))
            if b"cache-control" not in names:
                given.append((b"cache-control", b"no-store"))
            message["headers"] = given
        await self.send(message)

    async def refuse(self, problem: Problem) -> None:
        body = problem.body(self.request_id)
        headers: list[Any] = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
        headers += [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
        await self({"type": "http.response.start", "status": problem.status, "headers": headers})
        await self({"type": "http.response.body", "body": body, "more_body": False})
