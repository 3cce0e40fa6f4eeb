"""The outbox under trouble: two workers, an answer while sending, a killed process, a phone that is gone."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.db import DB, reading
from server.push import queue
from server.push.sender import Answer
from server.push.worker import Worker
from tests.alerts.conftest import KEY, Ward, sender, service, ward  # noqa: F401 - fixtures
from tests.make import SATO, TANAKA

COLUMNS = "state, last_status, attempts, due"


async def deliveries(purpose: str = "alert") -> list[dict]:
    async with reading() as connection:
        rows = await connection.fetch(f"select {COLUMNS} from delivery where purpose = $1", purpose)
    return [dict(row) for row in rows]


@pytest.mark.shows("F-25")
async def test_two_workers_send_each_row_once(ward: Ward) -> None:  # noqa: F811
    other = Worker(ward.sender, KEY, ward.clock)
    await ward.raises(SATO, level=1)
    await asyncio.gather(ward.worker.start_due(), other.start_due())
    await asyncio.gather(ward.worker.finish(), other.finish())
    assert len(ward.heard()) == 3
    ward.clock.forward(minutes=4)
    await ward.sends()
    assert ward.heard() == []


async def test_a_worker_that_is_slow_to_commit_its_claim_holds_up_nobody_elses(ward: Ward) -> None:  # noqa: F811
    """Without `skip locked` the second worker stands behind the first one's rows until the lock times out."""
    await ward.raises(SATO, level=1)
    slow = await asyncpg.connect(DB.config["dsn"])
    try:
        async with slow.transaction():
            taken = await queue.claim(slow, uuid4(), ward.clock.now(), 1)
            async with asyncio.timeout(2), reading() as connection:
                others = await queue.claim(connection, ward.worker.id, ward.clock.now(), 10)
    finally:
        await slow.close()
    assert (len(taken), len(others)) == (1, 2)
    assert not set(taken) & set(others)


async def test_a_worker_takes_no_more_than_it_asked_for_where_the_database_believes_that_nothing_waits(ward: Ward) -> None:  # noqa: F811
    """It then joins row by row, and a choice that stands in the join is made anew for each."""
    await ward.raises(SATO, level=1)
    worker = await asyncpg.connect(DB.config["dsn"])
    try:
        async with worker.transaction():
            await worker.execute("create temp table kept on commit drop as select * from delivery; delete from delivery; analyze delivery")
            await worker.execute("insert into delivery select * from kept order by due")
            assert len(await queue.claim(worker, uuid4(), ward.clock.now(), 1)) == 1
    finally:
        await worker.close()


async def test_an_answer_cancels_what_is_leased_and_a_dead_workers_row_is_not_sent_after_it(ward: Ward) -> None:  # noqa: F811
    await ward.raises(SATO, level=1)
    async with reading() as connection:
        claimed = await queue.claim(connection, Worker(ward.sender, KEY, ward.clock).id, ward.clock.now(), 10)
    assert len(claimed) == 3
    await ward.answers(TANAKA)
    await ward.sends()
    assert {purpose for _, purpose in ward.heard()} == {"cleared"}
    ward.clock.forward(seconds=31)
    await ward.sends()
    assert ward.heard() == []
    assert {row["state"] for row in await deliveries()} == {"superseded"}


async def test_an_answer_right_before_the_post_stops_it(ward: Ward) -> None:  # noqa: F811
    await ward.raises(SATO, level=1)
    async with reading() as connection:
        claimed = await queue.claim(connection, ward.worker.id, ward.clock.now(), 10)
    await ward.answers(TANAKA)
    for delivery in claimed:
        await ward.worker._send(delivery)
    assert ward.heard() == []


