"""Hand-overs of households: one open a household, seen by its people and by those who are to take it on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-26T00:00:00:000010"
VERSION = "1.38.0"
DESCRIPTION = "transfers"

TABLES = [
    # Without a `to_staff` it goes to another center, which names the new lead itself when it accepts.
    """
    create table transfer (
      id uuid primary key,
      bucket uuid not null references bucket (id),
      from_center text not null,
      from_staff uuid references staff (id),
      to_center text not null,
      to_staff uuid references staff (id),
      asked_by uuid not null references staff (id),
      asked_at timestamptz not null,
      state text not null check (state in ('asked', 'accepted', 'declined', 'withdrawn')),
      reason text not null default '' check (reason ~ '^[a-z_]{0,40}$'),
      decided_by uuid references staff (id),
      decided_at timestamptz,
      seq bigint not null,
      asked_jws text check (length(asked_jws) <= 4096),
      accepted_jws text check (length(accepted_jws) <= 4096),
      check ((state = 'asked') = (decided_at is null))
    )
    """,
    "create unique index transfer_open on transfer (bucket) where state = 'asked'",
    "create index transfer_to on transfer (to_center, state)",
    "create index transfer_from on transfer (from_center, state)",
    "create index transfer_moves on transfer (bucket, seq) where state = 'accepted'",
]
WALLS = [
    "alter table transfer enable row level security",
    # Also whoever gave a household away may look up what became of it, and nobody but these knows that it was offered.
    """
    create policy transfer_seen on transfer for select using (
      bucket in (select my_buckets())
      or to_staff = (select nullif(current_setting('kasane.staff', true), '')::uuid)
      or exists (select from staff s where s.id = (select nullif(current_setting('kasane.staff', true), '')::uuid)
        and s.role in ('coordinator', 'manager') and s.center in (from_center, to_center)))
    """,
    "create policy transfer_asked on transfer for insert with check (bucket in (select my_buckets()))",
    """
    create policy transfer_decided on transfer for update using (
      bucket in (select my_buckets())
      or to_staff = (select nullif(current_setting('kasane.staff', true), '')::uuid)
      or exists (select from staff s where s.id = (select nullif(current_setting('kasane.staff', true), '')::uuid)
        and s.role in ('coordinator', 'manager') and s.center = to_center))
    """,
]
RIGHTS = """
do $$ begin
  if exists (select from pg_roles where rolname = 'kasane_web') then
    revoke delete on transfer from kasane_web;
  end if;
end $$
"""
STATEMENTS = [*TABLES, *WALLS, RIGHTS]
UNDO = ["drop table transfer"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """One table, and who may see which row of it."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
