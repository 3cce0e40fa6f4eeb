"""The one database: its engine, its transactions, its migrations."""

import contextlib
import io
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

Connection = asyncpg.Connection | PoolConnectionProxy

# What a connection may say when its database died: between two packets asyncpg calls the lost line an error of its own.
LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
# The database is alive but too busy, or restarting: come again.
BUSY = (
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # its line was lost between two packets
    asyncpg.IdleInTransactionSessionTimeoutError,
    TimeoutError,
    ConnectionError,
)
MIGRATION_LOCK = 7_203_316_102
_GUARD_RAILS = {
    "application_name": "kasane-web",
    "timezone": "UTC",
    "lock_timeout": "3s",
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "5s",
}


def _config(database_url: str) -> dict[str, Any]:
    return {"dsn": database_url, "server_settings": dict(_GUARD_RAILS), "timeout": 5, "command_timeout": 20}


class _QuietEngine(PostgresEngine):
    """Piccolo's engine, but importing it connects to nothing: the database may not run yet, or be another one."""

    async def check_version(self) -> None:
        return

    async def prep_database(self) -> None:
        return


DB: PostgresEngine = _QuietEngine(
    config=_config(os.environ.get("KASANE_DATABASE_URL", "postgresql://localhost/kasane"))
)


def use(database_url: str) -> None:
    """Name the database, before the pool starts."""
    if DB.pool is not None:
        raise RuntimeError("the pool already runs on another database")
    DB.config = _config(database_url)


async def start_pool(size: int = 8) -> None:
    """A pool that never grows: connections are opened before the first request, not under load."""
    # Nor one that shrinks: after five quiet minutes the next phone would pay for a cold one.
    await DB.start_connection_pool(
        min_size=size, max_size=size, max_inactive_connection_lifetime=0, reset=_leave_nothing
    )


async def _leave_nothing(connection: Connection) -> None:
    """Whom a connection speaks for ends with its transaction: forgetting it once more took a fifth of a small pull."""
    if connection.is_in_transaction():
        await connection.reset()


async def stop_pool() -> None:
    if DB.pool is not None:
        await DB.close_connection_pool()


class _SureTransaction(PostgresTransaction):
    """Piccolo's transaction, but whatever fails, the connection goes back and the context is cleared."""

    def __init__(self, **options: Any) -> None:
        super().__init__(DB)
        self.options = options

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction(**self.options)
            await self.begin()
        except BaseException:
            await self._give_back()
            raise
        self.context = DB.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return False
        try:
            if exception is None:
                await self.commit()
            else:
                # A connection that died cannot roll back; the server already has.
                with suppress(*LOST):
                    await self.rollback()
        finally:
            DB.current_transaction.reset(self.context)
            await self._give_back()
        return False

    async def _give_back(self) -> None:
        if DB.pool is not None:
            await DB.pool.release(self.connection)
        else:
            await self.connection.close()


@asynccontextmanager
async def write_transaction() -> AsyncIterator[Connection]:
    """The asyncpg connection of a transaction that Piccolo queries inside join; a nested one joins the outer."""
    async with _SureTransaction() as transaction:
        yield transaction.connection


@asynccontextmanager
async def snapshot() -> AsyncIterator[Connection]:
    """One unmoving picture of the database, read only; inside a transaction it would be neither, so it refuses."""
    if DB.current_transaction.get() is not None:
        raise RuntimeError("a snapshot cannot be taken inside a transaction")
    async with _SureTransaction(isolation="repeatable_read", readonly=True) as transaction:
        yield transaction.connection


@asynccontextmanager
async def reading() -> AsyncIterator[Connection]:
    """A connection for single statements that need no common picture; joins the transaction when there is one."""
    current = DB.current_transaction.get()
    if current is not None:
        yield current.connection
    elif DB.pool is not None:
        async with DB.pool.acquire() as connection:
            yield connection
    else:
        connection = await DB.get_new_connection()
        try:
            yield connection
        finally:
            await connection.close()


async def migrate() -> None:
    """Bring the schema up to date; of several instances that start together one works and the others wait."""
    # Takes a second to load, which no process but the migrating one should wait for.
    from piccolo.apps.migrations.commands.forwards import run_forwards

    os.environ.setdefault("PICCOLO_CONF", "server.piccolo_conf")
    # Its own connection, without the guard rails: waiting for another instance may take long.
    connection = await asyncpg.connect(DB.config["dsn"])
    try:
        await connection.execute("select pg_advisory_lock($1)", MIGRATION_LOCK)
        # One commit for all of it: Piccolo notes a step after the step's own commit, and a cut between the two would
        # make every later start take that step again and fail.
        async with write_transaction():
            with contextlib.redirect_stdout(io.StringIO()) as said:
                result = await run_forwards(app_name="all")
            if not result.success:
                raise RuntimeError(f"migration failed: {result.message or said.getvalue()}")
    finally:
        await connection.close()
