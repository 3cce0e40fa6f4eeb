"""Wrapped keys: what devices wait for, and what the keyholder hands in."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from server.envelope.encoding import from_b64u
from server.envelope.frame import CannotOpen
from server.given import GivenCaller, GivenClock, GivenSettings, requires
from server.keys import service
from server.keys.store import NewWrap
from server.problems import Problem

WRAP_BYTES = 256
Wrapped = Annotated[str, msgspec.Meta(min_length=1, max_length=2 * WRAP_BYTES)]
Statement = Annotated[str, msgspec.Meta(min_length=1, max_length=4_096)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=500)]


class Wrap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    bucket: UUID
    epoch: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    device: UUID
    wrap: Wrapped
    grant: Statement


class Wraps(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    wraps: Annotated[list[Wrap], msgspec.Meta(max_length=500)]


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    stored: int


class Want(msgspec.Struct, frozen=True, kw_only=True):
    bucket: UUID
    epoch: int
    device: UUID
    staff: UUID
    role: str
    basis: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    wanted: list[Want]


@get("/keys/v1/wanted", guards=[requires(*service.HOLDERS)])
async def wanted(
    caller: GivenCaller, clock: GivenClock, settings: GivenSettings, limit: FromQuery[Limit] = 200
) -> Wanted:
    service.must_hold(caller, settings.profile)
    rows = await service.wanted(caller, clock.now(), limit)
    return Wanted(wanted=[Want(**dict(row)) for row in rows])


@post("/keys/v1/wraps", status_code=200, guards=[requires(*service.HOLDERS)])
async def keep(data: JSONBody[Wraps], caller: GivenCaller, clock: GivenClock, settings: GivenSettings) -> Stored:
    service.must_hold(caller, settings.profile)
    wraps = [NewWrap(each.bucket, each.epoch, each.device, _bytes(each.wrap), each.grant) for each in data.wraps]
    return Stored(stored=await service.keep(caller, wraps, clock.now()))


def _bytes(text: str) -> bytes:
    try:
        raw = from_b64u(text)
    except CannotOpen:
        raise Problem("wrong_value", field="wraps.wrap") from None
    if len(raw) > WRAP_BYTES:
        raise Problem("out_of_range", field="wraps.wrap")
    return raw


ROUTES: list[ControllerRouterHandler] = [wanted, keep]
