"""An office of real processes that a test kills, starts again, backs up and puts back: web processes over a durable PostgreSQL."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from server import db
from server.cli import begin_new_generation
from server.embedded import EmbeddedPostgres, free_port
from server.first_secrets import ensure_secrets
from tests.figures import count, timed
from tests.house.tree import ROOT

LONGEST = 60.0  # seconds until a phone must have been heard, or a part of the office must answer again


@dataclass
class Office:
    home: Path
    cluster: EmbeddedPostgres
    ports: dict[str, int]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    restarts: list[float] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://localhost:{next(iter(self.ports.values()))}"

    def start(self, name: str) -> None:
        port = self.ports[name]
        env = os.environ | {
            "KASANE_DATABASE_URL": self.cluster.web_url, "KASANE_DATA_DIR": str(self.home / "data"),
            "KASANE_ORIGIN": self.origin, "KASANE_STATIC_DIR": str(self.home / "static"),
            "KASANE_HOSTS_EXTRA": ",".join(f"localhost:{each}" for each in self.ports.values()),
        }  # fmt: skip
        words = [
            str(Path(sys.executable).with_name("granian")), "--interface", "asgi", "--factory", "server.app:app",
            "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--log-level", "error",
        ]  # fmt: skip
        self.running[name] = subprocess.Popen(words, env=env, cwd=ROOT, start_new_session=True)

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        os.killpg(process.pid, 9)
        process.wait()

    async def opens(self) -> None:
        for name in self.ports:
            self.start(name)
        await self._all_answer()

    def shuts(self) -> None:
        for name in list(self.running):
            self.kill(name)

    async def _all_answer(self) -> None:
        await asyncio.gather(*(self.answers(name) for name in self.ports))

    async def answers(self, name: str) -> None:
        """Once it serves again, with its database behind it."""
        async with httpx.AsyncClient(timeout=5) as http, asyncio.timeout(LONGEST):
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    if (await http.get(f"http://localhost:{self.ports[name]}/sync/v1/config")).status_code == 200:
                        return
                await asyncio.sleep(0.05)

    async def falls_and_rises(self, name: str) -> None:
        began = time.monotonic()
        if name == "database":
            await asyncio.to_thread(self.cluster.kill)
            await asyncio.to_thread(self.cluster.start)
        else:
            await asyncio.to_thread(self.kill, name)
            self.start(name)
        count("faults", "processes killed")
        await self._all_answer()
        self.restarts.append(time.monotonic() - began)
        timed("back after kill -9", "database" if name == "database" else "web", self.restarts[-1])

    async def is_backed_up(self, place: str) -> None:
        """A copy of the folder while the database stands still, in the middle of a day: the web process finds it again by itself."""
        await asyncio.to_thread(self._copy, place)
        await self._all_answer()

    def _copy(self, place: str) -> None:
        kept = self.home / place
        shutil.rmtree(kept, ignore_errors=True)
        self.cluster.stop()
        subprocess.run(["cp", "-a", "--reflink=auto", str(self.cluster.data), str(kept)], check=True)
        self.cluster.start()

    async def burns_and_is_put_back(self, place: str) -> None:
        """Everything dies at once and the disk with it; then as docs/restore.md has it."""
        began = time.monotonic()
        self.shuts()
        await asyncio.to_thread(self._put_back, place)
        await begin_new_generation()
        await self.opens()
        count("faults", "processes killed", 1 + len(self.ports))
        count("faults", "offices put back")
        timed("an office put back", "until it answers", time.monotonic() - began)

    def _put_back(self, place: str) -> None:
        self.cluster.kill()
        shutil.rmtree(self.cluster.data)
        subprocess.run(["cp", "-a", "--reflink=auto", str(self.home / place), str(self.cluster.data)], check=True)
        self.cluster.start()


@contextlib.contextmanager
def durable_cluster() -> Iterator[EmbeddedPostgres]:
    """A cluster that waits for its disk, as in the office."""
    home = Path(tempfile.mkdtemp(prefix="kasane-kills-"))
    home.chmod(0o755)
    cluster = EmbeddedPostgres(home)
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


async def furnished(home: Path, cluster: EmbeddedPostgres, webs: tuple[str, ...]) -> Office:
    """Migrated and with its secrets, not yet open."""
    before = db.DB.config
    db.DB.config = {**before, "dsn": cluster.url}
    await db.migrate()
    db.DB.config = before
    (home / "data").mkdir()
    (home / "static").mkdir()
    (home / "static" / "index.html").write_text("<!doctype html>", encoding="utf-8")
    ensure_secrets(home / "data")
    return Office(home, cluster, {name: free_port() for name in webs})
