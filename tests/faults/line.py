"""The line between a phone and the office: an asyncio proxy that does to one request what basements and hotels do."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

END = b"\r\n\r\n"
DEAF = 1.8  # seconds a line stays silent that carries one way only; a phone of these stories is less patient
BELL = "/sync/v1/poke"
PAGE = "<!doctype html><title>Wi-Fi ログイン</title>".encode()


@dataclass
class Asked:
    """One whole request, ready to be sent on."""

    path: str
    head: bytes
    body: bytes

    @property
    def raw(self) -> bytes:
        return self.head + self.body


Fault = Callable[["Line", Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Line:
    """`faults` befall the next requests whose path begins with `on`, one each; afterwards the line is good again."""

    server: int
    port: int = 0
    on: str = "/sync/v1/push"
    faults: list[Fault] = field(default_factory=list)
    befallen: int = 0
    last_answer: bytes = b""  # of the last good request on the troubled path
    last_asked: bytes = b""  # that request itself
    _open: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._listening = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        for one in self._open:
            one.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Bells may still be listened to when the line is taken down."""
        task = asyncio.create_task(self._answer(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            asked = await self._read(reader)
            if self.faults and asked.path.startswith(self.on):
                self.befallen += 1
                await self.faults.pop(0)(self, asked, writer)
            else:
                answer = await self._through(asked, writer)
                if asked.path.startswith(self.on):
                    self.last_answer, self.last_asked = answer, asked.raw
            await writer.drain()
        writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Asked:
        lines = (await reader.readuntil(END)).decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
        sizes = [int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")]
        kept = [one for one in lines[1:] if one.split(":")[0].lower() not in ("host", "origin", "connection")]
        ours = [f"Host: localhost:{self.server}", f"Origin: http://localhost:{self.server}", "Connection: close"]
        head = "\r\n".join([lines[0], *ours, *kept, "", ""]).encode("latin-1")
        return Asked(lines[0].split(" ")[1], head, await reader.readexactly(sizes[0] if sizes else 0))

    async def _through(self, asked: Asked, writer: asyncio.StreamWriter) -> bytes:
        """As it comes, for the office's bell never ends; the whole answer in the end."""
        reader, upstream = await asyncio.open_connection("127.0.0.1", self.server)
        told: list[bytes] = []
        try:
            upstream.write(asked.raw)
            await upstream.drain()
            while part := await reader.read(65_536):
                writer.write(part)
                await writer.drain()
                told += [part] if asked.path != BELL else []
        finally:
            upstream.close()
        return b"".join(told)

    async def forward(self, raw: bytes) -> bytes:
        """The office's whole answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server)
        writer.write(raw)
        await writer.drain()
        answer = await reader.read()
        writer.close()
        return answer


def reply(status: str, kind: str, body: bytes, *headers: str) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def says(status: str, kind: str = "text/html", body: bytes = PAGE, *headers: str) -> Fault:
    """Something on the way answers, and the office never hears of it."""

    async def fault(_: Line, __: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(reply(status, kind, body, *headers))

    return fault


async def cut_before(_: Line, __: Asked, writer: asyncio.StreamWriter) -> None:
    """The request is gone before the office hears of it."""
    writer.transport.abort()


async def cut_in_the_request(line: Line, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Half of the records reach the office, then nothing."""
    _, upstream = await asyncio.open_connection("127.0.0.1", line.server)
    upstream.write(asked.raw[: len(asked.head) + len(asked.body) // 2])
    await upstream.drain()
    await asyncio.sleep(0.2)
    upstream.transport.abort()
    writer.transport.abort()


async def cut_after_the_commit(line: Line, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """The office has stored everything; its answer never arrives."""
    assert (await line.forward(asked.raw)).startswith(b"HTTP/1.1 200")
    writer.transport.abort()


async def cut_in_the_answer(line: Line, asked: Asked, writer: asyncio.StreamWriter) -> None:
    answer = await line.forward(asked.raw)
    writer.write(answer[: answer.index(END) + 20])
    await writer.drain()
    writer.transport.abort()


async def doubled(line: Line, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """A radio that repeats itself: the office gets the request twice at once, the phone one answer."""
    answers = await asyncio.gather(line.forward(asked.raw), line.forward(asked.raw))
    writer.write(answers[1])


async def delayed(line: Line, asked: Asked, writer: asyncio.StreamWriter) -> None:
    answer = await line.forward(asked.raw)
    await asyncio.sleep(1.5)
    writer.write(answer)


async def answered_from_a_cache(line: Line, _: Asked, writer: asyncio.StreamWriter) -> None:
    """A proxy that kept the answer to an earlier request."""
    assert line.last_answer
    writer.write(line.last_answer)


async def overtaken(line: Line, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """A request that lay about somewhere comes once more, after and before the newer one."""
    assert line.last_asked
    await line.forward(line.last_asked)
    answer = await line.forward(asked.raw)
    await line.forward(line.last_asked)
    writer.write(answer)


async def only_there(line: Line, asked: Asked, _: asyncio.StreamWriter) -> None:
    """One way only: the office hears all of it, the phone hears nothing until it loses patience."""
    await line.forward(asked.raw)
    await asyncio.sleep(DEAF)


async def only_back(_: Line, __: Asked, ___: asyncio.StreamWriter) -> None:
    """The other way only: what the phone says goes nowhere, and nothing tells it so."""
    await asyncio.sleep(DEAF)
