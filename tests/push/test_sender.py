"""One push over the wire, to friendly and to hostile push services."""

import asyncio
import logging
import resource
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from server.push.answers import LONGEST_WAIT, Breaker, wait_before
from server.push.sealed_endpoint import (
    BadPushKeys,
    CannotOpenEndpoint,
    PushAddress,
    check_keys,
    lookup,
    open_sealed,
    seal,
)  # fmt: skip
from server.push.sender import Sender
from server.push.vapid import BadVapidSubject, VapidKeyMissing, VapidSigner
from tests.push.conftest import address_of, note, sealing_to
from tests.push.test_hosts import Answers
from tests.pushservices.hostile import Hostile
from tests.pushservices.receiver import Phone, Receiver

NOW = datetime.now(UTC)


async def post(sender: Sender, address: PushAddress, purpose: str = "alert"):
    return await sender.send(note(purpose), address, seconds_to_live=60, now=NOW)


@pytest.mark.parametrize(
    ("status", "row", "phone", "posts"),
    [
        (200, "accepted", "ok", 1), (201, "accepted", "ok", 1), (202, "accepted", "ok", 1), (204, "accepted", "ok", 1),
        (400, "failed_perm", "count_400", 1), (404, "failed_perm", "gone", 1), (410, "failed_perm", "gone", 1),
        (429, "again", "untouched", 1), (500, "again", "untouched", 1), (503, "again", "untouched", 1),
        (401, "failed_perm", "untouched", 2), (403, "failed_perm", "untouched", 2), (413, "failed_perm", "untouched", 2),
        (301, "failed_perm", "suspect", 1), (307, "failed_perm", "suspect", 1), (308, "failed_perm", "suspect", 1),
    ],
)  # fmt: skip
@pytest.mark.shows("F-18")
async def test_every_answer_means_what_the_table_says(
    signer: VapidSigner, hostile: Hostile, status: int, row: str, phone: str, posts: int
) -> None:
    async with Sender(sealing_to(signer, hostile.origin)) as sender:
        path = f"redirect-{status}" if 300 <= status < 400 else f"status-{status}"
        answer = await post(sender, address_of(Phone("sato"), path))
    assert (answer.meaning.row, answer.meaning.phone, len(hostile.asked)) == (row, phone, posts)
    assert hostile.lured == 0


async def test_a_refused_header_is_replaced_once_by_a_fresh_one(signer: VapidSigner, receiver: Receiver) -> None:
    receiver.answers = [(401, {})]
    async with Sender(sealing_to(signer, receiver.origin)) as sender:
        answer = await post(sender, address_of(receiver.phone("sato")))
    first, second = (one.headers["Authorization"] for one in receiver.arrived)
    assert answer.meaning.row == "accepted"
    assert first != second


async def test_a_body_that_is_too_large_is_sent_again_without_it(signer: VapidSigner, receiver: Receiver) -> None:
    receiver.answers = [(413, {})]
    async with Sender(sealing_to(signer, receiver.origin)) as sender:
        answer = await post(sender, address_of(receiver.phone("sato")))
    assert answer.meaning.row == "accepted"
    assert [len(one.body) > 0 for one in receiver.arrived] == [True, False]
    assert "Content-Encoding" not in receiver.arrived[1].headers


