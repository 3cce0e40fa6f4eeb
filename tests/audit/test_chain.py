"""The audit trail shows when somebody changed it afterwards."""

import asyncpg
import pytest

from server.audit.log import first_broken, note
from server.db import write_transaction
from tests.fakes import ManualClock
from tests.figures import count
from tests.make import named


async def written(clock: ManualClock, count: int = 5) -> None:
    for n in range(count):
        async with write_transaction() as connection:
            assert (
                await note(connection, at=clock.forward(seconds=1), verb="vault.open", bucket=named("世帯A"), count=n)
                == n + 1
            )


async def test_an_untouched_trail_holds(pool: str, clock: ManualClock) -> None:
    await written(clock)
    async with write_transaction() as connection:
        assert await first_broken(connection) is None


@pytest.mark.parametrize(
    ("tampering", "names"),
    [
        ("update audit_event set count = 99 where n = 3", 3),
        ("update audit_event set at = at + interval '1 second' where n = 2", 2),
        ("update audit_event set allowed = false where n = 5", 5),
        ("delete from audit_event where n = 2", 2),
        ("update audit_event set hash = prev_hash where n = 4", 4),
    ],
)
async def test_a_trail_changed_afterwards_names_the_first_wrong_row(
    pool: str, clock: ManualClock, tampering: str, names: int
) -> None:
    await written(clock)
    owner = await asyncpg.connect(pool)
    await owner.execute(tampering)
    noticed = await first_broken(owner)
    count("audit trails", "changed afterwards")
    count("audit trails", "noticed", noticed == names)
    assert noticed == names
    await owner.close()


async def test_what_is_rolled_back_leaves_no_trace(pool: str, clock: ManualClock) -> None:
    async def fails_after_noting() -> None:
        async with write_transaction() as connection:
            await note(connection, at=clock.now(), verb="scope.grant")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails_after_noting()
    async with write_transaction() as connection:
        assert await connection.fetchval("select count(*) from audit_event") == 0
