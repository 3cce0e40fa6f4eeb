"""The directory of agencies and helplines, and what each entry said before; public facts, so nothing here is sealed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000011"
VERSION = "1.38.0"
DESCRIPTION = "organizations"

STATEMENTS = [
    # Without a center it serves the whole city.
    """
    create table organization (
      id uuid primary key,
      name text not null check (length(name) between 1 and 80),
      kana text not null check (length(kana) between 1 and 120),
      kind text not null check (kind ~ '^[a-z_]{1,40}$'),
      fields text[] not null check (cardinality(fields) between 1 and 4),
      target text not null check (length(target) <= 200),
      center text references center (id),
      area_level text not null check (area_level in ('neighbourhood', 'ward', 'city')),
      area_name text not null check (length(area_name) <= 40),
      tels jsonb not null check (jsonb_array_length(tels) between 1 and 5),
      url text not null check (url = '' or url ~ '^https://' and length(url) <= 300),
      hours text not null check (length(hours) <= 200),
      address text not null check (length(address) <= 200),
      notes text not null check (length(notes) <= 500),
      is_public boolean not null,
      checked_on date not null,
      checked_by uuid not null references staff (id),
      version integer not null,
      ended boolean not null default false,
      seq bigint not null,
      check ((center is null) = (area_level = 'city'))
    )
    """,
    "create unique index organization_seq on organization (seq)",
    # The whole entry as it was left, so that any earlier state can be read without reckoning.
    """
    create table organization_change (
      organization uuid not null references organization (id),
      version integer not null,
      act text not null check (act in ('create', 'change', 'check', 'end')),
      at timestamptz not null,
      staff uuid not null references staff (id),
      device uuid not null references device (id),
      entry jsonb not null,
      primary key (organization, version)
    )
    """,
    """
    do $$ begin
      if exists (select from pg_roles where rolname = 'kasane_web') then
        revoke delete on organization from kasane_web;
        revoke update, delete on organization_change from kasane_web;
      end if;
    end $$
    """,
]
UNDO = ["drop table organization_change", "drop table organization"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Two tables: what stands in the directory, and every version of it."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
