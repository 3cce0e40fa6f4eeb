"""The database dies at each write to the disk in turn, or the disk refuses it: what was acknowledged is there, once, in order."""

import asyncio
import contextlib
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from server import db
from server.embedded import EmbeddedPostgres
from server.envelope import signing
from tests.fakes import ManualClock
from tests.faults.office import durable_cluster
from tests.figures import count
from tests.make import KIMURA, SATO, TANAKA, DeviceRow, hand_out, named
from tests.sync.blind import BlindPhone, equip, household

pytestmark = pytest.mark.slow
# What the kernel answers the database instead of doing what it asked, by the name of the misfortune.
CUTS = {
    "killed before its log reaches the disk": "fdatasync:signal=SIGKILL",
    "the disk fails": "fdatasync:error=EIO",
    "the disk is full": "pwrite64:error=ENOSPC",
}
BATCHES = 4
HEADER = b"\xff" * 24  # no page begins so
FAR = 40  # a day of four batches asks the disk less often


@dataclass
class Day:
    """One phone's pushes of one day, and how often the database fell meanwhile."""

    phone: BlindPhone
    home: UUID
    falls: int = 0

    async def sends(self) -> None:
        opened = household(str(self.home))
        opened.id = self.home
        first = self.phone.seal(self.home)
        await self._until_told(lambda: self.phone.push(first, buckets=(opened,)))
        for _ in range(BATCHES - 1):
            batch = [self.phone.seal(self.home) for _ in range(3)]
            await self._until_told(lambda raws=batch: self.phone.push(*raws))

    async def sends_one_more(self) -> None:
        raw = self.phone.seal(self.home)
        await self._until_told(lambda: self.phone.push(raw))

    async def _until_told(self, push: Callable[[], Awaitable[Any]]) -> None:
        """As the app does: the same request again until the server has said what became of it."""
        async with asyncio.timeout(40):
            while True:
                try:
                    reply = await push()
                except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                    self.falls += 1
                    await asyncio.sleep(0.1)
                else:
                    assert reply.ack == self.phone.dseq
                    return


@pytest.fixture(scope="module")
def durable() -> Iterator[EmbeddedPostgres]:
    with durable_cluster() as cluster:
        yield cluster


@pytest.fixture
async def office(durable: EmbeddedPostgres) -> AsyncIterator[EmbeddedPostgres]:
    before = db.DB.config
    db.DB.config = {**before, "dsn": durable.url}
    try:
        await db.migrate()
        await db.start_pool(1)
        yield durable
    finally:
        await db.stop_pool()
        db.DB.config = before


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("name", CUTS)
@pytest.mark.shows("F-01", "F-08", "F-09", "I1", "I2")
async def test_wherever_the_disk_fails_what_was_acknowledged_is_there_once(office: EmbeddedPostgres, name: str) -> None:
    clock, fallen = ManualClock(), 0
    for at in range(1, FAR):
        sato, tanaka = (BlindPhone(who, clock, label=f"{name} {at}") for who in (SATO, TANAKA))
        await _in_their_hands(office, sato, tanaka)
        day = Day(sato, named(f"{name} 世帯{at}"))
        with await _cut(f"{CUTS[name]}:when={at}"):
            await day.sends()
        await _all_there_once(office, day, tanaka)
        if not day.falls:  # nothing asked the disk so often: the whole day is swept
            break
        fallen += 1
        count("faults", "writes to the disk swept")
        count("faults", "processes killed", "SIGKILL" in CUTS[name])
    assert BATCHES <= fallen < FAR - 1, "at least every batch waits for the disk once"


@pytest.mark.shows("F-01", "I1")
async def test_the_power_goes_in_the_very_moment_sato_is_told_and_what_she_was_told_is_there(office: EmbeddedPostgres) -> None:
    clock = ManualClock()
    sato, tanaka = (BlindPhone(who, clock, label="told") for who in (SATO, TANAKA))
    await _in_their_hands(office, sato, tanaka)
    day = Day(sato, named("聞いたとたんに"))
    await day.sends()
    for _ in range(BATCHES):
        await day.sends_one_more()
        office.kill()
        office.start()
        count("faults", "processes killed")
        await _all_there_once(office, day, tanaka)


