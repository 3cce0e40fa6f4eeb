"""The vault's one way out: patient with outages, deaf to detours, and honest about refusals."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server.vault import keys
from server.vault.keys import FileKeys
from server.vault.link import Answer, Link, Refused, Unreachable
from tests.fakes import OPENING


class Script:
    """Answers in the order it was told to."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers = list(answers)
        self.sent: list[tuple[str, str, dict[str, str], bytes | None]] = []

    async def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answer:
        self.sent.append((method, path, headers, body))
        if path == "/access/v1/challenge":
            return said({"challenge": "c"})
        if path == "/access/v1/session":
            return said({}, 200, {"set-cookie": "__Host-kasane=token; Path=/; Secure"})
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def lines(self, path: str, headers: dict[str, str]) -> AsyncIterator[bytes]:
        assert path, headers
        yield b""


def said(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, headers or {}, json.dumps(body).encode())


@pytest.fixture
def held(tmp_path: Path) -> FileKeys:
    return FileKeys.read(keys.make(tmp_path, "京都市", OPENING))


def link(held: FileKeys, script: Script) -> tuple[Link, list[float]]:
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    return Link(script, held, "https://kasane.example.jp", nap), naps


@pytest.mark.parametrize(
    "trouble",
    [
        Unreachable("gone"), said({}, 503), said({}, 500), Answer(200, {}, b"<html>login</html>"), said([1]),
        Answer(302, {"location": "https://elsewhere.example"}, b""), Answer(200, {}, b" " * (16 * 1024 * 1024 + 1)),
    ],
    ids=["no answer", "503", "500", "a captive portal", "no object", "a redirect", "too much"],
)  # fmt: skip
async def test_what_is_no_answer_of_the_web_tier_is_tried_again(held: FileKeys, trouble: Any) -> None:
    script = Script(trouble, trouble, said({"ok": 1}))
    way, naps = link(held, script)
    assert await way.call("GET", "/x") == {"ok": 1}
    assert len(naps) == 2
    assert {path for _, path, _, _ in script.sent} == {"/access/v1/challenge", "/access/v1/session", "/x"}


async def test_a_wait_the_server_asks_for_is_kept(held: FileKeys) -> None:
    way, naps = link(held, Script(said({}, 429, {"retry-after": "17"}), said({"ok": 1})))
    await way.call("GET", "/x")
    assert naps == [17.0]


async def test_an_ended_session_is_opened_again_once_and_the_call_repeated(held: FileKeys) -> None:
    script = Script(said({}, 401), said({"ok": 1}))
    way, naps = link(held, script)
    assert await way.call("POST", "/x", {"a": 1}) == {"ok": 1}
    assert naps == []
    assert [path for _, path, _, _ in script.sent].count("/access/v1/session") == 2


async def test_a_no_is_told_and_not_repeated(held: FileKeys) -> None:
    script = Script(said({"code": "not_found"}, 404))
    way, naps = link(held, script)
    with pytest.raises(Refused) as told:
        await way.call("GET", "/x")
    assert (told.value.code, naps) == ("not_found", [])
