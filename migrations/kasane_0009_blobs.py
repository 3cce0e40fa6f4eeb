"""Sealed photos in chunks: one row a chunk, for the household's people only, from the device that wrote the record."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-23T00:00:00:000009"
VERSION = "1.38.0"
DESCRIPTION = "blobs"

TABLES = [
    # The bucket is the record's. No foreign key: the record may be held for a household nobody here knows yet.
    """
    create table blob (
      att uuid primary key,
      bucket uuid not null,
      device uuid not null references device (id),
      chunks smallint not null check (chunks between 1 and 60),
      begun_at timestamptz not null,
      touched_at timestamptz not null,
      done_at timestamptz
    )
    """,
    "create index blob_undone on blob (touched_at) where done_at is null",
    """
    create table blob_chunk (
      att uuid not null references blob (att),
      n smallint not null check (n >= 0),
      bucket uuid not null,
      device uuid not null,
      rcv timestamptz not null,
      digest bytea not null check (octet_length(digest) = 32),
      bytes bytea not null check (octet_length(bytes) between 17 and 262160),
      primary key (att, n)
    )
    """,
    # Ciphertext does not get smaller: do not try, and read a chunk without unpacking it.
    "alter table blob_chunk alter column bytes set storage external",
    "create index blob_chunk_day on blob_chunk (device, rcv)",
]
WALLS = [
    "alter table blob enable row level security",
    "create policy blob_seen on blob for select using (bucket in (select my_buckets()))",
    "alter table blob_chunk enable row level security",
    "create policy blob_chunk_seen on blob_chunk for select using (bucket in (select my_buckets()))",
    # Whose record it is and for which household, also when the household is no longer the writer's, or the record is held.
    """
    create function attachment_of(of_att uuid, by_device uuid) returns uuid
    language sql stable security definer set search_path = public as
    $$ select bucket from op where op_id = of_att and device = by_device and kind = 5
       union all
       select bucket from held_op where op_id = of_att and device = by_device and get_byte(envelope, 5) = 5
       limit 1 $$
    """,
    # The only way a chunk comes in: once, for the device's own record, within its total. Says what stands there now.
    """
    create function lay_chunk(of_att uuid, by_device uuid, at_n smallint, of_chunks smallint, with_digest bytea,
      with_bytes bytea, now timestamptz) returns table (chunks smallint, digest bytea, is_new boolean, done boolean)
    language plpgsql volatile security definer set search_path = public as
    $$
    declare
      known blob%rowtype;
      of_bucket uuid := attachment_of(of_att, by_device);
      laid integer := 0;
    begin
      if of_bucket is null then
        return;
      end if;
      insert into blob (att, bucket, device, chunks, begun_at, touched_at)
        values (of_att, of_bucket, by_device, of_chunks, now, now) on conflict do nothing;
      select * into known from blob where att = of_att for update;
      if known.device = by_device and known.chunks = of_chunks and at_n < of_chunks then
        insert into blob_chunk (att, n, bucket, device, rcv, digest, bytes)
          values (of_att, at_n, of_bucket, by_device, now, with_digest, with_bytes) on conflict do nothing;
        get diagnostics laid = row_count;
      end if;
      if laid = 1 then
        update blob b set touched_at = now, done_at = case
            when (select count(*) from blob_chunk c where c.att = of_att) = known.chunks then now end
          where b.att = of_att returning * into known;
      end if;
      return query select known.chunks, (select c.digest from blob_chunk c where c.att = of_att and c.n = at_n),
        laid = 1, known.done_at is not null;
    end
    $$
    """,
    """
    create function chunks_since(by_device uuid, since timestamptz) returns bigint
    language sql stable security definer set search_path = public as
    $$ select count(*) from blob_chunk where device = by_device and rcv > since $$
    """,
    # What nobody can ever show: uploads that stopped halfway, and chunks whose record is not here any more.
    """
    create function collect_blobs(before timestamptz) returns bigint
    language plpgsql volatile security definer set search_path = public as
    $$
    declare
      orphans uuid[] := array(select att from blob b where touched_at < before and (done_at is null
        or (not exists (select from op where op_id = b.att) and not exists (select from held_op where op_id = b.att)))
        order by att for update skip locked);
      collected bigint;
    begin
      delete from blob_chunk where att = any(orphans);
      get diagnostics collected = row_count;
      delete from blob where att = any(orphans);
      return collected;
    end
    $$
    """,
]
FUNCTIONS = [
    "attachment_of(uuid, uuid)",
    "lay_chunk(uuid, uuid, smallint, smallint, bytea, bytea, timestamptz)",
    "chunks_since(uuid, timestamptz)",
    "collect_blobs(timestamptz)",
]
# Laying and clearing go through the functions alone.
RIGHTS = """
do $$ begin
  if exists (select from pg_roles where rolname = 'kasane_web') then
    revoke insert, update, delete on blob, blob_chunk from kasane_web;
    grant execute on function
      attachment_of(uuid, uuid),
      lay_chunk(uuid, uuid, smallint, smallint, bytea, bytea, timestamptz),
      chunks_since(uuid, timestamptz),
      collect_blobs(timestamptz) to kasane_web;
  end if;
end $$
"""
STATEMENTS = [
    *TABLES,
    *WALLS,
    *(f"revoke execute on function {function} from public" for function in FUNCTIONS),
    RIGHTS,
]
UNDO = [f"drop function {', '.join(reversed(FUNCTIONS))}", "drop table blob_chunk, blob"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """Two tables, their walls, and the functions through which chunks come and go."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
