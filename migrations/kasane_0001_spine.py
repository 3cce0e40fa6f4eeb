"""The spine: people, devices, scope, sealed operations, keys, alerts, audit.

Plain SQL on purpose: the order of a commit, the walls between roles and the
partial indexes say more in SQL than in any column class. No column here may
hold personal text about a household; tests/house keeps the allow-list.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-23T00:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "spine"

TABLES = """
create table sync_clock (
  id smallint primary key check (id = 1),
  gen uuid not null,
  seq bigint not null
);

create table center (
  id text primary key,
  name text not null,
  jis_code text not null,
  sort_order smallint not null,
  enabled_programs text[] not null default '{}'
);

create table staff (
  id uuid primary key,
  center text references center (id),
  role text not null,
  name text not null,
  kana text not null,
  organisation text not null,
  active_from date not null,
  active_to date
);

create table enrolment_code (
  id bytea primary key check (octet_length(id) = 16),
  staff uuid not null references staff (id),
  verifier bytea not null check (octet_length(verifier) = 32),
  created_at timestamptz not null,
  created_by uuid,
  expires_at timestamptz not null,
  used_at timestamptz,
  tries smallint not null default 0,
  preapproved boolean not null default false
);

create table device (
  id uuid primary key,
  staff uuid not null references staff (id),
  state text not null check (state in ('pending', 'active', 'lost', 'revoked', 'retired')),
  label text not null,
  kem_key bytea not null check (octet_length(kem_key) = 65),
  sign_key bytea not null check (octet_length(sign_key) = 65),
  upload_key bytea not null check (octet_length(upload_key) = 65),
  check_code text not null,
  enrolled_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  revoked_at timestamptz,
  revoked_seq bigint,
  last_seen_at timestamptz,
  head_dseq bigint not null default 0,
  head_hash bytea not null default decode(repeat('00', 32), 'hex'),
  app_version text not null default ''
);
create index device_staff on device (staff);

-- The directory: certificates and revocations, hash-chained; n = 1 is the office root.
create table statement (
  n bigint primary key,
  kind text not null check (kind in ('root', 'device', 'revoke')),
  subject uuid not null,
  jws text not null,
  prev_hash bytea not null,
  hash bytea not null unique,
  made_at timestamptz not null
);
create unique index statement_device on statement (subject, kind);

create table challenge (
  value bytea primary key,
  device uuid not null references device (id),
  expires_at timestamptz not null
);

create table session (
  token_hash bytea primary key,
  device uuid not null references device (id),
  opened_at timestamptz not null,
  last_used_at timestamptz not null,
  ends_at timestamptz not null,
  unlocked_at timestamptz not null
);
create index session_device on session (device);

create table bucket (
  id uuid primary key,
  kind text not null check (kind in ('household', 'packet', 'center')),
  center text not null references center (id),
  epoch integer not null default 1,
  opened_seq bigint not null,
  opened_by uuid not null references device (id),
  opened_at timestamptz not null,
  erased_seq bigint
);

create table bucket_epoch (
  bucket uuid not null references bucket (id),
  epoch integer not null,
  key_check bytea not null check (octet_length(key_check) = 16),
  made_by uuid not null references device (id),
  seq bigint not null,
  primary key (bucket, epoch)
);

create table scope_grant (
  staff uuid not null references staff (id),
  bucket uuid not null references bucket (id),
  role text not null,
  basis text not null,
  granted_seq bigint not null,
  ends_at timestamptz,
  primary key (staff, bucket)
);
create index scope_grant_bucket on scope_grant (bucket);

create table scope_event (
  seq bigint not null,
  staff uuid not null references staff (id),
  bucket uuid not null references bucket (id),
  kind text not null check (kind in ('grant', 'revoke', 'erase')),
  role text not null,
  basis text not null,
  reason text not null,
  by_device uuid,
  at timestamptz not null,
  primary key (staff, seq, bucket)
);

create table op (
  seq bigint primary key,
  op_id uuid not null unique,
  bucket uuid not null references bucket (id),
  device uuid not null references device (id),
  dseq bigint not null,
  epoch integer not null,
  kind smallint not null,
  rcv timestamptz not null,
  hash bytea not null,
  envelope bytea not null,
  unique (device, dseq)
);
create index op_bucket_seq on op (bucket, seq);
alter table op alter column envelope set storage external;

