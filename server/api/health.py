"""Whether the web tier is alive, for monitors; it tells them nothing else."""

from datetime import datetime
from typing import Literal

import msgspec
from litestar import get

from server.alerts.pulse import pulse
from server.db import reading
from server.given import GivenClock, GivenSettings, public
from server.robot.probe import tried


class Health(msgspec.Struct, frozen=True, kw_only=True):
    status: Literal["ok", "late"]
    at: datetime  # so that an answer kept by something in between is known as old
    database: Literal["ok"]
    mail: Literal["on", "off"]  # off: no mail server is set, and an alert reaches phones with push only
    overdue_seconds: int  # of the oldest alert step nobody has taken yet; a healthy tick keeps it under 60
    forgotten: int  # open alerts that nothing would ever move again: never anything but 0
    robot_seconds: int | None  # since the hourly alert of nobody's last went the whole way; null where no robot is


@get("/healthz", guards=[public("monitors have no key; it says alive or not")])
async def healthz(clock: GivenClock, settings: GivenSettings) -> Health:
    async with reading() as connection:
        now = clock.now()
        beat, last = await pulse(connection, now), await tried(connection, now)
    mail = "off" if settings.relay is None else "on"
    return Health(
        status="ok" if beat.is_well and last.is_well else "late", at=now, database="ok", mail=mail,
        overdue_seconds=beat.overdue_seconds, forgotten=beat.forgotten, robot_seconds=last.seconds,
    )  # fmt: skip


ROUTES = [healthz]
