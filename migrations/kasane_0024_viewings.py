"""Who opened which household on which device and when, and what was said of it when the month was looked into; ids and times only."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-28T00:00:00:000024"
VERSION = "1.38.0"
DESCRIPTION = "viewings"

STATEMENTS = [
    # `at`: by the office's clock as the device knew it; `rcv`: when it was told. `role`: how the reader stood to it then.
    """
    create table viewing (
      device uuid not null references device (id),
      bucket uuid not null references bucket (id),
      at timestamptz not null,
      staff uuid not null references staff (id),
      rcv timestamptz not null,
      role text not null,
      primary key (device, bucket, at)
    )
    """,
    "create index viewing_bucket on viewing (bucket, at)",
    "create index viewing_staff on viewing (staff, at)",
    """
    create table viewing_check (
      n bigint generated always as identity primary key,
      center text not null references center (id),
      month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
      staff uuid not null references staff (id),
      bucket uuid not null references bucket (id),
      word text not null check (word in ('fine', 'asked', 'grave')),
      at timestamptz not null,
      by_staff uuid not null references staff (id) check (by_staff <> staff),
      by_device uuid not null references device (id)
    )
    """,
    "create index viewing_check_month on viewing_check (center, month)",
    """
    do $$ begin
      if exists (select from pg_roles where rolname = 'kasane_web') then
        revoke update, delete on viewing, viewing_check from kasane_web;
      end if;
    end $$
    """,
]
UNDO = ["drop table viewing_check", "drop table viewing"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Of the time before nothing is known: the first device that is updated tells the first."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
