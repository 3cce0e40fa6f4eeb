"""The vault reports what it opened, and a desk what it takes out of the sealed book as a file."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import JSONBody
from litestar.types import ControllerRouterHandler

from server.audit.log import head, note
from server.db import write_transaction
from server.given import GivenCaller, GivenClock, needs_fresh_unlock, requires
from server.problems import Problem
from server.scope.store import in_scope


class Opening(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    bucket: UUID
    purpose: Annotated[str, msgspec.Meta(pattern="^[a-z0-9_.-]{1,40}$")]
    count: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class Openings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    openings: Annotated[list[Opening], msgspec.Meta(min_length=1, max_length=500)]


class Export(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`count`: households in the file; of the figures of the city, centers. `case_forms` go on paper."""

    what: Literal["transfer_list", "watch_list", "report", "month_figures", "case_forms"]
    count: Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    n: int


@post("/audit/v1/openings", status_code=200, guards=[requires("vault")])
async def openings(data: JSONBody[Openings], caller: GivenCaller, clock: GivenClock) -> Numbered:
    """All or none, in the order given; the number of the last one."""
    async with write_transaction() as connection:
        for bucket in {each.bucket for each in data.openings}:
            if not await in_scope(connection, caller.staff, bucket, clock.now()):
                raise Problem("not_found")
        for each in data.openings:
            await note(
                connection, at=each.at, verb="vault.open", device=caller.device, staff=caller.staff, bucket=each.bucket,
                purpose=each.purpose, count=each.count,
            )  # fmt: skip
        return Numbered(n=(await head(connection))[0])


@post("/audit/v1/exports", status_code=200, guards=[requires(), needs_fresh_unlock])
async def exports(data: JSONBody[Export], caller: GivenCaller, clock: GivenClock) -> Numbered:
    """Asked before the file is made: what is not written down does not leave. The number goes into the file's name."""
    async with write_transaction() as connection:
        n = await note(
            connection, at=clock.now(), verb="export", device=caller.device, staff=caller.staff,
            purpose=data.what, count=data.count,
        )  # fmt: skip
    return Numbered(n=n)


ROUTES: list[ControllerRouterHandler] = [openings, exports]
