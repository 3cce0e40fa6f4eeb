"""What a device says it still holds: how many records or drafts and since when. Never of whom, never what."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000021"
VERSION = "1.38.0"
DESCRIPTION = "holds"

STATEMENTS = [
    # `due`: when somebody hears of it; none once the last stage has spoken. The row goes when nothing is held any more.
    """
    create table device_hold (
      device uuid not null references device (id),
      cause text not null check (cause in ('records', 'drafts')),
      staff uuid not null references staff (id),
      held integer not null check (held > 0),
      since timestamptz not null,
      said_at timestamptz not null,
      stage smallint not null default 0,
      due timestamptz,
      alert uuid references alert (id),
      primary key (device, cause)
    )
    """,
    "create index device_hold_due on device_hold (due) where due is not null",
    "create index device_hold_alert on device_hold (alert) where alert is not null",
]
UNDO = ["drop table device_hold"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """One table; a phone says what it holds at its next round."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
