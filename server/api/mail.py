"""The door for mailboxes, one's own and that of one's center: given, confirmed by a code, asked about, taken back."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.params import JSONBody

from server.access.caller import Caller
from server.clock import Clock
from server.given import GivenCaller, GivenClock, GivenSettings, requires
from server.mail import service
from server.mail.addresses import Holder
from server.problems import Problem
from server.settings import Settings

keeps = requires("coordinator", "manager", "center_head")


class AddressGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    address: Annotated[str, msgspec.Meta(max_length=254)]


class CodeGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: Annotated[str, msgspec.Meta(max_length=20)]


class Mailbox(msgspec.Struct, frozen=True, kw_only=True):
    """`on`: the office has a mail server; `waiting`: a code was sent there and has not come back."""

    on: bool
    confirmed: str | None
    refused: str | None
    waiting: str | None
    last_ok_at: datetime | None


def _own_center(caller: Caller) -> Holder:
    if caller.center is None:
        raise Problem("not_allowed")
    return Holder(center=caller.center)


async def _known(holder: Holder, settings: Settings) -> Mailbox:
    known = await service.known(settings.subscription_key, holder)
    address = {state: said for state, (said, _) in known.items()}
    return Mailbox(
        on=settings.relay is not None,
        confirmed=address.get("confirmed"),
        refused=address.get("refused"),
        waiting=address.get("waiting"),
        last_ok_at=known["confirmed"][1] if "confirmed" in known else None,
    )


async def _give(holder: Holder, data: AddressGiven, caller: Caller, clock: Clock, settings: Settings) -> None:
    if settings.relay is None:
        raise Problem("mail_off")
    await service.give(
        settings.subscription_key, holder, data.address.strip(), staff=caller.staff, device=caller.device,
        now=clock.now(),
    )  # fmt: skip


async def _confirm(holder: Holder, data: CodeGiven, caller: Caller, clock: Clock, settings: Settings) -> None:
    await service.confirm(
        settings.push_secret, holder, data.code.strip(), staff=caller.staff, device=caller.device, now=clock.now()
    )


@get("/mail/v1/mailbox", guards=[requires()])
async def mailbox(caller: GivenCaller, settings: GivenSettings) -> Mailbox:
    return await _known(Holder(staff=caller.staff), settings)


@put("/mail/v1/mailbox", guards=[requires()], status_code=204)
async def give(data: JSONBody[AddressGiven], caller: GivenCaller, clock: GivenClock, settings: GivenSettings) -> None:
    await _give(Holder(staff=caller.staff), data, caller, clock, settings)


@post("/mail/v1/mailbox/code", guards=[requires()], status_code=204)
async def confirm(data: JSONBody[CodeGiven], caller: GivenCaller, clock: GivenClock, settings: GivenSettings) -> None:
    await _confirm(Holder(staff=caller.staff), data, caller, clock, settings)


@delete("/mail/v1/mailbox", guards=[requires()], status_code=204)
async def take_back(caller: GivenCaller, clock: GivenClock) -> None:
    await service.end(Holder(staff=caller.staff), staff=caller.staff, device=caller.device, now=clock.now())


@get("/mail/v1/center", guards=[keeps])
async def center(caller: GivenCaller, settings: GivenSettings) -> Mailbox:
    return await _known(_own_center(caller), settings)


@put("/mail/v1/center", guards=[keeps], status_code=204)
async def give_center(
    data: JSONBody[AddressGiven], caller: GivenCaller, clock: GivenClock, settings: GivenSettings
) -> None:
    await _give(_own_center(caller), data, caller, clock, settings)


@post("/mail/v1/center/code", guards=[keeps], status_code=204)
async def confirm_center(
    data: JSONBody[CodeGiven], caller: GivenCaller, clock: GivenClock, settings: GivenSettings
) -> None:
    await _confirm(_own_center(caller), data, caller, clock, settings)


@delete("/mail/v1/center", guards=[keeps], status_code=204)
async def take_back_center(caller: GivenCaller, clock: GivenClock) -> None:
    await service.end(_own_center(caller), staff=caller.staff, device=caller.device, now=clock.now())


ROUTES = [mailbox, give, confirm, take_back, center, give_center, confirm_center, take_back_center]
