"""Sends what the outbox holds: inside every web process, any number side by side."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import UUID

import asyncpg

from server.clock import Clock
from server.db import DB, LOST, reading
from server.push import queue, subscriptions
from server.push.answers import Breaker, wait_before
from server.push.carrier import POLL_SECONDS, Carrier, Connections
from server.push.hosts import test_origins
from server.push.payload import Note
from server.push.queue import Result, Standing
from server.push.sealed_endpoint import CannotOpenEndpoint, open_sealed
from server.push.sender import PARKED, Answer, Sealing, Sender
from server.push.vapid import VapidSigner
from server.settings import Settings

log = logging.getLogger("kasane.push")

POOL_SIZE = 4
DAY = 86_400
SECONDS_TO_LIVE = {"alert": DAY, "reminder": DAY, "cleared": DAY, "test": 600}


class Worker(Carrier):
    """Claims, asks once more, sends, writes down."""

    def __init__(
        self, sender: Sender, subscription_key: bytes, clock: Clock, connections: Connections = reading
    ) -> None:
        super().__init__(clock, connections)
        self._sender = sender
        self._key = subscription_key
        self._breaker = Breaker()

    async def _send(self, delivery: UUID) -> None:
        now = self._clock.now()
        async with self._connections() as connection:
            row = await queue.standing(connection, delivery, self.id, now)
            if row is None:
                return
            if not row.stands:
                await queue.drop(connection, delivery, self.id)
                return
            if row.rings_already:
                await queue.bundle(connection, delivery, self.id)
                return
            probe = self._breaker.closed_until(row.origin, now)
            if probe is not None:
                await queue.put_back(connection, delivery, self.id, probe)
                return
        answer = await self._post(delivery, row)
        await self._settle(delivery, row, answer)

    async def _post(self, delivery: UUID, row: Standing) -> Answer:
        try:
            address = open_sealed(self._key, row.subscription, row.sealed)
        except CannotOpenEndpoint:
            return Answer(PARKED, error="CannotOpenEndpoint")
        note = Note(delivery, row.alert, row.subscription, row.purpose)
        return await self._sender.send(
            note, address, seconds_to_live=SECONDS_TO_LIVE[row.purpose], now=self._clock.now()
        )

    async def _settle(self, delivery: UUID, row: Standing, answer: Answer) -> None:
        now = self._clock.now()
        meaning = answer.meaning
        self._breaker.note(row.origin, failed=meaning.trips_breaker, now=now)
        if meaning.alarm:
            log.error("push refused: status=%s error=%s origin=%s", answer.status, answer.error, row.origin)
        state, due = meaning.row, None
        if state == "again":
            due = now + wait_before(row.attempts, answer.retry_after, now)
            expired = due > row.made_at + timedelta(seconds=SECONDS_TO_LIVE[row.purpose])
            state = "expired" if expired else "queued"
        result = Result(state, answer.status, answer.error, answer.milliseconds, due)
        async with self._connections() as connection:
            await queue.settle(connection, delivery, self.id, now, result)
            await subscriptions.note_fate(connection, row.subscription, meaning.phone, now)


class Listener:
    """Hears of new rows the moment they are committed; the poll covers whatever it misses."""

    def __init__(self, wake: asyncio.Event) -> None:
        self._wake = wake
        self._connection: asyncpg.Connection | None = None

    async def run(self) -> None:
        try:
            while True:
                if self._connection is None or self._connection.is_closed():
                    await self._listen()
                await asyncio.sleep(POLL_SECONDS)
        finally:
            if self._connection is not None and not self._connection.is_closed():
                self._connection.terminate()

    async def _listen(self) -> None:
        with suppress(*LOST):
            self._connection = await DB.get_new_connection()
            await self._connection.add_listener(queue.CHANNEL, lambda *_: self._wake.set())
            self._wake.set()


def sealing_of(settings: Settings, own: Mapping[str, str] | None = None) -> Sealing:
    """Refuses to start without the VAPID key, with a subject Apple rejects, or with test origins in production."""
    return Sealing(
        signer=VapidSigner.from_file(settings.vapid_key_path, settings.vapid_subject),
        secret=settings.push_secret,
        origin=settings.origin,
        test_origins=test_origins(settings.push_hosts_extra, settings.origin) | dict(own or {}),
    )


def own_pool() -> asyncpg.Pool:
    """Apart from the requests' pool, so that a rush of records cannot hold an alert back.

    Claims and results need not outlive a power cut: a lost one is sent again, under the same Topic and tag.
    """
    settings = {**DB.config["server_settings"], "application_name": "kasane-push", "synchronous_commit": "off"}
    return asyncpg.create_pool(**{**DB.config, "server_settings": settings}, min_size=POOL_SIZE, max_size=POOL_SIZE)


@asynccontextmanager
async def push_worker(
    settings: Settings, clock: Clock, own: Mapping[str, str] | None = None
) -> AsyncIterator[Worker]:
    """Lifespan of one worker: stops claiming first, then lets what is on the wire end. `own`: origins of the robot."""
    async with Sender(sealing_of(settings, own)) as sender, own_pool() as pool:
        worker = Worker(sender, settings.subscription_key, clock, pool.acquire)
        tasks = [asyncio.create_task(worker.run()), asyncio.create_task(Listener(worker.wake).run())]
        try:
            yield worker
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(3):
                    await worker.finish()
