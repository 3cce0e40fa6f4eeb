"""Answers to an alert as they come through the door: twice, from outside, and from two people in the same moment."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
import pytest

from server.access.identify import COOKIE
from server.access.sessions import open_session
from server.alerts.service import tick
from server.db import write_transaction
from server.sync.wire import Op, to_text
from tests.fakes import ManualClock
from tests.make import KIMURA, SATO, TANAKA, named, person, settle
from tests.sync.blind import BlindPhone, equip

SHIMADA = person(TANAKA, name="島田 陽子", kana="しまだ ようこ")
HOUSE = named("世帯A")


@dataclass
class Desk:
    """Everybody's phone behind the same door."""

    http: httpx.AsyncClient
    clock: ManualClock
    alert: UUID

    async def says(self, phone: BlindPhone, effect: dict[str, Any], *, again: bytes | None = None) -> httpx.Response:
        """One sealed record with its effect; `again` are the bytes of one that was already sent."""
        raw = again or phone.seal(HOUSE)
        return await self._push(phone, phone.beside(raw, {"alert": str(self.alert), **effect}))

    async def raises(self, phone: BlindPhone) -> httpx.Response:
        check = to_text(b"c" * 16)
        new = {"id": str(HOUSE), "kind": "household", "center": "26101", "epoch": 1, "key_check": check, "wraps": []}
        effect = {
            "k": "alert.raise", "alert": str(self.alert), "level": 1, "observed_at": self.clock.now().isoformat(),
        }  # fmt: skip
        return await self._push(phone, phone.beside(phone.seal(HOUSE), effect), buckets=[new])

    async def _push(self, phone: BlindPhone, op: Op, **more: object) -> httpx.Response:
        body = {"device": str(phone.id), "gen": None, "nonce": "n", "ops": [msgspec.to_builtins(op)], **more}
        cookie = f"{COOKIE}={phone.owner.kana.encode().hex()}"
        answer = await self.http.post("/sync/v1/push", json=body, headers={"Cookie": cookie})
        assert answer.status_code == 200, answer.text
        return answer

    async def sees(self, phone: BlindPhone) -> dict[str, Any] | None:
        """The alert as this person's phone is told of it."""
        cookie = f"{COOKIE}={phone.owner.kana.encode().hex()}"
        asked = {"pull": {"device": str(phone.id), "cursor": None}}
        answer = await self.http.post("/sync/v1/sync", json=asked, headers={"Cookie": cookie})
        return next((one for one in answer.json()["pull"]["alerts"] if one["id"] == str(self.alert)), None)


@dataclass
class Crew:
    sato: BlindPhone
    tanaka: BlindPhone
    shimada: BlindPhone
    kimura: BlindPhone


@pytest.fixture
async def rows(database: str):
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


@pytest.fixture
async def crew(rows: asyncpg.Connection, client: httpx.AsyncClient, clock: ManualClock) -> Crew:
    crew = Crew(*(BlindPhone(who, clock) for who in (SATO, TANAKA, SHIMADA, KIMURA)))
    await settle(rows, SHIMADA)
    phones = (crew.sato, crew.tanaka, crew.shimada, crew.kimura)
    await equip(rows, *phones)
    async with write_transaction() as connection:
        for phone in phones:
            await open_session(connection, phone.owner.kana.encode().hex(), phone.id, clock.now())
    return crew


@pytest.fixture
async def desk(client: httpx.AsyncClient, clock: ManualClock, crew: Crew) -> Desk:
    desk = Desk(client, clock, uuid4())
    assert (await desk.raises(crew.sato)).json()["results"][0]["s"] == "applied"
    return desk


async def kinds(rows: asyncpg.Connection, desk: Desk) -> list[str]:
    found = await rows.fetch("select kind from alert_event where alert = $1 order by n", desk.alert)
    return [row["kind"] for row in found]


TAKING = {"k": "alert.ack", "how": "taking"}


