"""Who may come in, for how long, and what ends it."""

from datetime import UTC, date, datetime
from uuid import uuid4

import asyncpg
import httpx

from server.access.identify import COOKIE
from server.envelope.encoding import b64u
from tests.access.handset import Handset, Office
from tests.fakes import ManualClock
from tests.make import KIMURA, SATO


async def looks(phone: Handset) -> httpx.Response:
    return await phone.http.get("/staff/v1/staff")


async def test_sato_signs_in_with_her_unlocked_phone_and_sees_her_colleagues(sato: Handset, clock: ManualClock) -> None:
    answer = await sato.sign_in()
    said = answer.json()
    assert said["staff"]["name"] == SATO.name
    assert said["staff"]["center_name"] == "北区"
    assert said["idle_seconds"] == 1800
    names = {person["name"] for person in (await looks(sato)).json()["staff"]}
    assert SATO.name in names
    assert KIMURA.name not in names


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(office: Office) -> None:
    phone = await office.phone(SATO, signed_in=False)
    cookie = (await phone.sign_in()).headers["set-cookie"].lower()
    assert cookie.startswith("__host-kasane=")
    for part in ("httponly", "secure", "samesite=strict", "path=/"):
        assert part in cookie
    assert "domain" not in cookie


async def test_nobody_enters_without_a_session(client: httpx.AsyncClient) -> None:
    answer = await client.get("/staff/v1/staff")
    assert (answer.status_code, answer.json()["code"]) == (401, "auth_required")


async def test_a_session_ends_after_half_an_hour_without_use(sato: Handset, clock: ManualClock) -> None:
    clock.forward(minutes=29)
    assert (await looks(sato)).status_code == 200
    clock.forward(minutes=29)
    assert (await looks(sato)).status_code == 200
    clock.forward(minutes=31)
    ended = await looks(sato)
    assert (ended.status_code, ended.json()["code"]) == (401, "session_ended")
    assert "端末に残っています" in ended.json()["detail"]


async def test_a_session_ends_after_twelve_hours_however_busy_it_was(sato: Handset, clock: ManualClock) -> None:
    for _ in range(35):
        clock.forward(minutes=20)
        assert (await looks(sato)).status_code == 200
    clock.forward(minutes=20)
    assert (await looks(sato)).json()["code"] == "session_ended"


async def test_signing_out_ends_the_session_on_the_server_too(sato: Handset) -> None:
    token = sato.http.cookies[COOKIE]
    assert (await sato.http.delete("/access/v1/session")).status_code == 204
    sato.http.cookies.set(COOKIE, token, domain="kasane.example.jp")
    assert (await looks(sato)).status_code == 401


async def test_a_changed_role_counts_from_the_next_request(tanaka: Handset, rows: asyncpg.Connection) -> None:
    assert (await tanaka.http.get("/devices/v1/devices")).status_code == 200
    await rows.execute("update staff set role = 'outreach_worker' where id = $1", tanaka.owner.id)
    refused = await tanaka.http.get("/devices/v1/devices")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


async def test_the_last_working_day_ends_at_midnight_in_kyoto(
    sato: Handset, rows: asyncpg.Connection, clock: ManualClock
) -> None:
    await rows.execute("update staff set active_to = $2 where id = $1", sato.owner.id, date(2026, 11, 24))
    assert (await looks(sato)).status_code == 200
    clock.set(datetime(2026, 11, 24, 14, 59, tzinfo=UTC))
    assert (await sato.sign_in()).status_code == 200
    clock.forward(minutes=1)
    assert (await looks(sato)).json()["code"] == "session_ended"
    assert (await sato.sign_in()).json()["code"] == "device_proof_invalid"


async def test_a_revoked_device_is_out_at_once_even_if_its_session_row_stayed(
    sato: Handset, rows: asyncpg.Connection
) -> None:
    await rows.execute("update device set state = 'lost' where id = $1", sato.id)
    assert (await looks(sato)).json()["code"] == "session_ended"


async def test_a_challenge_opens_one_session_only(sato: Handset) -> None:
    proof = sato.proof(await sato.challenge())
    assert (await sato.http.post("/access/v1/session", json=proof)).status_code == 200
    again = await sato.http.post("/access/v1/session", json=proof)
    assert (again.status_code, again.json()["code"]) == (401, "device_proof_invalid")


async def test_an_old_foreign_or_invented_challenge_opens_nothing(
    sato: Handset, tanaka: Handset, clock: ManualClock
) -> None:
    foreign, own = await tanaka.challenge(), await sato.challenge()
    for challenge in (foreign, b64u(bytes(32)), own):
        if challenge == own:
            clock.forward(minutes=3)
        answer = await sato.http.post("/access/v1/session", json=sato.proof(challenge))
        assert answer.json()["code"] == "device_proof_invalid"


async def test_an_unknown_device_is_answered_like_a_wrong_signature(office: Office, sato: Handset) -> None:
    stranger = Handset(SATO, office.app, id=uuid4())
    wrong = sato.proof(await sato.challenge()) | {"signature": b64u(bytes(64))}
    answers = [await stranger.sign_in(), await sato.http.post("/access/v1/session", json=wrong)]
    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    assert answers[0].status_code == answers[1].status_code == 401
    assert bodies[0] == bodies[1]


async def test_hammering_is_slowed_down_but_the_right_key_always_opens(sato: Handset, clock: ManualClock) -> None:
    wrong = sato.proof(await sato.challenge()) | {"signature": b64u(bytes(64))}
    answers = [await sato.http.post("/access/v1/session", json=wrong) for _ in range(8)]
    assert {answer.status_code for answer in answers[:5]} == {401}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert (await sato.sign_in()).status_code == 200


async def test_waiting_doubles_and_ends(sato: Handset, clock: ManualClock) -> None:
    wrong = sato.proof(await sato.challenge()) | {"signature": b64u(bytes(64))}
    waits = []
    for _ in range(8):
        answer = await sato.http.post("/access/v1/session", json=wrong)
        if answer.status_code == 429:
            waits.append(int(answer.headers["retry-after"]))
            clock.forward(seconds=waits[-1])
    assert waits == sorted(waits)
    clock.forward(hours=1)
    assert (await sato.http.post("/access/v1/session", json=wrong)).status_code == 401


async def test_a_fourth_session_ends_the_oldest(office: Office, clock: ManualClock) -> None:
    phone = await office.phone(SATO)
    first = phone.http.cookies[COOKIE]
    for _ in range(3):
        clock.forward(seconds=1)
        assert (await phone.sign_in()).status_code == 200
    assert (await looks(phone)).status_code == 200
    phone.http.cookies.set(COOKIE, first, domain="kasane.example.jp")
    phone.http.cookies.delete(COOKIE, domain="kasane.example.jp", path="/")
    old = await phone.http.get("/staff/v1/staff", headers={"Cookie": f"{COOKIE}={first}"})
    assert old.json()["code"] == "session_ended"


async def test_tokens_are_not_in_the_database(sato: Handset, rows: asyncpg.Connection) -> None:
    token = sato.http.cookies[COOKIE].encode()
    assert await rows.fetchval("select count(*) from session where token_hash = $1", token) == 0
    assert await rows.fetchval("select count(*) from session") == 1
