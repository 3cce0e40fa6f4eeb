"""Which households are owed a new key, and who granted each wrap: what begins an epoch after a loss, and renews grants."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-23T00:00:00:000007"
VERSION = "1.38.0"
DESCRIPTION = "epochs"

STATEMENTS = [
    # The number of the event after which somebody outside still knows the newest key; null once a newer one has begun.
    "alter table bucket add column owed_seq bigint",
    # The device that signed the grant; null where it was not written down, which the vault then renews.
    "alter table key_wrap add column granter uuid",
    "create policy key_wrap_renewed on key_wrap for update using (bucket in (select my_buckets()))",
    """
    create or replace function forget_wraps(of_device uuid) returns bigint
    language sql volatile security definer set search_path = public as
    $$ with gone as (delete from key_wrap where device = of_device returning bucket, epoch),
       owed as (
         update bucket b set owed_seq = (select seq from sync_clock where id = 1)
         from gone where gone.bucket = b.id and gone.epoch = b.epoch
       )
       select count(*) from gone $$
    """,
]
UNDO = [
    """
    create or replace function forget_wraps(of_device uuid) returns bigint
    language sql volatile security definer set search_path = public as
    $$ with gone as (delete from key_wrap where device = of_device returning 1) select count(*) from gone $$
    """,
    "drop policy key_wrap_renewed on key_wrap",
    "alter table key_wrap drop column granter",
    "alter table bucket drop column owed_seq",
]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Add both columns, and let the end of a device mark its households."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
