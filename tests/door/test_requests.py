"""What the door refuses before anybody looks at it, and in which words."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from server.door import json_shape
from server.problems import Problem
from tests.conftest import ORIGIN

ASK = "/access/v1/challenge"
GOOD = b'{"device":"0e5b7b0e-0000-4000-8000-000000000000"}'
JSON = {"Content-Type": "application/json"}


async def post(client: httpx.AsyncClient, body: bytes, path: str = ASK, **headers: str) -> httpx.Response:
    return await client.post(path, content=body, headers=JSON | {k.replace("_", "-"): v for k, v in headers.items()})


def said(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_good_request_passes(client: httpx.AsyncClient) -> None:
    assert (await post(client, GOOD)).status_code == 200


async def test_every_refusal_says_what_happened_and_what_to_do(client: httpx.AsyncClient) -> None:
    answer = await post(client, b"{")
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert {"type", "code", "status", "title", "detail", "request_id"} <= set(said)
    assert said["request_id"] == answer.headers["x-request-id"]
    assert said["title"].endswith("。")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_json"),
        (b"{", 400, "bad_json"),
        (b"null", 400, "bad_json"),
        (b"[]", 400, "bad_json"),
        (GOOD + GOOD, 400, "bad_json"),
        (b"\xef\xbb\xbf" + GOOD, 400, "bad_json"),
        (b'{"device":NaN}', 400, "bad_json"),
        (b'{"device":"\xff\xfe"}', 400, "bad_encoding"),
        (b'{"device":"\xed\xa0\x80"}', 400, "bad_encoding"),
        (b'{"a":' * 1000, 400, "too_deep"),
        (b"[" * 100_000, 400, "too_deep"),
        (b'{"a":' + b"[" * 32 + b"]" * 32 + b"}", 400, "too_deep"),
        (b'{"device":"x","device":"y"}', 400, "duplicate_key"),
        (b'{"device":"\\u0000"}', 422, "bad_character"),
        (b'{"device":"\\ud800"}', 422, "bad_character"),
        (b'{"de\\u0000vice":"x"}', 422, "bad_character"),
        (b'{"device":9223372036854775808}', 422, "out_of_range"),
        (b'{"device":' + b"9" * 400 + b"}", 422, "out_of_range"),
        (b'{"device":1e400}', 422, "out_of_range"),
        (b'{"device":1}', 422, "wrong_value"),
        (b'{"device":true}', 422, "wrong_value"),
        (b'{"device":"1"}', 422, "wrong_value"),
        (b"{}", 422, "missing_field"),
        (GOOD[:-1] + b',"role":"administrator"}', 422, "unknown_field"),
        (GOOD[:-1] + b',"__proto__":{}}', 422, "unknown_field"),
    ],
)
async def test_bodies_that_are_not_what_they_should_be(
    client: httpx.AsyncClient, body: bytes, status: int, code: str
) -> None:
    assert said(await post(client, body)) == (status, code)


async def test_the_field_is_named_and_its_value_is_not(client: httpx.AsyncClient) -> None:
    answer = await post(client, b'{"device":{"inner":["x","himitsu\\u0000"]}}')
    assert answer.json()["field"] == "device.inner[1]"
    assert answer.json()["position"] == 7
    assert "himitsu" not in answer.text
    assert (await post(client, GOOD[:-1] + b',"role":"himitsu"}')).json()["field"] == "role"
    wrong = await post(client, b'{"device":"himitsu"}')
    assert wrong.json()["field"] == "device"
    assert "himitsu" not in wrong.text


async def test_ordinary_japanese_and_escaped_text_passes(client: httpx.AsyncClient) -> None:
    answer = await post(client, '{"device":"\\u845b\U000e0101\\n𠮷\\ud842\\udfb7\u202e"}'.encode())
    assert said(answer) == (422, "wrong_value")


async def test_only_json_is_read(client: httpx.AsyncClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=shift_jis", ""):
        assert said(await post(client, GOOD, Content_Type=kind)) == (415, "json_only")
    assert (await post(client, GOOD, Content_Type="application/json; charset=UTF-8")).status_code == 200
    bare = client.build_request("POST", ASK, content=GOOD)
    bare.headers.pop("content-type", None)
    assert said(await client.send(bare)) == (415, "json_only")


async def test_changes_come_from_our_own_pages_only(client: httpx.AsyncClient) -> None:
    for origin in ("null", "https://evil.example", "http://kasane.example.jp", ORIGIN + ".evil.example"):
        assert said(await post(client, GOOD, Origin=origin)) == (403, "bad_origin")
    request = client.build_request("POST", ASK, content=GOOD, headers=JSON)
    del request.headers["origin"]
    assert said(await client.send(request)) == (403, "bad_origin")
    assert said(await post(client, GOOD, Sec_Fetch_Site="cross-site")) == (403, "bad_origin")


async def test_other_hosts_are_not_ours(client: httpx.AsyncClient) -> None:
    assert said(await post(client, GOOD, Host="evil.example")) == (421, "bad_host")
    spoofed = await post(client, GOOD, X_Forwarded_Host="evil.example")
    assert spoofed.status_code == 200


async def test_compressed_bodies_are_not_unpacked(client: httpx.AsyncClient) -> None:
    assert said(await post(client, GOOD, Content_Encoding="gzip")) == (415, "encoding_not_supported")


async def test_too_large_bodies_are_refused_with_the_limit_in_words(client: httpx.AsyncClient) -> None:
    answer = await post(client, b'{"device":"' + b"x" * 1024 * 1024 + b'"}')
    assert said(answer) == (413, "too_large")
    assert "1メガバイト" in answer.json()["detail"]


async def test_quotes_that_nobody_closes_cost_no_more_than_their_length() -> None:
    """The shape is looked at before anybody has signed in: what takes minutes there stops the office for everyone."""
    for body in (b'{"a":"' + b'\\"' * 15_000, b'{"a":"' + b"\\" * 30_001, b'"' * 30_000 + b"\\"):
        began = time.process_time()
        with pytest.raises(Problem) as refused:
            json_shape.check(body)
        assert refused.value.code == "bad_json"
        assert time.process_time() - began < 0.5


async def test_an_endless_body_is_cut_off(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 65536
            yield b" " * 65536

    transport: Any = client._transport
    answer = await asyncio.wait_for(raw_post(transport.app, endless()), 10)
    assert answer == 413
    assert sent <= 2 * 1024 * 1024


async def raw_post(app: Any, parts: AsyncIterator[bytes], **headers: str) -> int:
    """Speaks ASGI itself: httpx would collect the body first."""
    status = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": await anext(parts), "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    given = {"host": "kasane.example.jp", "origin": ORIGIN, "content-type": "application/json"} | headers
    scope = {
        "type": "http", "method": "POST", "path": ASK, "raw_path": ASK.encode(), "query_string": b"",
        "headers": [(k.encode(), v.encode()) for k, v in given.items()], "http_version": "1.1", "scheme": "https",
    }  # fmt: skip
    await app(scope, receive, send)
    return status


async def test_a_body_shorter_than_it_said_is_refused(client: httpx.AsyncClient) -> None:
    transport: Any = client._transport
    for length in ("10", "-1", "1e3", "9" * 30):
        assert await raw_post(transport.app, finished(GOOD), **{"content-length": length}) in (400, 413)


async def finished(body: bytes) -> AsyncIterator[bytes]:
    yield body
    while True:
        yield b" " * 1024 * 1024


async def test_headers_and_addresses_have_limits(client: httpx.AsyncClient) -> None:
    assert said(await client.get("/healthz", headers={"X-Big": "a" * 70_000})) == (431, "headers_too_large")
    many = {f"X-{n}": "1" for n in range(150)}
    assert said(await client.get("/healthz", headers=many)) == (431, "headers_too_large")
    assert said(await client.get("/healthz?" + "&".join(f"a{n}=1" for n in range(1000)))) == (414, "uri_too_long")
    assert said(await client.get("/devices/v1/" + "9" * 5000)) == (414, "uri_too_long")


@pytest.mark.parametrize(
    "path",
    [
        "//healthz", "/devices/v1//standing", "/%2e%2e%2fetc/passwd", "/assets/..%5c..%5csecret", "/a%00b",
        "/devices/v1/１/standing", "/devices/v1/-1/standing", "/devices/v1/1/standing", "/schema", "/.git/config",
        "/.env", "/metrics", "/docs", "/schema/openapi.json", "/devices/v1/%7B0e5b7b0e%7D/standing", "/nope/v1/x",
    ],
)  # fmt: skip
async def test_nothing_is_where_nothing_should_be(client: httpx.AsyncClient, path: str) -> None:
    assert said(await client.get(ORIGIN + path)) == (404, "not_found")


async def test_other_methods_are_refused(client: httpx.AsyncClient) -> None:
    for method in ("TRACE", "OPTIONS", "PATCH", "CONNECT", "BREW"):
        assert said(await client.request(method, ASK)) == (405, "method_not_allowed")
    wrong = await client.get(ASK)
    assert said(wrong) == (405, "method_not_allowed")
    assert "POST" in wrong.headers["allow"]
    assert said(await client.post("/", content=GOOD, headers=JSON)) == (404, "not_found")


async def test_a_get_brings_no_body(client: httpx.AsyncClient) -> None:
    assert said(await client.request("GET", "/healthz", content=b"{}")) == (400, "bad_request")


async def test_every_answer_carries_the_walls(client: httpx.AsyncClient) -> None:
    for path in ("/", "/healthz", "/nope/v1/x", f"/devices/v1/{uuid4()}/standing"):
        headers = (await client.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "trusted-types kasane-worker" in headers["content-security-policy"]
        assert headers["strict-transport-security"].startswith("max-age=31536000")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-embedder-policy"] == "require-corp"
        assert "camera=(self)" in headers["permissions-policy"]
        assert len(headers["x-request-id"]) == 16
    assert (await client.get("/healthz")).headers["cache-control"] == "no-store"


async def test_health_says_alive_and_nothing_else(client: httpx.AsyncClient) -> None:
    said = {"status": "ok", "at": "2026-11-24T01:00:00Z", "database": "ok", "mail": "off", "overdue_seconds": 0, "forgotten": 0, "robot_seconds": None}
    assert (await client.get("/healthz")).json() == said
