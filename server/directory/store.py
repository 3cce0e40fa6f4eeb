"""Every query on the directory."""

from datetime import datetime
from uuid import UUID

import asyncpg

from server.db import Connection
from server.directory.tables import Statement
from server.envelope.statement import NO_HASH, chain_hash

PAGE = 500


async def head(connection: Connection) -> tuple[int, bytes]:
    """Number and hash of the newest statement; 0 and zeros before the first."""
    row = await connection.fetchrow("select n, hash from statement order by n desc limit 1")
    return (0, NO_HASH) if row is None else (row["n"], row["hash"])


async def root(connection: Connection) -> str | None:
    """The office root's own statement, n = 1."""
    return await connection.fetchval("select jws from statement where n = 1 and kind = 'root'")


async def page(since: int) -> list[dict[str, object]]:
    return (
        await Statement.select(Statement.n, Statement.kind, Statement.jws)
        .where(Statement.n > since)
        .order_by(Statement.n)
        .limit(PAGE)
    )


async def said(connection: Connection, subject: UUID, kind: str) -> bool:
    return bool(await connection.fetchval("select true from statement where subject = $1 and kind = $2", subject, kind))


async def append(connection: Connection, kind: str, subject: UUID, jws: str, now: datetime) -> int:
    """The new head. The caller holds the sequence, so two never chain to the same one."""
    n, prev = await head(connection)
    await Statement.insert(
        Statement(n=n + 1, kind=kind, subject=subject, jws=jws, prev_hash=prev, hash=chain_hash(prev, jws), made_at=now)
    )
    return n + 1


async def certified_keys(connection: Connection, device: UUID) -> asyncpg.Record | None:
    return await connection.fetchrow(
        "select d.id, d.state, d.staff, d.kem_key, d.sign_key, p.role, p.center"
        " from device d join staff p on p.id = d.staff where d.id = $1",
        device,
    )
