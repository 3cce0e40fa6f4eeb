"""A push service that means harm: redirects, hangs, drips, floods, resets. Raw sockets, because HTTP servers behave."""

import asyncio
import socket
import struct
from contextlib import suppress
from types import TracebackType
from typing import Self

REPLY = b"HTTP/1.1 %d Reply\r\nContent-Length: 0\r\n%s\r\n"
FLOOD_BYTES = 200 * 1024 * 1024


class Hostile:
    """Each path is a temper: /redirect-307, /hang, /drip, /drip-head, /flood, /reset, /status-503, /later-<text>."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.asked: list[str] = []
        self.flooded = 0
        self.lured = 0
        self._server: asyncio.Server | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.decode("latin-1").split("\r\n")
                sizes = [int(line[15:]) for line in lines if line.lower().startswith("content-length:")]
                await reader.readexactly(sizes[0] if sizes else 0)
                temper = lines[0].split(" ")[1].removeprefix("/")
                self.asked.append(temper)
                await self._answer(temper, writer)
                await writer.drain()
        writer.close()

    async def _answer(self, temper: str, writer: asyncio.StreamWriter) -> None:
        name, _, detail = temper.partition("-")
        if name == "redirect":
            where = b"Location: %s/lure\r\n" % self.origin.encode()
            writer.write(REPLY % (int(detail), where))
        elif name == "status":
            writer.write(REPLY % (int(detail), b""))
        elif name == "later":
            writer.write(REPLY % (429, b"Retry-After: %s\r\n" % detail.replace("_", " ").encode()))
        elif name == "lure":
            self.lured += 1
            writer.write(REPLY % (201, b""))
        elif name == "hang":
            await asyncio.sleep(60)
        elif name == "drip":
            await self._drip(writer, head=detail == "head")
        elif name == "flood":
            await self._flood(writer)
        elif name == "reset":
            # Linger 0 turns close into a reset.
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.close()

    async def _drip(self, writer: asyncio.StreamWriter, *, head: bool) -> None:
        writer.write(b"HTTP/1.1 201 Created\r\n" if head else b"HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"X-Drip: 1\r\n" if head else b".")
            await writer.drain()
            await asyncio.sleep(0.1)

    async def _flood(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n" % FLOOD_BYTES)
        chunk = bytes(65_536)
        while self.flooded < FLOOD_BYTES:
            writer.write(chunk)
            self.flooded += len(chunk)
            await writer.drain()
