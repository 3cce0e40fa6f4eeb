"""A household under 支援措置 is a kind of its own: nobody sees it by role, only whom its mark names."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000017"
VERSION = "1.38.0"
DESCRIPTION = "protected"

_KINDS = "alter table bucket add constraint bucket_kind_check check (kind in ({}))"
STATEMENTS = [
    "alter table bucket drop constraint bucket_kind_check",
    _KINDS.format("'household', 'packet', 'center', 'community', 'protected'"),
]
# Going back would open to the whole center what was closed for somebody's safety: it stays closed until none is left.
UNDO = [
    "alter table bucket drop constraint bucket_kind_check",
    _KINDS.format("'household', 'packet', 'center', 'community'"),
]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """No office has such a household yet."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
