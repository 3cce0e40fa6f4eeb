"""The alert clock: asks every second which unanswered alerts are due. Timers lie in rows, so any number may run."""

from contextlib import AbstractAsyncContextManager

from server.alerts import service
from server.clock import Clock
from server.rounds import going_round

EVERY_SECONDS = 1.0
BATCH = 100


def alert_ticker(clock: Clock) -> AbstractAsyncContextManager[None]:
    """Lifespan; after a gap it catches up most urgent first, one step for each alert."""

    async def turn() -> float:
        moved = await service.tick(clock.now(), BATCH)
        return EVERY_SECONDS if moved < BATCH else 0

    return going_round("alert tick", turn)
