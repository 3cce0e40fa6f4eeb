"""Pushes that no app would send: each is answered in words, and the good records beside them are kept."""

import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from server.envelope import signing
from server.problems import CODES
from server.sync.wire import to_text
from tests.fakes import OPENING, ManualClock
from tests.make import named
from tests.sync.blind import BlindPhone
from tests.sync.test_door import body, cookie, new, phones

__all__ = ["phones"]

Change = Callable[[dict[str, Any]], object]
WORD = "himitsu"


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Its status and code, having made sure that it speaks in our words and repeats none of theirs."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told = answer.json()
    assert told["title"] == CODES[told["code"]].title
    assert WORD not in answer.text
    return answer.status_code, told["code"]


SHAPES: dict[str, tuple[Change, int, str]] = {
    "an unknown field": (lambda b: b.update({"role": WORD}), 422, "unknown_field"),
    "an unknown field of a record": (lambda b: b["ops"][0].update({"acked": True}), 422, "unknown_field"),
    "an unknown field of a household": (lambda b: b["buckets"][0].update({"role": "manager"}), 422, "unknown_field"),
    "no device": (lambda b: b.pop("device"), 422, "missing_field"),
    "no records at all": (lambda b: b.pop("ops"), 422, "missing_field"),
    "a device that is no id": (lambda b: b.update({"device": WORD}), 422, "wrong_value"),
    "somebody else's device": (lambda b: b.update({"device": str(uuid4())}), 403, "wrong_device"),
    "another generation": (lambda b: b.update({"gen": str(uuid4())}), 409, "generation_changed"),
    "a generation that is no id": (lambda b: b.update({"gen": 1}), 422, "wrong_value"),
    "a record that is a number": (lambda b: b.update({"ops": [{"e": 1}]}), 422, "wrong_value"),
    "records that are a word": (lambda b: b.update({"ops": WORD}), 422, "wrong_value"),
    "nine effects": (lambda b: b["ops"][0].update({"effects": [{}] * 9}), 422, "wrong_value"),
    "an effect that is a word": (lambda b: b["ops"][0].update({"effects": [WORD]}), 422, "wrong_value"),
    "a nonce of a thousand letters": (lambda b: b.update({"nonce": WORD * 150}), 422, "wrong_value"),
    "two hundred and one records": (lambda b: b.update({"ops": [{"e": "A"}] * 201}), 413, "batch_too_big"),
    "records and gifts beyond two hundred": (lambda b: b.update({"donated": ["A"] * 200}), 413, "batch_too_big"),
    "epoch nought": (lambda b: b["buckets"][0].update({"epoch": 0}), 422, "out_of_range"),
    "an epoch beyond counting": (lambda b: b["buckets"][0].update({"epoch": 2**31}), 422, "out_of_range"),
    "a kind of household nobody knows": (lambda b: b["buckets"][0].update({"kind": WORD}), 422, "wrong_value"),
}


@pytest.mark.parametrize("case", SHAPES)
async def test_a_push_of_the_wrong_shape_is_refused_in_words_and_changes_nothing(
    client: httpx.AsyncClient, phones: list[BlindPhone], clock: ManualClock, owner: asyncpg.Connection, case: str
) -> None:
    change, status, code = SHAPES[case]
    sato = phones[0]
    good = body(sato, sato.seal(named("世帯A")), buckets=[new("世帯A")])
    bad = json.loads(json.dumps(good))
    change(bad)
    who = await cookie(sato, clock)
    assert refused(await client.post("/sync/v1/push", json=bad, headers=who)) == (status, code)
    assert await owner.fetchval("select count(*) from op") == await owner.fetchval("select count(*) from bucket") == 0
    assert (await client.post("/sync/v1/push", json=good, headers=who)).json()["results"][0]["s"] == "applied"


