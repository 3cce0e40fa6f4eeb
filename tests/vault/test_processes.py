"""Real processes: the web process holds no key of the vault, and the vault survives everybody's death but its own."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.ceremony import begin_directory
from server.devices.service import make_code
from server.envelope.encoding import b64u
from server.first_secrets import ensure_secrets
from server.vault import __main__ as command
from server.vault.keys import FileKeys
from tests.conftest import CLUSTER
from tests.figures import count, timed
from tests.make import SATO, settle
from tests.phone import Phone, Refused
from tests.vault.records import MET, worried

ROOT = Path(__file__).parent.parent.parent
PORT = 22140
SERVER = f"http://localhost:{PORT}"

pytestmark = pytest.mark.slow


@dataclass
class Box:
    data_dir: Path
    rows: Any
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        words = {
            "web": [
                str(Path(sys.executable).with_name("granian")), "--interface", "asgi", "--factory", "server.app:app",
                "--host", "127.0.0.1", "--port", str(PORT), "--workers", "1", "--log-level", "warning",
            ],
            "vault": [
                sys.executable, "-m", "server.vault", "run", "--data-dir", str(self.data_dir), "--server", SERVER,
                "--trust-terminal",
            ],
        }[name]  # fmt: skip
        env = os.environ | {
            "KASANE_DATA_DIR": str(self.data_dir), "KASANE_ORIGIN": SERVER, "KASANE_STATIC_DIR": str(self.data_dir.parent / "static"),
            "KASANE_HOSTS_EXTRA": f"127.0.0.1:{PORT}", "KASANE_DATABASE_URL": CLUSTER.url,
            "PICCOLO_CONF": "server.piccolo_conf",
        }  # fmt: skip
        if name == "vault":
            env.pop("KASANE_DATABASE_URL")
        self.running[name] = subprocess.Popen(words, cwd=ROOT, env=env, start_new_session=True)

    def kill(self, name: str) -> None:
        """kill -9 of the process and of the workers it started."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        count("faults", "processes killed")

    def processes(self, name: str) -> Iterator[int]:
        """The process and its children."""
        group = self.running[name].pid
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _group_of(entry) == group:
                yield int(entry.name)

    async def until(self, ready: Any, seconds: float = 60) -> None:
        end = asyncio.get_running_loop().time() + seconds
        while not await ready():
            assert asyncio.get_running_loop().time() < end, "it did not happen in time"
            await asyncio.sleep(0.2)

    async def answers(self) -> bool:
        try:
            async with httpx.AsyncClient() as http:
                return (await http.get(f"{SERVER}/healthz", timeout=2)).status_code == 200
        except httpx.HTTPError:
            return False


def _group_of(entry: Path) -> int:
    try:
        return os.getpgid(int(entry.name))
    except ProcessLookupError:
        return -1


@pytest.fixture
async def box(pool: str, tmp_path: Path) -> AsyncIterator[Box]:
    from server.clock import SystemClock

    data_dir = tmp_path / "office"
    ensure_secrets(data_dir)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "index.html").write_text("<!doctype html>")
    rows = await asyncpg.connect(pool)
    await settle(rows, since=SystemClock().now().date())
    assert command.main(["init", "--data-dir", str(data_dir), "--office", "京都市"]) == 0
    await begin_directory((data_dir / "bootstrap.json").read_bytes())
    made = Box(data_dir, rows)
    yield made
    for process in made.running.values():
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    await rows.close()


async def _sato(box: Box, http: httpx.AsyncClient) -> Phone:
    from server.clock import SystemClock

    secret = await make_code(SATO.id, created_by=None, now=SystemClock().now(), preapproved=True)
    root_print = FileKeys.read(box.data_dir / "vault").root_print
    phone = await Phone.enrol(http, f"{SERVER}/enrol#{b64u(secret)}.{b64u(root_print)}")

    async def certified() -> bool:
        return (await http.get(f"/devices/v1/{phone.device}/standing")).json()["certified"]

    await box.until(certified)
    await phone.unlock()
    await phone.learn_directory()
    return phone


def _secrets(keys: FileKeys) -> list[bytes]:
    """Every form in which a key of the vault could lie about."""
    found: list[bytes] = []
    for key in (keys.kem, keys.sign, keys.root):
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        scalar = key.private_numbers().private_value.to_bytes(32, "big")
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).splitlines()[1]
        found += [scalar, scalar.hex().encode(), b64u(scalar).encode(), pem]
    return found


