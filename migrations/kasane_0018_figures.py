"""What centers hand in to the bureau each month: numbers, signed by one of its devices."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000018"
VERSION = "1.38.0"
DESCRIPTION = "figures"

STATEMENTS = [
    # Every version stays: what the bureau was told once can be read years later.
    """
    create table month_figures (
      center text not null references center (id),
      month date not null check (extract(day from month) = 1),
      version integer not null check (version > 0),
      at timestamptz not null,
      staff uuid not null references staff (id),
      device uuid not null references device (id),
      figures jsonb not null,
      word text not null,
      primary key (center, month, version)
    )
    """,
    "create index month_figures_month on month_figures (month)",
    """
    do $$ begin
      if exists (select from pg_roles where rolname = 'kasane_web') then
        revoke update, delete on month_figures from kasane_web;
      end if;
    end $$
    """,
]
UNDO = ["drop table month_figures"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Nothing has been handed in yet."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
