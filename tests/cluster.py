"""The tests' own PostgreSQL: one cluster a run, migrated once, wiped before each test that asks for it."""

import asyncio
import os
import shutil
import tempfile
import threading
import time
from functools import cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from server.embedded import EmbeddedPostgres

_PREFIX = "kasane-tests-"
_KEPT = {"migration"}
_LINKS = """
select c.oid::regclass::text as child, f.confrelid::regclass::text as parent
from pg_class c left join pg_constraint f on f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
"""
_COUNTERS = """
select array_agg(c.oid::regclass::text) from pg_class c join pg_depend d on d.objid = c.oid and d.deptype in ('a', 'i')
where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace and not d.refobjid::regclass::text = any($1)
"""


class TestCluster:
    """Knows its address from the first moment and starts only when a test asks for the database."""

    __test__ = False

    def __init__(self) -> None:
        self._given = os.environ.get("KASANE_TEST_DATABASE_URL", "")
        if self._given and not urlsplit(self._given).path.startswith("/kasane_test"):
            raise RuntimeError(
                "KASANE_TEST_DATABASE_URL is wiped by every test: its database must be named kasane_test…"
            )
        self._home: Path | None = None
        self._wiper: Wiper | None = None

    @cached_property
    def _embedded(self) -> EmbeddedPostgres:
        _sweep_dead_runs()
        self._home = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        self._home.chmod(0o755)
        return EmbeddedPostgres(self._home, durable=False)

    @property
    def url(self) -> str:
        return self._given or self._embedded.url

    @property
    def web_url(self) -> str:
        """The role the web tier has in production, bound by row-level security."""
        return os.environ.get("KASANE_TEST_WEB_DATABASE_URL", self._given) or self._embedded.web_url

    def start(self) -> None:
        if not self._given:
            self._embedded.start()

    @property
    def is_ours(self) -> bool:
        """Started by this run, so a test may restart it."""
        return not self._given

    def restart(self, away: float) -> None:
        """Every connection ends; `away` seconds later it is back at the same address."""
        self._embedded.stop()
        time.sleep(away)
        self._embedded.start()

    def stop(self) -> None:
        if self._home is not None:
            self._embedded.stop()
            shutil.rmtree(self._home, ignore_errors=True)

    async def wipe(self) -> None:
        """Empty every table and begin a new generation, as a fresh installation has it."""
        self._wiper = self._wiper or Wiper()
        await self._wiper.wipe(self.url)


class Wiper:
    """One connection that outlives the loops of the tests: opening it and learning the tables costs more than wiping.

    Deletes where something stands, which takes a millisecond; `truncate` makes all files of all tables anew.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="wiper", daemon=True).start()
        self._connection: asyncpg.Connection | None = None
        self._tables: list[str] = []  # those that point at others before those they point at
        self._counters: list[str] = []

    async def wipe(self, url: str) -> None:
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._wiped(url), self._loop))

    async def _wiped(self, url: str) -> None:
        try:
            await self._emptied(await self._connected(url))
        except (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError):
            self._connection = None  # a test has restarted the database
            await self._emptied(await self._connected(url))

    async def _connected(self, url: str) -> asyncpg.Connection:
        known = self._connection
        if known is not None and not known.is_closed():
            return known
        made: asyncpg.Connection = await asyncpg.connect(url)
        links: dict[str, set[str]] = {}
        for child, parent in await made.fetch(_LINKS):
            links.setdefault(child, set()).update({parent} - {None})
        self._tables = [one for one in reversed([*TopologicalSorter(links).static_order()]) if one not in _KEPT]
        self._counters = await made.fetchval(_COUNTERS, [*_KEPT]) or []
        self._connection = made
        return made

    async def _emptied(self, connection: asyncpg.Connection) -> None:
        asked = ", ".join(f"(select '{one}' from {one} limit 1)" for one in self._tables)
        async with connection.transaction():
            filled = [one for one in await connection.fetchval(f"select array[{asked}]") or () if one]
            steps = [f"delete from {one}" for one in filled]
            steps += [f"select setval('{one}', 1, false)" for one in self._counters]
            steps.append("insert into sync_clock (id, gen, seq) values (1, gen_random_uuid(), 0)")
            await connection.execute(";".join(steps))


def _sweep_dead_runs() -> None:
    """Stop and remove what a killed test run left behind."""
    for home in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid = home.name.removeprefix(_PREFIX).split("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and os.access(home, os.W_OK):
            EmbeddedPostgres(home, durable=False).stop()
            shutil.rmtree(home, ignore_errors=True)
