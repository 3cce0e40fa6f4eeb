"""A fault of our own in one alert, one deadline or one turn of a loop keeps nobody else's waiting."""

import asyncio
import logging
from contextlib import suppress
from uuid import UUID, uuid4

import pytest

from server.db import reading, write_transaction
from server.rounds import rounds
from tests.alerts.conftest import Ward, open_household
from tests.make import KIMURA, SATO, SOUTH, DeviceRow

UNREADABLE = "{}"  # a plan of a version that this one does not know
THREE = [("おがわ", "reminder"), ("たなか", "reminder"), ("はやし", "reminder")]


async def test_an_alert_whose_plan_cannot_be_read_holds_up_no_other_and_is_tried_again(
    ward: Ward, caplog: pytest.LogCaptureFixture
) -> None:
    await ward.raises(SATO, level=1)
    broken = ward.alert
    ward.alert = uuid4()
    await ward.raises(SATO, level=1)
    await ward.sends()
    await _has_plan(broken, UNREADABLE)
    ward.heard()
    await ward.passes(minutes=5)
    assert ward.heard() == THREE
    [said] = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert "a step of the ladder: ValidationError" in said.getMessage()
    await _has_plan(broken, None)
    await ward.passes(minutes=1)
    assert ward.heard() == THREE
    async with reading() as connection:
        assert await connection.fetchval("select loop + step from alert where id = $1", broken) == 1


async def test_a_deadline_that_cannot_be_told_holds_up_no_other_and_stays_due(ward: Ward) -> None:
    south = uuid4()
    async with write_transaction() as connection:
        await open_household(connection, south, KIMURA, SOUTH)
        for n, household in enumerate((south, ward.household)):
            await connection.execute(
                "insert into timer (id, chain, bucket, level, due, tells, people, op_id, staff, device, state) "
                "values ($1, $1, $2, 2, $3, '{lead,coordinator}', '{}', $1, $4, $5, 'set')",
                UUID(int=n + 1), household, ward.clock.now(), SATO.id, DeviceRow(owner=SATO).id,
            )  # fmt: skip
        await connection.execute(
            "insert into duty_plan (center, version, at, staff, device, plan) values ($1, 1, $2, $3, $4, $5)",
            SOUTH, ward.clock.now(), KIMURA.id, DeviceRow(owner=KIMURA).id, UNREADABLE,
        )  # fmt: skip
    await ward.passes(minutes=1)
    assert (ward.heard(), await _states()) == ([("たなか", "alert")], ["set", "fired"])
    async with reading() as connection:
        await connection.execute("delete from duty_plan")
    await ward.passes(minutes=1)
    assert (ward.heard(), await _states()) == ([("きむら", "alert")], ["fired", "fired"])


async def test_a_turn_that_fails_is_followed_by_another_and_its_words_are_in_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    turns, name, came_through = [], "桜井 初", asyncio.Event()

    async def turn() -> float:
        turns.append(len(turns))
        if len(turns) < 3:
            raise ValueError(name)
        came_through.set()
        return 60

    going = asyncio.create_task(rounds("a clock", turn, after_trouble=0.01))
    async with asyncio.timeout(5):
        await came_through.wait()
    going.cancel()
    with suppress(asyncio.CancelledError):
        await going
    assert turns == [0, 1, 2]
    assert "a clock: ValueError" in caplog.text
    assert name not in caplog.text


async def _has_plan(alert: UUID, plan: str | None) -> None:
    async with write_transaction() as connection:
        await connection.execute("update alert set plan = $2 where id = $1", alert, plan)


async def _states() -> list[str]:
    async with reading() as connection:
        return [row["state"] for row in await connection.fetch("select state from timer order by id")]
