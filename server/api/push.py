"""The door for a phone's push subscription: given, taken back, tested, asked about."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import msgspec
from litestar import delete, get, post, put
from litestar.params import JSONBody

from server.db import reading, write_transaction
from server.given import GivenCaller, GivenClock, GivenSettings, requires
from server.problems import Problem
from server.push import hosts, queue, subscriptions
from server.push.sealed_endpoint import BadPushKeys, PushAddress, check_keys
from server.push.vapid import VapidSigner


class SubscriptionGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    endpoint: str
    p256dh: str
    auth: str


class SubscriptionKept(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    vapid_kid: str


class TestQueued(msgspec.Struct, frozen=True, kw_only=True):
    delivery: UUID


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    device: UUID
    state: str
    last_ok_at: datetime | None
    last_receipt_at: datetime | None


class Health(msgspec.Struct, frozen=True, kw_only=True):
    subscriptions: list[Channel]


@put("/push/v1/subscription", guards=[requires()])
async def give(
    data: JSONBody[SubscriptionGiven], caller: GivenCaller, clock: GivenClock, settings: GivenSettings
) -> SubscriptionKept:
    try:
        hosts.accept(data.endpoint, hosts.test_origins(settings.push_hosts_extra, settings.origin))
        check_keys(data.p256dh, data.auth)
    except hosts.EndpointNotAllowed as error:
        raise Problem("push_endpoint_not_allowed") from error
    except BadPushKeys as error:
        raise Problem("push_keys_invalid") from error
    owner = subscriptions.Owner(caller.device, caller.staff)
    address = PushAddress(data.endpoint, data.p256dh, data.auth)
    kid = _signer(settings.vapid_key_path, settings.vapid_subject).kid
    try:
        async with write_transaction() as connection:
            kept = await subscriptions.keep(
                connection, settings.subscription_key, owner, address, kid=kid, now=clock.now()
            )
    except subscriptions.EndpointEnded as error:
        raise Problem("push_endpoint_ended") from error
    return SubscriptionKept(id=kept, vapid_kid=kid)


@delete("/push/v1/subscription", guards=[requires()], status_code=204)
async def take_back(caller: GivenCaller) -> None:
    async with write_transaction() as connection:
        await subscriptions.retire(connection, caller.device)


@post("/push/v1/test", guards=[requires()], status_code=200)
async def test(caller: GivenCaller, clock: GivenClock) -> TestQueued:
    async with write_transaction() as connection:
        delivery = await queue.enqueue_test(connection, caller.device, clock.now())
    if delivery is None:
        raise Problem("push_not_subscribed")
    return TestQueued(delivery=delivery)


@get("/push/v1/health", guards=[requires()])
async def health(caller: GivenCaller) -> Health:
    async with reading() as connection:
        rows = await subscriptions.health_of(connection, caller.staff)
    return Health(subscriptions=[Channel(**dict(row)) for row in rows])


@lru_cache(maxsize=4)
def _signer(path: Path, subject: str) -> VapidSigner:
    return VapidSigner.from_file(path, subject)


ROUTES = [give, take_back, test, health]
