"""Which kind of caller may enter; which rows they see is the store's first clause."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from server.access.identify import identify, identify_delivery
from server.problems import Problem

Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]


def _policy(guard: Guard, says: str) -> Guard:
    guard.policy = says  # type: ignore[attr-defined]
    return guard


def requires(*roles: str) -> Guard:
    """A signed-in person; with roles named, one of these as the office has it now."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        caller = await identify(connection)
        if roles and caller.role not in roles:
            raise Problem("not_allowed")

    return _policy(guard, f"session:{','.join(roles) or 'any'}")


async def _fresh(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    caller = await identify(connection)
    if not caller.is_fresh(connection.app.state.clock.now()):
        raise Problem("step_up_needed")


async def _delivers(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    await identify_delivery(connection)


needs_fresh_unlock: Guard = _policy(_fresh, "fresh unlock")
may_deliver: Guard = _policy(_delivers, "session or upload signature")


def public(because: str) -> Guard:
    """Open to anyone who can reach the server; the reason is part of the declaration."""

    async def guard(*_: object) -> None:
        return None

    return _policy(guard, f"public: {because}")


def policies_of(handler: BaseRouteHandler) -> list[str]:
    """What a route declares; an empty list means that nobody decided."""
    return [guard.policy for guard in handler.guards or () if hasattr(guard, "policy")]  # type: ignore[attr-defined]
