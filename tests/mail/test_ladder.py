"""Who gets a mail when no phone answers, told by the clock; each story ends with "nothing else was sent"."""

import os
import signal
import subprocess
import sys
from asyncio import to_thread
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from server.db import DB, reading
from server.push import queue
from tests.alerts.conftest import HAYASHI, OFFICE, OGAWA
from tests.mail.conftest import Mailed
from tests.make import SATO, TANAKA

DOWN = [(503, {})] * 10_000


async def states(purpose: str = "alert") -> list[str]:
    async with reading() as connection:
        rows = await connection.fetch(
            "select state from delivery where channel = 'mail' and purpose = $1 order by made_at, id", purpose
        )
    return [row["state"] for row in rows]


async def receipt(mailed: Mailed, who) -> None:
    """One phone of this person says that the push arrived."""
    async with reading() as connection:
        delivery = await connection.fetchval(
            "select id from delivery where channel = 'push' and staff = $1 and alert = $2", who.id, mailed.ward.alert
        )
        assert delivery is not None
        await queue.note_receipt(connection, delivery, "received", mailed.ward.clock.now())


async def test_twenty_seconds_without_a_push_service_tanaka_has_one_mail_and_after_her_answer_nothing_more(
    mailed: Mailed,
) -> None:
    await mailed.has_mailbox(TANAKA, "tanaka")
    mailed.ward.service.answers = list(DOWN)
    await mailed.ward.raises(SATO, level=1)
    await mailed.passes(seconds=19)
    assert mailed.office.heard() == []
    await mailed.passes(seconds=1)
    assert mailed.office.heard() == ["tanaka"]
    await mailed.ward.answers(TANAKA)
    await mailed.passes(hours=24)
    assert mailed.office.heard() == []


async def test_a_push_that_was_taken_but_arrived_nowhere_is_followed_by_a_mail_after_a_minute(mailed: Mailed) -> None:
    await mailed.has_mailbox(TANAKA, "tanaka")
    await mailed.has_mailbox(HAYASHI, "hayashi")
    await mailed.ward.raises(SATO, level=2)
    await mailed.ward.sends()
    await receipt(mailed, HAYASHI)
    await mailed.passes(seconds=59)
    assert mailed.office.heard() == []
    await mailed.passes(seconds=1)
    assert mailed.office.heard() == ["tanaka"]
    await mailed.passes(minutes=20)
    assert mailed.office.heard() == []
    assert sorted(await states()) == ["accepted", "superseded"]


async def test_whoever_has_no_phone_gets_the_mail_at_once_and_the_next_rung_is_told_as_well(mailed: Mailed) -> None:
    await mailed.has_mailbox(TANAKA, "tanaka")
    async with reading() as connection:
        await connection.execute("delete from scope_grant where staff = any($1::uuid[])", [HAYASHI.id, OGAWA.id])
        await connection.execute("update push_subscription set state = 'gone' where staff = $1", TANAKA.id)
    await mailed.ward.raises(SATO, level=1)
    await mailed.passes(seconds=0)
    assert mailed.office.heard() == ["tanaka"]
    assert mailed.ward.heard() == [("はやし", "alert")]
    assert "nobody_reachable" not in await mailed.ward.events()


async def test_what_can_wait_comes_as_one_mail_on_the_morning_of_the_opening_day(mailed: Mailed) -> None:
    await mailed.has_mailbox(TANAKA, "tanaka")
    mailed.ward.clock.set(datetime(2026, 11, 27, 11, 0, tzinfo=UTC))  # Friday 20:00
    for _ in range(3):
        mailed.ward.alert = uuid4()
        await mailed.ward.raises(SATO, level=3)
    mailed.ward.alert = uuid4()
    await mailed.ward.raises(SATO, level=4)
    mailed.ward.clock.set(datetime(2026, 11, 29, 23, 59, tzinfo=UTC))  # Monday 8:59
    await mailed.passes(seconds=0)
    assert mailed.office.heard() == []
    await mailed.passes(minutes=1)
    assert mailed.office.heard() == ["tanaka"]
    await mailed.passes(hours=8)
    assert mailed.office.heard() == []


async def test_an_answer_calls_off_mails_that_wait_and_a_mail_that_is_just_being_sent(mailed: Mailed) -> None:
    await mailed.has_mailbox(TANAKA, "tanaka")
    await mailed.has_mailbox(HAYASHI, "hayashi")
    mailed.ward.service.answers = list(DOWN)
    await mailed.ward.raises(SATO, level=1)
    mailed.ward.clock.forward(seconds=20)
    async with reading() as connection:
        claimed = await queue.claim(connection, mailed.worker.id, mailed.ward.clock.now(), 1, "mail")
    await mailed.ward.answers(TANAKA)
    for delivery in claimed:
        await mailed.worker._send(delivery)
    await mailed.passes(minutes=30)
    assert mailed.office.heard() == []
    assert await states() == ["superseded", "superseded"]


async def test_whoever_lost_the_household_meanwhile_gets_no_mail(mailed: Mailed) -> None:
    await mailed.has_mailbox(TANAKA, "tanaka")
    mailed.ward.service.answers = list(DOWN)
    await mailed.ward.raises(SATO, level=1)
    async with reading() as connection:
        await connection.execute("delete from scope_grant where staff = $1", TANAKA.id)
    await mailed.passes(seconds=30)
    assert mailed.office.heard() == []


