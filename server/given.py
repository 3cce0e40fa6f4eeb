"""What Litestar hands to handlers, and the guards they declare."""

from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from server.access.caller import Caller, Delivery
from server.access.guards import may_deliver, needs_fresh_unlock, public, requires
from server.access.identify import identify, identify_delivery
from server.clock import Clock
from server.settings import Settings

GivenCaller = NamedDependency[SkipValidation[Caller]]
GivenDelivery = NamedDependency[SkipValidation[Delivery]]
GivenClock = NamedDependency[SkipValidation[Clock]]
GivenSettings = NamedDependency[SkipValidation[Settings]]


# Each names the one before it: Litestar resolves what does not hang together in a task group of its own, which took a
# tenth of a small request. The guards have looked the caller up before.
async def _settings(state: State) -> Settings:
    return state.settings


async def _clock(state: State, settings: GivenSettings) -> Clock:  # noqa: ARG001
    return state.clock


async def _caller(request: Request[Any, Any, State], clock: GivenClock) -> Caller:  # noqa: ARG001
    return await identify(request)


async def _delivery(request: Request[Any, Any, State], clock: GivenClock) -> Delivery:  # noqa: ARG001
    return await identify_delivery(request)


DEPENDENCIES = {
    "caller": Provide(_caller),
    "delivery": Provide(_delivery),
    "clock": Provide(_clock),
    "settings": Provide(_settings),
}

__all__ = [
    "DEPENDENCIES",
    "GivenCaller",
    "GivenClock",
    "GivenDelivery",
    "GivenSettings",
    "may_deliver",
    "needs_fresh_unlock",
    "public",
    "requires",
]
