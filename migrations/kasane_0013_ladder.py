"""The ladder reaches people who have no push: sealed mail addresses, and deliveries by mail."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000013"
VERSION = "1.38.0"
DESCRIPTION = "ladder"

MAIL = [
    # Of a person, or the one mailbox a center is reached by when nobody else is. The address itself is sealed.
    """
    create table mail_address (
      id uuid primary key,
      staff uuid references staff (id),
      center text references center (id),
      sealed bytea not null,
      state text not null check (state in ('waiting', 'confirmed', 'refused', 'ended')),
      tries smallint not null default 0,
      made_at timestamptz not null,
      confirmed_at timestamptz,
      last_ok_at timestamptz,
      last_status smallint,
      check ((staff is null) <> (center is null))
    )
    """,
    "create unique index mail_address_staff_asked on mail_address (staff) where state = 'waiting'",
    "create unique index mail_address_staff_kept on mail_address (staff) where state in ('confirmed', 'refused')",
    "create unique index mail_address_center_asked on mail_address (center) where state = 'waiting'",
    "create unique index mail_address_center_kept on mail_address (center) where state in ('confirmed', 'refused')",
    """
    alter table delivery
      add column channel text not null default 'push' check (channel in ('push', 'mail')),
      add column mail uuid references mail_address (id),
      alter column subscription drop not null,
      alter column staff drop not null,
      drop constraint delivery_purpose_check,
      drop constraint delivery_check,
      add constraint delivery_purpose_check check (purpose in ('alert', 'reminder', 'cleared', 'test', 'code')),
      add constraint delivery_alert_check check (alert is not null or purpose in ('test', 'code')),
      add constraint delivery_way_check check (
        (channel = 'push' and subscription is not null and mail is null and staff is not null)
        or (channel = 'mail' and mail is not null and subscription is null))
    """,
    "create unique index delivery_mail_once on delivery (alert, step, loop, purpose, mail) where mail is not null",
    # Whether a person's phones took the same step, asked right before a mail.
    "create index delivery_steps on delivery (alert, staff, step, loop) where channel = 'push'",
]
UNDO_MAIL = [
    "delete from delivery_attempt where delivery in (select id from delivery where channel = 'mail')",
    "delete from delivery where channel = 'mail'",
    "drop index delivery_steps",
    """
    alter table delivery
      drop constraint delivery_way_check, drop constraint delivery_alert_check, drop constraint delivery_purpose_check,
      drop column channel, drop column mail, alter column subscription set not null, alter column staff set not null,
      add constraint delivery_purpose_check check (purpose in ('alert', 'reminder', 'cleared', 'test')),
      add constraint delivery_check check (alert is not null or purpose = 'test')
    """,
    "drop table mail_address",
]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """What was queued before it goes on as pushes."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(MAIL)

    async def undo() -> None:
        await _each(UNDO_MAIL)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
