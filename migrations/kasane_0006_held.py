"""Releasing a held record: the coordinator of a center may do it also for a household that is not in her own scope."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-23T00:00:00:000006"
VERSION = "1.38.0"
DESCRIPTION = "held"

# Moves the very bytes that were held, and nothing else, into the stream; whose rows the caller may see does not matter.
RELEASE = """
create function release_held(held uuid, at_seq bigint, of_epoch integer, of_kind smallint) returns bigint
language sql volatile security definer set search_path = public as
$$ insert into op (seq, op_id, bucket, device, dseq, epoch, kind, rcv, hash, envelope)
   select at_seq, op_id, bucket, device, dseq, of_epoch, of_kind, rcv, hash, envelope
   from held_op where op_id = held and decided is null
   on conflict do nothing returning seq $$
"""
RIGHTS = """
do $$ begin
  if exists (select from pg_roles where rolname = 'kasane_web') then
    grant execute on function release_held(uuid, bigint, integer, smallint) to kasane_web;
  end if;
end $$
"""
STATEMENTS = [
    RELEASE,
    "revoke execute on function release_held(uuid, bigint, integer, smallint) from public",
    RIGHTS,
    "create index held_op_waiting on held_op (rcv) where decided is null",
]
UNDO = ["drop index held_op_waiting", "drop function release_held(uuid, bigint, integer, smallint)"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Add the function and the index of what waits."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
