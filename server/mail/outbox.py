"""Deliveries by mail: laid beside the pushes of a step, and asked once more right before each is sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.db import Connection
from server.mail.letter import Purpose
from server.mail.rungs import mail_due
from server.push.queue import ASKED

_ENQUEUE = """
insert into delivery (id, alert, staff, channel, mail, purpose, step, loop, state, level, due, made_at)
select gen_random_uuid(), $1, m.staff, 'mail', m.id, $4, $5, $6, 'queued', $7,
  case when m.staff = any($3::uuid[]) then $8::timestamptz else $9::timestamptz end, $10
from mail_address m where m.staff = any($2::uuid[]) and m.state = 'confirmed'
on conflict (alert, step, loop, purpose, mail) where mail is not null do nothing
returning staff
"""

_ENQUEUE_CENTER = """
insert into delivery (id, alert, staff, channel, mail, purpose, step, loop, state, level, due, made_at)
select gen_random_uuid(), $1, null, 'mail', m.id, $3, $4, $5, 'queued', $6, $7, $8
from mail_address m join bucket b on b.center = m.center where b.id = $2 and m.state = 'confirmed'
on conflict (alert, step, loop, purpose, mail) where mail is not null do nothing
returning id
"""

# One mail in the morning leads to everything that waits; `accepted` and `received` are of the person's own phones.
_STANDING = f"""
select d.alert, d.mail, d.purpose, d.level, d.attempts, d.made_at, m.sealed,
  case when d.purpose = 'code' then m.state = 'waiting'
    else m.state = 'confirmed' and (m.staff = d.staff and {ASKED}
      or a.state = 'open' and m.center = (select b.center from bucket b where b.id = a.bucket)) end as stands,
  coalesce(h.accepted, false) as accepted, coalesce(h.received, false) as received,
  d.purpose <> 'code' and d.level >= 3 and exists (
    select 1 from delivery o join alert oa on oa.id = o.alert
    where o.mail = d.mail and o.id <> d.id and o.level >= 3
      and (o.accepted_at > $3 - interval '60 seconds'
        or (o.state = 'leased' and (o.due, o.id) < (d.due, d.id) and oa.state = 'open'))
  ) as rings_already
from delivery d
join mail_address m on m.id = d.mail
left join staff p on p.id = d.staff
left join alert a on a.id = d.alert
left join lateral (
  select bool_or(o.accepted_at is not null) as accepted, bool_or(o.received_at is not null) as received
  from delivery o where o.channel = 'push' and o.alert = d.alert and o.staff = d.staff and o.step = d.step
    and o.loop = d.loop and o.purpose in ('alert', 'reminder')
) h on true
where d.id = $1 and d.lease_owner = $2 and d.state = 'leased'
"""  # noqa: S608 - built from constants


@dataclass(frozen=True, slots=True)
class Standing:
    """A leased mail as it is right before it is sent."""

    alert: UUID | None
    mail: UUID
    purpose: Purpose
    level: int
    attempts: int
    made_at: datetime
    sealed: bytes
    stands: bool
    accepted: bool
    received: bool
    rings_already: bool


async def enqueue(
    connection: Connection,
    *,
    alert: UUID,
    staff: Sequence[UUID],
    with_phone: Collection[UUID],
    purpose: Purpose,
    step: int,
    loop: int,
    level: int,
    now: datetime,
) -> set[UUID]:
    """One row for each confirmed mailbox of these people; returns who has one. Repeating a step adds nothing."""
    late, early = mail_due(level, now, has_phone=True), mail_due(level, now, has_phone=False)
    if not staff or late is None:
        return set()
    rows = await connection.fetch(
        _ENQUEUE, alert, list(staff), list(with_phone), purpose, step, loop, level, late, early, now
    )
    return {row["staff"] for row in rows}


async def enqueue_center(
    connection: Connection,
    *,
    alert: UUID,
    bucket: UUID,
    purpose: Purpose,
    step: int,
    loop: int,
    level: int,
    now: datetime,
) -> bool:
    """To the mailbox of the household's center; False when it has none, or this step was said there before."""
    due = mail_due(level, now, has_phone=False)
    if due is None:
        return False
    return await connection.fetchval(_ENQUEUE_CENTER, alert, bucket, purpose, step, loop, level, due, now) is not None


async def standing(connection: Connection, delivery: UUID, owner: UUID, now: datetime) -> Standing | None:
    """None when the lease is no longer ours."""
    row = await connection.fetchrow(_STANDING, delivery, owner, now)
    return Standing(**dict(row)) if row else None
