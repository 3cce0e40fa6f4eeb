"""Once a day, clears the chunks of photos that were never finished."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.blobs import service
from server.clock import Clock
from server.db import LOST

log = logging.getLogger("kasane.blobs")
LOOK_EVERY = 24 * 3600.0


async def run(clock: Clock) -> None:
    while True:
        try:
            if collected := await service.collect(clock.now()):
                log.info("%s chunks of unfinished photos were cleared", collected)
        except LOST as error:
            log.warning("clearing photos waits for the database: %s", type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)


@asynccontextmanager
async def blob_collector(clock: Clock) -> AsyncIterator[None]:
    task = asyncio.create_task(run(clock))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
