"""The lost phone: what stops at once, and what may still arrive."""

import asyncpg
import httpx

from server.envelope.statement import ROOT, sign_statement
from tests.access.handset import IAT, Handset, Office
from tests.fakes import ManualClock
from tests.make import KIMURA, SATO, TANAKA


async def end(by: Handset, device: Handset, reason: str = "lost") -> httpx.Response:
    return await by.http.post(f"/devices/v1/{device.id}/revoke", json={"reason": reason})


async def subscribe(rows: asyncpg.Connection, phone: Handset) -> None:
    await rows.execute(
        "insert into push_subscription (id, device, staff, endpoint_hmac, sealed, origin, vapid_kid, state, made_at)"
        " values (gen_random_uuid(), $1, $2, $3, 'x', 'https://push.example', 'k', 'active', now())",
        phone.id,
        phone.owner.id,
        phone.id.bytes,
    )


async def test_tanaka_ends_satos_lost_phone_with_its_session_and_its_pushes(
    office: Office, sato: Handset, tanaka: Handset, rows: asyncpg.Connection
) -> None:
    await subscribe(rows, sato)
    before = await rows.fetchval("select seq from sync_clock")
    assert (await end(tanaka, sato)).json() == {"state": "lost"}
    assert (await sato.http.get("/staff/v1/staff")).status_code == 401
    assert (await sato.sign_in()).status_code == 401
    standing = (await sato.http.get(f"/devices/v1/{sato.id}/standing")).json()
    assert (standing["state"], standing["revocation"]) == ("lost", None), "the root has not said anything yet"
    row = await rows.fetchrow("select state, revoked_seq, revoked_at from device where id = $1", sato.id)
    assert row is not None
    assert row["revoked_seq"] > before
    assert await rows.fetchval("select state from push_subscription") == "revoked"
    assert await rows.fetchval("select count(*) from session where device = $1", sato.id) == 0
    assert await rows.fetchval("select purpose from audit_event where verb = 'device.end'") == "lost"


async def test_the_stopped_phone_is_told_the_roots_own_word_without_a_session(
    office: Office, sato: Handset, tanaka: Handset
) -> None:
    assert (await office.vault.sign_in()).status_code == 200
    await _states(office, "device", sato, office.certificate(sato))
    await end(tanaka, sato)
    claims = {"device": str(sato.id), "iat": IAT, "reason": "lost"}
    revocation = sign_statement("kasane-revoke", claims, office.root, ROOT)
    assert (await _states(office, "revoke", sato, revocation)).status_code == 200
    sato.http.cookies.clear()
    told = (await sato.http.get(f"/devices/v1/{sato.id}/standing")).json()
    assert told == {"state": "lost", "certified": True, "revocation": revocation}
    others = (await sato.http.get(f"/devices/v1/{tanaka.id}/standing")).json()
    assert others["revocation"] is None


async def _states(office: Office, kind: str, subject: Handset, jws: str) -> httpx.Response:
    body = {"statements": [{"kind": kind, "subject": str(subject.id), "jws": jws}]}
    return await office.vault.http.post("/directory/v1/statements", json=body)


async def test_sato_ends_her_own_old_phone_but_not_a_colleagues(office: Office, sato: Handset) -> None:
    other = await office.phone(SATO, label="old")
    tanakas = await office.phone(TANAKA)
    assert (await end(sato, other, "retired")).json() == {"state": "retired"}
    assert (await end(sato, tanakas)).status_code == 404


async def test_tanaka_ends_somebody_elses_phone_only_with_the_factor_shown_anew_and_her_own_at_once(
    office: Office, sato: Handset, tanaka: Handset, clock: ManualClock
) -> None:
    old = await office.phone(TANAKA, label="old")
    clock.forward(minutes=6)
    refused = await end(tanaka, sato)
    assert (refused.status_code, refused.json()["code"]) == (403, "step_up_needed")
    assert (await sato.http.get("/staff/v1/staff")).status_code == 200
    assert (await end(tanaka, old, "lost")).json() == {"state": "lost"}
    assert (await tanaka.step_up()).status_code == 200
    assert (await end(tanaka, sato)).json() == {"state": "lost"}


async def test_another_centers_device_does_not_exist_for_tanaka(office: Office, tanaka: Handset) -> None:
    kimuras = await office.phone(KIMURA)
    foreign = await end(tanaka, kimuras)
    unknown = await tanaka.http.post("/devices/v1/00000000-0000-4000-8000-00000000dead/revoke", json={"reason": "lost"})
    assert foreign.status_code == unknown.status_code == 404
    assert {**foreign.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}
    assert (await kimuras.http.get("/staff/v1/staff")).status_code == 200


async def test_ending_twice_changes_nothing_but_a_later_loss_is_told(
    office: Office, tanaka: Handset, sato: Handset, rows: asyncpg.Connection
) -> None:
    await end(tanaka, sato, "retired")
    first = await rows.fetchval("select revoked_seq from device where id = $1", sato.id)
    assert (await end(tanaka, sato, "retired")).json() == {"state": "retired"}
    assert (await end(tanaka, sato, "lost")).json() == {"state": "lost"}
    assert await rows.fetchval("select revoked_seq from device where id = $1", sato.id) == first


async def test_nobody_ends_the_vault_over_http(office: Office, tanaka: Handset) -> None:
    assert (await office.vault.sign_in()).status_code == 200
    assert (await end(tanaka, office.vault)).status_code == 404
    assert (await end(office.vault, office.vault)).status_code == 404


async def test_a_lost_phone_may_still_hand_over_what_it_sealed(
    office: Office, tanaka: Handset, sato: Handset, clock: ManualClock
) -> None:
    await end(tanaka, sato)
    body = b'{"device":"%s","gen":null,"nonce":"AAAAAAAAAAAAAAAAAAAAAA","ops":[]}' % str(sato.id).encode()
    headers = {"Content-Type": "application/json", **sato.upload_header(body)}
    sato.http.cookies.clear()
    taken = await sato.http.post("/sync/v1/push", content=body, headers=headers)
    assert taken.status_code == 200, taken.text
    other = await sato.http.post("/sync/v1/push", content=body.replace(b"AAA", b"BBB"), headers=headers)
    assert (other.status_code, other.json()["code"]) == (401, "device_proof_invalid")
    pulled = await sato.http.post("/sync/v1/sync", content=b"{}", headers=headers)
    assert pulled.status_code == 401
