"""The robot's phone: takes a push over HTTP, opens it, says that it arrived and answers. One for each web process."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import http_ece
from aiohttp import web

from server.alerts import service
from server.clock import Clock
from server.db import LOST, write_transaction
from server.problems import Problem
from server.push.payload import read_receipt_token
from server.push.vapid import VapidSigner
from server.robot import figure, probe
from server.rounds import going_round
from server.settings import Settings

log = logging.getLogger("kasane.robot")

LOOKS_EVERY = 60.0
AFTER_TROUBLE = 10.0
MOST_BYTES = 4096


class Ear:
    """Listens on this machine alone; `origins` leads the sender here (push/hosts.py)."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self.port = 0

    @property
    def origins(self) -> dict[str, str]:
        return {figure.ORIGIN: f"http://127.0.0.1:{self.port}"}

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        site = web.Application(client_max_size=MOST_BYTES)
        site.router.add_post(figure.path(self._settings.push_secret), self._hear)
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.port = runner.addresses[0][1]
            yield
        finally:
            await runner.cleanup()

    async def _hear(self, request: web.Request) -> web.Response:
        """201 as a push service would; what becomes of the answer is seen in the rows, and in /healthz."""
        if not request.headers.get("Authorization", "").startswith("vapid ") or "TTL" not in request.headers:
            return web.Response(status=401)
        try:
            told = json.loads(self._opened(await request.read()))
            delivery = read_receipt_token(self._settings.push_secret, told["kasane"]["r"])
            alert = UUID(told["notification"]["navigate"].rpartition("/")[2])
        except Exception as error:  # noqa: BLE001 - whatever cannot be read was not received
            log.warning("the robot could not read a push: %s", type(error).__name__)
            return web.Response(status=400)
        if delivery is None:
            return web.Response(status=400)
        await self._answer(delivery, alert, told["kasane"]["p"])
        return web.Response(status=201)

    def _opened(self, body: bytes) -> bytes:
        secret = self._settings.push_secret
        return http_ece.decrypt(
            body, private_key=figure.private_key(secret), auth_secret=figure.auth_secret(secret), version="aes128gcm"
        )

    async def _answer(self, delivery: UUID, alert: UUID, purpose: str) -> None:
        now = self._clock.now()
        try:
            await service.note_receipt(delivery, "shown", now)
            if purpose != "cleared":
                await service.note_seen(alert, figure.STAFF, now)
                await probe.answer(alert, now)
        except (Problem, *LOST) as error:
            log.warning("the robot could not answer: %s", type(error).__name__)


@asynccontextmanager
async def robot(settings: Settings, clock: Clock) -> AsyncIterator[dict[str, str]]:
    """Lifespan of one; yields where the sender finds it. An installation that switched it off has none, and says so."""
    if not settings.robot:
        yield {}
        return
    ear = Ear(settings, clock)
    kid = VapidSigner.from_file(settings.vapid_key_path, settings.vapid_subject).kid
    async with ear.listening():
        async with write_transaction() as connection:
            await figure.settle(connection, settings, kid, clock.now())

        async def turn() -> float:
            await probe.begin(clock.now())  # the hour is in the row, so any number may ask
            return LOOKS_EVERY

        async with going_round("the robot", turn, AFTER_TROUBLE):
            yield ear.origins
