"""The end of a shift: phones of whole wards reconnect in the same moment to the web tier as the box starts it.

A ward has 20 workers with ten households each and two coordinators, who see all of the ward's households; every phone
holds ten sealed records. The web process is granian with the box's own words, behind the second wall, on durable
PostgreSQL; with two processes half of the phones go to each. No vault runs beside them, and no TLS. A few phones come
before each measurement, as a process that served all day is warm. PostgreSQL, the web tier, the process with the
phones and whatever else runs here share the cores: the CPU figures say whose share was whose.
"""

import asyncio
import multiprocessing
import os
import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from uuid import UUID

import asyncpg
import msgspec

from bench.office import _wait_for
from bench.report import Figure, Report
from bench.scale_flat import BODY, at_rank
from bench.scale_phones import Came, Waiting, reconnect_all
from server import db
from server.box import Box, _web
from server.clock import SystemClock
from server.embedded import EmbeddedPostgres, free_port
from server.envelope import frame
from server.first_secrets import ensure_secrets
from server.settings import read_secret
from server.sync import outgoing
from server.sync.wire import Op, Pull, Push, to_text
from tests.make import named, person, settle
from tests.sync.blind import BlindPhone, equip, household

BUDGET_P99_MS, BUDGET_RSS_MIB, OFFICIAL = 1_000, 100, 50
RECORDS, HOUSEHOLDS, A_WARD, COORDINATORS, EARLIER = 10, 10, 22, 2, 8
SPAWN = multiprocessing.get_context("spawn")


@dataclass
class Town:
    """Everybody's phone, and which households each may write to."""

    phones: list[BlindPhone]
    households: dict[UUID, list[UUID]]
    cursor_key: bytes
    cursors: dict[UUID, str] = field(default_factory=dict)
    has: dict[UUID, set[UUID]] = field(default_factory=dict)

    async def look(self, phone: BlindPhone) -> None:
        """What this phone would still get, straight from the door: nothing may be kept from it."""
        while True:
            asked = Pull(device=phone.id, cursor=self.cursors.get(phone.id))
            reply = await outgoing.pull(phone.caller, asked, phone.clock, self.cursor_key)
            self.cursors[phone.id] = reply.cursor
            self.has.setdefault(phone.id, set()).update(frame.parse(op.e).op_id for op in reply.ops)
            if not reply.more:
                return


class Web:
    """One web process: granian and the worker that it keeps."""

    def __init__(self, home: Path, cluster: EmbeddedPostgres, port: int, origin: str) -> None:
        static = home / "static"
        static.mkdir(exist_ok=True)
        (static / "index.html").write_text("<!doctype html><title>かさね</title>", encoding="utf-8")
        box = Box(data_dir=home / "office", port=port)
        env = box.env(cluster.web_url) | {"KASANE_STATIC_DIR": str(static), "KASANE_ORIGIN": origin}
        child = _web(box, env)
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(list(child.words), env=dict(child.env), cwd=child.folder)
        _wait_for(f"{self.address}/healthz", self.process)

    def rss(self) -> list[float]:
        """MiB each process had at its largest: granian, and then the worker that serves."""
        return [int(_status(pid, "VmHWM").split()[0]) / 1024 for pid in _family(self.process.pid)]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _status(pid: int, name: str) -> str:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(line.partition(":")[2] for line in lines if line.startswith(f"{name}:"))


def _family(pid: int) -> list[int]:
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())]


