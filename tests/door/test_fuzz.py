"""Every wire parser under flipped bytes, cuts and a grammar of near misses, through the whole web tier: no 5xx, no echo."""

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import asyncpg
import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.envelope.encoding import b64u
from server.problems import CODES
from tests.fakes import ManualClock
from tests.figures import count
from tests.make import named
from tests.sync.blind import BlindPhone
from tests.sync.test_door import body, cookie, new, phones

__all__ = ["phones"]

SECRET = "himitsunokotoba"  # stands in every body; no answer may repeat it
ROUTES = {
    "/sync/v1/push": 90, "/sync/v1/sync": 90, "/sync/v1/reconcile": 25, "/access/v1/challenge": 15,
    "/access/v1/session": 25, "/devices/v1/enrol": 25, "/devices/v1/enrol/look": 15, "/alerts/v1/receipts": 15,
    "/push/v1/subscription": 25,
}  # fmt: skip
Damage = Callable[[bytes, random.Random], bytes]


def _flip(raw: bytes, luck: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(luck.randint(1, 4)):
        changed[luck.randrange(len(changed))] ^= 1 << luck.randrange(8)
    return bytes(changed)


def _cut(raw: bytes, luck: random.Random) -> bytes:
    return raw[: luck.randrange(len(raw))]


def _double(raw: bytes, luck: random.Random) -> bytes:
    at = luck.randrange(len(raw))
    return raw[:at] + raw[luck.randrange(at + 1) :]


def _swap_a_value(raw: bytes, luck: random.Random) -> bytes:
    """Good JSON with one place that holds something else."""
    value = json.loads(raw)
    places = list(_places(value))
    holder, key = luck.choice(places)
    holder[key] = luck.choice(STRANGE)
    return json.dumps(value).encode()


def _leave_something_out(raw: bytes, luck: random.Random) -> bytes:
    value = json.loads(raw)
    holder, key = luck.choice([place for place in _places(value) if isinstance(place[0], dict)])
    del holder[key]
    return json.dumps(value).encode()


def _places(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return [(value, key) for key in value] + [place for one in value.values() for place in _places(one)]
    if isinstance(value, list):
        return [(value, n) for n in range(len(value))] + [place for one in value for place in _places(one)]
    return []


DAMAGES: tuple[Damage, ...] = (_flip, _cut, _double, _leave_something_out, _swap_a_value, _swap_a_value)
STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 2**63 - 1, 1.5, "", SECRET, "A" * 70_000, "é", "\x7f", [], {}, [[]], {"k": SECRET}, [SECRET] * 9,
    "0e5b7b0e-0000-4000-8000-000000000000", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "2026-02-30T00:00:00Z",
    "https://fcm.googleapis.com@evil.example/" + SECRET, "__proto__", "%s%n", "'; drop table op; --", "￿",
)  # fmt: skip


def _good_bodies(sato: BlindPhone) -> dict[str, Any]:
    device, word = str(sato.id), b64u(bytes(range(64)))
    effect = {"k": "alert.raise", "alert": str(named("通知")), "level": 2, "observed_at": "2026-11-24T01:00:00Z"}
    push = body(sato, sato.seal(named("世帯A")), buckets=[new("世帯A")], donated=[])
    push["ops"][0]["effects"] = [effect]  # type: ignore[index]
    push["buckets"][0]["wraps"] = [{"device": device, "wrap": word, "grant": SECRET}]  # type: ignore[index]
    pull = {"device": device, "cursor": None, "limit": 5, "max_bytes": 4096}
    key = b64u(b"\x04" + bytes(64))
    return {
        "/sync/v1/push": push, "/sync/v1/sync": {"push": copy.deepcopy(push), "pull": pull},
        "/sync/v1/reconcile": {"bucket": str(named("世帯A")), "ids": [device, SECRET]},
        "/access/v1/challenge": {"device": device},
        "/access/v1/session": {"device": device, "challenge": word[:43], "signature": word},
        "/devices/v1/enrol": {
            "code_id": word[:22], "proof": word[:43], "device": device, "label": SECRET, "kem_key": key,
            "sign_key": key, "upload_key": key,
        },
        "/devices/v1/enrol/look": {"code_id": word[:22]},
        "/alerts/v1/receipts": {"token": SECRET, "kind": "shown"},
        "/push/v1/subscription": {"endpoint": "https://fcm.googleapis.com/" + SECRET, "p256dh": key, "auth": word[:22]},
    }  # fmt: skip


async def test_no_damaged_request_breaks_the_server_or_is_repeated_to_its_sender(
    client: httpx.AsyncClient, phones: list[BlindPhone], clock: ManualClock, owner: asyncpg.Connection
) -> None:
    """Seeded, so that a failure is met again; afterwards the good push is still good."""
    sato, who = phones[0], await cookie(phones[0], clock)
    good, luck, seen = _good_bodies(sato), random.Random(20261126), set()
    for path, times in ROUTES.items():
        raw = json.dumps(good[path]).encode()
        for _ in range(times):
            content = luck.choice(DAMAGES)(raw, luck)
            seen.add(await _asked(client, "PUT" if path.startswith("/push") else "POST", path, content, who))
    assert {"bad_json", "wrong_value", "unknown_field", "missing_field"} <= seen
    assert await owner.fetchval("select count(*) from op where device <> $1", sato.id) == 0
    last = body(sato, *sato.made, buckets=[new("世帯A")])
    assert (await client.post("/sync/v1/push", json=last, headers=who)).json()["ack"] == 1


async def _asked(client: httpx.AsyncClient, method: str, path: str, content: bytes, who: dict[str, str]) -> str:
    answer = await client.request(method, path, content=content, headers=who | {"Content-Type": "application/json"})
    what = (path, content[:300], answer.text[:300])
    count("requests", "damaged")
    count("requests", "answered with 5xx", answer.status_code >= 500)
    assert answer.status_code < 500, what
    if answer.status_code < 400:
        return ""
    assert answer.headers["content-type"] == "application/problem+json", what
    told = answer.json()
    assert told["code"] in CODES, what
    assert told["title"] == CODES[told["code"]].title
    assert SECRET not in answer.text, what
    return told["code"]


async def test_any_bytes_in_the_place_of_a_record_are_told_by_a_code_and_kept(
    client: httpx.AsyncClient, phones: list[BlindPhone], clock: ManualClock, owner: asyncpg.Connection
) -> None:
    """The blind tier reads only headers: whatever it cannot read is a rejected record, never a refused push."""
    sato, who = phones[0], await cookie(phones[0], clock)
    made: list[bytes] = []
    envelope = sato.seal(named("世帯A"))

    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    bits, lengths = st.integers(0, len(envelope) * 8 - 1), st.integers(1, len(envelope) - 1).map(lambda n: -n)

    @settings(max_examples=60, database=None, derandomize=True, phases=(Phase.generate,), suppress_health_check=slow)
    @given(st.one_of(st.binary(max_size=400), bits, lengths))
    def collect(one: bytes | int) -> None:
        if isinstance(one, bytes):
            made.append(one)
        elif one >= 0:
            made.append(bytes(byte ^ (1 << one % 8 if n == one // 8 else 0) for n, byte in enumerate(envelope)))
        else:
            made.append(envelope[:-one])

    collect()
    for raw in dict.fromkeys(made):
        asked = body(sato, raw, buckets=[new("世帯A")])
        answer = await client.post("/sync/v1/push", json=asked, headers=who)
        assert answer.status_code == 200, answer.text
        assert answer.json()["results"][0]["s"] in ("rejected", "gap", "fork"), raw
        given_back = await client.post("/sync/v1/push", json=body(sato) | {"donated": [b64u(raw)]}, headers=who)
        assert given_back.json()["results"][0]["s"] == "rejected"
    assert await owner.fetchval("select count(*) from op") == 0
    assert len(await owner.fetch("select 1 from dead_letter")) > 30
