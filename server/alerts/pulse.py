"""Whether the promise is kept: no open alert is forgotten and no step late. Counts, for whoever looks after it."""

from datetime import datetime

import msgspec

from server.alerts.store import without_next_act
from server.db import Connection

LATE = 60  # seconds; a tick comes every second
_WAITING = """
select min(next_at) as due, count(*) filter (where state = 'open') as n from alert where state in ('open', 'acked')
"""


class Pulse(msgspec.Struct, frozen=True, kw_only=True):
    """`forgotten`: open alerts that nothing would ever move again; `overdue_seconds`: of the oldest step not taken."""

    waiting: int
    overdue_seconds: int
    forgotten: int

    @property
    def is_well(self) -> bool:
        return self.overdue_seconds < LATE and self.forgotten == 0


async def pulse(connection: Connection, now: datetime) -> Pulse:
    row = await connection.fetchrow(_WAITING)
    assert row is not None
    overdue = max(0, int((now - row["due"]).total_seconds())) if row["due"] else 0
    return Pulse(waiting=row["n"], overdue_seconds=overdue, forgotten=len(await without_next_act(connection)))
