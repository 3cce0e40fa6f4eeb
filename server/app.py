"""create_app(): puts the parts of the web tier together; the only file that knows all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler, Receive, Scope, Send

from server import db
from server.access.guards import policies_of
from server.access.tries import Tries
from server.alerts.ticker import alert_ticker
from server.api import access, alerts, audit, devices, directory, health, keys, push, scope, staff
from server.clock import Clock, SystemClock
from server.door.door import Door
from server.door.refusals import HANDLERS
from server.door.static import static_routes
from server.given import DEPENDENCIES
from server.push.worker import push_worker
from server.settings import Settings
from server.sync import controller as sync
from server.sync.poke import Poke

MAX_BODY = 1024 * 1024


class WebTier(Litestar):
    """Litestar behind its door: nothing reaches routing that the door has not looked at."""

    def __init__(self, *handlers: Any, settings: Settings, **options: Any) -> None:
        super().__init__(*handlers, **options)
        self.door = Door(super().__call__, settings=settings, max_body=MAX_BODY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        await self.door(scope, receive, send)


def routes() -> list[ControllerRouterHandler]:
    """Every route of the web tier but the static files."""
    nouns = (health, access, devices, staff, directory, scope, keys, audit, alerts, push, sync)
    return [route for noun in nouns for route in noun.ROUTES]


def create_app(settings: Settings, clock: Clock | None = None) -> WebTier:
    """The web tier of one installation; refuses to be made with a route whose policy nobody decided."""
    clock = clock or SystemClock()

    @asynccontextmanager
    async def database(_: Litestar) -> AsyncIterator[None]:
        db.use(settings.database_url)
        await db.start_pool(settings.pool_size)
        try:
            yield
        finally:
            await db.stop_pool()

    @asynccontextmanager
    async def work(_: Litestar) -> AsyncIterator[None]:
        async with push_worker(settings, clock), alert_ticker(clock):
            yield

    made = WebTier(
        [*routes(), *static_routes(settings)],
        settings=settings,
        state=State({"settings": settings, "clock": clock, "tries": Tries()}),
        dependencies=DEPENDENCIES,
        exception_handlers=HANDLERS,
        lifespan=[database, work, Poke(settings)],
        openapi_config=None,
        debug=False,
        request_max_body_size=MAX_BODY,
    )
    _refuse_undecided(made)
    return made


def _refuse_undecided(made: Litestar) -> None:
    for route in made.routes:
        for handler in getattr(route, "route_handlers", ()) or (getattr(route, "route_handler", None),):
            if handler is not None and not policies_of(handler):
                raise RuntimeError(f"nobody decided who may call {route.path}")


def app() -> WebTier:
    """What `granian --factory server.app:app` serves."""
    return create_app(Settings.from_env())
