"""Once a day, clears the chunks of photos that were never finished."""

import logging
from contextlib import AbstractAsyncContextManager

from server.blobs import service
from server.clock import Clock
from server.rounds import going_round

log = logging.getLogger("kasane.blobs")
LOOK_EVERY = 24 * 3600.0
AFTER_TROUBLE = 60.0


def blob_collector(clock: Clock) -> AbstractAsyncContextManager[None]:
    async def turn() -> float:
        if collected := await service.collect(clock.now()):
            log.info("%s chunks of unfinished photos were cleared", collected)
        return LOOK_EVERY

    return going_round("clearing photos", turn, AFTER_TROUBLE)
