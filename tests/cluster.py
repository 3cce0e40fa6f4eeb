"""The tests' own PostgreSQL: one cluster a run, migrated once, wiped before each test that asks for it."""

import os
import shutil
import tempfile
import time
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from server.embedded import EmbeddedPostgres

_PREFIX = "kasane-tests-"
_KEPT = {"migration"}


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
        self._tables: list[str] = []

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
        connection = await asyncpg.connect(self.url)
        try:
            if not self._tables:
                rows = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
                self._tables = sorted(f'"{row[0]}"' for row in rows if row[0] not in _KEPT)
            await connection.execute(
                f"truncate {', '.join(self._tables)} restart identity cascade;"
                "insert into sync_clock (id, gen, seq) values (1, gen_random_uuid(), 0)"
            )
        finally:
            await connection.close()


def _sweep_dead_runs() -> None:
    """Stop and remove what a killed test run left behind."""
    for home in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid = home.name.removeprefix(_PREFIX).split("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and os.access(home, os.W_OK):
            EmbeddedPostgres(home, durable=False).stop()
            shutil.rmtree(home, ignore_errors=True)
