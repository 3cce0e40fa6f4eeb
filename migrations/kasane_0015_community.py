"""A center's shelf of resources and issues is a kind of bucket of its own: who works there shares it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000015"
VERSION = "1.38.0"
DESCRIPTION = "community"

STATEMENTS = [
    "alter table bucket drop constraint bucket_kind_check",
    "alter table bucket add constraint bucket_kind_check check (kind in ('household', 'packet', 'center', 'community'))",
]
UNDO = [
    "alter table bucket drop constraint bucket_kind_check",
    "alter table bucket add constraint bucket_kind_check check (kind in ('household', 'packet', 'center'))",
]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """No office has such a bucket yet."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
