"""What everybody who carries deliveries does alike: claim some, serve each by itself, outlive the database."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from uuid import UUID, uuid4

from server.clock import Clock
from server.db import LOST, Connection, reading
from server.push import queue
from server.rounds import rounds, write_down

log = logging.getLogger("kasane.push")

POLL_SECONDS = 1.0

Connections = Callable[[], AbstractAsyncContextManager[Connection]]


class Carrier(ABC):
    """Everything that matters lies in the rows, nothing in here; any number of them work side by side."""

    channel: queue.Channel = "push"
    slots = 32

    def __init__(self, clock: Clock, connections: Connections = reading) -> None:
        self.id = uuid4()
        self.wake = asyncio.Event()
        self._clock = clock
        self._connections = connections
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled. A database that is away costs a second, never the worker."""
        await rounds(f"{self.channel} worker", self._turn)

    async def _turn(self) -> float:
        self.wake.clear()
        if not await self.start_due():
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self.wake.wait()
        return 0

    async def start_due(self) -> int:
        """Start sending as many due rows as there are free slots; returns how many."""
        free = self.slots - len(self._running)
        if free <= 0:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            return 1
        async with self._connections() as connection:
            claimed = await queue.claim(connection, self.id, self._clock.now(), free, self.channel)
        for delivery in claimed:
            task = asyncio.create_task(self._serve(delivery))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return len(claimed)

    async def finish(self) -> None:
        """Wait for what is under way; its leases would bring it back, but later."""
        while self._running:
            await asyncio.wait(self._running)

    async def _serve(self, delivery: UUID) -> None:
        try:
            await self._send(delivery)
        except LOST as error:
            log.warning("a delivery waits for its lease to run out: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001 - whatever one delivery meets, its lease brings it back
            write_down("a delivery waits for its lease to run out", error)

    @abstractmethod
    async def _send(self, delivery: UUID) -> None:
        """Ask once more whether it still stands, send it, write down what became of it."""
