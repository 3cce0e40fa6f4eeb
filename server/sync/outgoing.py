"""What a phone may read and has not read yet, from one unmoving picture of the database."""

import hashlib
from datetime import datetime
from typing import Any

from msgspec import UNSET, UnsetType

from server.access.caller import Caller
from server.alerts.store import changed_since
from server.clock import Clock
from server.db import Connection, snapshot, write_transaction
from server.keys import store as keys
from server.problems import Problem
from server.scope import service as scope_service
from server.scope import store as scopes
from server.scope.rules import KEEPERS
from server.sequence import speak_as
from server.sync import cursor as cursors
from server.sync import pages
from server.sync.cursor import Cursor
from server.sync.wire import Behind, Gone, Held, Key, Owed, Pull, PulledOp, PullReply, Scope, ScopeBucket, to_text


async def pull(caller: Caller, asked: Pull, clock: Clock, key: bytes) -> PullReply:
    if asked.device != caller.device:
        raise Problem("wrong_device")
    now = clock.now()
    before = None if asked.cursor is None else cursors.read(asked.cursor, caller.device, key)
    if (reply := await _read(caller, asked, before, now, key)) is not None:
        return reply
    # A pull writes nothing, except on the day somebody's access ends by date.
    async with write_transaction() as connection:
        await scope_service.end_due(connection, caller.staff, now)
    reply = await _read(caller, asked, before, now, key)
    assert reply is not None, "what was due has ended"
    return reply


async def _read(caller: Caller, asked: Pull, before: Cursor | None, now: datetime, key: bytes) -> PullReply | None:
    """None while an access of this person is due to end."""
    async with snapshot() as connection:
        await speak_as(connection, caller.staff)
        facts = await pages.facts(connection, caller.device, caller.center, now)
        if facts["due"]:
            return None
        return await _from(connection, facts, caller, asked, before, now, key)


async def _from(
    connection: Connection, facts: Any, caller: Caller, asked: Pull, before: Cursor | None, now: datetime, key: bytes
) -> PullReply:
    if facts["state"] != "active":
        raise Problem("device_revoked")
    if before is not None and before.gen != facts["gen"]:
        raise Problem("generation_changed", gen=str(facts["gen"]))
    at = before or Cursor(facts["gen"])
    mine = await scopes.buckets_of(connection, caller.staff, now)
    active = {row["id"] for row in mine}
    begins = before is None and caller.role not in KEEPERS
    gone, moved = await _take_events(connection, caller, at, active) if facts["rev"] > at.mem else ([], False)
    records = await _begin(connection, at, mine, facts["seq"], now) if begins else UNSET
    # A household that came into scope brings its older alerts with it.
    told = 0 if moved else at.alert
    alerts = await changed_since(connection, caller.staff, told, now) if facts["newest_alert"] > told else []
    rows, more = await _ops(connection, at, sorted(active), facts["seq"], asked)
    held = await pages.held(connection, caller.device) if facts["holds"] else []
    wraps, more_wraps = [], False
    if facts["newest_wrap"] > at.key:
        wraps, more_wraps = await _wraps(connection, caller, at, facts["seq"], now)
    at.mem, at.alert = facts["seq"], facts["seq"]
    return PullReply(
        gen=facts["gen"],
        cursor=cursors.write(at, caller.device, key),
        ops=[PulledOp(row["seq"], row["rcv"], row["envelope"]) for row in rows],
        gone=gone,
        held=[Held(id=row["op_id"], reason=row["reason"]) for row in held],
        keys=wraps,
        scope=_scope(mine, facts["rev"], moved or before is None),
        owed=[Owed(bucket=row["id"], epoch=row["epoch"]) for row in mine if row["owed"]],
        alerts=alerts,
        ack=facts["head_dseq"],
        more=more or more_wraps,
        server_time=now,
        directory_head=facts["directory_head"],
        rollout=facts["rollout"],
        towns=facts["towns"],
        bounds=facts["bounds"],
        behind=_behind(at, sorted(active) if more_wraps else list(at.lag), records),
    )


