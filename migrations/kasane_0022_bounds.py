"""Which numbers of the time rules a center has set for itself: facts of the office, none of a household."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000022"
VERSION = "1.38.0"
DESCRIPTION = "bounds"

STATEMENTS = [
    # Every version stays: by which number somebody was told, or was not told yet, can be read years later.
    """
    create table center_bounds (
      center text not null references center (id),
      version integer not null check (version > 0),
      at timestamptz not null,
      staff uuid not null references staff (id),
      device uuid not null references device (id),
      numbers jsonb not null,
      primary key (center, version)
    )
    """,
    """
    do $$ begin
      if exists (select from pg_roles where rolname = 'kasane_web') then
        revoke update, delete on center_bounds from kasane_web;
      end if;
    end $$
    """,
]
UNDO = ["drop table center_bounds"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Until a center has decided something, the catalogue's numbers hold, as before."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
