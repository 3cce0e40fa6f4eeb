"""Notifiers that can be killed at any moment: ticker and push worker as in a web process, forked from one that has read the code.

`python -m tests.alerts.notifier` reads a line for each notifier to start and answers with its process; the clock of all
runs faster than the world's, so that five minutes of an alert pass in seconds.
"""

import asyncio
import logging
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server import db
from server.alerts.ticker import alert_ticker
from server.push.sender import Sealing, Sender
from server.push.vapid import VapidSigner
from server.push.worker import Listener, Worker, own_pool
from tests.pushservices.receiver import ORIGIN

KEY, SECRET, OFFICE = bytes(range(32)), bytes(range(1, 33)), "https://kasane.example.jp"
MAILTO = "mailto:kasane@example.jp"


@dataclass(frozen=True)
class FastClock:
    """`began` is where both times are one."""

    began: datetime
    speed: float

    def now(self) -> datetime:
        return self.began + (datetime.now(UTC) - self.began) * self.speed

    def after(self, **time: float) -> float:
        """How many seconds of the world this lasts."""
        return timedelta(**time).total_seconds() / self.speed


async def notify(database: str, sink: str, vapid: Path, clock: FastClock) -> None:
    """Until killed; a database that is away at the start is waited for."""
    db.use(database)
    while True:
        try:
            await db.start_pool(3)
            break
        except (*db.LOST, TimeoutError):
            await asyncio.sleep(0.1)
    signer = VapidSigner.from_file(vapid, MAILTO)
    async with Sender(Sealing(signer, SECRET, OFFICE, {ORIGIN: sink})) as sender, own_pool() as pool:
        worker = Worker(sender, KEY, clock, pool.acquire)
        async with alert_ticker(clock):
            await asyncio.gather(worker.run(), Listener(worker.wake).run())


def main() -> None:
    database, sink, vapid, began, speed = sys.argv[1:]
    logging.disable(logging.CRITICAL)  # a database that falls every few seconds is the story, not news
    clock = FastClock(datetime.fromisoformat(began), float(speed))
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.close(0)
            while True:
                try:
                    asyncio.run(notify(database, sink, Path(vapid), clock))
                except (*db.LOST, TimeoutError):
                    continue  # as the supervisor starts a web process again
        print(child, flush=True)


if __name__ == "__main__":
    main()
