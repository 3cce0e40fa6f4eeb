"""The door for what happens to alerts outside records: a push arrived, a person looked."""

from typing import Literal
from uuid import UUID

import msgspec
from litestar import post, put
from litestar.params import FromPath, JSONBody

from server.alerts import holds, service
from server.given import GivenCaller, GivenClock, GivenSettings, public, requires
from server.problems import Problem
from server.push.payload import read_receipt_token


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    token: str
    kind: Literal["received", "shown", "opened"]


@post(
    "/alerts/v1/receipts",
    guards=[public("the phone may be locked; the token in the push is good for this and nothing else")],
    status_code=204,
)
async def note_receipt(data: JSONBody[Receipt], clock: GivenClock, settings: GivenSettings) -> None:
    delivery = read_receipt_token(settings.push_secret, data.token)
    if delivery is None:
        raise Problem("not_found")
    await service.note_receipt(delivery, data.kind, clock.now())


@post("/alerts/v1/{alert:uuid}/seen", guards=[requires()], status_code=204)
async def note_seen(alert: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> None:
    await service.note_seen(alert, caller.staff, clock.now())


@put("/alerts/v1/holds", guards=[requires()], status_code=204)
async def say_holds(data: JSONBody[holds.Holds], caller: GivenCaller, clock: GivenClock) -> None:
    await holds.say(caller.device, caller.staff, data, clock.now())


ROUTES = [note_receipt, note_seen, say_holds]