@pytest.mark.shows("F-01", "I10")
async def test_the_web_process_holds_no_key_and_the_vault_outlives_every_fall(box: Box) -> None:
    box.start("vault")  # before there is anybody to answer
    box.start("web")
    await box.until(box.answers)
    async with httpx.AsyncClient(base_url=SERVER, headers={"Origin": SERVER}) as http:
        sato = await _sato(box, http)
        house = sato.open_household()
        first = sato.record(house, worried(2, result=MET))
        await sato.push()
        await box.until(lambda: _alerts(box, 1))

        keys = FileKeys.read(box.data_dir / "vault")
        seen = list(box.processes("web"))
        assert seen
        for pid in seen:
            _holds_nothing_of(pid, keys)

        box.kill("web")
        second = sato.record(house, worried(1, result=MET))
        await asyncio.sleep(1)
        box.start("web")
        await box.until(box.answers)
        await sato.push()
        await box.until(lambda: _alerts(box, 2))

        box.kill("vault")
        third = sato.record(house, worried(3, result=MET))
        await sato.push()
        began = time.monotonic()
        box.start("vault")
        await box.until(lambda: _alerts(box, 3))
        timed("back after kill -9", "vault", time.monotonic() - began)  # until what came meanwhile is judged
        await asyncio.sleep(6)  # one more round: whatever it would do twice, it does now
        ids = {row["id"] for row in await box.rows.fetch("select id from alert")}
        assert ids == {sato.alert_id(house, one) for one in (first, second, third)}
        assert await box.rows.fetchval("select count(*) from op where device = $1 and kind = 1", keys.device) == 3


@pytest.mark.shows("F-12")
async def test_a_restarted_database_costs_the_vault_a_wait_and_nothing_else(box: Box) -> None:
    if not CLUSTER.is_ours:
        pytest.skip("the database of this run belongs to somebody else")
    box.start("web")
    await box.until(box.answers)
    box.start("vault")
    async with httpx.AsyncClient(base_url=SERVER, headers={"Origin": SERVER}, timeout=30) as http:
        sato = await _sato(box, http)
        house = sato.open_household()
        first = sato.record(house, worried(2))
        await sato.push()
        await box.until(lambda: _alerts(box, 1))

        pid = box.running["vault"].pid
        CLUSTER.restart(away=4)
        box.rows = await asyncpg.connect(CLUSTER.url)
        await box.until(box.answers)
        second = sato.record(house, worried(1))
        await box.until(lambda: _delivered(sato))
        await box.until(lambda: _alerts(box, 2))
        await asyncio.sleep(6)  # one more round: whatever it would do twice, it does now

        assert box.running["vault"].poll() is None, "the vault fell"
        assert box.running["vault"].pid == pid
        ids = {row["id"] for row in await box.rows.fetch("select id from alert")}
        assert ids == {sato.alert_id(house, one) for one in (first, second)}
        device = FileKeys.read(box.data_dir / "vault").device
        assert await box.rows.fetchval("select count(*) from op where device = $1 and kind = 1", device) == 2


async def _delivered(phone: Phone) -> bool:
    try:
        await phone.push()
    except (Refused, httpx.HTTPError):
        return False
    return not phone.outbox


async def _alerts(box: Box, count: int) -> bool:
    return await box.rows.fetchval("select count(*) from alert") == count


def _holds_nothing_of(pid: int, keys: FileKeys) -> None:
    environ = Path(f"/proc/{pid}/environ").read_bytes()
    for secret in _secrets(keys):
        assert secret not in environ
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = entry.readlink()
        except FileNotFoundError:
            continue
        assert not target.is_relative_to(keys.folder), f"the web process has {target.name} open"
    memory = _memory(pid)
    for secret in _secrets(keys):
        assert secret not in memory


def _memory(pid: int) -> bytes:
    """Everything the process could have written to: a key that was ever read would most likely still lie here."""
    parts = []
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, mode, *_ = line.split()
            start, end = (int(number, 16) for number in span.split("-"))
            if not mode.startswith("rw") or end - start > 512 * 1024 * 1024:
                continue
            try:
                memory.seek(start)
                parts.append(memory.read(end - start))
            except (OSError, OverflowError, ValueError):
                continue
    return b"".join(parts)
