"""Whether the web tier is alive, for monitors; it tells them nothing else."""

from typing import Literal

import msgspec
from litestar import get

from server.db import reading
from server.given import GivenClock, GivenSettings, public


class Health(msgspec.Struct, frozen=True, kw_only=True):
    status: Literal["ok", "late"]
    database: Literal["ok"]
    mail: Literal["on", "off"]  # off: no mail server is set, and an alert reaches phones with push only
    overdue_seconds: int  # of the oldest alert step nobody has taken yet; a healthy tick keeps it under 60


@get("/healthz", guards=[public("monitors have no key; it says alive or not")])
async def healthz(clock: GivenClock, settings: GivenSettings) -> Health:
    now = clock.now()
    async with reading() as connection:
        due = await connection.fetchval("select min(next_at) from alert where state in ('open', 'acked')")
    overdue = max(0, int((now - due).total_seconds())) if due else 0
    mail = "off" if settings.relay is None else "on"
    return Health(status="ok" if overdue < 60 else "late", database="ok", mail=mail, overdue_seconds=overdue)


ROUTES = [healthz]
