"""Write the invented directory of agencies through the use case people go through, on the days of their looking."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from server.access.caller import Caller
from server.demo import course
from server.demo.course import SPACE, Json
from server.demo.pen import Pen
from server.organizations import service
from server.organizations.rules import Entry


def organization_id(key: str) -> UUID:
    """The same entry has the same id in every demo and every story of the tests."""
    return uuid5(SPACE, f"organization:{key}")


async def fill(pens: dict[str, Pen], now: datetime) -> int:
    """Oldest first; the number of entries written."""
    people = {person["key"]: person for person in course.cast()}
    listed: list[Json] = sorted(course.read("organizations.json")["organizations"], key=lambda one: -one["days"])
    for one in listed:
        who, pen = people[one["by"]], pens[one["by"]]
        caller = Caller(pen.staff, pen.device, who["role"], who["center"], None)
        entry = msgspec.convert({name: one[name] for name in Entry.__struct_fields__}, Entry)
        at = now - timedelta(days=one["days"])
        await service.create(caller, organization_id(one["key"]), entry, at)
    return len(listed)
