"""A held record keeps its author's signature of its effects; a session remembers when the factor was shown anew, if ever."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-23T00:00:00:000008"
VERSION = "1.38.0"
DESCRIPTION = "trust"

STATEMENTS = [
    "alter table held_op add column effects_sig bytea check (length(effects_sig) <= 64)",
    # With its keys, what a device's six digits are made of.
    "alter table device add column code_id bytea check (length(code_id) = 16)",
    # A session that was opened is not yet one whose person showed the factor anew.
    "alter table session alter column unlocked_at drop not null",
    "update session set unlocked_at = null",
]
UNDO = [
    "alter table device drop column code_id",
    "delete from session where unlocked_at is null",
    "alter table session alter column unlocked_at set not null",
    "alter table held_op drop column effects_sig",
]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Add the column; effects held before have no signature and are not applied at a release."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