def _cpu(pids: list[int]) -> float:
    """Seconds on a core, threads included."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def settle_town(cluster: EmbeddedPostgres, home: Path, count: int) -> Town:
    owner = await asyncpg.connect(cluster.url)
    centers = [row["id"] for row in await owner.fetch("select id from center order by sort_order")]
    clock, phones = SystemClock(), []
    for n in range(-(-count // A_WARD) * A_WARD):
        role = "coordinator" if n % A_WARD < COORDINATORS else "outreach_worker"
        center = centers[n // A_WARD % len(centers)]
        phones.append(BlindPhone(person(name=f"職員{n}", kana="しょくいん", role=role, center=center), clock))
    await settle(owner, *(phone.owner for phone in phones))
    await equip(owner, *phones)
    await owner.close()
    ensure_secrets(home / "office")
    town = Town(phones, {}, read_secret(home / "office" / "secrets" / "cursor.key"))
    for phone in phones:
        if phone.owner.role != "coordinator":
            names = [f"{phone.owner.name} 世帯{n}" for n in range(HOUSEHOLDS)]
            opened = (household(name, phone, center=phone.owner.center or "") for name in names)
            await phone.push(buckets=tuple(opened))
            town.households[phone.id] = [named(name) for name in names]
    for phone in phones:
        if phone.owner.role == "coordinator":
            ward = [each for each in phones if each.owner.center == phone.owner.center]
            town.households[phone.id] = [one for each in ward for one in town.households.get(each.id, ())]
        await town.look(phone)
    admin = await asyncpg.connect(cluster.admin_url())
    await admin.execute("vacuum (analyze)")  # what autovacuum has long done in an office of some age
    await admin.close()
    return town


def sealed(town: Town, phones: list[BlindPhone], webs: list[Web], origin: str, *, flaps: bool) -> list[Waiting]:
    found = []
    for n, phone in enumerate(phones):
        own = town.households[phone.id]
        raws = [phone.seal(random.choice(own), size=BODY) for _ in range(RECORDS)]
        body = Push(device=phone.id, gen=None, nonce="bench", ops=[Op(e=to_text(raw)) for raw in raws])
        secret = phone.key.private_numbers().private_value
        address = webs[n % len(webs)].address
        cursor = town.cursors[phone.id]
        found.append(Waiting(phone.id, secret, address, origin, msgspec.json.encode(body), cursor, flaps))
    return found


async def reconnect(apart: ProcessPoolExecutor, waiting: list[Waiting]) -> list[Came]:
    work = partial(reconnect_all, waiting, time.monotonic() + 1.5)
    return await asyncio.get_running_loop().run_in_executor(apart, work)


async def storm(
    town: Town, count: int, webs: list[Web], apart: ProcessPoolExecutor, cluster: EmbeddedPostgres, report: Report,
    *, origin: str, flaps: bool,
) -> None:  # fmt: skip
    phones = town.phones[:count]
    early = await reconnect(apart, sealed(town, town.phones[-EARLIER:], webs, origin, flaps=False))
    await take_note(town, early)
    waiting = sealed(town, phones, webs, origin, flaps=flaps)
    shares = {
        "the web tier": [pid for web in webs for pid in _family(web.process.pid)],
        "PostgreSQL": _family(int(cluster._pid_file()[0])),
        "the phones themselves": [apart.submit(os.getpid).result()],
    }
    before = {whose: _cpu(pids) for whose, pids in shares.items()}
    came = await reconnect(apart, waiting)
    used = {whose: _cpu(pids) - before[whose] for whose, pids in shares.items()}
    await take_note(town, came)
    name = f"{count} phones, {len(webs)} web process{'es' if len(webs) > 1 else ''}{', links flap' if flaps else ''}"
    tell(name, came, report, None if flaps or count != OFFICIAL else BUDGET_P99_MS)
    for whose, seconds in used.items():
        report.add(Figure(f"{name}: CPU of {whose}, a phone", seconds / count * 1000, "ms", None))
    least = sum(used.values()) / (os.cpu_count() or 1) * 1000
    report.add(Figure(f"{name}: what all of it takes {os.cpu_count()} idle cores", least, "ms", None))
    report.add(Figure(f"{name}: records lost or stored twice", await astray(town, cluster), "", 0))
    report.add(Figure(f"{name}: records a phone may see and never got", await undelivered(town, cluster), "", 0))


async def take_note(town: Town, came: list[Came]) -> None:
    for one in came:
        town.cursors[one.device] = one.cursor
        town.has[one.device] |= one.got


def tell(name: str, came: list[Came], report: Report, budget: float | None) -> None:
    times = [one.ms for one in came]
    report.add(Figure(f"{name}: reconnect, median", median(times), "ms", None))
    report.add(Figure(f"{name}: reconnect, p99", at_rank(times, 0.99), "ms", budget))
    errors = sum((one.errors for one in came), Counter[str]())
    unfinished = sum(not one.finished for one in came)
    report.add(Figure(f"{name}: errors", errors.total() + unfinished, "", 0))
    verdicts = sum((one.verdicts for one in came), Counter[str]())
    waits, cuts = sum(one.told_to_wait for one in came), sum(one.cuts for one in came)
    print(f"      told to wait {waits}, cut {cuts}; verdicts {dict(verdicts)}; errors {dict(errors)}", flush=True)


async def astray(town: Town, cluster: EmbeddedPostgres) -> int:
    """Every record ever sealed, against what the office has: each once, its very bytes, and nothing held or refused."""
    owner = await asyncpg.connect(cluster.url)
    stored = Counter(row["hash"] for row in await owner.fetch("select hash from op"))
    aside = await owner.fetchval("select (select count(*) from held_op) + (select count(*) from dead_letter)")
    await owner.close()
    wanted = Counter(frame.digest(raw) for phone in town.phones for raw in phone.made)
    return ((wanted - stored) + (stored - wanted)).total() + aside


async def undelivered(town: Town, cluster: EmbeddedPostgres) -> int:
    """After one more pull each: everything in a phone's scope must have reached it."""
    for phone in town.phones:
        await town.look(phone)
    owner = await asyncpg.connect(cluster.url)
    rows = await owner.fetch(
        "select d.id, array_agg(o.op_id) as ops from device d join scope_grant g on g.staff = d.staff"
        " join op o on o.bucket = g.bucket group by d.id"
    )
    await owner.close()
    return sum(len(set(row["ops"]) - town.has[row["id"]]) for row in rows if row["id"] in town.has)


