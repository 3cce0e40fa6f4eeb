"""Every query on alerts, who was told of them, and what happened to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.db import Connection
from server.duty import store as duty
from server.duty.plan import Plan

ESCALATION, OVERDUE, DURESS = "household_escalation", "worker_overdue", "worker_duress"
DEVICE_HOLDS = "device_holds"

_ROW = """
select id, bucket, level, state, owner, step, loop, raised_by, observed_at, plan
from alert where id = $1 for update
"""

_RAISE = """
insert into alert (id, bucket, kind, level, state, trigger_op, raised_by, raised_device, observed_at, accepted_at,
  next_at, seq, plan)
values ($1, $2, $11, $3, 'open', $4, $5, $6, $7, $8, $9, $10, $12)
on conflict (id) do nothing returning id
"""

_SET = """
update alert set level = $2, state = $3, owner = $4, acked_at = $5, closed_at = $6, outcome = $7, next_at = $8,
  step = $9, loop = $10, seq = $11, rev = rev + 1
where id = $1
"""

_CLOSE = """
update alert set state = 'closed', closed_at = $2, outcome = $3, next_at = null, seq = $4, rev = rev + 1 where id = $1
"""

# "Reachable" is a phone that would be sent to; the inbox is there for everybody in any case.
_PERSON = """
s.id as staff, s.role as staff_role, exists (
  select 1 from push_subscription p join device d on d.id = p.device
  where p.staff = s.id and p.state in ('active', 'suspect') and d.state = 'active') as reachable
"""
_ACTIVE = """
s.active_from <= ($2::timestamptz at time zone 'Asia/Tokyo')::date
and (s.active_to is null or s.active_to >= ($2::timestamptz at time zone 'Asia/Tokyo')::date)
"""
_TEAM = f"""
select {_PERSON}, g.role as scope_role from scope_grant g join staff s on s.id = g.staff
where g.bucket = $1 and (g.ends_at is null or g.ends_at > $2) and {_ACTIVE}
order by s.kana, s.id
"""  # noqa: S608 - built from constants of this file
_OF_CENTER = f"""
select {_PERSON}, '' as scope_role from bucket b join staff s on s.center = b.center
where b.id = $1 and {_ACTIVE} and s.role = any($3::text[])
  and (b.kind <> 'protected' or exists (select from scope_grant g where g.bucket = b.id and g.staff = s.id))
order by s.kana, s.id
"""  # noqa: S608 - built from constants of this file

_TELL = """
insert into alert_recipient (alert, staff, step, reason, told_at)
select $1, staff, $3, reason, $5 from unnest($2::uuid[], $4::text[]) as t (staff, reason)
on conflict (alert, staff) do nothing returning staff, reason
"""

_EVENTS = """
insert into alert_event (alert, kind, staff, device, at, detail)
select $1, kind, staff, $2, $3, detail from unnest($4::text[], $5::uuid[], $6::text[]) as t (kind, staff, detail)
"""

_DUE = """
select id from alert
where next_at <= $1 and state = 'open' order by level, next_at limit $2 for update skip locked
"""

# A grant newer than the cursor brings the alerts of its bucket along, however old they are. Whoever asked for help
# without a sign never gets the alert on a phone that somebody beside her may be looking at. `about`: a household, a
# center's own meetings or shelf, or a device with what it holds; an app that does not know the word says it is newer.
_CHANGED = """
select a.id, a.bucket, case when a.kind = 'device_holds' then 'device' when b.kind = 'center' then 'meetings'
  when b.kind = 'community' then 'shelf' else 'household' end as about, h.cause, h.held, a.level, a.state,
  a.trigger_op, a.raised_by, a.observed_at,
  a.accepted_at, a.owner, a.acked_at,
  a.closed_at, a.outcome, a.seq, (r.staff is not null or a.owner is not distinct from $1) as mine
from alert a
join bucket b on b.id = a.bucket
left join device_hold h on h.alert = a.id
left join scope_grant g on g.bucket = a.bucket and g.staff = $1
  and (g.ends_at is null or g.ends_at > coalesce($3, now()))
