"""The phone's push subscription and its receipts, over HTTP."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from server.push.answers import ACCEPTED
from server.push.payload import receipt_token
from server.push.sender import Answer, Sender
from server.settings import Settings
from tests.access.conftest import office, rows, sato, tanaka  # noqa: F401 - fixtures
from tests.access.handset import Handset
from tests.alerts.conftest import open_household
from tests.fakes import ManualClock
from tests.make import NORTH, SATO, TANAKA
from tests.push.test_hosts import BAD
from tests.pushservices.receiver import Phone

ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/canary-endpoint"


def given(endpoint: str = ENDPOINT, **changes: str) -> dict[str, str]:
    phone = Phone("sato")
    return {"endpoint": endpoint, "p256dh": phone.p256dh, "auth": phone.auth_text, **changes}


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The app's own worker runs in these tests; no packet may leave."""
    kept: list[Any] = []

    async def send(self: Sender, note: Any, address: Any, **_: Any) -> Answer:
        kept.append((note, address))
        return Answer(ACCEPTED, 201)

    monkeypatch.setattr(Sender, "send", send)
    return kept


async def test_a_phone_gives_its_subscription_and_repairs_it_without_a_second_row(
    sato: Handset,  # noqa: F811
    rows: asyncpg.Connection,  # noqa: F811
) -> None:
    first = await sato.http.put("/push/v1/subscription", json=given())
    again = await sato.http.put("/push/v1/subscription", json=given())
    assert first.status_code == 200, first.text
    assert first.json()["id"] == again.json()["id"]
    kept = await rows.fetch("select state, sealed, origin from push_subscription")
    assert [(row["state"], row["origin"]) for row in kept] == [("active", "https://updates.push.services.mozilla.com")]
    assert b"canary" not in kept[0]["sealed"]


async def test_a_new_endpoint_retires_the_old_one_and_wipes_it(
    sato: Handset,  # noqa: F811
    rows: asyncpg.Connection,  # noqa: F811
) -> None:
    await sato.http.put("/push/v1/subscription", json=given())
    await sato.http.put("/push/v1/subscription", json=given(ENDPOINT + "2"))
    kept = await rows.fetch("select state, octet_length(sealed) as size from push_subscription order by state")
    assert [(row["state"], row["size"] > 0) for row in kept] == [("active", True), ("revoked", False)]
    assert (await sato.http.delete("/push/v1/subscription")).status_code == 204
    assert await rows.fetchval("select count(*) from push_subscription where state = 'revoked' and sealed = ''") == 2


@pytest.mark.parametrize("endpoint", [one for one in BAD if one])
async def test_an_address_off_the_list_is_refused(sato: Handset, endpoint: str, sent: list[Any]) -> None:  # noqa: F811
    answer = await sato.http.put("/push/v1/subscription", json=given(endpoint))
    assert answer.status_code == 422
    assert answer.json()["code"] in ("push_endpoint_not_allowed", "bad_character")
    assert sent == []


@pytest.mark.parametrize("changes", [{"p256dh": "AAAA"}, {"auth": "AA"}, {"p256dh": "BA" + "A" * 85}, {"auth": "!"}])
async def test_bad_keys_are_refused(sato: Handset, changes: dict[str, str]) -> None:  # noqa: F811
    answer = await sato.http.put("/push/v1/subscription", json=given(**changes))
    assert (answer.status_code, answer.json()["code"]) == (422, "push_keys_invalid")


async def test_a_test_push_needs_a_subscription_and_shows_in_the_health_of_the_phone(sato: Handset) -> None:  # noqa: F811
    refused = await sato.http.post("/push/v1/test")
    assert (refused.status_code, refused.json()["code"]) == (409, "push_not_subscribed")
    await sato.http.put("/push/v1/subscription", json=given())
    assert (await sato.http.post("/push/v1/test")).status_code == 200
    health = (await sato.http.get("/push/v1/health")).json()
    assert [(one["device"], one["state"]) for one in health["subscriptions"]] == [(str(sato.id), "active")]


async def test_receipt_tokens_we_did_not_make_are_unknown(sato: Handset, settings: Settings) -> None:  # noqa: F811
    for token in (
        "",
        "x",
        "A" * 43,
        receipt_token(b"other" * 7, uuid4()),
        receipt_token(settings.push_secret, uuid4()),
    ):
        answer = await sato.http.post("/alerts/v1/receipts", json={"token": token, "kind": "received"})
        assert answer.status_code == 404


async def test_a_receipt_tells_the_raiser_that_the_phone_was_reached_and_repeating_it_changes_nothing(
    sato: Handset,  # noqa: F811
    tanaka: Handset,  # noqa: F811
    rows: asyncpg.Connection,  # noqa: F811
    clock: ManualClock,
    settings: Settings,
) -> None:
    from server.alerts.service import apply_effect
    from server.alerts.store import changed_since
    from server.db import write_transaction
    from server.sequence import advance

    await tanaka.http.put("/push/v1/subscription", json=given())
    household, alert = uuid4(), uuid4()
    await open_household_for(rows, household, sato)
    effect = {"k": "alert.raise", "alert": str(alert), "level": 1, "observed_at": clock.now().isoformat()}
    async with write_transaction() as connection:
        turn = await advance(connection)
        await apply_effect(
            connection, device=sato.id, staff=SATO.id, op_id=uuid4(), bucket=household, effect=effect, seq=turn.last,
            now=clock.now(),
        )  # fmt: skip
    delivery = await rows.fetchval("select id from delivery where alert = $1", alert)
    assert delivery is not None
    token = receipt_token(settings.push_secret, delivery)
    for kind in ("shown", "received", "received", "opened"):
        assert (await tanaka.http.post("/alerts/v1/receipts", json={"token": token, "kind": kind})).status_code == 204
    (row,) = await changed_since(rows, SATO.id, turn.last, clock.now())
    assert [(one["staff"], one["reached_at"]) for one in row["recipients"]] == [(TANAKA.id, clock.now())]
    assert row["seq"] == turn.last + 1
    assert await rows.fetchval("select state from delivery where id = $1", delivery) == "opened"

    assert (await tanaka.http.post(f"/alerts/v1/{alert}/seen")).status_code == 204
    assert (await sato.http.post(f"/alerts/v1/{alert}/seen")).status_code == 404
    (row,) = await changed_since(rows, SATO.id, turn.last + 1, clock.now())
    assert row["recipients"][0]["seen_at"] == clock.now()


async def open_household_for(connection: asyncpg.Connection, household: Any, phone: Handset) -> None:
    await open_household(connection, household, SATO, NORTH, TANAKA)
    await connection.execute("update bucket set opened_by = $1 where id = $2", phone.id, household)


async def test_an_endpoint_its_push_service_has_ended_is_not_taken_back(
    sato: Handset,  # noqa: F811
    rows: asyncpg.Connection,  # noqa: F811
) -> None:
    await sato.http.put("/push/v1/subscription", json=given())
    await rows.execute("update push_subscription set state = 'gone', sealed = ''")
    refused = await sato.http.put("/push/v1/subscription", json=given())
    assert (refused.status_code, refused.json()["code"]) == (409, "push_endpoint_ended")
    assert (await sato.http.put("/push/v1/subscription", json=given(ENDPOINT + "2"))).status_code == 200
    states = await rows.fetch("select state from push_subscription order by state")
    assert [row["state"] for row in states] == ["active", "gone"]
    health = (await sato.http.get("/push/v1/health")).json()["subscriptions"]
    assert [(one["device"], one["state"]) for one in health] == [(str(sato.id), "active")]
