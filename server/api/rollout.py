"""The doors of which center runs which business: decided by the bureau, read by the center and by the vault."""

from typing import Annotated

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from server.given import GivenCaller, GivenClock, needs_fresh_unlock, requires
from server.rollout import service
from server.rollout.rules import Spans, Why
from server.rollout.service import Written

decides = requires(service.BUREAU)


class Decided(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`version`: the one the writer had before them; `why` is a code, so that no word about anybody can stand there."""

    version: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 2)]
    why: Why
    spans: Annotated[Spans, msgspec.Meta(min_length=1, max_length=40)]


class Centers(msgspec.Struct, frozen=True, kw_only=True):
    centers: list[Written]


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    versions: list[Written]


@get("/rollout/v1/centers", guards=[requires()])
async def read_rollout(caller: GivenCaller) -> Centers:
    return Centers(centers=await service.read(caller))


@get("/rollout/v1/centers/{center:str}/versions", guards=[requires()])
async def read_rollout_versions(center: FromPath[str], caller: GivenCaller) -> Versions:
    return Versions(versions=await service.past(caller, center))


@put("/rollout/v1/centers/{center:str}", guards=[decides, needs_fresh_unlock])
async def decide_rollout(
    center: FromPath[str], data: JSONBody[Decided], caller: GivenCaller, clock: GivenClock
) -> Written:
    """It changes what a whole center sees: only after the factor was shown again."""
    return await service.decide(caller, center, data.version, data.spans, data.why, clock.now())


ROUTES: list[ControllerRouterHandler] = [read_rollout, read_rollout_versions, decide_rollout]