@pytest.mark.parametrize("temper", ["hang", "drip-head", "reset"])
@pytest.mark.shows("F-18")
async def test_a_service_that_gives_no_answer_costs_its_time_limit_and_is_tried_later(
    signer: VapidSigner, hostile: Hostile, temper: str
) -> None:
    began = time.perf_counter()
    async with Sender(sealing_to(signer, hostile.origin), total_seconds=1) as sender:
        answer = await post(sender, address_of(Phone("sato"), temper))
    assert answer.meaning.row == "again"
    assert answer.meaning.trips_breaker
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize("temper", ["drip", "flood"])
async def test_the_status_counts_though_the_reply_never_ends(
    signer: VapidSigner, hostile: Hostile, temper: str
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with Sender(sealing_to(signer, hostile.origin)) as sender:
        answer = await post(sender, address_of(Phone("sato"), temper))
    assert answer.meaning.row == "accepted"
    assert answer.milliseconds < 3000
    assert hostile.flooded < 20 * 1024 * 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024


async def test_an_allowed_name_that_now_resolves_inside_is_not_connected_to(signer: VapidSigner) -> None:
    phone = Phone("sato")
    address = PushAddress("https://fcm.googleapis.com/fcm/send/a", phone.p256dh, phone.auth_text)
    async with Sender(sealing_to(signer, "http://127.0.0.1:1"), resolver=Answers("127.0.0.1")) as sender:
        answer = await post(sender, address)
    assert (answer.error, answer.meaning.row, answer.meaning.phone) == ("AddressNotPublic", "failed_perm", "suspect")


async def test_an_endpoint_that_left_the_list_is_not_contacted(signer: VapidSigner) -> None:
    phone = Phone("sato")
    async with Sender(sealing_to(signer, "http://127.0.0.1:1")) as sender:
        answer = await post(sender, PushAddress("http://127.0.0.1:9/x", phone.p256dh, phone.auth_text))
    assert answer.error == "EndpointNotAllowed"


async def test_all_bodies_have_one_size_and_say_nothing_but_a_fixed_sentence(
    signer: VapidSigner, receiver: Receiver
) -> None:
    phone = receiver.phone("sato")
    async with Sender(sealing_to(signer, receiver.origin)) as sender:
        for purpose in ("alert", "reminder", "cleared", "test"):
            await post(sender, address_of(phone), purpose)
    assert len({len(one.body) for one in receiver.arrived}) == 1
    assert {len(phone.read(one.body)) for one in receiver.arrived} == {1024}
    contents = [receiver.content(one) for one in receiver.arrived]
    assert {one["web_push"] for one in contents} == {8030}
    assert {one["notification"]["title"] for one in contents} == {"かさね：確認のお願い"}
    assert all(len(one.headers["Topic"]) == 32 for one in receiver.arrived)


async def test_the_audience_is_the_real_origin_and_never_another_phones(
    signer: VapidSigner, receiver: Receiver
) -> None:
    async with Sender(sealing_to(signer, receiver.origin)) as sender:
        await asyncio.gather(*(post(sender, address_of(receiver.phone(name))) for name in ("a", "b", "c")))
    assert receiver.refused == []
    assert signer.header("https://web.push.apple.com", NOW) != signer.header("https://fcm.googleapis.com", NOW)
    assert signer.header("https://fcm.googleapis.com", NOW) == signer.header("https://fcm.googleapis.com", NOW)


async def test_nothing_secret_is_logged(
    signer: VapidSigner, hostile: Hostile, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with Sender(sealing_to(signer, hostile.origin), total_seconds=1) as sender:
        for path in ("status-400", "status-403", "reset", "flood"):
            await post(sender, address_of(Phone("sato"), path))
    assert "/status-400" not in caplog.text
    assert "vapid t=" not in caplog.text


def test_retry_after_is_seconds_or_a_date_within_one_step() -> None:
    assert wait_before(1, "7", NOW) == timedelta(seconds=7)
    assert (
        timedelta(seconds=55) < wait_before(1, format_datetime(NOW + timedelta(minutes=1)), NOW) <= timedelta(minutes=1)
    )
    assert wait_before(1, "999999999999", NOW) == LONGEST_WAIT
    for wrong in ("soon", "-5", "1e9", "Tue, 99 Foo 2026", "٣", ""):
        assert timedelta(seconds=0.8) <= wait_before(1, wrong, NOW) <= timedelta(seconds=1.2)
    assert timedelta(seconds=48) <= wait_before(50, None, NOW) <= timedelta(seconds=72)


def test_after_five_failures_one_probe_goes_every_five_seconds() -> None:
    breaker = Breaker()
    for _ in range(5):
        assert breaker.closed_until("o", NOW) is None
        breaker.note("o", failed=True, now=NOW)
    assert breaker.closed_until("o", NOW) == NOW + timedelta(seconds=5)
    later = NOW + timedelta(seconds=5)
    assert breaker.closed_until("o", later) is None
    assert breaker.closed_until("o", later) == later + timedelta(seconds=5)
    breaker.note("o", failed=False, now=later)
    assert breaker.closed_until("o", later) is None


def test_a_missing_vapid_key_stops_the_start_and_makes_no_new_one(tmp_path) -> None:
    with pytest.raises(VapidKeyMissing):
        VapidSigner.from_file(tmp_path / "vapid.pem", "mailto:kasane@example.jp")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "subject", ["", "mailto:a@localhost", "https://kasane.invalid", "kasane@example.jp", "mailto:x"]
)
def test_a_contact_nobody_could_reach_is_refused(signer: VapidSigner, subject: str) -> None:
    with pytest.raises(BadVapidSubject):
        VapidSigner(signer._vapid.private_key, subject)


def test_push_keys_of_wrong_length_or_off_the_curve_are_refused() -> None:
    phone = Phone("sato")
    check_keys(phone.p256dh, phone.auth_text)
    off_curve = "BA" + "A" * 85
    for p256dh, auth in (
        ("", phone.auth_text), (phone.p256dh[:-4], phone.auth_text), (off_curve, phone.auth_text),
        (phone.p256dh, "AA"), (phone.p256dh, phone.auth_text + "AAAA"), ("***", phone.auth_text),
    ):  # fmt: skip
        with pytest.raises(BadPushKeys):
            check_keys(p256dh, auth)


def test_a_sealed_endpoint_opens_only_in_its_own_row_with_its_own_key() -> None:
    one = note()
    address = PushAddress("https://fcm.googleapis.com/canary", "p", "a")
    sealed = seal(bytes(32), one.subscription, address)
    assert b"canary" not in sealed
    assert "canary" not in repr(address)
    assert open_sealed(bytes(32), one.subscription, sealed) == address
    for key, row in ((b"1" * 32, one.subscription), (bytes(32), one.delivery)):
        with pytest.raises(CannotOpenEndpoint):
            open_sealed(key, row, sealed)
    assert lookup(bytes(32), "a") != lookup(b"1" * 32, "a")
