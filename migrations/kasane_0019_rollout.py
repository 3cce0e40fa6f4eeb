"""Which center runs which business of the programme, from which day to which: facts of the office, none of a household."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000019"
VERSION = "1.38.0"
DESCRIPTION = "rollout"

STATEMENTS = [
    # Every version stays: what a center ran on a day can be read years later. `why` is a code, so that it names nobody.
    """
    create table center_rollout (
      center text not null references center (id),
      version integer not null check (version > 0),
      at timestamptz not null,
      staff uuid not null references staff (id),
      device uuid not null references device (id),
      why text not null,
      spans jsonb not null,
      primary key (center, version)
    )
    """,
    """
    do $$ begin
      if exists (select from pg_roles where rolname = 'kasane_web') then
        revoke update, delete on center_rollout from kasane_web;
      end if;
    end $$
    """,
]
UNDO = ["drop table center_rollout"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Until the bureau has decided something, everything runs, as before."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
