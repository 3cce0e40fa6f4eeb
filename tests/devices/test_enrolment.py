"""How a new phone comes in, and all the ways it does not."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from server.devices import rules, service
from server.envelope.encoding import b64u
from server.envelope.signing import point_of, print_of
from tests.access.handset import Handset, Office
from tests.fakes import ManualClock
from tests.make import CAST, KIMURA, MORI, SATO, TANAKA, named, person, settle


async def send(phone: Handset, secret: bytes, **changes: Any) -> httpx.Response:
    return await phone.http.post("/devices/v1/enrol", json=phone.enrolment(secret, **changes))


def said(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


async def test_tanaka_enrols_satos_phone_and_both_screens_show_the_same_number(
    office: Office, tanaka: Handset, clock: ManualClock
) -> None:
    secret = await office.code_from(tanaka, SATO)
    phone = Handset(SATO, office.app)
    looked = await phone.http.post("/devices/v1/enrol/look", json={"code_id": b64u(rules.code_id_of(secret))})
    assert looked.json()["staff"]["name"] == SATO.name
    assert looked.json()["staff"]["center_name"] == "北区"
    enrolled = (await send(phone, secret)).json()
    assert enrolled["state"] == "pending"
    assert said(await phone.sign_in()) == (401, "device_proof_invalid")

    listed = (await tanaka.http.get("/devices/v1/devices")).json()["devices"][0]
    assert (listed["id"], listed["check_code"]) == (str(phone.id), enrolled["check_code"])
    approved = await tanaka.approve(phone, enrolled["check_code"])
    assert approved.json() == {"state": "active"}
    assert (await phone.sign_in()).status_code == 200


async def test_the_link_pins_the_office_root_and_keeps_the_secret_behind_the_hash(
    office: Office, tanaka: Handset
) -> None:
    answer = await tanaka.http.post("/devices/v1/codes", json={"staff": str(SATO.id)})
    before, _, after = answer.json()["link"].partition("#")
    assert before == "https://kasane.example.jp/enrol"
    assert after.partition(".")[2] == b64u(print_of(point_of(office.root)))


async def test_the_database_never_holds_the_secret_of_a_code(
    office: Office, tanaka: Handset, rows: asyncpg.Connection
) -> None:
    secret = await office.code_from(tanaka, SATO)
    row = await rows.fetchrow("select * from enrolment_code")
    assert row is not None
    assert secret not in [value for value in row.values() if isinstance(value, bytes)]


async def test_a_code_lives_ten_minutes(office: Office, tanaka: Handset, clock: ManualClock) -> None:
    secret = await office.code_from(tanaka, SATO)
    clock.forward(minutes=10)
    assert said(await send(Handset(SATO, office.app), secret)) == (400, "code_invalid")


async def test_a_used_code_admits_no_second_phone_and_the_first_may_ask_again(office: Office, tanaka: Handset) -> None:
    secret = await office.code_from(tanaka, SATO)
    first, second = Handset(SATO, office.app), Handset(SATO, office.app)
    enrolled = await send(first, secret)
    assert said(await send(second, secret)) == (409, "code_used")
    again = await send(first, secret)
    assert (again.status_code, again.json()) == (200, enrolled.json())


async def test_of_two_phones_racing_for_one_code_exactly_one_wins(
    office: Office, tanaka: Handset, rows: asyncpg.Connection
) -> None:
    secret = await office.code_from(tanaka, SATO)
    phones = [Handset(SATO, office.app) for _ in range(5)]
    answers = await asyncio.gather(*(send(phone, secret) for phone in phones))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert await rows.fetchval("select count(*) from device where staff = $1", SATO.id) == 1


async def test_a_code_dies_after_five_wrong_proofs(office: Office, tanaka: Handset, clock: ManualClock) -> None:
    secret = await office.code_from(tanaka, SATO)
    phone = Handset(SATO, office.app)
    for _ in range(5):
        assert said(await send(phone, secret, proof=b64u(bytes(32)))) == (400, "code_invalid")
    clock.forward(minutes=5)
    assert said(await send(phone, secret)) == (400, "code_invalid")


async def test_hammering_one_code_is_slowed_down(office: Office) -> None:
    phone = Handset(SATO, office.app)
    answers = [await send(phone, bytes(32)) for _ in range(8)]
    assert answers[-1].status_code == 429
    assert "retry-after" in answers[-1].headers


async def test_unknown_used_and_expired_codes_look_alike(office: Office, tanaka: Handset, clock: ManualClock) -> None:
    used, expired = await office.code_from(tanaka, SATO), await office.code_from(tanaka, SATO)
    assert (await send(Handset(SATO, office.app), used)).status_code == 200
    clock.forward(minutes=11)
    bodies = []
    for secret in (used, expired, bytes(32)):
        answer = await tanaka.http.post("/devices/v1/enrol/look", json={"code_id": b64u(rules.code_id_of(secret))})
        bodies.append({**answer.json(), "request_id": ""})
    assert bodies[0] == bodies[1] == bodies[2]


async def test_keys_that_are_no_points_of_the_curve_are_refused_by_name(office: Office, tanaka: Handset) -> None:
    secret = await office.code_from(tanaka, SATO)
    answer = await send(Handset(SATO, office.app), secret, sign_key=b64u(b"\x04" + bytes(64)))
    assert said(answer) == (422, "wrong_value")
    assert answer.json()["field"] == "sign_key"


async def test_a_known_id_is_not_taken_over(office: Office, tanaka: Handset, sato: Handset) -> None:
    thief = Handset(SATO, office.app, id=sato.id)
    assert said(await send(thief, await office.code_from(tanaka, SATO))) == (409, "device_known")


@pytest.mark.parametrize("owner", [KIMURA, person(name="金庫", role="vault", center=None)], ids=["南区", "vault"])
async def test_tanaka_makes_no_code_for_another_center_or_a_keeper(office: Office, tanaka: Handset, owner: Any) -> None:
    answer = await tanaka.http.post("/devices/v1/codes", json={"staff": str(owner.id)})
    unknown = await tanaka.http.post("/devices/v1/codes", json={"staff": str(uuid4())})
    assert said(answer) == said(unknown) == (404, "not_found")
    assert {**answer.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}


async def test_outreach_workers_and_clerks_make_no_codes(office: Office, sato: Handset) -> None:
    mori = await office.phone(MORI)
    for phone in (sato, mori):
        answer = await phone.http.post("/devices/v1/codes", json={"staff": str(SATO.id)})
        assert said(answer) == (403, "not_allowed")


async def test_a_code_made_on_the_servers_own_terminal_is_approved_by_that_act(
    office: Office, clock: ManualClock
) -> None:
    secret = await service.make_code(TANAKA.id, created_by=None, now=clock.now(), preapproved=True)
    phone = Handset(TANAKA, office.app)
    assert (await send(phone, secret)).json()["state"] == "active"
    assert (await phone.sign_in()).status_code == 200


async def test_standing_tells_strangers_nothing(office: Office, sato: Handset) -> None:
    unknown = await sato.http.get(f"/devices/v1/{uuid4()}/standing")
    assert unknown.json() == {"state": "pending", "certified": False, "revocation": None}
    assert (await sato.http.get(f"/devices/v1/{sato.id}/standing")).json()["state"] == "active"


async def test_the_administrator_sees_every_center_and_the_cast_is_complete(
    office: Office, rows: asyncpg.Connection
) -> None:
    boss = person(name="管理 太郎", role="administrator", center=None)
    await settle(rows, boss)
    phone = await office.phone(boss)
    await office.phone(KIMURA, signed_in=False)
    owners = {device["staff"] for device in (await phone.http.get("/devices/v1/devices")).json()["devices"]}
    assert owners == {str(KIMURA.id), str(boss.id)}
    assert len(CAST) == 4
    assert named("金庫") not in owners
