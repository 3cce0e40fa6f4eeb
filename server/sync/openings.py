"""New buckets and new key epochs that come with a push: opened before the ops that need them, under the same lock."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from server.db import Connection
from server.keys import store as keys
from server.scope import rules, service
from server.scope.store import Opening, owe
from server.sync import store
from server.sync.wire import WRAP_BYTES, Bucket, from_text

KEY_CHECK_BYTES = 16


@dataclass(frozen=True, slots=True)
class Maker:
    """Who pushes: `reads` is False for a device whose access has ended."""

    device: UUID
    staff: UUID
    role: str
    center: str | None
    reads: bool


@dataclass(slots=True)
class Scope:
    """What the pusher may write to after the openings."""

    epochs: dict[UUID, int] = field(default_factory=dict)
    begun: set[tuple[UUID, int]] = field(default_factory=set)  # by this push
    disputed: set[tuple[UUID, int]] = field(default_factory=set)
    unheard: frozenset[UUID] = frozenset()  # of no household that was ever opened here


async def settle(
    connection: Connection, maker: Maker, asked: Sequence[Bucket], used: AbstractSet[tuple[UUID, int]], seq: int,
    now: datetime,
) -> Scope:  # fmt: skip
    """`used`: bucket and epoch of properly signed ops in the batch; a device that may not read opens no others."""
    ids = {bucket for bucket, _ in used} | {bucket.id for bucket in asked}
    rows = await store.buckets(connection, list(ids), maker.staff, now) if ids else []
    known = {row["id"]: row for row in rows}
    scope = Scope({row["id"]: row["epoch"] for row in rows if row["mine"]})
    if asked:
        checks = await store.key_checks(connection, [bucket.id for bucket in asked])
        for bucket in sorted(asked, key=lambda each: each.epoch):
            await _one(connection, maker, bucket, known, checks, scope, used, seq, now)
        await _lay_wraps(connection, asked, scope, seq, now)
    scope.unheard = frozenset(ids - known.keys() - {bucket for bucket, _ in scope.begun})
    return scope


async def _one(
    connection: Connection, maker: Maker, bucket: Bucket, known: dict[UUID, Any], checks: dict[tuple[UUID, int], bytes],
    scope: Scope, used: AbstractSet[tuple[UUID, int]], seq: int, now: datetime,
) -> None:  # fmt: skip
    check = from_text(bucket.key_check)
    if check is None or len(check) != KEY_CHECK_BYTES:
        return
    if bucket.id not in known:
        await _open(connection, maker, bucket, check, scope, used, seq, now)
    elif bucket.id in scope.epochs:
        published = checks.get((bucket.id, bucket.epoch))
        # Only with a record sealed under it: the upload key, which a locked phone gives away, begins no epoch.
        is_next = maker.reads and bucket.epoch == scope.epochs[bucket.id] + 1 and (bucket.id, bucket.epoch) in used
        if published is None and is_next and _may_begin(maker, known[bucket.id]):
            await store.next_epoch(connection, bucket.id, bucket.epoch, check, maker.device, seq)
            scope.epochs[bucket.id] = bucket.epoch
            scope.begun.add((bucket.id, bucket.epoch))
        elif published is not None and published != check:
            # Two began at once. Nothing is lost by it: the loser's records go on under the epoch before (docs/wire.md).
            scope.disputed.add((bucket.id, bucket.epoch))


def _may_begin(maker: Maker, row: Any) -> bool:
    return rules.may_begin_epoch(maker.role, maker.center, row["role"], row["center"], row["kind"])


async def _open(
    connection: Connection, maker: Maker, bucket: Bucket, check: bytes, scope: Scope,
    used: AbstractSet[tuple[UUID, int]], seq: int, now: datetime,
) -> None:  # fmt: skip
    if bucket.epoch != 1 or bucket.center != maker.center or not rules.may_open(maker.role, bucket.kind):
        return
    if not maker.reads and (bucket.id, 1) not in used:
        return
    new = Opening(bucket.id, bucket.kind, bucket.center, check)
    opened = await service.open_bucket(
        connection, new, maker=maker.staff if maker.reads else None, maker_role=maker.role, device=maker.device,
        seq=seq, now=now,
    )  # fmt: skip
    if opened:
        scope.begun.add((bucket.id, 1))
    if opened and maker.reads:
        scope.epochs[bucket.id] = 1
    elif opened:
        await owe(connection, bucket.id, seq)  # the device that made the key reads nothing any more


async def _lay_wraps(connection: Connection, asked: Sequence[Bucket], scope: Scope, seq: int, now: datetime) -> None:
    """Only for what this push began: the first wrap for a device stays, so nobody may lay a false one in its place."""
    wraps: list[keys.NewWrap] = []
    for bucket in asked:
        if (bucket.id, bucket.epoch) not in scope.begun:
            continue
        for given in bucket.wraps:
            wrap = from_text(given.wrap)
            if wrap and len(wrap) <= WRAP_BYTES:
                wraps.append(keys.NewWrap(bucket.id, bucket.epoch, given.device, wrap, given.grant))
    await keys.insert(connection, wraps, seq, now)
