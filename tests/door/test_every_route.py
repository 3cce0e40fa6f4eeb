"""Every route there is: each has a policy, none opens without a session, none breaks on nonsense."""

import json
import random
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import get

from server import app as web
from server.access.guards import policies_of, public
from tests.access.handset import Handset, Office
from tests.figures import count
from tests.make import TANAKA, person, settle

PUBLIC = {
    "GET /devices/v1/{device_id:uuid}/standing",
    "GET /healthz",
    "GET /organizations/v1/public",
    "GET /organizations/v1/public.csv",
    "GET /organizations/v1/public.json",
    "GET /sync/v1/config",
    "POST /access/v1/challenge",
    "POST /access/v1/session",
    "POST /alerts/v1/receipts",
    "POST /devices/v1/enrol",
    "POST /devices/v1/enrol/look",
}
STREAMS = "/sync/v1/poke"


def calls(app: Any) -> list[tuple[str, str, list[str]]]:
    return sorted(
        (method, path, policies_of(handler))
        for path, handler in web.handlers_of(app)
        for method in getattr(handler, "http_methods", ())
    )


def filled(path: str, word: str = "0e5b7b0e-0000-4000-8000-000000000000") -> str:
    return "/".join(word if part.startswith("{") else part for part in path.split("/"))


async def test_what_is_open_to_anyone_is_a_short_known_list(app: Any) -> None:
    opened = {f"{method} {path}" for method, path, said in calls(app) if any(one.startswith("public") for one in said)}
    assert opened == PUBLIC
    assert len(calls(app)) > 25


async def test_every_other_route_asks_who_is_there(app: Any, client: httpx.AsyncClient) -> None:
    for method, path, _ in calls(app):
        if f"{method} {path}" in PUBLIC:
            continue
        body = {} if method in ("POST", "PUT") else None
        bare = await client.request(method, filled(path), json=body)
        ended = {"Cookie": "__Host-kasane=" + "A" * 43}
        answer = await client.request(method, filled(path), headers=ended, json=body)
        count("calls", "without a session", 2)
        count("calls", "let in", (bare.status_code != 401) + (answer.status_code != 401))
        assert (bare.status_code, bare.json()["code"]) == (401, "auth_required"), (method, path)
        assert (answer.status_code, answer.json()["code"]) == (401, "session_ended"), (method, path)


async def test_an_app_with_an_undecided_route_does_not_start(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    @get("/secret/v1/everything")
    async def everything() -> dict[str, str]:
        return {}

    kept = web.routes()
    monkeypatch.setattr(web, "routes", lambda: [*kept, everything])
    with pytest.raises(RuntimeError, match="secret"):
        web.create_app(settings)


def test_a_policy_is_what_a_guard_declares() -> None:
    @get("/x/v1", guards=[public("a test")])
    async def open_to_all() -> dict[str, str]:
        return {}

    assert policies_of(open_to_all) == ["public: a test"]


words = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.uuids().map(str),
    st.sampled_from(["", "A" * 43, "A" * 87, "../..", "'; drop table op; --", "{{7*7}}", "%s%n", "\x00", "2026-13-45"]),
)  # fmt: skip
names = st.sampled_from(
    [
        "device",
        "challenge",
        "signature",
        "code_id",
        "proof",
        "label",
        "kem_key",
        "sign_key",
        "upload_key",
        "staff",
        "bucket",
        "role",
        "basis",
        "reason",
        "token",
        "kind",
        "push",
        "pull",
        "ops",
        "e",
        "effects",
        "gen",
        "nonce",
        "cursor",
        "limit",
        "max_bytes",
        "buckets",
        "wraps",
        "grant",
        "statements",
        "subject",
        "jws",
        "openings",
        "at",
        "purpose",
        "count",
        "endpoint",
        "p256dh",
        "auth",
        "check_code",
    ]
)
bodies = st.dictionaries(
    st.one_of(names, st.text(max_size=8)),
    st.recursive(
        words, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=4))
    ),
    max_size=8,
)


async def nonsense(
    phones: list[Handset], routes: list[tuple[str, str, list[str]]], body: Any, luck: random.Random
) -> None:
    method, path, _ = luck.choice(routes)
    phone = luck.choice(phones)
    target = filled(path, luck.choice([str(phone.id), "0e5b7b0e-0000-4000-8000-000000000000", "x"]))
    content = json.dumps(body).encode() if method in ("POST", "PUT") else None
    headers = {"Content-Type": "application/json"} if content else {}
    answer = await phone.http.request(method, target, content=content, headers=headers)
    count("requests", "damaged")
    count("requests", "answered with 5xx", answer.status_code >= 500)
    assert answer.status_code < 500, (method, path, body, answer.text)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"


async def test_nonsense_is_refused_in_words_and_never_breaks_the_server(office: Office) -> None:
    """250 seeded bodies of plausible and absurd parts, by an outreach coordinator, an administrator and the vault."""
    boss = person(name="管理 太郎", role="administrator", center=None)
    await settle(office.connection, boss)
    phones = [await office.phone(TANAKA), await office.phone(boss), office.vault]
    assert (await office.vault.sign_in()).status_code == 200
    routes = [call for call in calls(office.app) if call[1] != STREAMS]
    made: list[Any] = []

    @settings(max_examples=250, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(bodies)
    def collect(body: Any) -> None:
        made.append(body)

    collect()
    luck = random.Random(20261124)
    for body in made:
        await nonsense(phones, routes, body, luck)


@pytest.mark.parametrize("size", [0, 1, 7, 65, 1000])
async def test_random_bytes_are_refused_in_words(office: Office, sato: Handset, size: int) -> None:
    luck = random.Random(size)
    for method, path, _ in calls(office.app):
        if method not in ("POST", "PUT"):
            continue
        answer = await sato.http.request(
            method, filled(path), content=luck.randbytes(size), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code < 500, (path, answer.text)
        if size > 0:
            assert answer.status_code in (400, 401, 403, 404), (path, answer.text)
