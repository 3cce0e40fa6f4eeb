"""Alerts that ask whoever is on duty, told by the clock."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from server.access.caller import Caller
from server.db import write_transaction
from server.duty import store, swaps
from server.duty.calendar import Span
from server.duty.plan import DEFAULT, Plan, Step
from tests.alerts.conftest import HAYASHI, OGAWA, Ward
from tests.make import MORI, NORTH, SATO, TANAKA, DeviceRow, Person

SUNDAY_NIGHT = datetime(2026, 11, 29, 13, 0, tzinfo=UTC)  # 22:00
SECOND_OF_JANUARY = datetime(2027, 1, 2, 3, 0, tzinfo=UTC)  # 12:00
BY_DUTY = Plan(
    levels=[
        [Step(targets=["duty"], wait=31), Step(targets=["manager"], wait=5), Step(targets=["center_head"], wait=5)],
        *DEFAULT.levels[1:],
    ]
)


async def plans(ward: Ward, plan: Plan, version: int = 1) -> None:
    async with write_transaction() as connection:
        await store.write(
            connection, NORTH, version, plan, at=ward.clock.now(), staff=HAYASHI.id, device=DeviceRow(owner=HAYASHI).id
        )


async def has_duty(ward: Ward, who: Person, hours: float = 12):
    duty, now = uuid4(), ward.clock.now()
    async with write_transaction() as connection:
        await store.add_duty(connection, duty, NORTH, who.id, Span(now, now + timedelta(hours=hours)))
    return duty


def caller(who: Person) -> Caller:
    return Caller(who.id, DeviceRow(owner=who).id, who.role, who.center, None)


async def test_on_sunday_night_who_is_on_duty_is_asked_and_31_minutes_later_the_manager(ward: Ward) -> None:
    ward.clock.set(SUNDAY_NIGHT)
    await plans(ward, BY_DUTY)
    await has_duty(ward, MORI)
    await ward.raises(SATO, level=1)
    await ward.sends()
    assert ward.heard() == [("もり", "alert")]
    await ward.passes(minutes=30)
    assert ward.heard() == []
    await ward.passes(minutes=1)
    assert ward.heard() == [("はやし", "reminder"), ("もり", "reminder")]
    await ward.answers(MORI)
    await ward.passes(hours=24)
    assert ward.heard() == [("はやし", "cleared"), ("もり", "cleared")]


async def test_without_anybody_on_duty_on_2_january_the_next_step_speaks_at_once_and_it_is_written(ward: Ward) -> None:
    ward.clock.set(SECOND_OF_JANUARY)
    await plans(ward, BY_DUTY)
    await ward.raises(SATO, level=1)
    await ward.sends()
    assert ward.heard() == [("はやし", "alert")]
    assert "nobody_on_duty" in await ward.events()
    await ward.passes(minutes=5)
    assert ward.heard() == [("おがわ", "reminder"), ("はやし", "reminder")]


async def test_a_leave_begun_at_noon_hands_the_duty_to_the_deputy(ward: Ward) -> None:
    ward.clock.set(SECOND_OF_JANUARY)
    await plans(ward, BY_DUTY)
    await has_duty(ward, MORI)
    async with write_transaction() as connection:
        away = Span(ward.clock.now(), ward.clock.now() + timedelta(hours=6))
        await store.add_leave(connection, uuid4(), NORTH, MORI.id, TANAKA.id, away)
    await ward.raises(SATO, level=1)
    await ward.sends()
    assert ward.heard() == [("たなか", "alert")]


async def test_a_plan_changed_after_the_alert_was_raised_changes_nothing_but_a_swap_that_was_accepted_does(ward: Ward) -> None:
    twice = Plan(levels=[[*BY_DUTY.levels[0][:1], Step(targets=["duty"], wait=5), Step(targets=["manager"], wait=5)], *DEFAULT.levels[1:]])
    ward.clock.set(SUNDAY_NIGHT)
    await plans(ward, twice)
    duty = await has_duty(ward, MORI)
    await ward.raises(SATO, level=1)
    await ward.sends()
    assert ward.heard() == [("もり", "alert")]
    await plans(ward, DEFAULT, version=2)
    await swaps.ask(caller(MORI), swap := uuid4(), duty, OGAWA.id, ward.clock.now())
    await swaps.accept(caller(OGAWA), swap, ward.clock.now())
    await ward.passes(minutes=30)
    assert ward.heard() == []
    await ward.passes(minutes=1)
    assert ward.heard() == [("おがわ", "reminder"), ("もり", "reminder")]
    await ward.passes(minutes=5)
    assert ward.heard() == [("おがわ", "reminder"), ("はやし", "reminder"), ("もり", "reminder")]
