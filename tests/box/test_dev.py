"""`up --dev`: screens straight from their sources, in front of the same server."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.embedded import free_port

ROOT = Path(__file__).parent.parent.parent
LONGEST = 180  # seconds; a busy machine starts a database, a server, a vault and a bundler


@pytest.fixture(scope="module")
def screens() -> Iterator[httpx.Client]:
    home = Path(tempfile.mkdtemp(prefix="kasane-dev-"))
    home.chmod(0o755)  # PostgreSQL's own account walks through it
    port, log = free_port(), home / "log"
    words = [sys.executable, "-m", "server.cli", "up", "--dev", str(port), "--port", str(free_port())]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KASANE_", "PICCOLO_"))}
    with log.open("wb") as out:
        box = subprocess.Popen(
            [*words, "--data-dir", str(home / "office")], cwd=ROOT, env=kept, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        _until_it_greets(box, log, f"http://localhost:{port}")
        with httpx.Client(base_url=f"http://localhost:{port}", timeout=30) as client:
            yield client
    finally:
        box.send_signal(signal.SIGTERM)
        box.wait(60)
        shutil.rmtree(home, ignore_errors=True)


def _until_it_greets(box: subprocess.Popen[bytes], log: Path, origin: str) -> None:
    end = time.monotonic() + LONGEST
    while f"かさねが動いています： {origin}" not in (said := log.read_text(errors="replace")) or not _answers(origin):
        assert box.poll() is None, said
        assert time.monotonic() < end, said
        time.sleep(0.2)


def _answers(origin: str) -> bool:
    try:
        return httpx.get(origin, timeout=30).is_success
    except httpx.TransportError:
        return False


def test_any_path_of_the_app_gives_the_page_that_loads_its_sources(screens: httpx.Client) -> None:
    for path in ("/", "/devices", "/households/new"):
        page = screens.get(path, headers={"accept": "text/html"})
        assert page.is_success
        assert "/src/main.ts" in page.text
    assert "mount(App" in screens.get("/src/main.ts").text


def test_a_call_goes_through_to_the_server_and_back(screens: httpx.Client) -> None:
    assert "gen" in screens.get("/sync/v1/config").json()
    assert screens.get("/staff/v1/staff").status_code == 401
    asked = screens.post("/devices/v1/enrol/look", json={"code_id": "x"}, headers={"origin": str(screens.base_url)})
    assert asked.json()["code"] != "bad_origin", "the server knows the screens' address as its own"


def test_whatever_has_a_version_in_its_path_is_the_servers_to_answer(screens: httpx.Client) -> None:
    """Also a door that is made tomorrow: the rule is the server's own."""
    for path in ("/tomorrow/v1/door", "/directory/v1?since=none", "/alerts/v1/nobody/seen"):
        answer = screens.get(path, headers={"accept": "text/html"})
        assert answer.headers["content-type"].startswith("application/problem+json"), path
