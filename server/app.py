"""create_app(): puts the parts of the web tier together; the only file that knows all of them."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Self

from litestar import Litestar
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.routes import HTTPRoute
from litestar.types import ControllerRouterHandler, Receive, Scope, Send

from server import db
from server.access.guards import policies_of
from server.access.staffing import departures
from server.access.tries import Tries
from server.alerts.ticker import alert_ticker
from server.api import (
    access,
    alerts,
    audit,
    bounds,
    devices,
    directory,
    duty,
    figures,
    health,
    keys,
    mail,
    organizations,
    push,
    rollout,
    scope,
    staff,
    towns,
    transfers,
    viewings,
)
from server.blobs.collector import blob_collector
from server.clock import Clock, SystemClock
from server.door.door import Door
from server.door.refusals import HANDLERS
from server.door.static import StaticFiles
from server.given import DEPENDENCIES
from server.mail.worker import mail_worker
from server.push.worker import push_worker
from server.robot.ear import robot
from server.settings import Settings
from server.sync import blobs
from server.sync import controller as sync
from server.sync.poke import Poke

MAX_BODY = 1024 * 1024
CALL = re.compile(r"/(?:healthz$|[a-z]+/v[0-9]+(?:/|$))")  # every other path is the PWA's


class WebTier(Litestar):
    """Litestar and the built PWA behind one door: nothing reaches either that the door has not looked at."""

    static_files: StaticFiles
    door: Door

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        """Litestar loads pydantic wherever it is installed, and Piccolo brings it: 11 MiB of each web process."""
        return [*plugins, MsgspecDIPlugin()]

    def serve(self, settings: Settings, clock: Clock) -> Self:
        """For one installation, from its next start on; the routes are the same for all."""
        self.state = State({"settings": settings, "clock": clock, "tries": Tries()})
        self.static_files = StaticFiles(settings.static_dir)
        self.door = Door(self._inside, settings=settings, max_body=MAX_BODY)
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        await self.door(scope, receive, send)

    async def _inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Not a Litestar mount: one at "/" swallows every route with a parameter inside its path.
        if scope["type"] == "http" and not CALL.match(scope["path"]):
            await self.static_files(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def routes() -> list[ControllerRouterHandler]:
    """Every route of the web tier but the static files."""
    nouns = (
        health, access, devices, staff, directory, organizations, scope, transfers, keys, audit, alerts, duty, figures,
        rollout, towns, bounds, viewings, push, mail, sync, blobs,
    )  # fmt: skip
    return [route for noun in nouns for route in noun.ROUTES]


@asynccontextmanager
async def _database(made: Litestar) -> AsyncIterator[None]:
    settings: Settings = made.state.settings
    db.use(settings.database_url)
    await db.start_pool(settings.pool_size)
    try:
        yield
    finally:
        await db.stop_pool()


@asynccontextmanager
async def _work(made: Litestar) -> AsyncIterator[None]:
    settings, clock = made.state.settings, made.state.clock
    async with (
        robot(settings, clock) as own, push_worker(settings, clock, own), mail_worker(settings, clock),
        alert_ticker(clock), departures(clock), blob_collector(clock),
    ):  # fmt: skip
        yield


@asynccontextmanager
async def _bell(made: Litestar) -> AsyncIterator[None]:
    made.state.poke = Poke(made.state.settings)
    async with made.state.poke.listening():
        yield


def lay_routes() -> WebTier:
    """The web tier of no installation yet; refuses a route whose policy nobody decided."""
    made = WebTier(
        routes(),
        dependencies=DEPENDENCIES,
        exception_handlers=HANDLERS,
        lifespan=[_database, _work, _bell],
        openapi_config=None,
        debug=False,
        request_max_body_size=MAX_BODY,
    )
    _refuse_undecided(made)
    return made


def create_app(settings: Settings, clock: Clock | None = None) -> WebTier:
    """The web tier of one installation."""
    return lay_routes().serve(settings, clock or SystemClock())


def handlers_of(made: Litestar) -> Iterator[tuple[str, BaseRouteHandler]]:
    """Every path and handler, without the OPTIONS answers Litestar adds: the door lets no OPTIONS through."""
    for route in made.routes:
        if isinstance(route, HTTPRoute):
            yield from ((route.path, one) for one in route.route_handlers if one.http_methods != {"OPTIONS"})
        else:
            yield route.path, route.route_handler


def _refuse_undecided(made: Litestar) -> None:
    for path, handler in handlers_of(made):
        if not policies_of(handler) or not CALL.match(path):
            raise RuntimeError(f"nobody decided who may call {path}")


def app() -> WebTier:
    """What `granian --factory server.app:app` serves."""
    return create_app(Settings.from_env())
