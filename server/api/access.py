"""Signing in with an unlocked device, showing the factor anew, and signing out."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, post
from litestar.datastructures import Cookie, State
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from server.access import service, sessions
from server.access.caller import FRESH
from server.access.identify import COOKIE
from server.access.tries import Tries
from server.db import write_transaction
from server.given import GivenCaller, GivenClock, GivenSettings, public, requires
from server.staff.store import Person

Challenge64 = Annotated[str, msgspec.Meta(min_length=43, max_length=43)]
Signature64 = Annotated[str, msgspec.Meta(min_length=86, max_length=86)]


class Ask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    device: UUID


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    challenge: str
    server_time: datetime


class Proof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    device: UUID
    challenge: Challenge64
    signature: Signature64


class StepUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    challenge: Challenge64
    signature: Signature64


class SteppedUp(msgspec.Struct, frozen=True, kw_only=True):
    until: datetime


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    staff: Person
    device: UUID
    server_time: datetime
    idle_seconds: int
    ends_at: datetime


@post("/access/v1/challenge", status_code=HTTP_200_OK, guards=[public("whoever wants to sign in has no session yet")])
async def challenge(data: JSONBody[Ask], clock: GivenClock, settings: GivenSettings) -> Challenge:
    now = clock.now()
    return Challenge(challenge=service.make_challenge(settings.cursor_key, data.device, now), server_time=now)


@post("/access/v1/session", status_code=HTTP_200_OK, guards=[public("the signature is the proof")])
async def open_session(
    data: JSONBody[Proof], clock: GivenClock, settings: GivenSettings, state: State
) -> Response[Opened]:
    now = clock.now()
    tries: Tries = state.tries
    opened = await service.open_session(settings.cursor_key, data.device, data.challenge, data.signature, now)
    if opened is None:
        raise tries.wrong(f"session {data.device}", now, "device_proof_invalid")
    tries.right(f"session {data.device}")
    body = Opened(
        staff=opened.person,
        device=data.device,
        server_time=now,
        idle_seconds=int(sessions.IDLE.total_seconds()),
        ends_at=opened.ends_at,
    )
    return Response(body, cookies=[_cookie(opened.token, int((opened.ends_at - now).total_seconds()))])


@post("/access/v1/step-up/challenge", status_code=HTTP_200_OK, guards=[requires()])
async def step_up_challenge(request: Request[Any, Any, State], clock: GivenClock, settings: GivenSettings) -> Challenge:
    now = clock.now()
    made = service.make_step_up(settings.cursor_key, request.cookies[COOKIE], now)
    return Challenge(challenge=made, server_time=now)


@post("/access/v1/step-up", status_code=HTTP_200_OK, guards=[requires()])
async def step_up(
    request: Request[Any, Any, State], data: JSONBody[StepUp], caller: GivenCaller, clock: GivenClock,
    settings: GivenSettings, state: State,
) -> SteppedUp:  # fmt: skip
    now = clock.now()
    tries: Tries = state.tries
    token = request.cookies[COOKIE]
    if not await service.step_up(settings.cursor_key, caller, token, data.challenge, data.signature, now):
        raise tries.wrong(f"step-up {caller.device}", now, "step_up_invalid")
    tries.right(f"step-up {caller.device}")
    return SteppedUp(until=now + FRESH)


@delete("/access/v1/session", status_code=HTTP_204_NO_CONTENT, guards=[requires()])
async def end_session(request: Request[Any, Any, State]) -> Response[None]:
    async with write_transaction() as connection:
        await sessions.end_session(connection, request.cookies[COOKIE])
    return Response(None, status_code=HTTP_204_NO_CONTENT, cookies=[_cookie("", 0)])


def _cookie(token: str, seconds: int) -> Cookie:
    return Cookie(key=COOKIE, value=token, path="/", secure=True, httponly=True, samesite="strict", max_age=seconds)


ROUTES = [challenge, open_session, step_up_challenge, step_up, end_session]
