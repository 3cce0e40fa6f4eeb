"""The door for the mailbox of one's own: given, confirmed by a code, asked about, taken back."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.params import JSONBody

from server.given import GivenCaller, GivenClock, GivenSettings, requires
from server.mail import service
from server.mail.addresses import Holder
from server.problems import Problem


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


@get("/mail/v1/mailbox", guards=[requires()])
async def mailbox(caller: GivenCaller, settings: GivenSettings) -> Mailbox:
    known = await service.known(settings.subscription_key, Holder(staff=caller.staff))
    address = {state: said for state, (said, _) in known.items()}
    return Mailbox(
        on=settings.relay is not None,
        confirmed=address.get("confirmed"),
        refused=address.get("refused"),
        waiting=address.get("waiting"),
        last_ok_at=known["confirmed"][1] if "confirmed" in known else None,
    )


@put("/mail/v1/mailbox", guards=[requires()], status_code=204)
async def give(
    data: JSONBody[AddressGiven], caller: GivenCaller, clock: GivenClock, settings: GivenSettings
) -> None:
    if settings.relay is None:
        raise Problem("mail_off")
    await service.give(
        settings.subscription_key, Holder(staff=caller.staff), data.address.strip(), staff=caller.staff,
        device=caller.device, now=clock.now(),
    )  # fmt: skip


@post("/mail/v1/mailbox/code", guards=[requires()], status_code=204)
async def confirm(data: JSONBody[CodeGiven], caller: GivenCaller, clock: GivenClock, settings: GivenSettings) -> None:
    await service.confirm(
        settings.push_secret, Holder(staff=caller.staff), data.code.strip(), staff=caller.staff, device=caller.device,
        now=clock.now(),
    )  # fmt: skip


@delete("/mail/v1/mailbox", guards=[requires()], status_code=204)
async def take_back(caller: GivenCaller, clock: GivenClock) -> None:
    await service.end(Holder(staff=caller.staff), staff=caller.staff, device=caller.device, now=clock.now())


ROUTES = [mailbox, give, confirm, take_back]
