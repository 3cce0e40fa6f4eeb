"""The door itself: who may enter, what is told before acceptance, and that nonsense gets its code."""

from typing import Any

import pytest

from server.envelope.transfer import Move, sign_move
from tests.access.conftest import office, rows
from tests.access.handset import Handset, Office
from tests.fakes import OPENING
from tests.make import KIMURA, NORTH, SATO, SOUTH, TANAKA, named, settle
from tests.transfers.conftest import INOUE, OKADA

__all__ = ["office", "rows"]

HOUSE, ID = named("世帯A"), str(named("引き継ぎ"))
ROUTE = "/transfers/v1/transfers"


@pytest.fixture
async def phones(office: Office) -> dict[str, Handset]:
    """A household of the north with Sato as its lead, its key held by the vault under its own name."""
    rows = office.connection
    await settle(rows, SATO, TANAKA, INOUE, OKADA, KIMURA)
    people = {"sato": SATO, "tanaka": TANAKA, "inoue": INOUE, "okada": OKADA, "kimura": KIMURA}
    found = {name: await office.phone(who) for name, who in people.items()}
    await rows.execute(
        "insert into bucket values ($1, 'household', $2, 1, 1, $3, $4)", HOUSE, NORTH, found["sato"].id, OPENING
    )
    await rows.execute("insert into bucket_epoch values ($1, 1, $2, $3, 1)", HOUSE, bytes(16), found["sato"].id)
    for who, role in ((SATO.id, "lead"), (TANAKA.id, "center"), (named(office.vault.owner.name), "vault")):
        await rows.execute(
            "insert into scope_grant (staff, bucket, role, basis, granted_seq) values ($1, $2, $3, 'internal_use', 1)",
            who, HOUSE, role,
        )  # fmt: skip
    return found


async def post(phone: Handset, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    answer = await phone.http.post(path, json=body)
    return answer.status_code, answer.json()


async def test_inoue_sees_that_a_household_is_offered_by_whom_and_since_when(phones: dict[str, Handset]) -> None:
    body = {"id": ID, "bucket": str(HOUSE), "to_center": NORTH, "to_staff": str(INOUE.id)}
    assert (await post(phones["tanaka"], ROUTE, body))[0] == 200
    listed = (await phones["inoue"].http.get(ROUTE)).json()["transfers"]
    assert [(one["asked_by_name"], one["from_staff_name"], one["state"]) for one in listed] == [
        (TANAKA.name, SATO.name, "asked")
    ]
    assert (await phones["kimura"].http.get(ROUTE)).json() == {"transfers": []}
    status, answer = await post(phones["inoue"], f"{ROUTE}/{ID}/accept", {})
    assert (status, answer["state"]) == (200, "accepted")


async def test_okada_accepts_over_the_wire_with_a_signed_word(office: Office, phones: dict[str, Handset]) -> None:
    await office.connection.execute(
        "insert into key_wrap (bucket, epoch, device, wrap, grant_jws, granter, seq) values ($1, 1, $2, $3, 'a.b.c', $2, 1)",
        HOUSE, office.vault.id, bytes(113),
    )  # fmt: skip
    word = said(phones["tanaka"], "ask")
    body = {"id": ID, "bucket": str(HOUSE), "to_center": SOUTH, "word": word}
    assert (await post(phones["tanaka"], ROUTE, body))[0] == 200
    answer = {"lead": str(KIMURA.id), "word": said(phones["okada"], "accept")}
    assert (await post(phones["okada"], f"{ROUTE}/{ID}/accept", answer))[1]["state"] == "accepted"


def said(phone: Handset, act: Any) -> str:
    return sign_move(
        Move(named("引き継ぎ"), HOUSE, NORTH, SOUTH), act, int(OPENING.timestamp()), phone.signing, phone.id
    )


async def test_whoever_may_not_hears_it_and_nonsense_has_its_code(phones: dict[str, Handset]) -> None:
    body = {"id": ID, "bucket": str(HOUSE), "to_center": NORTH, "to_staff": str(INOUE.id)}
    assert (await post(phones["sato"], ROUTE, body))[1]["code"] == "not_allowed"
    assert (await post(phones["okada"], ROUTE, body))[1]["code"] == "not_found"
    tanaka = phones["tanaka"]
    assert (await post(tanaka, ROUTE, body | {"to_staff": str(named("nobody"))}))[1]["code"] == "wrong_value"
    assert (await post(tanaka, ROUTE, body | {"to_center": "99999", "to_staff": None}))[1][
        "code"
    ] == "nobody_to_receive"
    assert (await post(tanaka, ROUTE, body | {"note": "母が入院"}))[1]["code"] == "unknown_field"
    assert (await post(tanaka, f"{ROUTE}/{ID}/withdraw"))[1]["code"] == "not_found"
    assert (await post(tanaka, ROUTE, body))[0] == 200
    assert (await post(phones["inoue"], f"{ROUTE}/{ID}/decline", {"reason": "いまは無理です"}))[1][
        "code"
    ] == "wrong_value"
    assert (await phones["tanaka"].http.get(f"/transfers/v1/moves/{HOUSE}")).json()["code"] == "not_allowed"


async def test_the_centers_to_choose_from_are_told_to_every_colleague(phones: dict[str, Handset]) -> None:
    listed = (await phones["sato"].http.get("/staff/v1/centers")).json()["centers"]
    assert [one["id"] for one in listed if one["id"] in (NORTH, SOUTH)] == [NORTH, SOUTH]


async def test_only_who_plans_is_told_when_somebody_leaves(office: Office, phones: dict[str, Handset]) -> None:
    await office.connection.execute("update staff set active_to = date '2027-03-31' where id = $1", INOUE.id)

    async def told(phone: Handset) -> list[str | None]:
        listed = (await phone.http.get("/staff/v1/staff")).json()["staff"]
        return [one["leaves_on"] for one in listed if one["id"] == str(INOUE.id)]

    assert await told(phones["tanaka"]) == ["2027-03-31"]
    assert await told(phones["sato"]) == [None]
