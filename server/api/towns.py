"""The doors of which town belongs to which center: named by the bureau, read by every office."""

from typing import Annotated

import msgspec
from litestar import get, put
from litestar.params import JSONBody
from litestar.types import ControllerRouterHandler

from server.given import GivenCaller, GivenClock, needs_fresh_unlock, requires
from server.towns import service
from server.towns.rules import Towns
from server.towns.service import TownTable

decides = requires(service.BUREAU)


class Named(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`version`: the one the writer had before them; `towns`: all of them, for what is not named belongs to none."""

    version: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 2)]
    towns: Towns


@get("/towns/v1/table", guards=[requires()])
async def read_towns(caller: GivenCaller) -> TownTable:
    return await service.read(caller)


@put("/towns/v1/table", guards=[decides, needs_fresh_unlock])
async def decide_towns(data: JSONBody[Named], caller: GivenCaller, clock: GivenClock) -> TownTable:
    """It is what every office of the ward proposes from then on: only after the factor was shown again."""
    return await service.decide(caller, data.version, data.towns, clock.now())


ROUTES: list[ControllerRouterHandler] = [read_towns, decide_towns]
