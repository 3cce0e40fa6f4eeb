"""What a mail server may do, and what it means for the mail; nothing of it stops the sender."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from server.mail.letter import asking, letter
from server.mail.sealed_address import is_address
from server.mail.sender import Answer, Postman
from tests.mail.post_office import SENDER, bad_server, cuts, drips, hangs, post_office, relay_at, self_signed

TO = "tanaka@example.jp"


def mail():
    made = letter(sender=SENDER, to=TO, delivery=uuid4(), now=datetime(2026, 11, 27, tzinfo=UTC))
    return asking(made, "https://kasane.example.jp", uuid4())


@pytest.mark.parametrize("behaves", [hangs, drips, cuts], ids=["hangs", "drips", "cuts the line"])
async def test_a_server_that_hangs_drips_or_cuts_is_tried_again_later(behaves) -> None:
    async with bad_server(behaves) as port:
        began = time.perf_counter()
        answer = await Postman(relay_at(port), total_seconds=0.5).send(mail(), TO)
    assert (answer.row, answer.address) == ("again", "untouched")
    assert time.perf_counter() - began < 3


async def test_where_nobody_listens_it_is_tried_again_later() -> None:
    answer = await Postman(relay_at(1)).send(mail(), TO)
    assert (answer.row, answer.address) == ("again", "untouched")


async def test_without_tls_nothing_is_said_to_a_server_elsewhere() -> None:
    async with post_office() as office:
        answer = await Postman(relay_at(office.port, "starttls")).send(mail(), TO)
        assert (answer.row, office.begun) == ("again", 0)


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_a_certificate_of_nobodys_authority_is_refused(tmp_path: Path, tls) -> None:
    async with post_office(self_signed(tmp_path)) as office:
        answer = await Postman(relay_at(office.port, tls), total_seconds=2).send(mail(), TO)
        assert (answer.row, office.begun) == ("again", 0)


@pytest.mark.parametrize(
    ("rcpt", "data", "meaning"),
    [
        ([], [], ("accepted", "ok", 250)),
        (["550 no such user"], [], ("failed_perm", "refused", 550)),
        (["450 greylisted"], [], ("again", "untouched", 450)),
        ([], ["554 looks like advertising"], ("failed_perm", "untouched", 554)),
        ([], ["451 try later"], ("again", "untouched", 451)),
    ],
)
async def test_every_answer_means_what_the_table_says(rcpt, data, meaning) -> None:
    async with post_office() as office:
        office.rcpt, office.data = rcpt, data
        answer = await Postman(relay_at(office.port)).send(mail(), TO)
    assert (answer.row, answer.address, answer.status) == meaning


async def test_no_words_of_a_server_are_kept() -> None:
    async with post_office() as office:
        office.rcpt = ["550 tanaka@example.jp does not live here"]
        answer: Answer = await Postman(relay_at(office.port)).send(mail(), TO)
    assert "tanaka" not in repr(answer)


async def test_many_at_once_do_not_wait_for_one_that_hangs() -> None:
    async with bad_server(hangs) as slow, post_office() as office:
        waiting = asyncio.create_task(Postman(relay_at(slow), total_seconds=1).send(mail(), TO))
        answer = await Postman(relay_at(office.port)).send(mail(), TO)
        assert (answer.row, waiting.done()) == ("accepted", False)
        await waiting


@pytest.mark.parametrize(
    "text",
    [
        "", "tanaka", "tanaka@", "@example.jp", "tanaka@example", "tanaka@example.jp\nBcc: a@example.jp", "a b@example.jp",
        "tanaka@example.jp,mori@example.jp", "<tanaka@example.jp>", '"a"@example.jp', "田中@example.jp", "tanaka@例え.jp",
        "tanaka@-example.jp", "tanaka@127.0.0.1", "a" * 65 + "@example.jp", "tanaka@" + "a." * 130 + "jp", "tanaka@example.jp\x00",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_mailbox_is_no_address(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize("text", ["tanaka@example.jp", "me.tanaka+kasane@city.kyoto.lg.jp", "a_b-c@x1.example.jp"])
def test_ordinary_mailboxes_are(text: str) -> None:
    assert is_address(text)
