"""The directory is a chain the root signed: nobody slips a device in."""

from typing import Any

import asyncpg
import httpx
import pytest

from server.directory.service import Bundle, bootstrap
from server.envelope.signing import new_key
from server.envelope.statement import NO_HASH, ROOT, chain_hash, sign_statement
from server.problems import Problem
from tests.access.handset import IAT, Handset, Office
from tests.make import SATO


async def add(vault: Handset, kind: str, subject: Handset, jws: str) -> httpx.Response:
    body = {"statements": [{"kind": kind, "subject": str(subject.id), "jws": jws}]}
    return await vault.http.post("/directory/v1/statements", json=body)


@pytest.fixture
async def vault(office: Office) -> Handset:
    assert (await office.vault.sign_in()).status_code == 200
    return office.vault


async def test_the_directory_begins_with_the_root_and_its_keepers(sato: Handset) -> None:
    page = (await sato.http.get("/directory/v1?since=0")).json()
    assert page["head"] == 3
    assert [line["kind"] for line in page["statements"]] == ["root", "device", "device"]


async def test_every_statement_chains_to_the_one_before(
    office: Office, vault: Handset, sato: Handset, rows: asyncpg.Connection
) -> None:
    await add(vault, "device", sato, office.certificate(sato))
    before = NO_HASH
    for row in await rows.fetch("select * from statement order by n"):
        assert row["prev_hash"] == before
        before = chain_hash(before, row["jws"])
        assert row["hash"] == before


async def test_the_vault_certifies_a_waiting_device_once(office: Office, vault: Handset, sato: Handset) -> None:
    waiting = (await vault.http.get("/devices/v1/awaiting")).json()
    assert [one["device"] for one in waiting["awaiting"]] == [str(sato.id)]
    certificate = office.certificate(sato)
    assert (await add(vault, "device", sato, certificate)).json() == {"head": 4}
    assert (await add(vault, "device", sato, certificate)).json() == {"head": 4}
    assert (await vault.http.get("/devices/v1/awaiting")).json()["awaiting"] == []
    assert (await sato.http.get(f"/devices/v1/{sato.id}/standing")).json()["certified"] is True
    page = (await sato.http.get("/directory/v1?since=3")).json()
    assert [line["jws"] for line in page["statements"]] == [certificate]


async def test_a_lost_device_is_told_to_the_vault_which_revokes_it(
    office: Office, vault: Handset, sato: Handset, tanaka: Handset
) -> None:
    await add(vault, "device", sato, office.certificate(sato))
    revocation = sign_statement(
        "kasane-revoke", {"device": str(sato.id), "iat": IAT, "reason": "lost"}, office.root, ROOT
    )
    early = await add(vault, "revoke", sato, revocation)
    assert (early.status_code, early.json()["code"]) == (422, "bad_statement")
    await tanaka.http.post(f"/devices/v1/{sato.id}/revoke", json={"reason": "lost"})
    told = (await vault.http.get("/devices/v1/awaiting")).json()
    assert told["revoked"] == [{"device": str(sato.id), "reason": "lost"}]
    assert (await add(vault, "revoke", sato, revocation)).status_code == 200
    assert (await vault.http.get("/devices/v1/awaiting")).json()["revoked"] == []


@pytest.mark.parametrize(
    "lie",
    [{"kem_key": "A" * 87}, {"role": "coordinator"}, {"center": "26107"}, {"device": str(SATO.id)}, {"more": 1}],
    ids=["keys", "role", "center", "device", "claims"],
)
async def test_a_certificate_for_other_keys_or_another_role_is_refused(
    office: Office, vault: Handset, sato: Handset, lie: dict[str, Any]
) -> None:
    answer = await add(vault, "device", sato, office.certificate(sato, **lie))
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_statement")


async def test_only_the_root_certifies(office: Office, vault: Handset, sato: Handset) -> None:
    forged = office.certificate(sato, key=new_key())
    assert (await add(vault, "device", sato, forged)).json()["code"] == "bad_statement"
    head, payload, _ = office.certificate(sato).split(".")
    assert (await add(vault, "device", sato, f"{head}.{payload}.")).json()["code"] == "bad_statement"
    assert (await add(vault, "revoke", sato, office.certificate(sato))).json()["code"] == "bad_statement"


async def test_one_bad_statement_keeps_the_good_ones_of_its_batch_out(
    office: Office, vault: Handset, sato: Handset
) -> None:
    good = {"kind": "device", "subject": str(sato.id), "jws": office.certificate(sato)}
    bad = {**good, "kind": "revoke"}
    answer = await vault.http.post("/directory/v1/statements", json={"statements": [good, bad]})
    assert answer.status_code == 422
    assert (await vault.http.get("/directory/v1?since=0")).json()["head"] == 3


async def test_coordinators_write_no_statements_and_see_no_waiting_keys(office: Office, tanaka: Handset) -> None:
    assert (await tanaka.http.post("/directory/v1/statements", json={"statements": []})).status_code == 403
    assert (await tanaka.http.get("/devices/v1/awaiting")).status_code == 403


async def test_a_second_beginning_changes_nothing_and_another_root_is_refused(office: Office) -> None:
    from server.db import write_transaction

    async with write_transaction() as connection:
        assert not await bootstrap(connection, Bundle(office.root_statement_kept, ()), office.clock.now())
    stranger = Office(office.app, office.connection, office.clock)
    with pytest.raises(Problem, match="other_root"):
        async with write_transaction() as connection:
            await bootstrap(connection, Bundle(stranger.root_statement(), ()), office.clock.now())