left join alert_recipient r on r.alert = a.id and r.staff = $1
where (a.raised_by = $1 or r.staff is not null or g.staff is not null) and (a.seq > $2 or g.granted_seq > $2)
  and (a.kind <> 'worker_duress' or a.raised_by <> $1)
order by a.seq, a.id
"""
_RECIPIENTS = """
select alert, staff, reason, told_at, reached_at, seen_at from alert_recipient
where alert = any($1::uuid[]) order by told_at, staff
"""

_WITHOUT_NEXT_ACT = """
select a.id from alert a
where a.state = 'open' and a.next_at is null
  and not exists (select 1 from delivery d where d.alert = a.id and d.state in ('queued', 'leased'))
"""

_REACHED = """
update alert_recipient set reached_at = $3 where alert = $1 and staff = $2 and reached_at is null returning 1
"""
_SEEN = "update alert_recipient set seen_at = $3 where alert = $1 and staff = $2 and seen_at is null returning 1"
_MARKS = {"reached_at": _REACHED, "seen_at": _SEEN}
_UNREACHED = "select exists (select 1 from alert_recipient where alert = $1 and staff = $2 and reached_at is null)"
_UNSEEN = "select exists (select 1 from alert_recipient where alert = $1 and staff = $2 and seen_at is null)"
_UNMARKED = {"reached_at": _UNREACHED, "seen_at": _UNSEEN}

_UNSETTLED = """
select id, bucket, level, state, owner, step, loop, raised_by, observed_at, plan from alert
where bucket = $1 and (state = 'open' or (state = 'acked' and owner = any($2::uuid[]))) order by id for update
"""


@dataclass(frozen=True, slots=True)
class AlertRow:
    id: UUID
    bucket: UUID
    level: int
    state: str
    owner: UUID | None
    step: int
    loop: int
    raised_by: UUID
    observed_at: datetime
    plan: Plan


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who could be told; `scope_role` is empty for the center's own people."""

    staff: UUID
    staff_role: str
    reachable: bool
    scope_role: str


@dataclass(frozen=True, slots=True)
class Happening:
    kind: str
    staff: UUID | None = None
    detail: str = ""


async def locked(connection: Connection, alert: UUID) -> AlertRow | None:
    row = await connection.fetchrow(_ROW, alert)
    return _read(row) if row else None


def _read(row: Any) -> AlertRow:
    """With the plan it was raised under, however the center has changed its own since."""
    return AlertRow(**{**dict(row), "plan": duty.read(row["plan"])})


async def plan_anew(connection: Connection, alert: UUID, written: str | None) -> None:
    await connection.execute("update alert set plan = $2 where id = $1", alert, written)


async def stand_at(connection: Connection, alert: UUID, step: int, when: datetime) -> None:
    """Further up than where it began: the first steps counted on a duty that nobody has."""
    await connection.execute("update alert set step = $2, next_at = $3 where id = $1", alert, step, when)


async def due(connection: Connection, now: datetime, limit: int) -> list[UUID]:
    """Each locked for this transaction."""
    return [row["id"] for row in await connection.fetch(_DUE, now, limit)]


async def put_off(connection: Connection, alert: UUID, until: datetime) -> None:
    """Its next step could not be taken, and is tried again then."""
    await connection.execute("update alert set next_at = $2 where id = $1", alert, until)


async def unsettled(connection: Connection, bucket: UUID, leavers: Sequence[UUID]) -> list[AlertRow]:
    """Alerts of a household that nobody has taken on, or only somebody who is leaving it."""
    return [_read(row) for row in await connection.fetch(_UNSETTLED, bucket, list(leavers))]


async def any_due(connection: Connection, now: datetime) -> bool:
    found = "select exists (select 1 from alert where next_at <= $1 and state = 'open')"
    return bool(await connection.fetchval(found, now))


async def add(connection: Connection, values: tuple[Any, ...]) -> bool:
    """False when it was raised before."""
    return await connection.fetchval(_RAISE, *values) is not None


