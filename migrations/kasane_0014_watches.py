"""Who is out at a door until when: a person, a device, a household's opaque name and a moment. Never where."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000014"
VERSION = "1.38.0"
DESCRIPTION = "watches"

STATEMENTS = [
    # `second`: the id of the alert that is raised when she asks for help; `late`: it came when its time was over.
    """
    create table watch (
      id uuid primary key,
      second uuid not null unique,
      bucket uuid not null references bucket (id),
      staff uuid not null references staff (id),
      device uuid not null references device (id),
      until timestamptz not null,
      begun_at timestamptz not null,
      armed_at timestamptz not null,
      ended_at timestamptz,
      state text not null check (state in ('set', 'ended', 'late'))
    )
    """,
    "create index watch_staff on watch (staff) where state = 'set'",
    # The steps of a watch are timers like those of the vault, who must not call them off.
    "alter table timer add column watch uuid references watch (id)",
    "create index timer_watch on timer (watch) where watch is not null",
]
UNDO = ["alter table timer drop column watch", "drop table watch"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """One table, and one column beside the timers that stand already: those are the vault's."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
