"""What the preview foretells is what the ladder does."""

from datetime import UTC, datetime, timedelta

import pytest

from server.alerts.foreseen import foresee
from server.db import reading
from server.duty.plan import DEFAULT, Plan, Step
from tests.alerts.conftest import HAYASHI, OGAWA, Ward
from tests.alerts.test_duty import BY_DUTY, SECOND_OF_JANUARY, SUNDAY_NIGHT, has_duty, plans
from tests.make import MORI, NORTH, SATO, TANAKA

TUESDAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TWICE = Plan(levels=[
    [Step(targets=["duty"], wait=10), Step(targets=["duty"], wait=10), Step(targets=["coordinator"], people=[OGAWA.id], wait=9), Step(targets=["manager"], wait=3)],
    *DEFAULT.levels[1:],
])  # fmt: skip
NAMES = {one.id: one.kana.split()[0] for one in (TANAKA, MORI, HAYASHI, OGAWA)}


@pytest.mark.parametrize("plan", [DEFAULT, BY_DUTY, TWICE], ids=["default", "by duty", "duty twice"])
@pytest.mark.parametrize("moment", [TUESDAY, SUNDAY_NIGHT, SECOND_OF_JANUARY], ids=["tuesday", "sunday", "january"])
@pytest.mark.parametrize("hours", [0, 0.2, 12], ids=["nobody", "for 12 minutes", "all night"])
@pytest.mark.parametrize("level", [1, 2])
async def test_the_phones_ring_when_and_where_it_was_foretold(
    ward: Ward, plan: Plan, moment: datetime, hours: float, level: int
) -> None:
    ward.clock.set(moment)
    await plans(ward, plan)
    if hours:
        await has_duty(ward, MORI, hours)
    async with reading() as connection:
        foretold = await foresee(connection, NORTH, level, moment)
    await ward.raises(SATO, level=level)
    await ward.sends()
    heard: set[str] = set()
    for n, step in enumerate(foretold):
        new = {who for who, _ in ward.heard()} - heard
        assert new == {NAMES[one] for one in step.staff}, n
        heard |= new
        if n + 1 < len(foretold):
            wait = foretold[n + 1].at - ward.clock.now()
            await ward.passes(minutes=wait / timedelta(minutes=1) - 0.5)
            assert ward.heard() == []
            await ward.passes(minutes=0.5)


async def test_level_3_waits_for_the_morning_and_names_the_lead(ward: Ward) -> None:
    async with reading() as connection:
        [only] = await foresee(connection, NORTH, 3, SUNDAY_NIGHT)
    assert (only.at, only.roles, only.staff) == (datetime(2026, 11, 29, 23, 45, tzinfo=UTC), ["lead"], [TANAKA.id])
