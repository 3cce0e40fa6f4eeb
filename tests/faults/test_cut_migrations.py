"""A migration that is cut off at any of its steps is begun again and ends with the very same tables."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from piccolo.apps.migrations.tables import Migration

from server import db
from server.embedded import EmbeddedPostgres
from tests.house.tree import ROOT

pytestmark = pytest.mark.slow
STEPS = len([*(ROOT / "migrations").glob("kasane_*.py")])
_SHAPE = """
select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
from information_schema.columns where table_schema = 'public'
union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
union all select indexdef from pg_indexes where schemaname = 'public'
union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
union all select tablename || policyname || coalesce(qual, '') from pg_policies
order by 1
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[EmbeddedPostgres]:
    home = Path(tempfile.mkdtemp(prefix="kasane-migrations-"))
    home.chmod(0o755)
    made = EmbeddedPostgres(home, durable=False)
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.mark.shows("F-13", "F-01")
async def test_wherever_a_migration_is_cut_off_the_next_start_finishes_it(
    cluster: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst moment: a step has been taken, and the note of it has not."""
    before, admin = db.DB.config, await asyncpg.connect(cluster.admin_url("postgres"))
    shapes = []
    try:
        for name, cuts in (("whole", ()), ("cut", (0, STEPS // 2, STEPS - 1))):
            await admin.execute(f"create database {name} owner kasane")
            url = cluster.url.replace("/kasane?", f"/{name}?")
            db.DB.config = {**before, "dsn": url}
            for noted in cuts:
                await _cut_off(monkeypatch, noted)
            await db.migrate()
            shapes.append(await _rows(url, _SHAPE))
    finally:
        db.DB.config = before
        await admin.close()
    assert len(shapes[0]) > 100
    assert shapes[0] == shapes[1]


async def _cut_off(monkeypatch: pytest.MonkeyPatch, noted: int) -> None:
    """The process ends after this many steps of this start have been noted, right after the next one."""
    real, seen = Migration.insert, 0

    def insert(*rows: Migration) -> Any:
        nonlocal seen
        seen += 1
        if seen > noted:
            raise ConnectionError("cut off")
        return real(*rows)

    with monkeypatch.context() as broken:
        broken.setattr(Migration, "insert", insert)
        with pytest.raises(ConnectionError):
            await db.migrate()


async def _rows(url: str, sql: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        return [str(row[0]) for row in await connection.fetch(sql)]
    finally:
        await connection.close()