async def _in_their_hands(office: EmbeddedPostgres, *phones: BlindPhone) -> None:
    owner = await asyncpg.connect(office.url)
    try:
        if await owner.fetchval("select 1 from staff limit 1"):
            await _only(owner, *phones)
        else:
            await equip(owner, *phones)
    finally:
        await owner.close()


async def _only(owner: asyncpg.Connection, *phones: BlindPhone) -> None:
    """The people are known already: new devices for them."""
    for phone in phones:
        await hand_out(owner, DeviceRow(owner=phone.owner, label=phone.label, sign_key=signing.point_of(phone.key)))


async def _cut(how: str) -> contextlib.AbstractContextManager[None]:
    """From here on the one connection of the pool meets this misfortune."""
    async with db.reading() as connection:
        backend = await connection.fetchval("select pg_backend_pid()") or 0
    return _traced(backend, how)


@contextlib.contextmanager
def _traced(pid: int, how: str) -> Iterator[None]:
    words = ["strace", "-q", "-e", f"trace={how.split(':', maxsplit=1)[0]}", "-e", f"inject={how}", "-p", str(pid)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as tracer:
        try:
            _until_watched(pid, tracer)
            yield
        finally:
            tracer.terminate()


def _until_watched(pid: int, tracer: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 10
    while "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text(encoding="ascii"):
        if tracer.poll() is not None:
            pytest.skip("strace may not watch other processes here")
        assert time.monotonic() < end, "the database was not watched in time"
        time.sleep(0.01)


async def _all_there_once(office: EmbeddedPostgres, day: Day, reader: BlindPhone) -> None:
    owner = await asyncpg.connect(office.url)
    try:
        rows = await owner.fetch("select dseq, envelope from op where device = $1 order by seq", day.phone.id)
        stored = [row["envelope"] for row in rows]
        count("records", "acknowledged", day.phone.dseq)
        count("records", "lost", len(set(day.phone.made) - set(stored)))
        count("records", "there twice", len(stored) - len(set(stored)))
        assert [row["dseq"] for row in rows] == list(range(1, day.phone.dseq + 1))
        assert stored == day.phone.made
    finally:
        await owner.close()
    await reader.catch_up()
    assert [raw for raw in day.phone.made if raw not in reader.ops.values()] == []


@pytest.mark.shows("F-10", "I1")
async def test_a_destroyed_page_is_named_and_whoever_does_not_need_it_is_served(office: EmbeddedPostgres) -> None:
    """Last, for the page stays as it is: its records are missed aloud, never left out of a page that looks whole."""
    clock = ManualClock()
    sato, tanaka, kimura = (BlindPhone(who, clock, label="damage") for who in (SATO, TANAKA, KIMURA))
    await _in_their_hands(office, sato, tanaka, kimura)
    await sato.push(*[sato.seal(named("壊れた頁")) for _ in range(3)], buckets=(household("壊れた頁"),))
    owner = await asyncpg.connect(office.admin_url())
    file = office.data / str(await owner.fetchval("select pg_relation_filepath('op')"))
    page = await owner.fetchval("select min((ctid::text::point)[0])::int from op where device = $1", sato.id)
    await owner.close()
    await db.stop_pool()
    office.stop()
    with file.open("r+b") as pages:
        pages.seek(page * 8192)
        pages.write(HEADER)
    office.start()
    await db.start_pool(1)
    with pytest.raises(asyncpg.DataCorruptedError, match=f"page in block {page} "):
        await tanaka.catch_up()
    assert (tanaka.cursor, tanaka.ops) == (None, {}), "an error, and no page without them"
    await kimura.catch_up()
    assert kimura.cursor is not None