async def test_the_same_answer_sent_twice_counts_once(desk: Desk, crew: Crew, rows: asyncpg.Connection) -> None:
    first = await desk.says(crew.tanaka, TAKING)
    raw = crew.tanaka.made[-1]
    again = await desk.says(crew.tanaka, TAKING, again=raw)
    assert [one.json()["results"][0]["s"] for one in (first, again)] == ["applied", "duplicate"]
    assert (await kinds(rows, desk)).count("acked") == 1
    assert "joined" not in await kinds(rows, desk), "she did not join herself by the lost reply"
    assert await rows.fetchval("select count(*) from delivery where purpose = 'cleared'") == 0
    row = await desk.sees(crew.sato)
    assert row is not None
    assert row["owner"] == str(TANAKA.id)


async def test_a_second_tap_on_taking_leaves_her_the_owner_since_the_first(desk: Desk, crew: Crew) -> None:
    await desk.says(crew.tanaka, TAKING)
    since = (await desk.sees(crew.tanaka) or {})["acked_at"]
    desk.clock.forward(minutes=3)
    await desk.says(crew.tanaka, TAKING)
    row = await desk.sees(crew.tanaka)
    assert row is not None
    assert (row["owner"], row["acked_at"], row["state"]) == (str(TANAKA.id), since, "acked")


async def test_kimura_of_the_other_ward_changes_nothing_and_learns_nothing(
    desk: Desk, crew: Crew, rows: asyncpg.Connection
) -> None:
    answer = await desk.says(crew.kimura, TAKING)
    result = answer.json()["results"][0]
    assert (result["s"], result["reason"]) == ("held", "access_ended")
    assert await desk.sees(crew.kimura) is None
    row = await desk.sees(crew.sato)
    assert row is not None
    assert (row["state"], row["owner"]) == ("open", None)
    assert "acked" not in await kinds(rows, desk)
    seen = await desk.http.post(
        f"/alerts/v1/{desk.alert}/seen", headers={"Cookie": f"{COOKIE}={KIMURA.kana.encode().hex()}"}
    )
    assert (seen.status_code, seen.json()["code"]) == (404, "not_found")


async def test_of_two_who_take_it_in_the_same_moment_one_owns_it_and_both_are_told_who(
    desk: Desk, crew: Crew, rows: asyncpg.Connection
) -> None:
    answers = await asyncio.gather(desk.says(crew.tanaka, TAKING), desk.says(crew.shimada, TAKING))
    assert [one.json()["results"][0]["s"] for one in answers] == ["applied", "applied"]
    happened = await kinds(rows, desk)
    assert (happened.count("acked"), happened.count("joined")) == (1, 1)
    told = {str((await desk.sees(phone) or {})["owner"]) for phone in (crew.sato, crew.tanaka, crew.shimada)}
    assert len(told) == 1
    assert told <= {str(TANAKA.id), str(SHIMADA.id)}


async def test_an_answer_after_it_climbed_still_stops_it(desk: Desk, crew: Crew, rows: asyncpg.Connection) -> None:
    desk.clock.forward(minutes=6)
    assert await tick(desk.clock.now()) == 1
    await desk.says(crew.tanaka, TAKING)
    desk.clock.forward(minutes=6)
    assert await tick(desk.clock.now()) == 0
    assert (await kinds(rows, desk))[-1] == "acked"


async def test_an_answer_to_a_closed_alert_is_written_down_and_opens_nothing(
    desk: Desk, crew: Crew, rows: asyncpg.Connection
) -> None:
    await desk.says(crew.tanaka, {"k": "alert.close", "outcome": "resolved"})
    await desk.says(crew.shimada, TAKING)
    row = await desk.sees(crew.shimada)
    assert row is not None
    assert (row["state"], row["owner"]) == ("closed", None)
    assert (await kinds(rows, desk))[-1] == "refused"