@contextmanager
def running(home: Path, cluster: EmbeddedPostgres, count: int) -> Iterator[tuple[list[Web], str]]:
    ports = [free_port() for _ in range(count)]
    origin, webs = f"http://localhost:{ports[0]}", []
    try:
        for port in ports:
            webs.append(Web(home, cluster, port, origin))  # noqa: PERF401 - each must be stopped, the last not up too
        yield webs, origin
    finally:
        for web in webs:
            web.stop()


async def measure(
    cluster: EmbeddedPostgres, home: Path, crowds: tuple[int, ...], parts: list[str], report: Report
) -> None:
    db.DB.config = {**db.DB.config, "dsn": cluster.web_url}
    await db.start_pool(4)
    town = await settle_town(cluster, home, max(crowds) + EARLIER)
    with ProcessPoolExecutor(1, mp_context=SPAWN) as apart:
        for processes in (1, 2):
            with running(home, cluster, processes) as (webs, origin):
                run = partial(storm, webs=webs, apart=apart, cluster=cluster, report=report, origin=origin)
                if "flap" in parts:
                    await run(town, min(crowds), flaps=True)
                for count in crowds if "storm" in parts else ():
                    await run(town, count, flaps=False)
                    tell_memory(f"after {count} phones", webs, report)
    await db.stop_pool()
    shutil.rmtree(home / "static")


def tell_memory(when: str, webs: list[Web], report: Report) -> None:
    for n, web in enumerate(webs, 1):
        told = f"{when}, web process {n} of {len(webs)}: largest resident memory"
        *above, worker = web.rss()
        report.add(Figure(told, worker, "MiB", BUDGET_RSS_MIB))
        report.add(Figure(f"{told}, the granian above it", sum(above), "MiB", None))
