"""The factor shown anew: what counts as that, for how long, and for which session."""

from datetime import timedelta

import asyncpg
import httpx

from tests.access.handset import Handset, Office
from tests.fakes import OPENING, ManualClock
from tests.make import SATO, TANAKA


def said(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


async def act(by: Handset, on: Handset) -> httpx.Response:
    """One that asks for it: ending somebody else's device."""
    return await by.http.post(f"/devices/v1/{on.id}/revoke", json={"reason": "lost"})


async def test_opening_a_session_is_not_showing_the_factor(office: Office, sato: Handset) -> None:
    tanaka = await office.phone(TANAKA, signed_in=False)
    for _ in range(2):
        assert (await tanaka.sign_in()).status_code == 200
        assert said(await act(tanaka, sato)) == (403, "step_up_needed")
    answer = await tanaka.step_up()
    assert answer.json() == {"until": (OPENING + timedelta(minutes=5)).isoformat().replace("+00:00", "Z")}
    assert (await act(tanaka, sato)).status_code == 200


async def test_it_counts_for_five_minutes_and_can_be_shown_again(
    sato: Handset, tanaka: Handset, office: Office, clock: ManualClock
) -> None:
    other = await office.phone(SATO, label="other")
    clock.forward(minutes=5)
    assert (await act(tanaka, sato)).status_code == 200
    clock.forward(seconds=1)
    assert said(await act(tanaka, other)) == (403, "step_up_needed")
    assert (await tanaka.step_up()).status_code == 200
    assert (await act(tanaka, other)).status_code == 200


async def test_it_counts_for_the_session_it_was_shown_in(office: Office, sato: Handset, tanaka: Handset) -> None:
    """A challenge taken in one session, signed by the true key, is worth nothing in the next."""
    challenge = (await tanaka.http.post("/access/v1/step-up/challenge")).json()["challenge"]
    assert (await tanaka.sign_in()).status_code == 200
    answer = await tanaka.http.post("/access/v1/step-up", json=tanaka.step_up_proof(challenge))
    assert said(answer) == (403, "step_up_invalid")
    assert said(await act(tanaka, sato)) == (403, "step_up_needed")


async def test_a_challenge_is_spent_once_and_dies_after_two_minutes(tanaka: Handset, clock: ManualClock) -> None:
    challenge = (await tanaka.http.post("/access/v1/step-up/challenge")).json()["challenge"]
    proof = tanaka.step_up_proof(challenge)
    assert (await tanaka.http.post("/access/v1/step-up", json=proof)).status_code == 200
    assert said(await tanaka.http.post("/access/v1/step-up", json=proof)) == (403, "step_up_invalid")
    late = (await tanaka.http.post("/access/v1/step-up/challenge")).json()["challenge"]
    clock.forward(minutes=3)
    answer = await tanaka.http.post("/access/v1/step-up", json=tanaka.step_up_proof(late))
    assert said(answer) == (403, "step_up_invalid")


async def test_what_signed_her_in_is_no_proof_and_neither_is_another_key(tanaka: Handset, sato: Handset) -> None:
    """The words differ, so a signature made to sign in cannot be carried over by whoever heard it."""
    sign_in = await tanaka.challenge()
    answer = await tanaka.http.post("/access/v1/step-up", json=tanaka.step_up_proof(sign_in))
    assert said(answer) == (403, "step_up_invalid")
    challenge = (await tanaka.http.post("/access/v1/step-up/challenge")).json()["challenge"]
    session = {name: tanaka.proof(challenge)[name] for name in ("challenge", "signature")}
    assert said(await tanaka.http.post("/access/v1/step-up", json=session)) == (403, "step_up_invalid")
    foreign = {**tanaka.step_up_proof(challenge), "signature": sato.step_up_proof(challenge)["signature"]}
    assert said(await tanaka.http.post("/access/v1/step-up", json=foreign)) == (403, "step_up_invalid")
    assert (await tanaka.http.post("/access/v1/step-up", json=tanaka.step_up_proof(challenge))).status_code == 200


async def test_it_is_written_down_and_hammering_is_slowed(
    tanaka: Handset, rows: asyncpg.Connection, clock: ManualClock
) -> None:
    count = "select count(*) from audit_event where verb = 'session.step_up'"
    assert await rows.fetchval(count) == 1
    challenge = (await tanaka.http.post("/access/v1/step-up/challenge")).json()["challenge"]
    wrong = {**tanaka.step_up_proof(challenge), "signature": "A" * 86}
    answers = [await tanaka.http.post("/access/v1/step-up", json=wrong) for _ in range(8)]
    assert (answers[0].status_code, answers[-1].status_code) == (403, 429)
    assert await rows.fetchval(count) == 1
    assert (await tanaka.step_up()).status_code == 200