async def _begin(connection: Connection, at: Cursor, mine: list[Any], upto: int, now: datetime) -> int:
    """A phone that has nothing yet gets bucket after bucket, each whole: what bears on today, then its own, then the
    center's, of each the last ones written to first. The stream is for what is written from now on."""
    rows, is_known = await pages.backlog(connection, [row["id"] for row in mine], upto, now)
    elsewhere = {row["id"] for row in mine if row["role"] == "center" and row["kind"] == "household"}
    rows.sort(key=lambda row: (not row["presses"], row["id"] in elsewhere, -row["newest"]))
    at.lag = {row["id"]: (0, upto) for row in rows}
    at.today = sum(row["presses"] for row in rows) if is_known else None
    at.base = upto
    return sum(row["records"] for row in rows)


def _behind(at: Cursor, buckets: list[Any], records: int | UnsetType) -> Behind | UnsetType:
    if not buckets and records is UNSET:
        return UNSET
    return Behind(buckets=buckets, today=UNSET if at.today is None else at.today, ops=records)


async def _take_events(connection: Connection, caller: Caller, at: Cursor, active: set[Any]) -> tuple[list[Gone], bool]:
    """What ended is `gone`; what began after the phone had read past its older ops gets them through `lag`."""
    events = await pages.events(connection, caller.staff, at.mem)
    gone: list[Gone] = []
    begun = []
    for event in events:
        bucket = event["bucket"]
        if bucket not in active:
            at.lag.pop(bucket, None)
            if event["ended"]:
                gone.append(Gone(bucket=bucket, reason=event["reason"]))
        elif at.base > 0 and (event["ended"] or not event["was_in"]):
            begun.append(bucket)
    for bucket in await pages.has_older(connection, begun, at.base) if begun else ():
        at.lag[bucket] = (0, at.base)
    return gone, bool(events)


async def _ops(connection: Connection, at: Cursor, active: list[Any], upto: int, asked: Pull) -> tuple[list[Any], bool]:
    """First what lags, then the stream: the base moves only when nothing older is owed, so no page size can starve."""
    rows: list[Any] = []
    used = 0
    if at.lag:
        page = await pages.lag(connection, at.lag, asked.limit, asked.max_bytes)
        rows, used = page.rows, page.bytes
        if page.more:
            _shorten(at, rows[-1]["bucket"], rows[-1]["seq"])
            return rows, True
        at.lag, at.today = {}, None
    room, limit = asked.max_bytes - used, asked.limit - len(rows)
    if rows and (limit == 0 or room <= 0):
        return rows, at.base < upto
    page = await pages.stream(connection, active, at.base, upto, limit, room)
    if rows and page.bytes > room:  # its first op is larger than what is left of this page
        return rows, True
    at.base = page.rows[-1]["seq"] if page.more else upto
    return rows + page.rows, page.more


def _shorten(at: Cursor, bucket: Any, seq: int) -> None:
    left = list(at.lag)
    whole = left.index(bucket)
    at.lag = {other: at.lag[other] for other in left[whole:]}
    at.lag[bucket] = (seq, at.lag[bucket][1])
    if at.today is not None:
        at.today = max(0, at.today - whole)


async def _wraps(
    connection: Connection, caller: Caller, at: Cursor, upto: int, now: datetime
) -> tuple[list[Key], bool]:
    rows = await keys.for_device(connection, caller.device, caller.staff, at.key, now)
    more = len(rows) >= keys.MOST_KEYS_A_PAGE
    at.key = rows[-1]["seq"] if more else upto
    told = [
        Key(
            bucket=row["bucket"],
            epoch=row["epoch"],
            key_check=to_text(row["key_check"]),
            wrap=to_text(row["wrap"]),
            grant=row["grant_jws"],
        )
        for row in rows
    ]
    return told, more


def _scope(mine: list[Any], rev: int, in_full: bool) -> Scope:
    digest = hashlib.sha256("\n".join(str(row["id"]) for row in mine).encode()).hexdigest()
    if not in_full:
        return Scope(rev=rev, digest=digest)
    told = ({name: row[name] for name in ScopeBucket.__struct_fields__} for row in mine)
    return Scope(rev=rev, digest=digest, buckets=[ScopeBucket(**one) for one in told])
