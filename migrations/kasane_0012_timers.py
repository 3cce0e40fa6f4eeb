"""Moments at which an alert begins unless something happens before; what they are of lies sealed in the record."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:00:00:000012"
VERSION = "1.38.0"
DESCRIPTION = "timers"

STATEMENTS = [
    # `chain` is the first stage of one cause; `alert` is what the timer raised, its own id or that of an earlier stage.
    """
    create table timer (
      id uuid primary key,
      chain uuid not null,
      bucket uuid not null references bucket (id),
      level smallint not null check (level between 1 and 4),
      due timestamptz not null,
      tells text[] not null check (cardinality(tells) <= 10),
      people uuid[] not null check (cardinality(people) <= 10),
      op_id uuid not null,
      staff uuid not null references staff (id),
      device uuid not null references device (id),
      state text not null check (state in ('set', 'fired', 'gone')),
      alert uuid references alert (id)
    )
    """,
    "create index timer_due on timer (due) where state = 'set'",
    "create index timer_bucket on timer (bucket) where state <> 'gone'",
    "create index timer_chain on timer (chain) where alert is not null",
    # Which alerts that can wait a phone is told of at this moment: they ring once.
    "create index delivery_rings on delivery (subscription) where level >= 3 and purpose in ('alert', 'reminder')",
]
UNDO = ["drop index delivery_rings", "drop table timer"]


async def _each(statements: list[str]) -> None:
    engine = engine_finder()
    assert engine is not None
    for statement in statements:
        await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    """One table; what was fired before it existed is nobody's timer."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        await _each(STATEMENTS)

    async def undo() -> None:
        await _each(UNDO)

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
