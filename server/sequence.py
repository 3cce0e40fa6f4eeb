"""The one counter row that every change passes: whoever holds it commits before the next one may take a number."""

from typing import NamedTuple
from uuid import UUID

from server.db import Connection


class Turn(NamedTuple):
    """Numbers `first` … `last` are ours; unused ones stay gaps, which no reader minds."""

    gen: UUID
    first: int
    last: int


_ADVANCE = "update sync_clock set seq = seq + $1 where id = 1 returning gen, seq"
_ADVANCE_AS = (
    "update sync_clock set seq = seq + $1 where id = 1 returning gen, seq, set_config('kasane.staff', $2, true)"
)


async def advance(connection: Connection, count: int = 1) -> Turn:
    """Take the lock until commit: before any other row lock, so that two transactions never wait in a ring."""
    row = await connection.fetchrow(_ADVANCE, count)
    assert row is not None
    return Turn(row["gen"], row["seq"] - count + 1, row["seq"])


async def advance_as(connection: Connection, count: int, staff: UUID) -> Turn:
    """The same, and name the person whose rows the database shows in this transaction."""
    row = await connection.fetchrow(_ADVANCE_AS, count, str(staff))
    assert row is not None
    return Turn(row["gen"], row["seq"] - count + 1, row["seq"])


async def hold(connection: Connection) -> None:
    """Take the lock without a number."""
    await connection.execute("select 1 from sync_clock where id = 1 for update")


async def speak_as(connection: Connection, staff: UUID) -> None:
    """Name the person whose rows the database shows in this transaction (row-level security)."""
    await connection.execute("select set_config('kasane.staff', $1, true)", str(staff))