async def test_an_answer_that_overtakes_an_alert_on_the_wire_is_said_again_after_it(
    ward: Ward,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post, waiting, gate = ward.worker._post, asyncio.Event(), asyncio.Event()

    async def slow(delivery: UUID, row: queue.Standing) -> Answer:
        waiting.set()
        await gate.wait()
        return await post(delivery, row)

    await ward.raises(SATO, level=2)
    monkeypatch.setattr(ward.worker, "_post", slow)
    await ward.worker.start_due()
    await waiting.wait()
    await ward.answers(TANAKA)
    other = Worker(ward.sender, KEY, ward.clock)
    await other.start_due()
    await other.finish()
    gate.set()
    await ward.worker.finish()
    monkeypatch.undo()
    await ward.sends()
    last = dict(ward.service.texts())
    assert last == {"たなか": "cleared", "はやし": "cleared"}


async def test_a_phone_that_is_gone_is_forgotten_and_the_others_are_told(ward: Ward) -> None:  # noqa: F811
    ward.service.answers = [(410, {})]
    await ward.raises(SATO, level=1)
    await ward.sends()
    async with reading() as connection:
        rows = await connection.fetch("select octet_length(sealed) as size from push_subscription where state = 'gone'")
    assert [row["size"] for row in rows] == [0]
    await ward.passes(minutes=5)
    assert sum(purpose == "reminder" for _, purpose in ward.heard()) == 2


@pytest.mark.shows("F-18")
async def test_an_outage_of_ten_minutes_loses_no_subscription_and_everything_arrives_after_it(ward: Ward) -> None:  # noqa: F811
    ward.service.answers = [(503, {})] * 1000
    await ward.raises(SATO, level=2)
    for _ in range(120):
        ward.clock.forward(seconds=5)
        await ward.sends()
    ward.service.arrived.clear()
    ward.service.answers = []
    for _ in range(15):
        ward.clock.forward(seconds=5)
        await ward.sends()
    assert ward.heard() == [("たなか", "alert"), ("はやし", "alert")]
    async with reading() as connection:
        assert await connection.fetchval("select count(*) from push_subscription where state <> 'active'") == 0


async def test_a_service_that_asks_to_wait_is_asked_again_when_it_said(ward: Ward) -> None:  # noqa: F811
    ward.service.answers = [(429, {"Retry-After": "120"})] * 2
    await ward.raises(SATO, level=2)
    await ward.sends()
    due = {row["due"] for row in await deliveries()}
    assert due == {ward.clock.now() + timedelta(seconds=120)}


async def test_three_refusals_on_two_alerts_cast_doubt_on_a_phone_and_one_success_clears_it(ward: Ward) -> None:  # noqa: F811
    async with reading() as connection:
        await connection.execute("delete from push_subscription where staff <> $1", TANAKA.id)
    ward.service.answers = [(400, {})] * 3

    async def state() -> str:
        async with reading() as connection:
            return str(await connection.fetchval("select state from push_subscription"))

    states = []
    for _ in range(4):
        ward.alert = uuid4()
        await ward.raises(SATO, level=2)
        await ward.sends()
        states.append(await state())
    assert states == ["active", "active", "suspect", "active"]


KILLED = """
import asyncio, os, sys
from uuid import uuid4
from datetime import datetime
import asyncpg
from server.push import queue

async def main():
    connection = await asyncpg.connect(os.environ["KASANE_DATABASE_URL"])
    print(len(await queue.claim(connection, uuid4(), datetime.fromisoformat(sys.argv[1]), 10)), flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.shows("F-01")
async def test_rows_of_a_killed_process_are_sent_once_more_under_the_same_topic(ward: Ward) -> None:  # noqa: F811
    await ward.raises(SATO, level=1)
    environment = {**os.environ, "KASANE_DATABASE_URL": DB.config["dsn"]}
    command = [sys.executable, "-c", KILLED, ward.clock.now().isoformat()]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220
    assert process.stdout is not None
    claimed = await asyncio.to_thread(process.stdout.readline)
    process.send_signal(signal.SIGKILL)
    await asyncio.to_thread(process.wait)
    assert int(claimed) == 3
    await ward.sends()
    assert ward.heard() == []
    ward.clock.forward(seconds=31)
    await ward.sends()
    topics = {one.phone: one.headers["Topic"] for one in ward.service.arrived}
    assert len(ward.heard()) == 3
    await ward.passes(minutes=5)
    assert {one.phone: one.headers["Topic"] for one in ward.service.arrived} == topics


async def test_nothing_a_worker_wrote_is_in_a_push_or_its_address(ward: Ward) -> None:  # noqa: F811
    await ward.raises(SATO, level=1)
    await ward.sends()
    await ward.answers(TANAKA)
    await ward.sends()
    words = [SATO.name, TANAKA.name, "北区", str(ward.household), str(SATO.id), str(TANAKA.id), "household"]
    for one in ward.service.arrived:
        text = ward.service.phones[one.phone].read(one.body).decode() + one.url + str(one.headers)
        assert not [word for word in words if word in text]


async def test_a_worker_wakes_when_a_row_is_committed(ward: Ward) -> None:  # noqa: F811
    from server.push.worker import Listener

    tasks = [asyncio.create_task(ward.worker.run()), asyncio.create_task(Listener(ward.worker.wake).run())]
    try:
        await asyncio.sleep(0.3)
        await ward.raises(SATO, level=2)
        for _ in range(80):
            await asyncio.sleep(0.01)
            if len(ward.service.arrived) == 2:
                break
        assert len(ward.service.arrived) == 2
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await ward.worker.finish()