RECORDS: dict[str, Callable[[bytes], str]] = {
    "nothing": lambda _: "",
    "not base64url": lambda _: "あ" + WORD,
    "the other alphabet": lambda raw: to_text(raw)[:-2] + "+/",
    "cut": lambda raw: to_text(raw[:100]),
    "prolonged": lambda raw: to_text(raw + b"x"),
    "a length that lies": lambda raw: to_text(raw[:176] + b"\x80\0\0\0" + raw[180:]),
    "beyond 64 KiB": lambda raw: to_text(raw + bytes(64 * 1024)),
    "another magic": lambda raw: to_text(b"NOPE" + raw[4:]),
    "a kind that is never sent": lambda raw: to_text(raw[:5] + b"\x03" + raw[6:]),
    "another phone's name": lambda raw: to_text(raw[:48] + uuid4().bytes + raw[64:]),
    "the first counter again": lambda raw: to_text(raw[:64] + (1).to_bytes(8, "big") + raw[72:]),
    "a counter beyond counting": lambda raw: to_text(raw[:64] + b"\xff" * 8 + raw[72:]),
    "a flipped bit of the seal": lambda raw: to_text(raw[:200] + bytes([raw[200] ^ 1]) + raw[201:]),
    "a flipped bit of the signature": lambda raw: to_text(raw[:-1] + bytes([raw[-1] ^ 1])),
}


@pytest.mark.parametrize("case", RECORDS)
@pytest.mark.shows("QUEUE-3", "I1")
async def test_a_broken_record_is_told_by_its_code_and_the_good_ones_around_it_are_kept(
    client: httpx.AsyncClient, phones: list[BlindPhone], clock: ManualClock, owner: asyncpg.Connection, case: str
) -> None:
    sato = phones[0]
    first, broken, last = (sato.seal(named("世帯A")) for _ in range(3))
    asked = body(sato, first, last, buckets=[new("世帯A")])
    asked["ops"].insert(1, {"e": RECORDS[case](broken)})  # type: ignore[attr-defined]
    answer = await client.post("/sync/v1/push", json=asked, headers=await cookie(sato, clock))
    assert answer.status_code == 200, answer.text
    before, told, after = answer.json()["results"]
    assert (before["s"], told["s"], after["s"]) == ("applied", "rejected", "applied")
    assert told["code"] in {"cannot_open", "bad_signature", "wrong_device", "wrong_kind", "too_large"}
    assert answer.json()["ack"] == 3
    assert WORD not in answer.text
    kept = await owner.fetch("select envelope from op order by seq")
    assert [row["envelope"] for row in kept] == [first, last]
    assert await owner.fetchval("select count(*) from dead_letter") == 1


@pytest.mark.parametrize("effects", [[{}], [{"k": WORD}], [{"k": "alert.raise"}], [{"k": "alert.raise", "alert": WORD}],
    [{"k": "alert.ack", "alert": str(uuid4()), "how": "taking"}], [{"k": "alert.close", "alert": str(uuid4()), "outcome": WORD}],
    [{"k": "alert.raise", "alert": str(uuid4()), "level": 9, "observed_at": OPENING.isoformat()}],
    [{"k": "alert.raise", "alert": str(uuid4()), "level": 1, "observed_at": "2026-02-30T00:00:00Z"}],
    [{"k": "alert.raise", "alert": str(uuid4()), "level": 1, "observed_at": "2026-11-24T00:00:00"}],
    [{"k": "alert.raise", "alert": str(uuid4()), "level": 1, "observed_at": "9999-12-31T23:59:59-23:59"}]])  # fmt: skip
async def test_an_effect_that_makes_no_sense_never_costs_its_record(
    client: httpx.AsyncClient, phones: list[BlindPhone], clock: ManualClock, owner: asyncpg.Connection,
    effects: list[dict[str, Any]],
) -> None:  # fmt: skip
    sato = phones[0]
    asked = body(sato, sato.seal(named("世帯A")), buckets=[new("世帯A")])
    asked["ops"][0]["effects"] = effects  # type: ignore[index]
    answer = await client.post("/sync/v1/push", json=asked, headers=await cookie(sato, clock))
    assert answer.status_code == 200, answer.text
    assert answer.json()["results"][0]["s"] == "applied"
    assert WORD not in answer.text
    assert await owner.fetchval("select count(*) from alert") == 0


