"""Wakes open phones: one listening connection a process, one number a message, nothing about whom it concerns."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from server.db import LOST
from server.settings import Settings

CHANNEL = "kasane_seq"
COMMENT_EVERY = 20.0  # seconds; keeps proxies from closing a silent stream
AT_MOST_EVERY = 1.0  # a busy morning is one poke a second, not one a record
STREAM_LIVES = 600.0  # then the phone connects again, and its session is looked at again
RETRY = 2.0

logger = logging.getLogger(__name__)


class Poke:
    """Hears of every change of the order, of whichever web process, and passes it on to this process's streams."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.database_url
        self._seq = 0
        self._news = asyncio.Event()
        self._ending = False

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        listening = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            self._ending = True
            self._wake()
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def stream(self, lives: float = STREAM_LIVES) -> AsyncIterator[int | None]:
        """A number when something changed, None when only the line must be kept open."""
        loop = asyncio.get_running_loop()
        ends, told = loop.time() + lives, self._seq
        yield None
        while not self._ending and (left := ends - loop.time()) > 0:
            if self._seq == told:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), min(COMMENT_EVERY, left))
            if self._seq == told:
                yield None
                continue
            told = self._seq
            yield told
            await asyncio.sleep(AT_MOST_EVERY)

    def _heard(self, _connection: Any, _pid: int, _channel: str, payload: Any) -> None:
        self._seq = max(self._seq, int(payload))
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def _listen(self) -> None:
        """Goes on for the life of the process; a phone that misses a poke syncs by its own rhythm all the same."""
        while True:
            try:
                named = {"application_name": "kasane-poke"}
                connection = await asyncpg.connect(self._url, timeout=5, server_settings=named)
                try:
                    await self._until_lost(connection)
                finally:
                    await connection.close(timeout=2)
            except (TimeoutError, *LOST) as trouble:
                logger.warning("poke listener lost its connection: %s", type(trouble).__name__)
            await asyncio.sleep(RETRY)

    async def _until_lost(self, connection: asyncpg.Connection) -> None:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(CHANNEL, self._heard)
        # What moved while nobody listened.
        self._heard(None, 0, CHANNEL, await connection.fetchval("select seq from sync_clock where id = 1") or 0)
        await lost.wait()
