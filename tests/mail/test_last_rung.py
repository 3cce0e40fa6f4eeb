"""The last rung is never empty in silence: the mailbox of the center, or a word that it has none."""

import pytest

from server.db import reading
from tests.mail.conftest import Mailed
from tests.make import NORTH, SATO, SOUTH, TANAKA


async def silence(everybody: bool = True) -> None:
    """No phone lives any more, of all or of all but Tanaka."""
    async with reading() as connection:
        await connection.execute(
            "update push_subscription set state = 'gone' where $1 or staff <> $2", everybody, TANAKA.id
        )


async def test_where_nobody_can_be_reached_the_centers_own_mailbox_is_asked_at_once(mailed: Mailed) -> None:
    await mailed.has_mailbox(NORTH, "kita")
    await mailed.has_mailbox(SOUTH, "minami")
    await silence()
    await mailed.ward.raises(SATO, level=2)
    await mailed.passes(seconds=0)
    assert mailed.office.heard() == ["kita"]
    assert "center_asked" in await mailed.ward.events()
    assert "nobody_reachable" not in await mailed.ward.events()
    await mailed.ward.answers(TANAKA)
    await mailed.passes(hours=12)
    assert mailed.office.heard() == []


async def test_when_everybody_was_asked_in_vain_the_center_is_asked_as_well_again_and_again(mailed: Mailed) -> None:
    await mailed.has_mailbox(NORTH, "kita")
    await mailed.ward.raises(SATO, level=1)
    for _ in range(2):
        await mailed.passes(minutes=5)
        assert mailed.office.heard() == []
    for _ in range(3):
        await mailed.passes(minutes=5)
        assert mailed.office.heard() == ["kita"]
    await mailed.ward.answers(TANAKA)
    await mailed.passes(hours=1)
    assert mailed.office.heard() == []


@pytest.mark.parametrize("level", [1, 2, 3, 4])
async def test_a_center_without_a_mailbox_is_not_passed_over_in_silence(mailed: Mailed, level: int) -> None:
    await silence()
    await mailed.ward.raises(SATO, level=level)
    await mailed.passes(seconds=0)
    assert "nobody_reachable" in await mailed.ward.events()
    assert (await mailed.ward.row())["next_at"] is not None


async def test_what_can_wait_comes_to_the_center_in_the_morning_and_only_where_nobody_is_reached(mailed: Mailed) -> None:
    await mailed.has_mailbox(NORTH, "kita")
    await mailed.ward.raises(SATO, level=3)
    for _ in range(5):
        await mailed.passes(hours=24)
    assert mailed.office.heard() == []
    await silence()
    await mailed.passes(hours=24)
    await mailed.passes(hours=24)
    assert "kita" in mailed.office.heard()


async def test_a_household_that_moved_is_asked_of_its_new_center_only(mailed: Mailed) -> None:
    await mailed.has_mailbox(NORTH, "kita")
    await silence()
    await mailed.ward.raises(SATO, level=2)
    async with reading() as connection:
        await connection.execute("update bucket set center = $2 where id = $1", mailed.ward.household, SOUTH)
    await mailed.passes(seconds=0)
    assert mailed.office.heard() == []
