"""Who works on which household: granting, ending, looking up."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from server.db import reading, write_transaction
from server.given import GivenCaller, GivenClock, requires
from server.problems import Problem
from server.scope import service, store
from server.scope.rules import GRANTERS, Basis, GrantRole


class Grant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    bucket: UUID
    staff: UUID
    role: GrantRole
    basis: Basis


class Revoke(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    bucket: UUID
    staff: UUID
    reason: Annotated[str, msgspec.Meta(pattern="^[a-z_]{1,40}$")]


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    seq: int


class Member(msgspec.Struct, frozen=True, kw_only=True):
    staff: UUID
    name: str
    role: str
    basis: str


class Team(msgspec.Struct, frozen=True, kw_only=True):
    bucket: UUID
    team: list[Member]


@post("/scope/v1/grants", status_code=200, guards=[requires(*GRANTERS)])
async def grant(data: JSONBody[Grant], caller: GivenCaller, clock: GivenClock) -> Numbered:
    async with write_transaction() as connection:
        seq = await service.grant(
            connection, caller, bucket=data.bucket, staff=data.staff, role=data.role, basis=data.basis, now=clock.now()
        )
    return Numbered(seq=seq)


@post("/scope/v1/revokes", status_code=200, guards=[requires(*GRANTERS)])
async def revoke(data: JSONBody[Revoke], caller: GivenCaller, clock: GivenClock) -> Numbered:
    async with write_transaction() as connection:
        seq = await service.revoke(
            connection, caller, bucket=data.bucket, staff=data.staff, reason=data.reason, now=clock.now()
        )
    return Numbered(seq=seq)


@get("/scope/v1/buckets/{bucket:uuid}", guards=[requires()])
async def team(bucket: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> Team:
    now = clock.now()
    async with reading() as connection:
        if not await store.in_scope(connection, caller.staff, bucket, now):
            raise Problem("not_found")
        rows = await store.team_of(connection, bucket, now)
    return Team(bucket=bucket, team=[Member(**dict(row)) for row in rows])


ROUTES: list[ControllerRouterHandler] = [grant, revoke, team]
