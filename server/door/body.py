"""Reading a body whole, within its limits, before anyone trusts it."""

import asyncio
from typing import Any

from litestar.types import Message, Receive

from server.problems import Problem

PATIENCE = 20.0  # seconds without a byte
LONGEST = 180.0  # seconds for a whole body: 1 MiB over a basement's 50 kbit/s


class Gone(Exception):
    """The caller hung up before the body was whole; there is nobody left to answer."""


async def read_body(receive: Receive, declared: bytes | None, limit: int) -> bytes:
    if declared is not None:
        if not declared.isdigit() or len(declared) > 12:
            raise Problem("bad_request")
        if int(declared) > limit:
            raise Problem("too_large", limit=limit)
    try:
        async with asyncio.timeout(LONGEST):
            body = await _collect(receive, limit)
    except TimeoutError:
        raise Problem("slow_body") from None
    if declared is not None and len(body) != int(declared):
        raise Problem("bad_request")
    return body


async def _collect(receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        async with asyncio.timeout(PATIENCE):
            message: Any = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise Problem("too_large", limit=limit)
        if part:
            parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def replay(body: bytes, receive: Receive) -> Receive:
    """Hand the body on in one piece; afterwards only a disconnect can come."""
    handed = False

    async def again() -> Message:
        nonlocal handed
        if handed:
            return await receive()  # type: ignore[return-value]
        handed = True
        return {"type": "http.request", "body": body, "more_body": False}  # type: ignore[return-value]

    return again  # type: ignore[return-value]
