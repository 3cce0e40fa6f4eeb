"""Every hour an alert of nobody's goes the real way: row, timer, push, receipt, answer. Where it stands still, it is seen."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from server.alerts.service import tick
from server.db import reading, write_transaction
from server.push.sender import Sender
from server.push.worker import Worker, sealing_of
from server.robot import figure, probe
from server.robot.ear import Ear
from server.robot.probe import TOO_OLD, tried
from server.settings import Settings
from server.staff import store as staff
from tests.fakes import ManualClock
from tests.make import settle

KEPT = "select outcome, (select count(*) from delivery d where d.alert = alert.id and received_at is not null) as got from alert order by accepted_at"


@pytest.fixture
async def way(pool: str, settings: Settings, clock: ManualClock, owner: Any) -> AsyncIterator[Worker]:
    """The push worker of a web process whose robot listens; the hour has not begun."""
    await settle(owner)
    ear = Ear(settings, clock)
    async with ear.listening(), Sender(sealing_of(settings, ear.origins)) as sender:
        async with write_transaction() as connection:
            await figure.settle(connection, settings, "kid", clock.now())
        yield Worker(sender, settings.subscription_key, clock)


async def goes(worker: Worker, clock: ManualClock) -> None:
    while await tick(clock.now()):
        pass
    while await worker.start_due():
        await worker.finish()


async def age(clock: ManualClock) -> int | None:
    async with reading() as connection:
        return (await tried(connection, clock.now())).seconds


async def test_an_hour_later_it_has_gone_the_whole_way_once_and_left_nothing_open(way: Worker, clock: ManualClock, owner: Any) -> None:
    for _ in range(3):
        assert await probe.begin(clock.now())
        assert not await probe.begin(clock.now()), "another process asks in the same hour"
        await goes(way, clock)
        assert await age(clock) == 0
        clock.forward(hours=1)
    rows = await owner.fetch(KEPT)
    assert [(row["outcome"], row["got"] > 0) for row in rows] == [("resolved", True)] * 3
    assert await age(clock) == 3600


async def test_while_no_push_arrives_its_age_grows_and_says_so_and_nobody_real_is_asked(way: Worker, clock: ManualClock, owner: Any) -> None:
    await owner.execute("update push_subscription set state = 'gone' where staff = $1", figure.STAFF)
    for _ in range(3):
        await probe.begin(clock.now())
        await goes(way, clock)
        clock.forward(hours=1)
    async with reading() as connection:
        last = await tried(connection, clock.now())
    assert (last.seconds, last.is_well) == (3 * 3600, False)
    assert {row["staff"] for row in await owner.fetch("select staff from alert_recipient")} == {figure.STAFF}
    assert [row["outcome"] for row in await owner.fetch(KEPT)] == [probe.UNANSWERED, probe.UNANSWERED, None]
    assert await owner.fetchval("select count(*) from delivery where channel = 'mail'") == 0


async def test_an_alert_that_was_answered_without_its_push_is_no_proof(way: Worker, clock: ManualClock) -> None:
    await probe.begin(clock.now())
    while await tick(clock.now()):
        pass
    await probe.answer(probe.of_hour(clock.now()), clock.now())
    clock.forward(hours=3)
    async with reading() as connection:
        assert not (await tried(connection, clock.now())).is_well


async def test_old_ones_are_forgotten_whole(way: Worker, clock: ManualClock, owner: Any) -> None:
    await probe.begin(clock.now())
    await goes(way, clock)
    clock.forward(days=15)
    await probe.begin(clock.now())
    assert await owner.fetchval("select count(*) from alert where closed_at is not null") == 0
    assert await owner.fetchval("select count(*) from delivery") == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"x" * 200, b"\x00" * 200],
)
async def test_what_is_no_push_of_ours_is_answered_by_nobody(
    settings: Settings, clock: ManualClock, pool: str, body: bytes
) -> None:
    ear = Ear(settings, clock)
    async with ear.listening(), httpx.AsyncClient() as stranger:
        there = ear.origins[figure.ORIGIN] + figure.path(settings.push_secret)
        headers = {"Authorization": "vapid t=x, k=y", "TTL": "60"}
        assert (await stranger.post(there, content=body, headers=headers)).status_code == 400
        assert (await stranger.post(there, content=b"x")).status_code == 401
        assert (await stranger.post(ear.origins[figure.ORIGIN] + "/other", content=b"x")).status_code == 404


async def test_the_robot_stands_on_no_list(way: Worker, clock: ManualClock) -> None:
    async with reading() as connection:
        assert [row["name"] for row in await staff.centers(connection)] == ["北区", "南区"]
        people = await staff.seen_by(connection, staff.ALL_CENTERS, None, clock.now())
        assert figure.STAFF not in {one.id for one in people}
        assert not await staff.center_exists(connection, staff.ROBOT)


async def test_a_whole_office_tries_itself_at_its_start_and_says_how_long_ago_it_was(
    web_tier: Any, settings: Settings, clock: ManualClock, database: str
) -> None:
    made = web_tier.serve(replace(settings, robot=True), clock)
    transport = httpx.ASGITransport(made, raise_app_exceptions=False)
    async with made.lifespan(), httpx.AsyncClient(transport=transport, base_url=settings.origin) as monitor:
        async with reading() as connection:
            for _ in range(200):
                if await connection.fetchval("select count(*) from alert where outcome = 'resolved'"):
                    break
                await asyncio.sleep(0.05)
        assert (await monitor.get("/healthz")).json()["robot_seconds"] == 0
        clock.forward(seconds=TOO_OLD)
        said = (await monitor.get("/healthz")).json()
        assert (said["status"], said["robot_seconds"]) == ("late", TOO_OLD)
