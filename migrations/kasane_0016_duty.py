"""Who is on duty when, and whom an alert asks in which order: facts of the office, none of a household."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000016"
VERSION = "1.38.0"
DESCRIPTION = "duty"

STATEMENTS = [
    # Every version stays: what an alert was raised under can be read years later.
    """
    create table duty_plan (
      center text not null references center (id),
      version integer not null check (version > 0),
      at timestamptz not null,
      staff uuid not null references staff (id),
      device uuid not null references device (id),
      plan jsonb not null,
      primary key (center, version)
    )
    """,
    """
    create table duty (
      id uuid primary key,
      center text not null references center (id),
      staff uuid not null references staff (id),
      begins timestamptz not null,
      ends timestamptz not null,
      state text not null check (state in ('set', 'ended')),
      check (begins < ends)
    )
    """,
    "create index duty_center on duty (center, ends) where state = 'set'",
    """
    create table duty_leave (
      id uuid primary key,
      center text not null references center (id),
      staff uuid not null references staff (id),
      deputy uuid references staff (id),
      begins timestamptz not null,
      ends timestamptz not null,
      state text not null check (state in ('set', 'ended')),
      check (begins < ends),
      check (deputy <> staff)
    )
    """,
    "create index duty_leave_center on duty_leave (center, ends) where state = 'set'",
    """
    create table duty_swap (
      id uuid primary key,
      duty uuid not null references duty (id),
      asked_by uuid not null references staff (id),
      asked uuid not null references staff (id),
      asked_at timestamptz not null,
      decided_at timestamptz,
      state text not null check (state in ('asked', 'accepted', 'declined'))
    )
    """,
    "create unique index duty_swap_open on duty_swap (duty) where state = 'asked'",
    # The plan as it stood when the alert was raised; none: the one the product brings.
    "alter table alert add column plan jsonb",
    """
    do $$ begin
      if exists (select from pg_roles where rolname = 'kasane_web') then
        revoke update, delete on duty_plan from kasane_web;
        revoke delete on duty, duty_leave, duty_swap from kasane_web;
      end if;
    end $$
    """,
]
UNDO = [
    "alter table alert drop column plan", "drop table duty_swap", "drop table duty_leave", "drop table duty",
    "drop table duty_plan",
]  # fmt: skip


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Alerts that are open already go on by the plan the product brings."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