async def test_a_delivery_by_another_key_or_with_another_body_is_refused(
    client: httpx.AsyncClient, phones: list[BlindPhone], owner: asyncpg.Connection
) -> None:
    sato, _, kimura = phones
    content = json.dumps(body(sato, sato.seal(named("世帯A")), buckets=[new("世帯A")])).encode()

    def proof(key: Any, of: bytes, device: object = sato.id, name: str = "Kasane-Upload") -> str:
        message = f"kasane upload v1\n{device}\n{hashlib.sha256(of).hexdigest()}".encode()
        return f'{name} device="{device}", sig="{to_text(signing.sign(key, message))}"'

    good = proof(sato.key, content)
    bad = [
        proof(kimura.key, content), proof(sato.key, content + b" "), proof(sato.key, content, kimura.id),
        proof(sato.key, content, uuid4()), proof(sato.key, content, name="Bearer"), good + ", x=1", good.upper(),
        good[:-3] + '"', "Kasane-Upload", "Bearer " + WORD, "",
    ]  # fmt: skip
    for header in bad:
        answer = await client.post(
            "/sync/v1/push", content=content, headers={"Authorization": header, "Content-Type": "application/json"}
        )
        assert refused(answer)[0] == 401, header
    assert await owner.fetchval("select count(*) from op") == 0
    answer = await client.post(
        "/sync/v1/push", content=content, headers={"Authorization": good, "Content-Type": "application/json"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"cursor": WORD}, 400, "bad_cursor"), ({"cursor": ""}, 400, "bad_cursor"), ({"cursor": "A" * 90}, 400, "bad_cursor"),
        ({"cursor": "A" * 600_000}, 422, "wrong_value"), ({"limit": 0}, 422, "out_of_range"),
        ({"limit": 501}, 422, "out_of_range"), ({"limit": True}, 422, "wrong_value"),
        ({"max_bytes": 2**40}, 422, "out_of_range"), ({"device": str(uuid4())}, 403, "wrong_device"),
        ({"wait": 25}, 422, "unknown_field"),
    ],
)  # fmt: skip
async def test_a_pull_that_nobody_could_mean_is_refused_and_the_next_one_reads_on(
    client: httpx.AsyncClient, phones: list[BlindPhone], clock: ManualClock, change: dict[str, Any], status: int,
    code: str,
) -> None:  # fmt: skip
    sato, who = phones[0], await cookie(phones[0], clock)
    op = sato.seal(named("世帯A"))
    pull = {"device": str(sato.id), "cursor": None}
    push = body(sato, op, buckets=[new("世帯A")])
    assert refused(await client.post("/sync/v1/sync", json={"pull": pull | change}, headers=who)) == (status, code)
    told = await client.post("/sync/v1/sync", json={"push": push, "pull": pull}, headers=who)
    assert [one["e"] for one in told.json()["pull"]["ops"]] == [to_text(op)]


async def test_a_bad_pull_does_not_cost_the_push_it_came_with(
    client: httpx.AsyncClient, phones: list[BlindPhone], clock: ManualClock, owner: asyncpg.Connection
) -> None:
    """The push is committed first: the phone hears of a bad cursor, sends again, and is told `duplicate`."""
    sato, who = phones[0], await cookie(phones[0], clock)
    push = body(sato, sato.seal(named("世帯A")), buckets=[new("世帯A")])
    asked = {"push": push, "pull": {"device": str(sato.id), "cursor": WORD}}
    assert refused(await client.post("/sync/v1/sync", json=asked, headers=who)) == (400, "bad_cursor")
    assert await owner.fetchval("select count(*) from op") == 1
    again = await client.post("/sync/v1/push", json=push, headers=who)
    assert again.json()["results"][0]["s"] == "duplicate"
    assert again.json()["ack"] == 1