async def change(connection: Connection, alert: UUID, *values: Any) -> None:
    """level, state, owner, acked_at, closed_at, outcome, next_at, step, loop, seq."""
    await connection.execute(_SET, alert, *values)


async def bring_home(
    connection: Connection, alert: UUID, bucket: UUID, trigger_op: UUID, staff: UUID, device: UUID
) -> None:
    """The household the alert is really of, and who says so."""
    changed = "update alert set bucket = $2, trigger_op = $3, raised_by = $4, raised_device = $5 where id = $1"
    await connection.execute(changed, alert, bucket, trigger_op, staff, device)


async def touch(connection: Connection, alert: UUID, seq: int) -> None:
    await connection.execute("update alert set seq = $2, rev = rev + 1 where id = $1", alert, seq)


async def close(connection: Connection, alert: UUID, outcome: str, now: datetime, seq: int) -> None:
    await connection.execute(_CLOSE, alert, now, outcome, seq)


async def team(connection: Connection, bucket: UUID, now: datetime) -> list[Person]:
    return [Person(**dict(row)) for row in await connection.fetch(_TEAM, bucket, now)]


async def of_center(connection: Connection, bucket: UUID, roles: Iterable[str], now: datetime) -> list[Person]:
    return [Person(**dict(row)) for row in await connection.fetch(_OF_CENTER, bucket, now, list(roles))]


async def tell(
    connection: Connection, alert: UUID, step: int, people: Sequence[tuple[UUID, str]], now: datetime
) -> list[tuple[UUID, str]]:
    """People with the reason they are told; returns those who were not told before."""
    rows = await connection.fetch(_TELL, alert, [p[0] for p in people], step, [p[1] for p in people], now)
    return [(row["staff"], row["reason"]) for row in rows]


async def told(connection: Connection, alert: UUID) -> list[UUID]:
    return [row["staff"] for row in await connection.fetch("select staff from alert_recipient where alert = $1", alert)]


async def is_recipient(connection: Connection, alert: UUID, staff: UUID) -> bool:
    found = "select exists (select 1 from alert_recipient where alert = $1 and staff = $2)"
    return bool(await connection.fetchval(found, alert, staff))


async def write_down(
    connection: Connection, alert: UUID, device: UUID | None, now: datetime, happened: Sequence[Happening]
) -> None:
    kinds, staff, details = zip(*((one.kind, one.staff, one.detail) for one in happened), strict=True)
    await connection.execute(_EVENTS, alert, device, now, list(kinds), list(staff), list(details))


async def is_unmarked(connection: Connection, alert: UUID, staff: UUID, column: str) -> bool:
    """Asked before the sequence lock is taken: most receipts change nothing."""
    return bool(await connection.fetchval(_UNMARKED[column], alert, staff))


async def mark(connection: Connection, alert: UUID, staff: UUID, column: str, now: datetime, seq: int) -> bool:
    """Set reached_at or seen_at the first time, and make the change visible to those who follow the alert."""
    if await connection.fetchval(_MARKS[column], alert, staff, now) is None:
        return False
    await connection.execute("update alert set seq = $2 where id = $1", alert, seq)
    return True


async def changed_since(
    connection: Connection, staff: UUID, seq: int, now: datetime | None = None
) -> list[dict[str, Any]]:
    """The wire's Alert rows newer than `seq` that this person raised, was told of, or has in scope."""
    alerts = {row["id"]: {**dict(row), "recipients": []} for row in await connection.fetch(_CHANGED, staff, seq, now)}
    if alerts:
        for row in await connection.fetch(_RECIPIENTS, list(alerts)):
            recipient = dict(row)
            alerts[recipient.pop("alert")]["recipients"].append(recipient)
    return list(alerts.values())


async def without_next_act(connection: Connection) -> list[UUID]:
    """The auditor's question: open alerts that nothing would ever move again. Must be empty."""
    return [row["id"] for row in await connection.fetch(_WITHOUT_NEXT_ACT)]
