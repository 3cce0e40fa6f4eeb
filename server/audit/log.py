"""What was done with records, by whom, in a chain that shows any later change; never what the records say."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from server.audit import store
from server.db import Connection
from server.sequence import hold


class Event(NamedTuple):
    n: int
    at: datetime
    device: UUID | None
    staff: UUID | None
    verb: str
    subject: UUID | None
    bucket: UUID | None
    purpose: str
    count: int  # type: ignore[assignment]
    allowed: bool


async def note(
    connection: Connection,
    *,
    at: datetime,
    verb: str,
    device: UUID | None = None,
    staff: UUID | None = None,
    subject: UUID | None = None,
    bucket: UUID | None = None,
    purpose: str = "",
    count: int = 1,
    allowed: bool = True,
) -> int:
    """Written in the transaction of the act, so neither exists without the other; answers the event's number."""
    # The chain needs one writer at a time. The sequence's own lock serves: a second lock could wait for it in a ring.
    await hold(connection)
    n, prev = await store.last(connection)
    event = Event(n + 1, at, device, staff, verb, subject, bucket, purpose, count, allowed)
    await store.add(connection, (*event, prev, _hash(prev, event)))
    return event.n


async def first_broken(connection: Connection) -> int | None:
    """The number of the first event that was changed, removed or slipped in; None when the chain holds."""
    prev, n = bytes(32), 0
    async for row in store.each(connection):
        n += 1
        event = Event(*(row[name] for name in Event._fields))
        if event.n != n or row["prev_hash"] != prev or row["hash"] != _hash(prev, event):
            return n
        prev = row["hash"]
    return None


async def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the newest event, to be printed or mailed: it fixes everything before it."""
    n, newest = await store.last(connection)
    return n, newest.hex()


def _hash(prev: bytes, event: Event) -> bytes:
    text = json.dumps([_plain(value) for value in event], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(prev + text.encode()).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
