"""An office to measure: the real box with one worker's 60 households of two years, written through the real door."""

import asyncio
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from server import db
from server.clock import SystemClock
from server.demo import course, load
from server.demo.course import Event, staff_id
from server.demo.pen import Recipient
from server.embedded import EmbeddedPostgres
from server.vault.keys import FileKeys

ROOT = Path(__file__).parent.parent
# Each contact is a visit, mostly a review, and the vault's verdict: above a hundred records a household.
HOUSEHOLDS, CONTACTS, CENTER = 60, 34, "26101"
WORKER = "sato"


class Load(load.Loader):
    """The demo's own writer with another course: everything belongs to one worker of 北区."""

    async def histories(self) -> int:
        letters = [letter for event in busy_course(self.now) for letter in self._letters(event)]
        letters.sort(key=lambda letter: letter.at)
        for (author, _), group in groupby(letters, key=lambda letter: (letter.author, letter.at.date())):
            batch = list(group)
            for start in range(0, len(batch), 150):
                await self._send(author, batch[start : start + 150])
        return len(letters)


def busy_course(now) -> list[Event]:
    """60 households with some hundred records each, the oldest two years old."""
    towns = load.towns()
    own_towns = sorted({town for center, town in towns if center == CENTER})
    themes = list(course.read("themes.json"))
    found: list[Event] = []
    for n, known in enumerate(course.all_households()[:HOUSEHOLDS]):
        household = {
            **known, "worker": WORKER, "center": CENTER, "town": own_towns[n % len(own_towns)], "pick": 0,
            "theme": themes[n % len(themes)], "visits": None, "contacts": CONTACTS,
        }  # fmt: skip
        found.extend(course._course(household, now, towns))
    workers = {person["key"] for person in course.cast() if person["role"] == "outreach_worker"}
    for event in found:
        event.alert = {**event.alert, "ack": "tanaka"}
        if event.author in workers and event.payload["kind"] != "sheet.opened":
            event.author = WORKER  # whoever wrote it in the demo has no access here
    return sorted(found, key=lambda event: event.at)


@dataclass
class Office:
    folder: Path
    port: int
    records: int

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def link(self, who: str = WORKER) -> str:
        words = [sys.executable, "-m", "server.cli", "enrolment-link", str(staff_id(who)), *self._where()]
        return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    def wait_for_keys(self, count: int, seconds: float = 180) -> None:
        """Until the vault has wrapped as many household keys for the newest device."""
        # In a thread of its own: the browser's driver already runs a loop in this one.
        with ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, _keys(self.folder / "run", count, seconds)).result()

    def _where(self) -> list[str]:
        return ["--port", str(self.port), "--data-dir", str(self.folder / "run")]


@contextmanager
def office(folder: Path, port: int, built: Path = ROOT / "pwa" / "dist") -> Iterator[Office]:
    """Starts box and data in an empty folder, or the office that is there already; ends what it started."""
    static = folder / "dist"
    # A copy: a build that ends in the middle of a measurement must not change what is measured.
    shutil.rmtree(static, ignore_errors=True)
    shutil.copytree(built, static)
    env = {**os.environ, "KASANE_STATIC_DIR": str(static)}
    place = Office(folder, port, 0)
    with (folder / "box.log").open("w") as log:
        box = subprocess.Popen(
            [sys.executable, "-m", "server.cli", "up", *place._where()], cwd=ROOT, env=env, stdout=log, stderr=log
        )
        try:
            _wait_for(f"{place.address}/healthz", box)
            place.records = asyncio.run(_fill(folder / "run"))
            yield place
        finally:
            box.terminate()
            box.wait(30)


async def _keys(data_dir: Path, count: int, seconds: float) -> None:
    db.use(EmbeddedPostgres(data_dir / "postgres").url)
    until = time.monotonic() + seconds
    newest = "(select id from device order by enrolled_at desc limit 1)"
    async with db.reading() as connection:
        while int(await connection.fetchval(f"select count(*) from key_wrap where device = {newest}") or 0) < count:
            if time.monotonic() > until:
                raise SystemExit("the vault did not hand out the keys")
            await asyncio.sleep(0.5)


async def _fill(data_dir: Path) -> int:
    db.use(EmbeddedPostgres(data_dir / "postgres").url)
    await db.start_pool(2)
    try:
        async with db.reading() as connection:
            there = await connection.fetchval("select count(*) from op")
            keepers = await connection.fetch(
                "select d.id, d.kem_key, s.role from device d join staff s on s.id = d.staff"
                " where s.role in ('vault', 'recovery')"
            )
        if there:
            return there
        recipients = [Recipient(row["id"], row["kem_key"], row["role"]) for row in keepers]
        # A day back, so that the newest record is no alert of this minute.
        writer = Load(FileKeys.read(data_dir / "vault"), recipients, SystemClock().now() - timedelta(hours=1))
        await writer.people()
        await writer.histories()
        await writer.put_away()
        return await _settled()
    finally:
        await db.stop_pool()


async def _settled(seconds: float = 5) -> int:
    """The number of records, once the vault has judged everything and writes no more."""
    count, since = -1, time.monotonic()
    while time.monotonic() - since < seconds:
        async with db.reading() as connection:
            now = int(await connection.fetchval("select count(*) from op") or 0)
        if now != count:
            count, since = now, time.monotonic()
        await asyncio.sleep(0.5)
    return count


def _wait_for(url: str, process: subprocess.Popen, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit("the office did not start; see box.log")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("the office did not answer")
