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


async def _caller(request: Request[Any, Any, State]) -> Caller:
    return await identify(request)


async def _delivery(request: Request[Any, Any, State]) -> Delivery:
    return await identify_delivery(request)


async def _clock(state: State) -> Clock:
    return state.clock


async def _settings(state: State) -> Settings:
    return state.settings


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
