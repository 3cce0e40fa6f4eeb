# ruff: noqa: S608 - statements are put together from constants only
"""Every query of a pull: index ranges of one snapshot, cut by count and bytes and never inside an op."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from server.db import Connection
from server.workdays import JAPAN

FEW_BUCKETS = 200  # up to here one index probe a bucket beats reading the whole stream
BUCKETS_AT_ONCE = 8  # more are looked into only while the page has room


class Page(NamedTuple):
    rows: list[Any]
    more: bool
    bytes: int


_FACTS = """
select c.gen, c.seq, d.state, d.head_dseq, coalesce((select max(n) from statement), 0) as directory_head,
  coalesce((select max(seq) from scope_event where staff = d.staff), 0) as rev,
  exists (select from scope_grant g where g.staff = d.staff and g.ends_at <= $2) as due,
  exists (select from held_op h where h.device = d.id and h.decided is null) as holds,
  coalesce((select max(seq) from key_wrap w where w.device = d.id), 0) as newest_wrap,
  coalesce((select max(seq) from alert), 0) as newest_alert,
  (select count(*) from center_rollout r where $3::text is null or r.center = $3) as rollout,
  (select count(*) from center_bounds) as bounds,
  coalesce((select max(version) from town_table), 0) as towns
from sync_clock c, device d where c.id = 1 and d.id = $1
"""
_EVENTS = """
select bucket, max(seq) as seq, bool_or(kind <> 'grant') as ended,
  (array_agg(reason order by seq desc))[1] as reason,
  coalesce((select e.kind = 'grant' from scope_event e
    where e.staff = $1 and e.bucket = v.bucket and e.seq <= $2 order by e.seq desc limit 1), false) as was_in
from scope_event v where staff = $1 and seq > $2 group by bucket order by bucket
"""
# `upto` counts sealed bytes. One op more than fits comes along, so that the reader knows there is more. The frame in
# rows lets the window run beside the join; counting all of them first costs as much as reading them.
_CUT = """
, sized as (
  select o.bucket, o.seq, o.rcv, o.envelope,
    sum(octet_length(o.envelope)) over (order by {order} rows unbounded preceding) as upto
  from wanted join op o using (seq)
)
select bucket, seq, rcv, envelope, upto from sized where upto - octet_length(envelope) <= $2 order by upto
"""
_FEW = """
with wanted as materialized (
  select s.seq from unnest($3::uuid[]) as b (id)
  cross join lateral (
    select seq from op where bucket = b.id and seq > $4 and seq <= $5 order by seq limit $1 + 1
  ) s order by s.seq limit $1 + 1
)""" + _CUT.format(order="o.seq")
_MANY = """
with wanted as materialized (
  select seq from op where seq > $4 and seq <= $5 and bucket = any($3::uuid[]) order by seq limit $1 + 1
)""" + _CUT.format(order="o.seq")
_LAG = """
with wanted as materialized (
  select s.seq, b.place from unnest($3::uuid[], $4::bigint[], $5::bigint[]) with ordinality as b (id, pos, ceil, place)
  cross join lateral (
    select seq from op where bucket = b.id and seq > b.pos and seq <= b.ceil order by seq limit $1 + 1
  ) s order by b.place, s.seq limit $1 + 1
)""" + _CUT.format(order="wanted.place, o.seq")
# What the vault has not yet answered to is asked for too: a visit may have been planned there for today.
_BACKLOG = """
select b.id, o.records, o.newest, b.id in (select bucket from alert where state in ('open', 'acked'))
  or b.id in (select bucket from timer where state <> 'gone' and due < $3)
  or coalesce(last.rcv > $4, false) as presses
from unnest($1::uuid[]) as b (id)
cross join lateral (select count(*) as records, max(seq) as newest from op where bucket = b.id and seq <= $2) o
left join op last on last.seq = o.newest
where o.records > 0
"""
_VAULT_SEEN = "select max(d.last_seen_at) from device d join staff s on s.id = d.staff where s.role = 'vault'"
_HELD = "select op_id, reason from held_op where device = $1 and decided is null order by dseq"


async def facts(connection: Connection, device: UUID, center: str | None, now: datetime) -> Any:
    """Where everything stands, and which of the further questions need not be asked."""
    return await connection.fetchrow(_FACTS, device, now, center)


async def events(connection: Connection, staff: UUID, after: int) -> list[Any]:
    """Per bucket what happened to this person since, and whether they were on it before."""
    return await connection.fetch(_EVENTS, staff, after)


async def has_older(connection: Connection, buckets: Sequence[UUID], upto: int) -> set[UUID]:
    rows = await connection.fetch(
        "select b.id from unnest($1::uuid[]) as b (id) where exists (select from op where bucket = b.id and seq <= $2)",
        list(buckets),
        upto,
    )
    return {row["id"] for row in rows}


async def stream(
    connection: Connection, buckets: Sequence[UUID], after: int, upto: int, limit: int, max_bytes: int
) -> Page:
    statement = _FEW if len(buckets) <= FEW_BUCKETS else _MANY
    return _page(await connection.fetch(statement, limit, max_bytes, list(buckets), after, upto), limit, max_bytes)


async def lag(connection: Connection, lags: dict[UUID, tuple[int, int]], limit: int, max_bytes: int) -> Page:
    """Older ops of buckets that are to be filled, one bucket after the other in the order of the cursor."""
    left = list(lags)
    rows: list[Any] = []
    used, at_once = 0, BUCKETS_AT_ONCE
    while left:
        ids, left, at_once = left[:at_once], left[at_once:], at_once * 4
        low, high = [lags[bucket][0] for bucket in ids], [lags[bucket][1] for bucket in ids]
        room, space = limit - len(rows), max_bytes - used
        page = _page(await connection.fetch(_LAG, room, space, ids, low, high), room, space)
        if rows and page.bytes > space:  # its first op is larger than what is left of this page
            return Page(rows, True, used)
        rows, used = rows + page.rows, used + page.bytes
        if page.more or (left and (len(rows) >= limit or used >= max_bytes)):
            return Page(rows, True, used)
    return Page(rows, False, used)


async def backlog(connection: Connection, buckets: Sequence[UUID], upto: int, now: datetime) -> tuple[list[Any], bool]:
    """What lies in each bucket, and whether it bears on today. False when nobody here publishes what is due when."""
    seen = await connection.fetchval(_VAULT_SEEN)
    behind = None if seen is None else seen - timedelta(minutes=1)
    return await connection.fetch(_BACKLOG, list(buckets), upto, day_after_tomorrow(now), behind), seen is not None


def day_after_tomorrow(now: datetime) -> datetime:
    """A visit planned for today falls due by the end of tomorrow (E-T02, a day of grace)."""
    return datetime.combine(now.astimezone(JAPAN).date() + timedelta(days=2), time.min, JAPAN)


async def held(connection: Connection, device: UUID) -> list[Any]:
    return await connection.fetch(_HELD, device)


def _page(rows: list[Any], limit: int, max_bytes: int) -> Page:
    """The first op always fits, or a large one would never arrive; after one that fills the page more may follow."""
    fits = len(rows)
    while fits > 1 and (fits > limit or rows[fits - 1]["upto"] > max_bytes):
        fits -= 1
    used = int(rows[fits - 1]["upto"]) if rows else 0
    return Page(rows[:fits], fits < len(rows) or used > max_bytes, used)