async def test_a_mailbox_that_is_gone_is_written_down_and_asked_no_more(mailed: Mailed) -> None:
    await mailed.has_mailbox(TANAKA, "tanaka")
    mailed.ward.service.answers = list(DOWN)
    mailed.office.rcpt = ["550 5.1.1 no such user tanaka@example.jp"]
    await mailed.ward.raises(SATO, level=1)
    await mailed.passes(seconds=20)
    assert await states() == ["failed_perm"]
    async with reading() as connection:
        said = await connection.fetchrow("select state, last_status from mail_address where staff = $1", TANAKA.id)
        tried = await connection.fetchrow("select status, error from delivery_attempt where status = 550")
    assert said is not None
    assert tuple(said) == ("refused", 550)
    assert tried is not None
    assert tuple(tried) == (550, "SMTPRecipientsRefused")
    await mailed.passes(minutes=15)
    assert (mailed.office.heard(), mailed.office.begun) == ([], 1)


@pytest.mark.parametrize("answers", [{"rcpt": ["451 4.7.1 greylisted"] * 3}, {"data": ["452 4.3.1 disk full"] * 3}])
async def test_a_server_that_is_busy_is_asked_again_and_the_mail_keeps_its_name(
    mailed: Mailed, answers: dict[str, list[str]]
) -> None:
    await mailed.has_mailbox(TANAKA, "tanaka")
    mailed.ward.service.answers = list(DOWN)
    for kind, said in answers.items():
        setattr(mailed.office, kind, said)
    await mailed.ward.raises(SATO, level=1)
    for _ in range(40):
        await mailed.passes(seconds=2)
    async with reading() as connection:
        row = await connection.fetchrow("select id, attempts from delivery where channel = 'mail' and alert is not null")
    assert row is not None
    assert row["attempts"] == 4
    assert [mail["Message-ID"] for mail in mailed.office.arrived] == [f"<{row['id']}@example.jp>"]


KILLED = """
import asyncio, os, sys
from uuid import uuid4
from datetime import datetime
import asyncpg
from server.push import queue

async def main():
    connection = await asyncpg.connect(os.environ["KASANE_DATABASE_URL"])
    print(len(await queue.claim(connection, uuid4(), datetime.fromisoformat(sys.argv[1]), 10, "mail")), flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_mail_whose_process_was_killed_is_sent_once_more_under_the_same_name(mailed: Mailed) -> None:
    await mailed.has_mailbox(TANAKA, "tanaka")
    mailed.ward.service.answers = list(DOWN)
    await mailed.ward.raises(SATO, level=1)
    mailed.ward.clock.forward(seconds=20)
    command = [sys.executable, "-c", KILLED, mailed.ward.clock.now().isoformat()]
    environment = {**os.environ, "KASANE_DATABASE_URL": DB.config["dsn"]}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220
    assert process.stdout is not None
    claimed = await to_thread(process.stdout.readline)
    process.send_signal(signal.SIGKILL)
    await to_thread(process.wait)
    assert int(claimed) == 1
    await mailed.delivers()
    assert mailed.office.heard() == []
    await mailed.passes(seconds=31)
    assert mailed.office.heard() == ["tanaka"]


async def test_a_mail_says_the_same_whatever_happened_and_nothing_of_a_household(mailed: Mailed) -> None:
    """The words are compared whole: nothing else can be in them."""
    await mailed.has_mailbox(TANAKA, "tanaka")
    mailed.ward.service.answers = list(DOWN)
    said = set()
    for level in (1, 2):
        mailed.ward.alert = uuid4()
        await mailed.ward.raises(SATO, level=level)
        await mailed.passes(seconds=20)
        mail = mailed.office.arrived.pop()
        text = mail.get_content().replace("\r\n", "\n")
        assert f"{OFFICE}/a/{mailed.ward.alert}\n" in text
        said.add((mail["Subject"], text.replace(str(mailed.ward.alert), "…")))
        names = {"From", "To", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "Subject"}
        assert set(mail.keys()) <= names | {"MIME-Version", "Content-Type", "Content-Transfer-Encoding", "X-Peer", "X-MailFrom", "X-RcptTo"}
        await mailed.ward.answers(TANAKA)
    assert said == {("かさね：確認のお願い", f"アプリを開いて確認してください。\n\n{OFFICE}/a/…\n")}


async def test_a_copy_of_the_database_yields_no_address(mailed: Mailed) -> None:
    await mailed.has_mailbox(TANAKA, "tanaka")
    mailed.ward.service.answers = list(DOWN)
    await mailed.ward.raises(SATO, level=1)
    await mailed.passes(seconds=20)
    async with reading() as connection:
        tables = ("mail_address", "delivery", "delivery_attempt", "alert_event", "audit_event")
        dump = [str(row[0]) for name in tables for row in await connection.fetch(f"select t::text from {name} t")]
        sealed = await connection.fetchval("select sealed from mail_address where staff = $1", TANAKA.id)
    assert not [line for line in dump if "tanaka" in line or "example.jp" in line]
    assert sealed is not None
    assert b"tanaka" not in sealed
