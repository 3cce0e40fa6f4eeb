"""Every query on the audit trail."""

from collections.abc import AsyncIterator
from typing import Any

from server.db import Connection

_LAST = "select n, hash from audit_event order by n desc limit 1"
_ADD = """
insert into audit_event (n, at, device, staff, verb, subject, bucket, purpose, count, allowed, prev_hash, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
_PAGE = "select * from audit_event where n > $1 order by n limit $2"
PAGE = 1_000


async def last(connection: Connection) -> tuple[int, bytes]:
    row = await connection.fetchrow(_LAST)
    return (0, bytes(32)) if row is None else (row["n"], row["hash"])


async def add(connection: Connection, values: tuple[Any, ...]) -> None:
    await connection.execute(_ADD, *values)


async def each(connection: Connection) -> AsyncIterator[Any]:
    """Every event in order, a page at a time."""
    after = 0
    while rows := await connection.fetch(_PAGE, after, PAGE):
        for row in rows:
            yield row
        after = rows[-1]["n"]
