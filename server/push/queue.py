"""The outbox: every row that a phone still has to receive, written in the transaction of what caused it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import asyncpg

from server.db import Connection
from server.push.payload import Purpose

CHANNEL = "kasane_push"
Channel = Literal["push", "mail"]
LEASE = timedelta(seconds=30)  # more than twice the longest request

ENQUEUE = """
insert into delivery (id, alert, staff, subscription, purpose, step, loop, state, level, due, made_at)
select gen_random_uuid(), $1, s.staff, s.id, $3, $4, $5, 'queued', $6, $7, $8
from push_subscription s join device d on d.id = s.device
where s.staff = any($2::uuid[]) and s.state in ('active', 'suspect') and d.state = 'active'
on conflict (alert, step, loop, purpose, subscription) do nothing
returning staff
"""

ENQUEUE_TEST = """
insert into delivery (id, alert, staff, subscription, purpose, step, loop, state, level, due, made_at)
select gen_random_uuid(), null, s.staff, s.id, 'test', 0, 0, 'queued', 2, $2, $2
from push_subscription s join device d on d.id = s.device
where s.device = $1 and s.state in ('active', 'suspect') and d.state = 'active'
returning id
"""

WAITING_TEST = """
select d.id from delivery d join push_subscription s on s.id = d.subscription
where s.device = $1 and d.purpose = 'test' and d.state in ('queued', 'leased') limit 1
"""

# A leased row counts as sent: whether its POST got through is not known.
ENQUEUE_CLEARED = """
insert into delivery (id, alert, staff, subscription, purpose, step, loop, state, level, due, made_at)
select distinct on (s.id) gen_random_uuid(), $1::uuid, s.staff, s.id, 'cleared', $2::smallint, $3::smallint, 'queued',
       d.level, $4::timestamptz, $4::timestamptz
from delivery d join push_subscription s on s.id = d.subscription join device v on v.id = s.device
where d.alert = $1 and d.purpose in ('alert', 'reminder') and d.attempts > 0
  and s.state in ('active', 'suspect') and v.state = 'active' and not s.staff = any($5::uuid[])
on conflict (alert, step, loop, purpose, subscription) do nothing
returning staff
"""

CANCEL = """
update delivery set state = 'superseded', lease_until = null
where alert = $1 and state in ('queued', 'leased')
returning id
"""

# Chosen once: a subselect is run anew for each row where the planner likes that better, and takes more than asked.
CLAIM = """
with chosen as materialized (
  select id from delivery
  where channel = $5 and ((state = 'queued' and due <= $1) or (state = 'leased' and lease_until <= $1))
  order by level, due limit $4 for update skip locked)
update delivery d set state = 'leased', lease_until = $2, lease_owner = $3, attempts = attempts + 1
from chosen where d.id = chosen.id
returning d.id
"""

# Of a delivery d to the person p about the alert a: it still asks this person, who may still know of it. Every channel.
ASKED = """
(a.state = 'open' or (a.state = 'acked' and a.owner = d.staff))
  and (p.active_to is null or p.active_to >= ($3::timestamptz at time zone 'Asia/Tokyo')::date)
  and (exists (select 1 from scope_grant g where g.staff = d.staff and g.bucket = a.bucket
               and (g.ends_at is null or g.ends_at > $3))
    or exists (select 1 from alert_recipient r join bucket b on b.id = a.bucket
               where r.alert = a.id and r.staff = d.staff and r.reason like 'fallback_%' and p.center = b.center))
"""

# Asked again right before the POST: the answer to "may this phone still be told" is as of now, not as of the claim.
STANDING = f"""
select d.alert, d.staff, d.subscription, d.purpose, d.attempts, d.made_at, s.sealed, s.origin,
  s.state in ('active', 'suspect') and v.state = 'active' and s.staff = d.staff
  and (p.active_to is null or p.active_to >= ($3::timestamptz at time zone 'Asia/Tokyo')::date)
  and case d.purpose
    when 'test' then true
    when 'cleared' then a.state in ('acked', 'closed', 'withdrawn')
    else {ASKED}
  end as stands,
  d.purpose in ('alert', 'reminder') and d.level >= 3 and exists (
    select 1 from delivery o join alert oa on oa.id = o.alert
    where o.subscription = d.subscription and o.id <> d.id and o.level >= 3 and o.purpose in ('alert', 'reminder')
      and (o.accepted_at > $3 - interval '60 seconds'
        or (o.state = 'leased' and (o.due, o.id) < (d.due, d.id) and oa.state = 'open'))
  ) as rings_already
from delivery d
join push_subscription s on s.id = d.subscription
join device v on v.id = s.device
join staff p on p.id = d.staff
left join alert a on a.id = d.alert
where d.id = $1 and d.lease_owner = $2 and d.state = 'leased'
"""  # noqa: S608 - built from constants of this file

SETTLE = """
with tried as (
  insert into delivery_attempt (delivery, at, status, error, ms) values ($1, $3, $5, $6, $7)),
settled as (
  update delivery set state = $4, due = coalesce($8, due), lease_until = null, lease_owner = null, last_status = $5,
    accepted_at = case when $4 = 'accepted' then $3 else accepted_at end
  where id = $1 and lease_owner = $2 and state = 'leased' returning id)
