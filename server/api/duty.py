"""The office's door to the rota: who is on duty, whom an alert asks, leave and swaps. Nothing of a household."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT
from litestar.types import ControllerRouterHandler

from server.alerts.foreseen import Foreseen, foresee
from server.db import snapshot
from server.duty import rota, service, store, swaps
from server.duty.asked import MAY_BE_ASKED
from server.duty.plan import Plan
from server.duty.rota import Rota
from server.duty.service import KEEPERS, NewDuty, NewLeave
from server.duty.store import Written
from server.given import GivenCaller, GivenClock, needs_fresh_unlock, requires
from server.problems import Problem
from server.staff.store import today

MOST_DAYS, MOST_DUTIES, MOST_VERSIONS = 62, 100, 50
keeps = requires(*KEEPERS)
holds = requires(*MAY_BE_ASKED)


class NewPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`version`: the one the writer had before them."""

    version: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 2)]
    plan: Plan


class Trial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plan that is being written, and an alert's level and moment; now, when none is named."""

    plan: Plan
    level: Annotated[int, msgspec.Meta(ge=1, le=4)]
    at: datetime | None = None


class NewDuties(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    duties: Annotated[list[NewDuty], msgspec.Meta(min_length=1, max_length=MOST_DUTIES)]


class NewSwap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: UUID
    duty: UUID
    asked: UUID


class Plans(msgspec.Struct, frozen=True, kw_only=True):
    plans: list[Written]


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    steps: list[Foreseen]


@get("/duty/v1/rota", guards=[requires()])
async def read_rota(
    caller: GivenCaller, clock: GivenClock, first: Annotated[date | None, QueryParameter()] = None,
    days: Annotated[int, QueryParameter(ge=1, le=MOST_DAYS)] = 31,
) -> Rota:  # fmt: skip
    """From today, when no day is named."""
    center, now = service.center_of(caller), clock.now()
    async with snapshot() as connection:
        return await rota.read(connection, center, _near(first or today(now), now), days, now)


@get("/duty/v1/preview", guards=[requires()])
async def preview(
    caller: GivenCaller, clock: GivenClock, level: Annotated[int, QueryParameter(ge=1, le=4)],
    at: Annotated[datetime | None, QueryParameter()] = None,
) -> Preview:  # fmt: skip
    """Now, when no moment is named."""
    center, moment = service.center_of(caller), _moment(at, clock.now())
    async with snapshot() as connection:
        return Preview(steps=await foresee(connection, center, level, moment))


@post("/duty/v1/preview", status_code=HTTP_200_OK, guards=[keeps])
async def try_out(data: JSONBody[Trial], caller: GivenCaller, clock: GivenClock) -> Preview:
    """Whom a plan would ask before it is one; nothing is written, and what would be refused is refused here too."""
    center, now, plan = service.center_of(caller), clock.now(), service.sound(data.plan)
    moment = _moment(data.at, now)
    async with snapshot() as connection:
        await service.must_be_of(connection, center, plan, now)
        return Preview(steps=await foresee(connection, center, data.level, moment, plan))


@get("/duty/v1/plans", guards=[requires()])
async def read_plans(caller: GivenCaller) -> Plans:
    """Who decided when whom an alert asks."""
    center = service.center_of(caller)
    async with snapshot() as connection:
        return Plans(plans=await store.versions(connection, center, MOST_VERSIONS))


@put("/duty/v1/plan", guards=[keeps, needs_fresh_unlock])
async def put_plan(data: JSONBody[NewPlan], caller: GivenCaller, clock: GivenClock) -> Written:
    return await service.plan(caller, data.version, data.plan, clock.now())


@post("/duty/v1/duties", status_code=HTTP_204_NO_CONTENT, guards=[keeps])
async def set_duties(data: JSONBody[NewDuties], caller: GivenCaller, clock: GivenClock) -> None:
    await service.set_duties(caller, data.duties, clock.now())


@post("/duty/v1/duties/{duty:uuid}/end", status_code=HTTP_204_NO_CONTENT, guards=[keeps])
async def end_duty(duty: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> None:
    await service.end_duty(caller, duty, clock.now())


@post("/duty/v1/leaves", status_code=HTTP_204_NO_CONTENT, guards=[holds])
async def take_leave(data: JSONBody[NewLeave], caller: GivenCaller, clock: GivenClock) -> None:
    await service.take_leave(caller, data, clock.now())


@post("/duty/v1/leaves/{leave:uuid}/end", status_code=HTTP_204_NO_CONTENT, guards=[holds])
async def end_leave(leave: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> None:
    await service.end_leave(caller, leave, clock.now())


@post("/duty/v1/swaps", status_code=HTTP_204_NO_CONTENT, guards=[holds])
async def ask_swap(data: JSONBody[NewSwap], caller: GivenCaller, clock: GivenClock) -> None:
    await swaps.ask(caller, data.id, data.duty, data.asked, clock.now())


@post("/duty/v1/swaps/{swap:uuid}/accept", status_code=HTTP_204_NO_CONTENT, guards=[holds])
async def accept_swap(swap: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> None:
    await swaps.accept(caller, swap, clock.now())


@post("/duty/v1/swaps/{swap:uuid}/decline", status_code=HTTP_204_NO_CONTENT, guards=[holds])
async def decline_swap(swap: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> None:
    await swaps.decline(caller, swap, clock.now())


def _moment(at: datetime | None, now: datetime) -> datetime:
    moment = at or now
    if moment.tzinfo is None:
        raise Problem("wrong_value", field="at")
    _near(moment.date(), now)
    return moment


def _near(day: date, now: datetime) -> date:
    """Years away nothing is known, and the calendar has an end."""
    if abs((day - today(now)).days) > service.AHEAD.days:
        raise Problem("out_of_range", field="first")
    return day


ROUTES: list[ControllerRouterHandler] = [
    read_rota, preview, try_out, read_plans, put_plan, set_duties, end_duty, take_leave, end_leave, ask_swap,
    accept_swap, decline_swap,
]  # fmt: skip
