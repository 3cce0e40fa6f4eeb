"""Every query on the phones' push subscriptions."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg

from server.db import Connection
from server.push.answers import PhoneFate
from server.push.sealed_endpoint import PushAddress, lookup, seal

# One living subscription for each device: what the browser said last is the truth.
RETIRE_OTHERS = """
update push_subscription set state = 'revoked', sealed = '' where device = $1 and endpoint_hmac <> $2 and sealed <> ''
"""

KEEP = """
insert into push_subscription (id, device, staff, endpoint_hmac, sealed, origin, vapid_kid, state, made_at)
values ($1, $2, $3, $4, $5, $6, $7, 'active', $8)
on conflict (endpoint_hmac) do update set device = excluded.device, staff = excluded.staff, sealed = excluded.sealed,
  vapid_kid = excluded.vapid_kid, state = 'active', consecutive_400 = 0
"""

FATES: dict[PhoneFate, str] = {
    # Once a minute is enough to know a living phone; every push would make its row a queue.
    "ok": "update push_subscription set last_ok_at = $2, consecutive_400 = 0, state = 'active' "
    "where id = $1 and state in ('active', 'suspect') and (state = 'suspect' or consecutive_400 > 0 "
    "or last_ok_at is null or last_ok_at < $2::timestamptz - interval '1 minute')",
    "gone": "update push_subscription set state = 'gone', sealed = '' where id = $1 and $2::timestamptz is not null",
    "suspect": "update push_subscription set state = 'suspect' "
    "where id = $1 and state = 'active' and $2::timestamptz is not null",
    # Apple and Google answer 400 for dead keys too, but one bad alert of ours must not cast doubt on a phone.
    "count_400": """
update push_subscription s set consecutive_400 = least(consecutive_400 + 1, 1000),
  state = case when state = 'active' and consecutive_400 + 1 >= 3 and (
    select count(distinct d.alert) from delivery d where d.subscription = s.id and d.last_status = 400
      and d.made_at > coalesce(s.last_ok_at, '-infinity')) >= 2 then 'suspect' else state end
where id = $1 and $2::timestamptz is not null""",
}

# One line for each device: an ended subscription counts only while no living one has taken its place.
HEALTH = """
select distinct on (s.device) s.device, s.state, s.last_ok_at, s.last_receipt_at
from push_subscription s join device d on d.id = s.device
where s.staff = $1 and s.state in ('active', 'suspect', 'gone') and d.state = 'active'
order by s.device, s.state = 'gone', s.made_at desc
"""


class EndpointEnded(Exception):
    """The push service said 404 or 410 for this endpoint: whatever is sent there is lost."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose phone it is."""

    device: UUID
    staff: UUID


async def keep(
    connection: Connection, key: bytes, owner: Owner, address: PushAddress, *, kid: str, now: datetime
) -> UUID:
    """Store or repair this device's subscription; the same endpoint keeps its id. Raises EndpointEnded."""
    mark = lookup(key, address.endpoint)
    known = await connection.fetchrow("select id, state from push_subscription where endpoint_hmac = $1", mark)
    if known is not None and known["state"] == "gone":
        raise EndpointEnded
    subscription = known["id"] if known is not None else uuid4()
    parts = urlsplit(address.endpoint)
    await connection.execute(RETIRE_OTHERS, owner.device, mark)
    await connection.execute(
        KEEP,
        subscription,
        owner.device,
        owner.staff,
        mark,
        seal(key, subscription, address),
        f"{parts.scheme}://{parts.netloc}",
        kid,
        now,
    )
    return subscription


async def retire(connection: Connection, device: UUID) -> None:
    """End what this device has: signed off by its person, or the device itself was revoked."""
    await connection.execute(
        "update push_subscription set state = 'revoked', sealed = '' where device = $1 and state <> 'gone'", device
    )


async def note_fate(connection: Connection, subscription: UUID, fate: PhoneFate, now: datetime) -> None:
    if fate != "untouched":
        await connection.execute(FATES[fate], subscription, now)


async def note_receipt(connection: Connection, subscription: UUID, now: datetime) -> None:
    await connection.execute("update push_subscription set last_receipt_at = $2 where id = $1", subscription, now)


async def health_of(connection: Connection, staff: UUID) -> list[asyncpg.Record]:
    return await connection.fetch(HEALTH, staff)
