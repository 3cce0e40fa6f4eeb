"""The doors of a center's own numbers: set by its manager or head, read by everybody who counts by them."""

from typing import Annotated

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from server.bounds import service
from server.bounds.rules import Given
from server.bounds.service import Written
from server.given import GivenCaller, GivenClock, needs_fresh_unlock, requires

decides = requires(*service.KEEPERS)


class Decided(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`version`: the one the writer had before them."""

    version: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 2)]
    numbers: Annotated[Given, msgspec.Meta(min_length=1, max_length=40)]


class CenterBounds(msgspec.Struct, frozen=True, kw_only=True):
    centers: list[Written]


class BoundVersions(msgspec.Struct, frozen=True, kw_only=True):
    versions: list[Written]


@get("/bounds/v1/centers", guards=[requires()])
async def read_bounds(caller: GivenCaller) -> CenterBounds:
    return CenterBounds(centers=await service.read(caller))


@get("/bounds/v1/centers/{center:str}/versions", guards=[requires()])
async def read_bounds_versions(center: FromPath[str], caller: GivenCaller) -> BoundVersions:
    return BoundVersions(versions=await service.past(caller, center))


@put("/bounds/v1/centers/{center:str}", guards=[decides, needs_fresh_unlock])
async def decide_bounds(
    center: FromPath[str], data: JSONBody[Decided], caller: GivenCaller, clock: GivenClock
) -> Written:
    """Whoever finds a manager's phone open could else quiet a whole ward: only after the factor was shown again."""
    return await service.decide(caller, center, data.version, data.numbers, clock.now())


ROUTES: list[ControllerRouterHandler] = [read_bounds, read_bounds_versions, decide_bounds]
