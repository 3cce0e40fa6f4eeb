"""How a person's mailbox joins: over HTTP, with a code that goes to it first."""

import re
from typing import Any

import asyncpg
import pytest

from server.mail.sender import Answer, Postman
from server.mail.worker import MailWorker
from tests.access.conftest import office, rows, sato, tanaka  # noqa: F401 - fixtures
from tests.access.handset import Handset
from tests.fakes import ManualClock
from tests.make import SATO

ON = pytest.mark.env(
    KASANE_MAIL_HOST="127.0.0.1", KASANE_MAIL_TLS="none", KASANE_MAIL_PORT="25", KASANE_MAIL_FROM="kasane@example.jp"
)


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """(to, text) of what would have gone out; the app's own worker is kept from racing with ours."""
    kept: list[tuple[str, str]] = []

    async def send(self: Postman, letter: Any, to: str) -> Answer:
        kept.append((to, letter.get_content()))
        return Answer("accepted", "ok", 250)

    async def rest(self: MailWorker) -> None:
        return None

    monkeypatch.setattr(Postman, "send", send)
    monkeypatch.setattr(MailWorker, "run", rest)
    return kept


@pytest.fixture
def deliver(app, settings, clock: ManualClock):
    """The office's mail worker, one round of it."""

    async def round_() -> None:
        assert settings.relay is not None
        worker = MailWorker(Postman(settings.relay), settings, clock)
        while await worker.start_due():
            await worker.finish()

    return round_


def code_in(text: str) -> str:
    found = re.search(r"確認番号：(\d{6})", text)
    assert found is not None
    return found[1]


async def give(who: Handset, address: str = "sato@example.jp") -> Any:
    return await who.http.put("/mail/v1/mailbox", json={"address": address})


async def confirm(who: Handset, code: str) -> Any:
    return await who.http.post("/mail/v1/mailbox/code", json={"code": code})


async def mailbox(who: Handset) -> dict[str, Any]:
    return (await who.http.get("/mail/v1/mailbox")).json()


@ON
async def test_a_code_goes_first_and_only_its_return_makes_a_mailbox(sato: Handset, sent, deliver) -> None:  # noqa: F811
    assert (await give(sato)).status_code == 204
    await deliver()
    ((to, text),) = sent
    assert to == "sato@example.jp"
    assert (await mailbox(sato))["waiting"] == "sato@example.jp"
    wrong = str((int(code_in(text)) + 1) % 1_000_000).zfill(6)
    assert (await confirm(sato, wrong)).json()["code"] == "mail_code_wrong"
    assert (await confirm(sato, code_in(text))).status_code == 204
    known = await mailbox(sato)
    assert (known["on"], known["confirmed"], known["waiting"]) == (True, "sato@example.jp", None)


@ON
async def test_five_wrong_codes_or_half_an_hour_end_it(
    sato: Handset,  # noqa: F811
    rows: asyncpg.Connection,  # noqa: F811
    sent,
    deliver,
) -> None:
    await give(sato)
    await deliver()
    right = code_in(sent[-1][1])
    for _ in range(5):
        assert (await confirm(sato, "x")).json()["code"] == "mail_code_wrong"
    assert (await confirm(sato, right)).json()["code"] == "mail_code_ended"
    await give(sato)
    await deliver()
    await rows.execute("update mail_address set made_at = made_at - interval '31 minutes' where state = 'waiting'")
    assert (await confirm(sato, code_in(sent[-1][1]))).json()["code"] == "mail_code_ended"
    assert (await mailbox(sato))["confirmed"] is None


@ON
async def test_a_new_address_takes_over_only_when_its_own_code_came_back(
    sato: Handset,  # noqa: F811
    rows: asyncpg.Connection,  # noqa: F811
    sent,
    deliver,
) -> None:
    await give(sato)
    await deliver()
    await confirm(sato, code_in(sent[-1][1]))
    await give(sato, "new@example.jp")
    await deliver()
    known = await mailbox(sato)
    assert (known["confirmed"], known["waiting"]) == ("sato@example.jp", "new@example.jp")
    await confirm(sato, code_in(sent[-1][1]))
    assert (await mailbox(sato))["confirmed"] == "new@example.jp"
    ended = await rows.fetch("select octet_length(sealed) from mail_address where state = 'ended'")
    assert [row[0] for row in ended] == [0]


@ON
async def test_nobodys_mailbox_is_filled_with_codes(sato: Handset) -> None:  # noqa: F811
    assert [(await give(sato)).status_code for _ in range(4)] == [204, 204, 204, 429]


@ON
@pytest.mark.parametrize("address", ["", "tanaka", "a@example.jp\r\nBcc: b@example.jp", "あ@example.jp"])
async def test_what_is_no_address_is_told_kindly(sato: Handset, address: str) -> None:  # noqa: F811
    answer = await give(sato, address)
    assert (answer.status_code, answer.json()["code"]) == (422, "mail_address_invalid")


@ON
async def test_a_mailbox_is_its_persons_own_and_ends_at_a_word(sato: Handset, tanaka: Handset, sent, deliver) -> None:  # noqa: F811
    await give(sato)
    await deliver()
    assert (await confirm(tanaka, code_in(sent[-1][1]))).json()["code"] == "mail_code_ended"
    assert (await mailbox(tanaka))["waiting"] is None
    assert (await sato.http.delete("/mail/v1/mailbox")).status_code == 204
    known = await mailbox(sato)
    assert [known[state] for state in ("confirmed", "waiting", "refused")] == [None, None, None]


@ON
async def test_tanaka_gives_her_center_a_mailbox_which_sato_may_not(
    sato: Handset,  # noqa: F811
    tanaka: Handset,  # noqa: F811
    rows: asyncpg.Connection,  # noqa: F811
    sent,
    deliver,
) -> None:
    refused = await sato.http.put("/mail/v1/center", json={"address": "kita@example.jp"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert (await tanaka.http.put("/mail/v1/center", json={"address": "kita@example.jp"})).status_code == 204
    await deliver()
    assert (await tanaka.http.post("/mail/v1/center/code", json={"code": code_in(sent[-1][1])})).status_code == 204
    assert (await tanaka.http.get("/mail/v1/center")).json()["confirmed"] == "kita@example.jp"
    assert (await mailbox(tanaka))["confirmed"] is None
    assert await rows.fetchval("select center from mail_address where state = 'confirmed'") == "26101"
    assert (await tanaka.http.delete("/mail/v1/center")).status_code == 204
    assert (await tanaka.http.get("/mail/v1/center")).json()["confirmed"] is None


async def test_without_a_mail_server_the_office_says_so_and_takes_no_address(sato: Handset) -> None:  # noqa: F811
    assert (await mailbox(sato))["on"] is False
    assert (await give(sato)).json()["code"] == "mail_off"
    assert (await sato.http.get("/healthz")).json()["mail"] == "off"


@ON
async def test_whoever_leaves_the_office_leaves_no_address_behind(
    sato: Handset,  # noqa: F811
    rows: asyncpg.Connection,  # noqa: F811
    clock: ManualClock,
) -> None:
    from server.access import staffing
    from server.access.staffing import By
    from server.staff.store import today

    await give(sato)
    await staffing.leave(SATO.id, today(clock.now()), By(), clock.now())
    left = await rows.fetch("select state, octet_length(sealed) from mail_address")
    assert [tuple(row) for row in left] == [("ended", 0)]
