"""Whose word admits a device, and which words the web tier does not even take."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from server.devices import rules
from server.envelope.approval import read_approval
from server.envelope.encoding import from_b64u
from server.envelope.signing import new_key, point_of
from tests.access.handset import Handset, Office
from tests.fakes import OPENING, ManualClock
from tests.make import KIMURA, MORI, SATO, SOUTH, TANAKA, person, settle


async def enrolled(office: Office, tanaka: Handset, phone: Handset) -> str:
    """The six digits."""
    secret = await office.code_from(tanaka, phone.owner)
    return (await phone.http.post("/devices/v1/enrol", json=phone.enrolment(secret))).json()["check_code"]


def said(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


async def test_nobody_approves_their_own_device(office: Office, tanaka: Handset) -> None:
    second = Handset(TANAKA, office.app, label="iPad")
    number = await enrolled(office, tanaka, second)
    assert said(await tanaka.approve(second, number)) == (403, "own_device")
    assert (await second.http.get(f"/devices/v1/{second.id}/standing")).json()["state"] == "pending"


async def test_records_that_nobody_can_read_are_told_beside_their_device(
    office: Office, tanaka: Handset, owner: asyncpg.Connection
) -> None:
    phone = Handset(SATO, office.app)
    await enrolled(office, tanaka, phone)
    aside = "insert into dead_letter (device, rcv, code, bytes) select $1, now(), 'malformed', $2 from generate_series(1, 2)"
    await owner.execute(aside, phone.id, b"?")
    rows = (await tanaka.http.get("/devices/v1/devices")).json()["devices"]
    assert {row["id"]: row["unread"] for row in rows} == {str(tanaka.id): 0, str(phone.id): 2}


async def test_the_list_brings_all_that_the_six_digits_are_made_of_while_the_device_waits(
    office: Office, tanaka: Handset
) -> None:
    phone = Handset(SATO, office.app)
    number = await enrolled(office, tanaka, phone)
    rows = (await tanaka.http.get("/devices/v1/devices")).json()["devices"]
    row = next(row for row in rows if row["id"] == str(phone.id))
    points = [from_b64u(row[name], 65) for name in ("kem_key", "sign_key", "upload_key")]
    assert rules.check_code_of(rules.transcript_of(from_b64u(row["code_id"], 16), phone.id, *points)) == number
    assert (await tanaka.approve(phone, number)).status_code == 200
    assert (await office.vault.sign_in()).status_code == 200
    told = {"kind": "device", "subject": str(phone.id), "jws": office.certificate(phone)}
    assert (await office.vault.http.post("/directory/v1/statements", json={"statements": [told]})).status_code == 200
    rows = (await tanaka.http.get("/devices/v1/devices")).json()["devices"]
    assert [row["code_id"] for row in rows] == [None] * len(rows)


async def test_a_wrong_number_approves_nothing(office: Office, tanaka: Handset) -> None:
    phone = Handset(SATO, office.app)
    number = await enrolled(office, tanaka, phone)
    wrong = f"{(int(number) + 1) % 1_000_000:06d}"
    assert said(await tanaka.approve(phone, wrong)) == (422, "check_code_wrong")


async def test_approval_needs_an_unlock_of_the_last_five_minutes(
    office: Office, tanaka: Handset, clock: ManualClock
) -> None:
    phone = Handset(SATO, office.app)
    number = await enrolled(office, tanaka, phone)
    clock.forward(minutes=6)
    assert said(await tanaka.approve(phone, number)) == (403, "step_up_needed")
    assert (await tanaka.sign_in()).status_code == 200
    assert said(await tanaka.approve(phone, number)) == (403, "step_up_needed"), "a new session is no fresh unlock"
    assert (await tanaka.step_up()).status_code == 200
    assert (await tanaka.approve(phone, number)).json() == {"state": "active"}
    assert (await tanaka.approve(phone, number)).json() == {"state": "active"}


async def test_the_signed_word_reaches_the_vault_as_it_was_given(office: Office, tanaka: Handset) -> None:
    phone = Handset(SATO, office.app)
    number = await enrolled(office, tanaka, phone)
    await tanaka.approve(phone, number)
    assert (await office.vault.sign_in()).status_code == 200
    waiting = (await office.vault.http.get("/devices/v1/awaiting")).json()["awaiting"]
    one = next(one for one in waiting if one["device"] == str(phone.id))
    approval = read_approval(one["approval"], tanaka.id, point_of(tanaka.signing))
    assert (approval.of.device, approval.of.check_code) == (phone.id, number)


async def test_the_list_shows_the_keys_that_the_approver_signs_for(office: Office, tanaka: Handset) -> None:
    phone = Handset(SATO, office.app)
    await enrolled(office, tanaka, phone)
    told = phone.enrolment(bytes(32))
    listed = next(
        one for one in (await tanaka.http.get("/devices/v1/devices")).json()["devices"] if one["id"] == str(phone.id)
    )
    assert {name: listed[name] for name in ("kem_key", "sign_key")} == {
        name: told[name] for name in ("kem_key", "sign_key")
    }
    assert listed["center"] == SATO.center


@pytest.mark.parametrize(
    "changes",
    [
        {"device": uuid4()}, {"staff": KIMURA.id}, {"name": "木村 亮"}, {"role": "manager"}, {"center": SOUTH},
        {"kem_key": point_of(new_key())}, {"sign_key": point_of(new_key())}, {"check_code": "000000"},
    ],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
async def test_an_approval_of_something_else_is_refused(office: Office, tanaka: Handset, changes: Any) -> None:
    phone = Handset(SATO, office.app)
    number = await enrolled(office, tanaka, phone)
    assert said(await tanaka.approve(phone, number, **changes)) == (422, "approval_invalid")
    assert (await phone.http.get(f"/devices/v1/{phone.id}/standing")).json()["state"] == "pending"


async def test_an_approval_another_device_signed_is_refused(office: Office, tanaka: Handset, sato: Handset) -> None:
    phone = Handset(SATO, office.app)
    number = await enrolled(office, tanaka, phone)
    assert said(await tanaka.approve(phone, number, signer=sato)) == (422, "approval_invalid")
    body = {"check_code": number, "approval": sato.approval(phone, number)}
    answer = await tanaka.http.post(f"/devices/v1/{phone.id}/approve", json=body)
    assert said(answer) == (422, "approval_invalid")
    assert said(await tanaka.http.post(f"/devices/v1/{phone.id}/approve", json={"check_code": number})) == (
        422, "missing_field",
    )  # fmt: skip


@pytest.mark.parametrize("days", [-8, 8])
async def test_an_approval_of_another_week_is_refused(office: Office, tanaka: Handset, days: int) -> None:
    phone = Handset(SATO, office.app)
    number = await enrolled(office, tanaka, phone)
    at = OPENING + timedelta(days=days)
    assert said(await tanaka.approve(phone, number, at=at)) == (422, "approval_invalid")


async def test_an_approval_may_be_given_anew_until_the_vault_has_certified_the_device(
    office: Office, tanaka: Handset, rows: asyncpg.Connection
) -> None:
    boss = person(TANAKA, name="課長 進", role="manager")
    await settle(rows, boss)
    manager = await office.phone(boss)
    phone = Handset(SATO, office.app)
    number = await enrolled(office, tanaka, phone)
    await tanaka.approve(phone, number)
    assert (await manager.approve(phone, number)).json() == {"state": "active"}
    kept = "select approved_by from device where id = $1"
    assert await rows.fetchval(kept, phone.id) == manager.id
    assert (await office.vault.sign_in()).status_code == 200
    certificate = {"kind": "device", "subject": str(phone.id), "jws": office.certificate(phone)}
    taken = await office.vault.http.post("/directory/v1/statements", json={"statements": [certificate]})
    assert taken.status_code == 200, taken.text
    assert (await tanaka.approve(phone, number)).json() == {"state": "active"}
    assert await rows.fetchval(kept, phone.id) == manager.id


async def test_whoever_sees_a_whole_center_is_let_in_by_two_people(
    office: Office, tanaka: Handset, rows: asyncpg.Connection
) -> None:
    boss = person(TANAKA, name="課長 進", role="manager")
    await settle(rows, boss)
    manager = await office.phone(boss)
    phone = Handset(MORI, office.app)
    number = await enrolled(office, tanaka, phone)
    assert said(await tanaka.approve(phone, number)) == (403, "second_person")
    assert (await phone.http.get(f"/devices/v1/{phone.id}/standing")).json()["state"] == "pending"
    assert (await manager.approve(phone, number)).json() == {"state": "active"}


async def test_a_coordinator_lets_in_no_administrator(
    office: Office, tanaka: Handset, rows: asyncpg.Connection
) -> None:
    boss = person(TANAKA, name="管理 太郎", role="administrator")
    await settle(rows, boss)
    answer = await tanaka.http.post("/devices/v1/codes", json={"staff": str(boss.id)})
    assert said(answer) == (404, "not_found")