create table held_op (
  op_id uuid primary key,
  bucket uuid not null,
  device uuid not null references device (id),
  dseq bigint not null,
  reason text not null,
  rcv timestamptz not null,
  hash bytea not null,
  envelope bytea not null,
  effects jsonb not null,
  decided text check (decided in ('released', 'filed')),
  decided_by uuid,
  decided_at timestamptz,
  unique (device, dseq)
);
create index held_op_device on held_op (device) where decided is null;

create table dead_letter (
  id bigint generated always as identity primary key,
  device uuid not null references device (id),
  rcv timestamptz not null,
  code text not null,
  bytes bytea not null
);

create table key_wrap (
  bucket uuid not null references bucket (id),
  epoch integer not null,
  device uuid not null references device (id),
  wrap bytea not null,
  grant_jws text not null,
  seq bigint not null,
  primary key (bucket, epoch, device)
);
create index key_wrap_device_seq on key_wrap (device, seq);

create table alert (
  id uuid primary key,
  bucket uuid not null references bucket (id),
  kind text not null,
  level smallint not null check (level between 1 and 4),
  state text not null check (state in ('open', 'acked', 'closed', 'withdrawn')),
  trigger_op uuid not null,
  raised_by uuid not null references staff (id),
  raised_device uuid not null references device (id),
  observed_at timestamptz not null,
  accepted_at timestamptz not null,
  next_at timestamptz,
  step smallint not null default 0,
  loop smallint not null default 0,
  owner uuid references staff (id),
  acked_at timestamptz,
  closed_at timestamptz,
  outcome text,
  rev integer not null default 1,
  seq bigint not null
);
create index alert_seq on alert (seq);
create index alert_due on alert (next_at) where state in ('open', 'acked');

create table alert_recipient (
  alert uuid not null references alert (id),
  staff uuid not null references staff (id),
  step smallint not null,
  reason text not null,
  told_at timestamptz not null,
  reached_at timestamptz,
  seen_at timestamptz,
  primary key (alert, staff)
);
create index alert_recipient_staff on alert_recipient (staff);

create table alert_event (
  n bigint generated always as identity primary key,
  alert uuid not null references alert (id),
  kind text not null,
  staff uuid,
  device uuid,
  at timestamptz not null,
  detail text not null default ''
);
create index alert_event_alert on alert_event (alert, n);

create table push_subscription (
  id uuid primary key,
  device uuid not null references device (id),
  staff uuid not null references staff (id),
  endpoint_hmac bytea not null unique,
  sealed bytea not null,
  origin text not null,
  vapid_kid text not null,
  state text not null check (state in ('active', 'suspect', 'gone', 'revoked')),
  consecutive_400 smallint not null default 0,
  made_at timestamptz not null,
  last_ok_at timestamptz,
  last_receipt_at timestamptz
);
create index push_subscription_staff on push_subscription (staff) where state in ('active', 'suspect');

create table delivery (
  id uuid primary key,
  alert uuid references alert (id) check (alert is not null or purpose = 'test'),
  staff uuid not null references staff (id),
  subscription uuid not null references push_subscription (id),
  purpose text not null check (purpose in ('alert', 'reminder', 'cleared', 'test')),
  step smallint not null,
  loop smallint not null default 0,
  state text not null check (state in
    ('queued', 'leased', 'accepted', 'received', 'shown', 'opened', 'failed_perm', 'superseded', 'expired')),
  level smallint not null,
  due timestamptz not null,
  lease_until timestamptz,
  lease_owner uuid,
  attempts smallint not null default 0,
  last_status smallint,
  made_at timestamptz not null,
  accepted_at timestamptz,
  received_at timestamptz,
  unique (alert, step, loop, purpose, subscription)
);
create index delivery_due on delivery (level, due) where state in ('queued', 'leased');

create table delivery_attempt (
  n bigint generated always as identity primary key,
  delivery uuid not null references delivery (id),
  at timestamptz not null,
  status smallint,
  error text not null default '',
  ms integer not null
);

create table audit_event (
  n bigint primary key,
  at timestamptz not null,
  device uuid,
  staff uuid,
  verb text not null,
  subject uuid,
  bucket uuid,
  purpose text not null default '',
  count integer not null default 1,
  allowed boolean not null,
  prev_hash bytea not null,
  hash bytea not null
);
"""


async def forwards() -> MigrationManager:
    """Create the tables and the first generation."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        for statement in TABLES.split(";\n"):
            if statement.strip():
                await engine.run_ddl(statement)
        await engine.run_ddl("insert into sync_clock (id, gen, seq) values (1, gen_random_uuid(), 0)")

    async def undo() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("drop schema public cascade; create schema public")

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
