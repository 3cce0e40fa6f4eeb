"""The doors of 閲覧の記録: each device tells what was opened on it; who answers for a center looks into it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from server.given import GivenCaller, GivenClock, requires
from server.viewings import service
from server.viewings.service import Check, Viewing, Word

keeps = requires(*service.KEEPERS)


class Opened(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`at`: by the office's clock, as far as the device knows it."""

    bucket: UUID
    at: Annotated[datetime, msgspec.Meta(tz=True)]


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    viewings: Annotated[list[Opened], msgspec.Meta(min_length=1, max_length=500)]


class Spoken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    staff: UUID
    bucket: UUID
    word: Word


class Viewings(msgspec.Struct, frozen=True, kw_only=True):
    viewings: list[Viewing]


@post("/viewings/v1/viewings", status_code=204, guards=[requires()])
async def tell_viewings(data: JSONBody[Told], caller: GivenCaller, clock: GivenClock) -> None:
    """Telling again changes nothing, so an answer that was lost costs nothing."""
    await service.tell(caller, [(one.bucket, one.at) for one in data.viewings], clock.now())


@get("/viewings/v1/own", guards=[requires()])
async def own_viewings(caller: GivenCaller) -> Viewings:
    return Viewings(viewings=await service.own(caller))


@get("/viewings/v1/households/{bucket:uuid}", guards=[requires(*service.READERS)])
async def household_viewings(bucket: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> Viewings:
    return Viewings(viewings=await service.of_household(caller, bucket, clock.now()))


@get("/viewings/v1/months/{month:str}", guards=[keeps])
async def month_viewings(month: FromPath[str], caller: GivenCaller) -> Check:
    return await service.check(caller, month)


@post("/viewings/v1/months/{month:str}/words", status_code=200, guards=[keeps])
async def say_of_viewing(month: FromPath[str], data: JSONBody[Spoken], caller: GivenCaller, clock: GivenClock) -> Check:
    return await service.say(caller, month, data.staff, data.bucket, data.word, clock.now())


ROUTES: list[ControllerRouterHandler] = [
    tell_viewings, own_viewings, household_viewings, month_viewings, say_of_viewing,
]  # fmt: skip
