"""The alert clock: asks every second which unanswered alerts are due. Timers lie in rows, so any number may run."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.alerts import service
from server.clock import Clock
from server.db import LOST

log = logging.getLogger("kasane.alerts")

EVERY_SECONDS = 1.0
BATCH = 100


async def run(clock: Clock) -> None:
    """Until cancelled; after a gap it catches up most urgent first, one step for each alert."""
    while True:
        moved = 0
        try:
            moved = await service.tick(clock.now(), BATCH)
        except LOST as error:
            log.warning("alert tick waits for the database: %s", type(error).__name__)
        if moved < BATCH:
            await asyncio.sleep(EVERY_SECONDS)


@asynccontextmanager
async def alert_ticker(clock: Clock) -> AsyncIterator[None]:
    task = asyncio.create_task(run(clock))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
