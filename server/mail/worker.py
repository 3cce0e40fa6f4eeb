"""Sends the mails of the outbox: beside the push worker, so that a mail server that hangs holds no push back."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from uuid import UUID

from server.clock import Clock
from server.db import reading
from server.mail import addresses, letter, outbox
from server.mail.outbox import Standing
from server.mail.rungs import waits_until
from server.mail.sealed_address import CannotOpenAddress, open_sealed
from server.mail.sender import Answer, Postman
from server.push import queue
from server.push.answers import wait_before
from server.push.carrier import Carrier, Connections
from server.push.queue import Result
from server.push.worker import Listener, own_pool
from server.settings import Settings

log = logging.getLogger("kasane.mail")

CODE_LIVES = timedelta(minutes=30)
LIVES = {"alert": timedelta(days=1), "reminder": timedelta(days=1), "code": CODE_LIVES}
LAST_WORDS_SECONDS = 3


class MailWorker(Carrier):
    """Claims, asks once more, sends, writes down."""

    channel = "mail"
    slots = 8

    def __init__(
        self, postman: Postman, settings: Settings, clock: Clock, connections: Connections = reading
    ) -> None:
        super().__init__(clock, connections)
        self._postman = postman
        self._settings = settings

    async def _send(self, delivery: UUID) -> None:
        now = self._clock.now()
        async with self._connections() as connection:
            row = await outbox.standing(connection, delivery, self.id, now)
            if row is None:
                return
            if not row.stands:
                await queue.drop(connection, delivery, self.id)
                return
            if row.rings_already:
                await queue.bundle(connection, delivery, self.id)
                return
            if row.received:
                await queue.drop(connection, delivery, self.id)
                return
            patient = waits_until(row.level, row.made_at, now) if row.accepted else None
            if patient is not None:
                await queue.put_back(connection, delivery, self.id, patient)
                return
        answer = await self._post(delivery, row)
        await self._settle(delivery, row, answer)

    async def _post(self, delivery: UUID, row: Standing) -> Answer:
        given, relay = self._settings, self._postman.relay
        try:
            to = open_sealed(given.subscription_key, row.mail, row.sealed)
        except CannotOpenAddress:
            return Answer("failed_perm", error="CannotOpenAddress", alarm=True)
        made = letter.letter(sender=relay.sender, to=to, delivery=delivery, now=self._clock.now())
        if row.alert is None:
            letter.with_code(made, given.origin, letter.code_of(given.push_secret, row.mail))
        else:
            letter.asking(made, given.origin, row.alert)
        return await self._postman.send(made, to)

    async def _settle(self, delivery: UUID, row: Standing, answer: Answer) -> None:
        now = self._clock.now()
        if answer.alarm:
            log.error("mail refused: status=%s error=%s", answer.status, answer.error)
        state, due = answer.row, None
        if state == "again":
            due = now + wait_before(row.attempts, None, now)
            state = "expired" if due > row.made_at + LIVES[row.purpose] else "queued"
        result = Result(state, answer.status, answer.error, answer.milliseconds, due)
        async with self._connections() as connection:
            await queue.settle(connection, delivery, self.id, now, result)
            await addresses.note_fate(connection, row.mail, answer.address, now, answer.status)


@asynccontextmanager
async def mail_worker(settings: Settings, clock: Clock) -> AsyncIterator[MailWorker | None]:
    """Lifespan of one worker; none where the installation names no mail server."""
    if settings.relay is None:
        log.warning("no mail server is set: alerts go out by push only")
        yield None
        return
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(own_pool())
        worker = MailWorker(Postman(settings.relay), settings, clock, pool.acquire)
        tasks = [asyncio.create_task(worker.run()), asyncio.create_task(Listener(worker.wake).run())]
        try:
            yield worker
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS_SECONDS):
                    await worker.finish()
