"""Which town of a ward belongs to the center of which 支所: facts of the city, none of a household."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000023"
VERSION = "1.38.0"
DESCRIPTION = "towns"

STATEMENTS = [
    # Every version stays: whose a town was on a day can be read years later. `towns`: public names, postcodes and codes.
    """
    create table town_table (
      version integer primary key check (version > 0),
      at timestamptz not null,
      staff uuid not null references staff (id),
      device uuid not null references device (id),
      towns jsonb not null
    )
    """,
    """
    do $$ begin
      if exists (select from pg_roles where rolname = 'kasane_web') then
        revoke update, delete on town_table from kasane_web;
      end if;
    end $$
    """,
]
UNDO = ["drop table town_table"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Until the bureau has named towns, no center is proposed, as before."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
