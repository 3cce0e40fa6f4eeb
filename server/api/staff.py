"""The colleagues of one's own center."""

import msgspec
from litestar import get

from server.db import reading
from server.given import GivenCaller, GivenClock, requires
from server.staff import store
from server.staff.store import Person


class StaffList(msgspec.Struct, frozen=True, kw_only=True):
    staff: list[Person]


@get("/staff/v1/staff", guards=[requires()])
async def list_staff(caller: GivenCaller, clock: GivenClock) -> StaffList:
    async with reading() as connection:
        return StaffList(staff=await store.seen_by(connection, caller.role, caller.center, clock.now()))


ROUTES = [list_staff]
