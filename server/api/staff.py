"""The colleagues of one's own center; the administrator puts people on the list and takes them off."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody

from server.access import staffing
from server.access.staffing import By
from server.db import reading
from server.given import GivenCaller, GivenClock, needs_fresh_unlock, requires
from server.staff import store
from server.staff.rules import MOST_LETTERS, Role
from server.staff.store import NewPerson, Person

Word = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_LETTERS)]
administers = requires(store.ALL_CENTERS)


class StaffList(msgspec.Struct, frozen=True, kw_only=True):
    staff: list[Person]


class ListedCenter(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str


class CenterList(msgspec.Struct, frozen=True, kw_only=True):
    centers: list[ListedCenter]


class Join(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: UUID
    name: Word
    kana: Word
    role: Role
    center: Annotated[str, msgspec.Meta(max_length=16)] | None
    organisation: Word
    active_from: date


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    is_new: bool


class Leave(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    on: date


class Left(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    on: date
    ended: bool


@get("/staff/v1/staff", guards=[requires()])
async def list_staff(caller: GivenCaller, clock: GivenClock) -> StaffList:
    async with reading() as connection:
        return StaffList(staff=await store.seen_by(connection, caller.role, caller.center, clock.now()))


@get("/staff/v1/centers", guards=[requires()])
async def list_centers() -> CenterList:
    async with reading() as connection:
        return CenterList(centers=[ListedCenter(**dict(row)) for row in await store.centers(connection)])


@post("/staff/v1/staff", status_code=200, guards=[administers, needs_fresh_unlock])
async def join(data: JSONBody[Join], caller: GivenCaller, clock: GivenClock) -> Joined:
    new = msgspec.convert(data, NewPerson, from_attributes=True)
    is_new = await staffing.join(new, By(caller.staff, caller.device), clock.now())
    return Joined(id=data.id, is_new=is_new)


@post("/staff/v1/staff/{staff_id:uuid}/leave", status_code=200, guards=[administers, needs_fresh_unlock])
async def leave(staff_id: FromPath[UUID], data: JSONBody[Leave], caller: GivenCaller, clock: GivenClock) -> Left:
    left = await staffing.leave(staff_id, data.on, By(caller.staff, caller.device), clock.now())
    return Left(id=staff_id, on=left.last_day, ended=left.ended)


ROUTES = [list_staff, list_centers, join, leave]
