"""The second wall: what the web tier's role may touch, and whose rows the database shows it.

The role reads a sealed record or a wrapped key only while `kasane.staff` names
a person with a grant on its bucket. The owner, who migrates, is not bound.
End dates are the store's clause; here a grant row is enough.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-23T00:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "walls"

ROLE = """
do $$ begin
  if not exists (select from pg_roles where rolname = 'kasane_web') then
    create role kasane_web login;
  end if;
exception
  -- Another database of the cluster made it first, or the operator must: deploy notes say how.
  when insufficient_privilege or duplicate_object or unique_violation then null;
end $$
"""

RIGHTS = """
do $$ begin
  if exists (select from pg_roles where rolname = 'kasane_web') then
    grant usage on schema public to kasane_web;
    grant select, insert, update, delete on all tables in schema public to kasane_web;
    grant usage on all sequences in schema public to kasane_web;
    alter default privileges in schema public grant select, insert, update, delete on tables to kasane_web;
    alter default privileges in schema public grant usage on sequences to kasane_web;
    revoke update, delete on audit_event, statement, op, scope_event from kasane_web;
    revoke insert, delete on sync_clock from kasane_web;
    grant execute on function stored_ops(uuid[], uuid, bigint, bigint) to kasane_web;
    grant execute on function forget_wraps(uuid) to kasane_web;
  end if;
end $$
"""

WALLS = [
    # Named in a scalar subquery the setting is read once a statement, not once a row.
    """
    create function my_buckets() returns setof uuid language sql stable security definer set search_path = public as
    $$ select bucket from scope_grant
       where staff = nullif(current_setting('kasane.staff', true), '')::uuid $$
    """,
    "alter table op enable row level security",
    "create policy op_in_scope on op using (bucket in (select my_buckets())) with check (bucket in (select my_buckets()))",
    "alter table key_wrap enable row level security",
    # Laying a wrap down is not reading it: a lost phone's household brings wraps for others, none for itself.
    "create policy key_wrap_laid on key_wrap for insert with check (true)",
    "create policy key_wrap_seen on key_wrap for select using (bucket in (select my_buckets()))",
    "create policy key_wrap_dropped on key_wrap for delete using (bucket in (select my_buckets()))",
    # A device may learn that its own record arrived though the bucket is no longer its own: ids and hashes, no bytes.
    """
    create function stored_ops(ids uuid[], by_device uuid, low bigint, high bigint)
    returns table (op_id uuid, device uuid, dseq bigint, hash bytea, seq bigint)
    language sql stable security definer set search_path = public as
    $$ select op_id, device, dseq, hash, seq from op where op_id = any (ids)
       union
       select op_id, device, dseq, hash, seq from op where device = by_device and dseq between low and high $$
    """,
    # Revoking a phone takes its wraps away in buckets that the person who revokes it may not see.
    """
    create function forget_wraps(of_device uuid) returns bigint
    language sql volatile security definer set search_path = public as
    $$ with gone as (delete from key_wrap where device = of_device returning 1) select count(*) from gone $$
    """,
    "revoke execute on function stored_ops(uuid[], uuid, bigint, bigint) from public",
    "revoke execute on function forget_wraps(uuid) from public",
    # Every change of the order wakes the open phones: the payload is the number and nothing else.
    """
    create function tell_seq() returns trigger language plpgsql as
    $$ begin perform pg_notify('kasane_seq', new.seq::text); return null; end $$
    """,
    "create trigger sync_clock_told after update of seq on sync_clock for each row execute function tell_seq()",
    ROLE,
    RIGHTS,
]

UNDO = [
    "drop trigger sync_clock_told on sync_clock",
    "drop policy op_in_scope on op",
    "alter table op disable row level security",
    "drop policy key_wrap_laid on key_wrap",
    "drop policy key_wrap_seen on key_wrap",
    "drop policy key_wrap_dropped on key_wrap",
    "alter table key_wrap disable row level security",
    "drop function tell_seq(), my_buckets(), stored_ops(uuid[], uuid, bigint, bigint), forget_wraps(uuid)",
]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Walls, the role behind them, and the bell."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(WALLS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
