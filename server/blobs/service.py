"""Laying down the chunks of a sealed photo, reading them back, and clearing what nobody can ever show."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from server.blobs import rules, store
from server.db import snapshot, write_transaction
from server.problems import Problem
from server.sequence import speak_as

DAY = timedelta(days=1)
ORPHAN_AFTER = timedelta(days=30)
PATIENCE = 3600  # seconds until a device over its day's share may look again


class Laid(NamedTuple):
    is_new: bool
    done: bool  # every chunk is here


class Seen(NamedTuple):
    n: int  # 0 until the first chunk came
    have: list[int]
    done: bool


class Chunk(NamedTuple):
    content: bytes
    digest: bytes


async def lay(att: UUID, device: UUID, n: int, of: int, digest: bytes, content: bytes, now: datetime) -> Laid:
    """Once for all: a repeat changes nothing, other bytes in the same place are refused and what stands there stays."""
    if not (1 <= of <= rules.MOST_CHUNKS and 0 <= n < of):
        raise Problem("out_of_range", field="n", limit=rules.MOST_CHUNKS)
    if not rules.is_whole(n, of, len(content)):
        raise Problem("blob_size", limit=rules.CHUNK_BYTES)
    if not hmac.compare_digest(hashlib.sha256(content).digest(), digest):
        raise Problem("blob_digest")
    async with write_transaction() as connection:
        if await store.laid_since(connection, device, now - DAY) >= rules.CHUNKS_A_DAY:
            raise Problem("blob_quota", retry_after=PATIENCE)
        stands = await store.lay(connection, att, device, n, of, digest, content, now)
        if stands is None:
            raise Problem("not_found")
        if stands["chunks"] != of:
            raise Problem("blob_total", n=stands["chunks"])
        if stands["digest"] != digest:
            raise Problem("blob_conflict")
        if stands["is_new"] and stands["done"]:
            await store.ring(connection)
        return Laid(stands["is_new"], stands["done"])


async def look(att: UUID, staff: UUID, now: datetime) -> Seen:
    async with snapshot() as connection:
        await speak_as(connection, staff)
        row = await store.seen(connection, att, staff, now)
    if row is None:
        raise Problem("not_found")
    return Seen(row["chunks"] or 0, list(row["have"]), row["done_at"] is not None)


async def read(att: UUID, n: int, staff: UUID, now: datetime) -> Chunk:
    async with snapshot() as connection:
        await speak_as(connection, staff)
        row = await store.chunk(connection, att, n, staff, now)
    if row is None:
        raise Problem("not_found")
    return Chunk(row["bytes"], row["digest"])


async def collect(now: datetime) -> int:
    """How many chunks went: of uploads that stopped halfway a month ago, and of records that are not here any more."""
    async with write_transaction() as connection:
        return await store.collect(connection, now - ORPHAN_AFTER)
