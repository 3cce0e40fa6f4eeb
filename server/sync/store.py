"""Every query of the sync door: one statement a batch, whatever its size."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from server.db import Connection
from server.sync.effects import Beside
from server.sync.verdicts import Known, Verdict

DAY = timedelta(days=1)

_DEVICE = """
select d.state, d.head_dseq, d.head_hash, s.role, s.center,
  (select rcv from op where device = d.id and dseq = d.head_dseq - $2 + 1) as oldest_of_quota,
  exists (select from held_op where device = d.id and reason = 'key_unknown' and decided is null) as waits
from device d join staff s on s.id = d.staff where d.id = $1
"""
_KNOWN = """
select op_id, device, dseq, hash, seq, null as reason, null as decided from stored_ops($1, $2, $3, $4)
union all
select op_id, device, dseq, hash, null, reason, decided from held_op
where (op_id = any($1) or (device = $2 and dseq between $3 and $4)) and decided is distinct from 'released'
"""
_DEAD = """
select sha256(bytes) as digest, code from dead_letter where device = $1 and sha256(bytes) = any($2::bytea[])
"""
_HEAD_STORED = """
select exists (select from stored_ops('{}'::uuid[], $1, $2, $2))
  or exists (select from held_op where device = $1 and dseq = $2)
"""
_BUCKETS = """
select b.id, b.kind, b.epoch, b.center, b.erased_seq is null and g.staff is not null as mine, g.role
from bucket b left join scope_grant g on g.bucket = b.id and g.staff = $2 and (g.ends_at is null or g.ends_at > $3)
where b.id = any($1::uuid[])
"""
_CHECKS = "select bucket, epoch, key_check from bucket_epoch where bucket = any($1::uuid[])"
_INSERT = """
insert into op (seq, op_id, bucket, device, dseq, epoch, kind, rcv, hash, envelope)
select seq, op_id, bucket, device, dseq, epoch, kind, $10, hash, envelope
from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::int[], $7::smallint[],
  $8::bytea[], $9::bytea[]) as t (seq, op_id, bucket, device, dseq, epoch, kind, hash, envelope)
"""
_HOLD = """
insert into held_op (op_id, bucket, device, dseq, reason, rcv, hash, envelope, effects, effects_sig)
select op_id, bucket, device, dseq, reason, $10, hash, envelope, effects::jsonb, effects_sig
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::bytea[], $7::bytea[], $8::text[],
  $9::bytea[]) as t (op_id, bucket, device, dseq, reason, hash, envelope, effects, effects_sig)
"""
_BURY = """
insert into dead_letter (device, rcv, code, bytes)
select $1, $2, t.code, t.bytes from unnest($3::text[], $4::bytea[]) as t (code, bytes)
where not exists (select from dead_letter d where d.device = $1 and d.bytes = t.bytes)
"""
_HEAD = """
update device set head_dseq = $2, head_hash = $3, last_seen_at = coalesce($4, last_seen_at) where id = $1
"""
_WAITING = "select op_id from held_op where op_id = any($1::uuid[])"
_DONATED = """
select d.id, d.sign_key from device d where d.id = any($1::uuid[])
"""


async def sign_key(connection: Connection, device: UUID) -> bytes | None:
    return await connection.fetchval("select sign_key from device where id = $1", device)


async def sign_keys(connection: Connection, devices: Sequence[UUID]) -> dict[UUID, bytes]:
    return {row["id"]: row["sign_key"] for row in await connection.fetch(_DONATED, list(devices))}


async def device_row(connection: Connection, device: UUID, quota: int) -> Any:
    """Also when the op came in that was `quota` ops ago: within a day means that the day's quota is used."""
    return await connection.fetchrow(_DEVICE, device, quota)


async def known(connection: Connection, ids: Sequence[UUID], device: UUID, low: int, high: int) -> list[Known]:
    return [Known(*row) for row in await connection.fetch(_KNOWN, list(ids), device, low, high)]


async def dead(connection: Connection, device: UUID, digests: Sequence[bytes]) -> dict[bytes, str]:
    return {row["digest"]: row["code"] for row in await connection.fetch(_DEAD, device, list(digests))}


async def head_is_dead(connection: Connection, device: UUID, head: int) -> bool:
    return head > 0 and not await connection.fetchval(_HEAD_STORED, device, head)


async def buckets(connection: Connection, ids: Sequence[UUID], staff: UUID, now: datetime) -> list[Any]:
    """id, epoch, and whether it is in this person's scope."""
    return await connection.fetch(_BUCKETS, list(ids), staff, now)


async def key_checks(connection: Connection, ids: Sequence[UUID]) -> dict[tuple[UUID, int], bytes]:
    rows = await connection.fetch(_CHECKS, list(ids))
    return {(row["bucket"], row["epoch"]): row["key_check"] for row in rows}


async def next_epoch(
    connection: Connection, bucket: UUID, epoch: int, key_check: bytes, device: UUID, seq: int
) -> None:
    await connection.execute("update bucket set epoch = $2, owed_seq = null where id = $1", bucket, epoch)
    await connection.execute(
        "insert into bucket_epoch (bucket, epoch, key_check, made_by, seq) values ($1, $2, $3, $4, $5)",
        bucket, epoch, key_check, device, seq,
    )  # fmt: skip


async def insert(connection: Connection, verdicts: Sequence[Verdict], now: datetime) -> None:
    made = [verdict.item.envelope for verdict in verdicts if verdict.item.envelope is not None]
    await connection.execute(
        _INSERT, [verdict.seq for verdict in verdicts], [e.op_id for e in made], [e.bucket for e in made],
        [e.device for e in made], [e.dseq for e in made], [e.epoch for e in made], [e.kind for e in made],
        [verdict.item.digest for verdict in verdicts], [e.raw for e in made], now,
    )  # fmt: skip


async def hold(connection: Connection, verdicts: Sequence[Verdict], beside: Sequence[Beside], now: datetime) -> None:
    made = [verdict.item.envelope for verdict in verdicts if verdict.item.envelope is not None]
    await connection.execute(
        _HOLD, [e.op_id for e in made], [e.bucket for e in made], [e.device for e in made], [e.dseq for e in made],
        [verdict.reason for verdict in verdicts], [verdict.item.digest for verdict in verdicts], [e.raw for e in made],
        [msgspec.json.encode(one.wanted).decode() for one in beside], [one.signature for one in beside], now,
    )  # fmt: skip


async def bury(connection: Connection, device: UUID, verdicts: Sequence[Verdict], now: datetime) -> None:
    """Once per bytes: a phone that repeats a poisoned op does not fill the disk."""
    once = {verdict.item.raw: verdict.code for verdict in verdicts}
    await connection.execute(_BURY, device, now, list(once.values()), list(once))


async def move_head(connection: Connection, device: UUID, head: int, digest: bytes, seen: datetime | None) -> None:
    """`seen`: when the device itself was there; None when somebody carried its records in."""
    await connection.execute(_HEAD, device, head, digest, seen)


async def held_before(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Those of them that a person decides or has decided."""
    return {row["op_id"] for row in await connection.fetch(_WAITING, list(ids))}
