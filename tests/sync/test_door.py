"""The phone's door over HTTP: sessions, deliveries without unlock, limits, and the bell."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

import asyncpg
import httpx
import msgspec
import pytest

from server.access.identify import COOKIE
from server.access.sessions import open_session
from server.db import write_transaction
from server.envelope import signing
from server.settings import Settings
from server.sync.poke import Poke
from server.sync.wire import to_text
from tests.fakes import ManualClock
from tests.make import KIMURA, SATO, TANAKA, named
from tests.sync.blind import BlindPhone, equip


@pytest.fixture
async def phones(database: str, client: httpx.AsyncClient, clock: ManualClock) -> list[BlindPhone]:
    owner = await asyncpg.connect(database)
    made = [BlindPhone(who, clock) for who in (SATO, TANAKA, KIMURA)]
    await equip(owner, *made)
    # Its upload key is its signing key: the test is about the door, not about the enrolment.
    await owner.execute("update device set upload_key = sign_key")
    await owner.close()
    return made


def body(phone: BlindPhone, *raws: bytes, **more: object) -> dict[str, object]:
    return {"device": str(phone.id), "gen": None, "nonce": "n", "ops": [{"e": to_text(raw)} for raw in raws], **more}


def new(name: str) -> dict[str, object]:
    check = to_text(b"c" * 16)
    return {"id": str(named(name)), "kind": "household", "center": "26101", "epoch": 1, "key_check": check, "wraps": []}


async def cookie(phone: BlindPhone, clock: ManualClock) -> dict[str, str]:
    token = phone.owner.kana.encode().hex()
    async with write_transaction() as connection:
        await open_session(connection, token, phone.id, clock.now())
    return {"Cookie": f"{COOKIE}={token}"}


async def test_one_request_sends_and_reads(
    client: httpx.AsyncClient, phones: list[BlindPhone], clock: ManualClock
) -> None:
    sato = phones[0]
    op = sato.seal(named("世帯A"))
    asked = {"push": body(sato, op, buckets=[new("世帯A")]), "pull": {"device": str(sato.id), "cursor": None}}
    answer = await client.post("/sync/v1/sync", json=asked, headers=await cookie(sato, clock))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["push"]["results"][0]["s"] == "applied"
    assert told["pull"]["ops"][0]["e"] == to_text(op)
    assert told["pull"]["server_time"].endswith("Z")
    other = await client.post(
        "/sync/v1/sync",
        json={"pull": {"device": str(phones[2].id), "cursor": None}},
        headers=await cookie(phones[2], clock),
    )
    assert str(named("世帯A")) not in other.text


@pytest.mark.shows("I17")
async def test_a_locked_phone_may_deliver_and_nothing_else(client: httpx.AsyncClient, phones: list[BlindPhone]) -> None:
    sato = phones[0]
    content = msgspec.json.encode(body(sato, sato.seal(named("世帯A")), buckets=[new("世帯A")]))
    message = f"kasane upload v1\n{sato.id}\n{hashlib.sha256(content).hexdigest()}".encode()
    proof = f'Kasane-Upload device="{sato.id}", sig="{to_text(signing.sign(sato.key, message))}"'
    headers = {"Authorization": proof, "Content-Type": "application/json"}
    answer = await client.post("/sync/v1/push", content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["results"][0]["s"] == "applied"
    assert (await client.post("/sync/v1/sync", content=content, headers=headers)).status_code == 401


async def test_two_hundred_and_one_ops_answer_413(
    client: httpx.AsyncClient, phones: list[BlindPhone], clock: ManualClock
) -> None:
    asked = {**body(phones[0]), "ops": [{"e": "A"}] * 201}
    answer = await client.post("/sync/v1/push", json=asked, headers=await cookie(phones[0], clock))
    assert (answer.status_code, answer.json()["code"]) == (413, "batch_too_big")


async def test_the_limits_are_told_to_anyone(client: httpx.AsyncClient) -> None:
    told = (await client.get("/sync/v1/config")).json()
    assert told["limits"]["push_ops"] == 200
    assert len(told["vapid_key"]) == 87


async def test_a_change_rings_in_every_web_process(
    client: httpx.AsyncClient, phones: list[BlindPhone], settings: Settings
) -> None:
    first, second = Poke(settings), Poke(settings)
    listening = [asyncio.create_task(anext_number(poke)) for poke in (first, second)]
    async with first.listening(), second.listening():
        await asyncio.sleep(0.5)
        await phones[0].push(phones[0].seal(named("世帯A")))
        assert len(set(await asyncio.wait_for(asyncio.gather(*listening), 5))) == 1


async def anext_number(poke: Poke) -> int:
    stream: AsyncIterator[int | None] = poke.stream()
    async for seq in stream:
        if seq:
            return seq
    raise AssertionError("the stream ended")
