"""The app's own files: squeezed, tagged, and the shell for every place in the app."""

import gzip
from pathlib import Path

import httpx
import pytest

from server.door.static import StaticFiles
from server.settings import Settings
from tests.conftest import ORIGIN

PAGE = {"Accept": "text/html"}
SCRIPT = b"console.log('kasane');\n" * 200


@pytest.fixture
async def built(settings: Settings, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """The test app with a build in its static folder."""
    assets = settings.static_dir / "assets"
    assets.mkdir()
    (assets / "app-4f2a.js").write_bytes(SCRIPT)
    (assets / "app-4f2a.js.br").write_bytes(b"ready made")
    (assets / "app-4f2a.js.map").write_text("{}")
    (settings.static_dir / "sw.js").write_bytes(SCRIPT)
    client._transport.app.static_files = StaticFiles(settings.static_dir)  # type: ignore[attr-defined]
    return client


async def test_hashed_files_are_kept_for_ever_and_the_shell_is_asked_for_every_time(built: httpx.AsyncClient) -> None:
    assert "immutable" in (await built.get("/assets/app-4f2a.js")).headers["cache-control"]
    for path in ("/", "/sw.js"):
        assert (await built.get(path)).headers["cache-control"] == "no-cache"


async def test_the_best_form_the_browser_reads_is_sent(built: httpx.AsyncClient) -> None:
    path = "/assets/app-4f2a.js"
    async with built.stream("GET", path, headers={"Accept-Encoding": "gzip, br"}) as answer:
        assert answer.headers["content-encoding"] == "br"
        assert b"".join([part async for part in answer.aiter_raw()]) == b"ready made"
    async with built.stream("GET", path, headers={"Accept-Encoding": "gzip, br;q=0"}) as answer:
        assert gzip.decompress(b"".join([part async for part in answer.aiter_raw()])) == SCRIPT
    plain = await built.get(path, headers={"Accept-Encoding": "identity"})
    assert plain.content == SCRIPT
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "accept-encoding"


async def test_an_unchanged_file_is_not_sent_again(built: httpx.AsyncClient) -> None:
    first = await built.get("/sw.js")
    again = await built.get("/sw.js", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert (await built.head("/sw.js")).headers["content-length"] == first.headers["content-length"]


async def test_every_place_in_the_app_opens_the_shell(built: httpx.AsyncClient) -> None:
    for path in ("/households/0e5b7b0e-0000-4000-8000-000000000000/visit", "/devices", "/alerts", "/enrol"):
        answer = await built.get(path, headers=PAGE)
        assert (answer.status_code, "かさね" in answer.text) == (200, True)


async def test_missing_files_and_calls_are_not_answered_with_a_page(built: httpx.AsyncClient) -> None:
    for path in ("/assets/gone-1.js", "/favicon.ico", "/sync/v9/x", "/households.json", "/assets/app-4f2a.js.map"):
        assert (await built.get(path, headers=PAGE)).status_code == 404
    assert (await built.get("/households")).status_code == 404


async def test_no_cookie_rides_on_a_file(built: httpx.AsyncClient) -> None:
    assert "set-cookie" not in (await built.get("/")).headers


def test_without_a_build_there_is_nothing_to_serve(tmp_path: Path) -> None:
    assert StaticFiles(tmp_path / "nowhere").files == {}
    assert ORIGIN.startswith("https://")
