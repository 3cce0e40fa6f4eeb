"""Bytes that no browser would send, to a really running server: never a 5xx, never a hang, and healthy afterwards."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.first_secrets import ensure_secrets
from tests.conftest import CLUSTER
from tests.house.tree import ROOT

PORTS = range(22_000, 22_050)
PATIENCE = 5.0  # seconds for an answer or a cut
MEGABYTE = 1024 * 1024


def _free_port() -> int:
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port")


@pytest.fixture
async def port(database: str, tmp_path: Path) -> AsyncIterator[int]:
    """The web tier as it is started in production, in its own process."""
    chosen = _free_port()
    origin = f"http://localhost:{chosen}"
    (tmp_path / "static").mkdir()
    (tmp_path / "data").mkdir()
    ensure_secrets(tmp_path / "data")
    (tmp_path / "static" / "index.html").write_text("<!doctype html><title>かさね</title>", encoding="utf-8")
    env = os.environ | {
        "KASANE_DATABASE_URL": CLUSTER.web_url, "KASANE_DATA_DIR": str(tmp_path / "data"), "KASANE_ORIGIN": origin,
        "KASANE_HOSTS_EXTRA": f"localhost:{chosen},127.0.0.1:{chosen}", "KASANE_STATIC_DIR": str(tmp_path / "static"),
    }  # fmt: skip
    words = [
        str(Path(sys.executable).with_name("granian")), "--interface", "asgi", "--factory", "server.app:app",
        "--host", "127.0.0.1", "--port", str(chosen), "--workers", "1", "--log-level", "warning",
    ]  # fmt: skip
    running = await asyncio.to_thread(subprocess.Popen, words, env=env, cwd=ROOT)
    try:
        await _until_healthy(chosen)
        yield chosen
        assert running.poll() is None, "the server died"
    finally:
        running.terminate()
        try:
            await asyncio.to_thread(running.wait, 15)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


async def _until_healthy(port: int) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        with contextlib.suppress(OSError):
            if (await send(port, head(port, "GET /healthz"))).startswith(b"HTTP/1.1 200"):
                return
        await asyncio.sleep(0.3)
    raise AssertionError("the server did not start")


def head(port: int, first: str, *lines: str) -> bytes:
    kept = [f"{first} HTTP/1.1", f"Host: localhost:{port}", f"Origin: http://localhost:{port}", "Connection: close"]
    return "\r\n".join([*kept, *lines, "", ""]).encode()


def posting(port: int, *lines: str) -> bytes:
    return head(port, "POST /access/v1/challenge", "Content-Type: application/json", *lines)


async def send(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """What comes back until the server hangs up or `PATIENCE` is over since the last byte was sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        with contextlib.suppress(ConnectionError):
            for part in parts:
                writer.write(part)
                await asyncio.wait_for(writer.drain(), PATIENCE)
                await asyncio.sleep(pause)
        try:
            return await asyncio.wait_for(_all(reader), PATIENCE)
        except TimeoutError:
            return b"HANGS"
    finally:
        writer.close()


async def _all(reader: asyncio.StreamReader) -> bytes:
    content = b""
    with contextlib.suppress(ConnectionError):
        while part := await reader.read(65_536):
            content += part
    return content


async def kindly_refused(port: int, *parts: bytes, codes: tuple[int, ...] = ()) -> None:
    """Refused or cut, but neither broken nor left hanging; afterwards the next caller is served."""
    answer = await send(port, *parts)
    assert answer != b"HANGS"
    if answer:
        status = int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 400
        assert 400 <= status < 500, answer[:300]
        assert not codes or status in codes, answer[:300]
    assert (await send(port, head(port, "GET /healthz"))).startswith(b"HTTP/1.1 200")


async def test_strange_requests_are_refused_or_cut_and_the_next_caller_is_served(port: int) -> None:
    body = b'{"device":"0e5b7b0e-0000-4000-8000-000000000000"}'
    whole = f"Content-Length: {len(body)}"
    assert (await send(port, posting(port, whole), body)).startswith(b"HTTP/1.1 200"), "the plain request is a good one"
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    # Two lengths: the chunks are the true one (RFC 9112 6.3), and what follows them is never a second request.
    both = posting(port, whole, "Transfer-Encoding: chunked")
    answer = await send(port, both, chunk + head(port, "GET /healthz"))
    assert (answer[:9], answer.count(b"HTTP/1.1 ")) == (b"HTTP/1.1 ", 1)
    assert answer[9:10] in b"24"
    await kindly_refused(port, posting(port, whole, "Content-Length: 3"), body)
    await kindly_refused(port, posting(port, "Content-Length: -1"), body)
    await kindly_refused(port, posting(port, "Transfer-Encoding: chunked, identity"), chunk)
    await kindly_refused(port, posting(port, "Transfer-Encoding: chunked"), b"zz\r\nxx\r\n")
    await kindly_refused(port, b"GET /healthz\r\n\r\n")  # HTTP/0.9
    await kindly_refused(port, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64) + b"\r\n\r\n")  # TLS
    await kindly_refused(port, head(port, "GET /healthz", "X-Long: " + "あ" * 300_000))
    await kindly_refused(port, head(port, "GET /healthz", *(f"X-{n}: 1" for n in range(5_000))))
    await kindly_refused(port, head(port, "GET //healthz"), codes=(404,))
    await kindly_refused(port, head(port, "GET //kasane.example.jp/%2e%2e/healthz"), codes=(404,))
    await kindly_refused(port, head(port, "GET /devices/v1/０ｅ５ｂ７ｂ０ｅ-0000-4000-8000-000000000000/standing"))
    wide = "%EF%BC%90e5b7b0e-0000-4000-8000-000000000000"
    await kindly_refused(port, head(port, f"GET /devices/v1/{wide}/standing"), codes=(404,))
    await kindly_refused(port, head(port, "BREW /healthz"), codes=(405,))


async def test_a_body_beyond_its_limit_is_refused_without_reading_it_whole(port: int) -> None:
    eleven = 11 * MEGABYTE
    await kindly_refused(port, posting(port, f"Content-Length: {eleven}"), *[b" " * MEGABYTE] * 11, codes=(413,))
    endless = [b"%x\r\n%s\r\n" % (MEGABYTE // 4, b" " * (MEGABYTE // 4))] * 64
    await kindly_refused(port, posting(port, "Transfer-Encoding: chunked"), *endless, codes=(413,))


@pytest.mark.shows("F-07")
async def test_slow_bodies_hold_up_nobody_else(port: int) -> None:
    """A basement may be slow: the body is waited for, but everybody else is answered meanwhile."""
    slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(200)]
    try:
        for _, writer in slow:
            writer.write(posting(port, "Content-Length: 50") + b"{")
            await writer.drain()
        began = time.monotonic()
        assert (await send(port, head(port, "GET /healthz"))).startswith(b"HTTP/1.1 200")
        assert (await send(port, posting(port, "Content-Length: 2"), b"{}")).startswith(b"HTTP/1.1 4")
        assert time.monotonic() - began < PATIENCE
    finally:
        for _, writer in slow:
            writer.close()
    assert (await send(port, head(port, "GET /healthz"))).startswith(b"HTTP/1.1 200")
