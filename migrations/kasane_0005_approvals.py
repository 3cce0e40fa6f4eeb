"""The approver's signed word beside the device it admits: the vault certifies upon it, not upon the state column."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-23T00:00:00:000005"
VERSION = "1.38.0"
DESCRIPTION = "approvals"


async def forwards() -> MigrationManager:
    """Add the column; devices certified before need no approval any more."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("alter table device add column approval_jws text check (length(approval_jws) <= 8192)")

    async def undo() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("alter table device drop column approval_jws")

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
