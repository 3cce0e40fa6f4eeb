"""Work for the life of a process: after a fault there is another turn, and one of many keeps its fault to itself."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from server.db import LOST, Connection

log = logging.getLogger("kasane.rounds")

Turn = Callable[[], Awaitable[float]]


async def rounds(name: str, turn: Turn, after_trouble: float = 1.0) -> None:
    """Until cancelled; `turn` returns the seconds until the next one.

    Neither a database that is away nor a fault of our own ends it: nobody would notice before somebody missed it.
    """
    while True:
        try:
            pause = await turn()
        except LOST as error:
            log.warning("%s waits for the database: %s", name, type(error).__name__)
            pause = after_trouble
        except Exception as error:  # noqa: BLE001 - written down with its place, and tried again
            write_down(name, error)
            pause = after_trouble
        await asyncio.sleep(pause)


@asynccontextmanager
async def going_round(name: str, turn: Turn, after_trouble: float = 1.0) -> AsyncIterator[None]:
    """The same as a lifespan."""
    task = asyncio.create_task(rounds(name, turn, after_trouble))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def apart(connection: Connection, name: str, work: Awaitable[object]) -> bool:
    """One of many inside a transaction: False when it failed, which is taken back and written down.

    A connection that died ends all of them.
    """
    try:
        async with connection.transaction():
            await work
    except Exception as error:
        if connection.is_closed():
            raise
        write_down(name, error)
        return False
    return True


def write_down(name: str, error: Exception) -> None:
    # Frames only: an exception's text may quote a value.
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s: %s\n%s", name, type(error).__name__, frames)