select count(*) from settled
"""

# An answer came while the alert was on the wire: "settled" may have overtaken it, so it is said once more.
CLEAR_AGAIN = """
update delivery set state = 'queued', due = $2
where purpose = 'cleared' and state in ('accepted', 'received', 'shown', 'opened')
  and (alert, subscription) in (
    select alert, subscription from delivery
    where id = $1 and state = 'superseded' and purpose in ('alert', 'reminder'))
"""

PUT_BACK = """
update delivery set state = 'queued', due = $3, attempts = attempts - 1, lease_until = null, lease_owner = null
where id = $1 and lease_owner = $2 and state = 'leased'
"""

DROP = """
update delivery set state = 'superseded', lease_until = null where id = $1 and lease_owner = $2 and state = 'leased'
"""

# As if it had never been tried: a phone that did not show it needs no word that it is settled.
BUNDLE = """
update delivery set state = 'superseded', lease_until = null, attempts = attempts - 1
where id = $1 and lease_owner = $2 and state = 'leased'
"""

# Receipts only ever lead forward, in whatever order the phone's requests arrive.
RECEIVED = """
update delivery set received_at = coalesce(received_at, $2),
  state = case when state in ('superseded', 'failed_perm', 'expired') then state
    when array_position(array['queued', 'leased', 'accepted', 'received', 'shown', 'opened'], state)
       < array_position(array['queued', 'leased', 'accepted', 'received', 'shown', 'opened'], $3) then $3
    else state end
where id = $1 returning alert, staff, subscription, purpose
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A leased row as it is right before the POST. `rings_already`: the same phone is told of another alert that can
    wait for the morning at this moment; one push leads to both, and at eight forty-five there may be twenty."""

    alert: UUID | None
    staff: UUID
    subscription: UUID
    purpose: Purpose
    attempts: int
    made_at: datetime
    sealed: bytes
    origin: str
    stands: bool
    rings_already: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one POST: the row's next state, and when to try again if it is `queued`."""

    state: str
    status: int | None
    error: str
    milliseconds: int
    due: datetime | None = None


async def enqueue(
    connection: Connection,
    *,
    alert: UUID,
    staff: Sequence[UUID],
    purpose: Purpose,
    step: int,
    loop: int,
    level: int,
    due: datetime,
    now: datetime,
) -> set[UUID]:
    """One row for each living phone of these people; returns who has one. Repeating a step adds nothing."""
    if not staff:
        return set()
    rows = await connection.fetch(ENQUEUE, alert, list(staff), purpose, step, loop, level, due, now)
    await wake(connection)
    return {row["staff"] for row in rows}


async def enqueue_test(connection: Connection, device: UUID, now: datetime) -> UUID | None:
    """A test push to one phone, None when it has no subscription; impatient taps share one row."""
    waiting = await connection.fetchval(WAITING_TEST, device)
    if waiting is not None:
        return waiting
    made = await connection.fetchval(ENQUEUE_TEST, device, now)
    await wake(connection)
    return made


async def call_off(
    connection: Connection, *, alert: UUID, step: int, loop: int, now: datetime, keep_showing: Sequence[UUID] = ()
) -> int:
    """Cancel what waits or is being sent, and tell each phone that may show the alert that it is settled.

    `keep_showing` are people whose phones still must ask, such as whoever the alert was handed to.
    """
    cancelled = await connection.fetch(CANCEL, alert)
    await connection.execute(ENQUEUE_CLEARED, alert, step, loop, now, list(keep_showing))
    await wake(connection)
    return len(cancelled)


async def claim(
    connection: Connection, owner: UUID, now: datetime, limit: int, channel: Channel = "push"
) -> list[UUID]:
    """Lease due rows, and rows whose worker died; two workers never get the same one."""
    return [row["id"] for row in await connection.fetch(CLAIM, now, now + LEASE, owner, limit, channel)]


async def standing(connection: Connection, delivery: UUID, owner: UUID, now: datetime) -> Standing | None:
    """None when the lease is no longer ours."""
    row = await connection.fetchrow(STANDING, delivery, owner, now)
    return Standing(**dict(row)) if row else None


async def settle(connection: Connection, delivery: UUID, owner: UUID, now: datetime, result: Result) -> None:
    """Write down the try; the row itself moves only while the lease is ours and nobody cancelled it."""
    settled = await connection.fetchval(
        SETTLE, delivery, owner, now, result.state, result.status, result.error, result.milliseconds, result.due
    )
    if not settled and result.state == "accepted":
        await connection.execute(CLEAR_AGAIN, delivery, now)


async def bundle(connection: Connection, delivery: UUID, owner: UUID) -> None:
    """Another push to the same phone stands for this one; the inbox has both."""
    await connection.execute(BUNDLE, delivery, owner)


async def put_back(connection: Connection, delivery: UUID, owner: UUID, due: datetime) -> None:
    """Nothing was sent: the origin is known to be down."""
    await connection.execute(PUT_BACK, delivery, owner, due)


async def drop(connection: Connection, delivery: UUID, owner: UUID) -> None:
    """The reason to tell this phone is gone."""
    await connection.execute(DROP, delivery, owner)


async def note_receipt(connection: Connection, delivery: UUID, kind: str, now: datetime) -> asyncpg.Record | None:
    """alert, staff, subscription and purpose of the delivery; None when it is unknown."""
    return await connection.fetchrow(RECEIVED, delivery, now, kind)


async def wake(connection: Connection) -> None:
    """Whoever carries deliveries hears of the new row when this transaction is committed."""
    await connection.execute("select pg_notify($1, '')", CHANNEL)
