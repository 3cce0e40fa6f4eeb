"""Does a phone's delta stay as quick when the office holds a thousand times as much? One database that grows.

One worker with 60 households, whose share of what is stored grows to 6,000 records and then stays; everything else
lies in 5,040 households of 84 others, mixed with hers as time mixes them. The rows are copied in, shaped as the door
makes them (real headers and chains, random bytes for what nobody opens here), then vacuumed and checkpointed, as
PostgreSQL has long done with what came in over two years. Below HTTP, as bench/sync.py, through the second wall:
a constant cost of HTTP in both figures would only flatter the ratio.
"""

import math
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import asyncpg
import msgspec

from bench.report import Figure, Report
from server import db
from server.access.caller import Delivery
from server.clock import SystemClock
from server.embedded import EmbeddedPostgres
from server.envelope import frame, signing
from server.sync import frames, intake, outgoing
from server.sync.wire import Op, Pull, Push, SyncReply, to_text
from tests.make import KIMURA, NORTH, SATO, SOUTH, TANAKA, DeviceRow, Person, hand_out, named, person, settle
from tests.sync.blind import KEY, BlindPhone, equip, household

STEPS = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS, WARM, BATCH, RATIO_BUDGET = 50, 10, 10, 1.5
HOUSEHOLDS, OWN_MOST, OTHERS, OPS_A_DEVICE = 60, 6_000, 84, 4_000
BODY = 700 - 260  # with header, tag and signature some 700 bytes
TWO_YEARS = timedelta(days=730)
COLUMNS = ("seq", "op_id", "bucket", "device", "dseq", "epoch", "kind", "rcv", "hash", "envelope")


def at_rank(values: list[float], share: float) -> float:
    """The nearest rank: of 50 values the 95th percentile is the third from the top."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


@dataclass
class Writer:
    """A device whose records are already in the office."""

    id: UUID
    dseq: int = 0
    prev: bytes = frame.NO_PREV

    def row(self, seq: int, bucket: UUID, rcv: datetime) -> tuple:
        op_id, self.dseq = uuid4(), self.dseq + 1
        header = frame.header_bytes(
            kind=frame.OP, schema=1, flags=0, epoch=1, bucket=bucket, op_id=op_id, device=self.id, dseq=self.dseq,
            hlc=int(rcv.timestamp() * 1000) << 16, prev=self.prev, salt=os.urandom(32), commit=os.urandom(32),
            length=BODY,
        )  # fmt: skip
        raw = header + os.urandom(BODY + frame.TAG_BYTES + frame.SIGNATURE_BYTES)
        self.prev = frame.digest(raw)
        return seq, op_id, bucket, self.id, self.dseq, 1, frame.OP, rcv, self.prev, raw


@dataclass
class Archive:
    """Fills the office up to a number of records, as its owner."""

    connection: asyncpg.Connection
    own: list[UUID]
    colleague: Writer
    others: list[UUID] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    strangers: int = 0
    stored: int = 0
    stored_own: int = 0
    die: random.Random = field(default_factory=lambda: random.Random(1))

    async def settle_others(self) -> None:
        """Their households as the door opens them: bucket, key epoch, and the worker who is on it."""
        self.people = [person(KIMURA, name=f"職員{n}") for n in range(OTHERS)]
        await settle(self.connection, *self.people)
        now, opener = SystemClock().now(), await self._stranger()
        self.others = [uuid4() for _ in range(OTHERS * HOUSEHOLDS)]
        async with self.connection.transaction():
            first = await self._numbers(len(self.others))
            rows = [(bucket, self.people[n % OTHERS].id, first + n) for n, bucket in enumerate(self.others)]
            await self.connection.executemany(
                "insert into bucket (id, kind, center, epoch, opened_seq, opened_by, opened_at)"
                " values ($1, 'household', $2, 1, $3, $4, $5)",
                [(bucket, SOUTH, seq, opener.id, now) for bucket, _, seq in rows],
            )
            await self.connection.executemany(
                "insert into bucket_epoch (bucket, epoch, key_check, made_by, seq) values ($1, 1, $2, $3, $4)",
                [(bucket, b"c" * 16, opener.id, seq) for bucket, _, seq in rows],
            )
            await self.connection.executemany(
                "insert into scope_grant (bucket, staff, role, basis, granted_seq)"
                " values ($1, $2, 'lead', 'internal_use', $3)", rows,
            )  # fmt: skip
            await self.connection.executemany(
                "insert into scope_event (bucket, staff, seq, kind, role, basis, reason, at)"
                " values ($1, $2, $3, 'grant', 'lead', 'internal_use', 'opened', $4)", [(*row, now) for row in rows],
            )  # fmt: skip

    async def fill(self, count: int) -> None:
        more, more_own = count - self.stored, min(OWN_MOST, count * 6 // 10) - self.stored_own
        writers = [await self._stranger() for _ in range(math.ceil(more / OPS_A_DEVICE))]
        async with self.connection.transaction():
            first = await self._numbers(more)
            await self.connection.copy_records_to_table(
                "op", records=self._rows(first, more, more_own, writers), columns=COLUMNS
            )
            await self.connection.executemany(
                "update device set head_dseq = $2, head_hash = $3 where id = $1",
                [(writer.id, writer.dseq, writer.prev) for writer in (*writers, self.colleague)],
            )
        self.stored, self.stored_own = count, self.stored_own + more_own
        await self.connection.execute("vacuum (analyze)")

    def _rows(self, first: int, count: int, own: int, writers: list[Writer]) -> Iterator[tuple]:
        began = SystemClock().now() - TWO_YEARS
        mine = set(self.die.sample(range(count), own))
        for n in range(count):
            rcv = began + TWO_YEARS * (n / count * 0.99)
            if n in mine:
                yield self.colleague.row(first + n, self.die.choice(self.own), rcv)
            else:
                yield self.die.choice(writers).row(first + n, self.die.choice(self.others), rcv)

    async def _stranger(self) -> Writer:
        self.strangers += 1
        row = DeviceRow(owner=self.people[self.strangers % OTHERS], label=f"Pixel {self.strangers}")
        return Writer(await hand_out(self.connection, row))

    async def _numbers(self, count: int) -> int:
        """The first of so many numbers of the one counter; held until commit."""
        raise_by = "update sync_clock set seq = seq + $1 where id = 1 returning seq - $1 + 1"
        return int(await self.connection.fetchval(raise_by, count) or 0)


async def push(phone: BlindPhone, raws: list[bytes]) -> float:
    """Milliseconds from the body's bytes to those of the answer."""
    given = Push(device=phone.id, gen=None, nonce="bench", ops=[Op(e=to_text(raw)) for raw in raws])
    body = msgspec.json.encode(given)
    who = Delivery(device=phone.id, staff=phone.owner.id, state="active")
    began = time.perf_counter()
    reply = await intake.take_in(who, msgspec.json.decode(body, type=Push), phone.clock)
    msgspec.json.encode(reply)
    took = (time.perf_counter() - began) * 1000
    assert all(result.s == "applied" for result in reply.results), reply.results
    return took


async def pull(phone: BlindPhone) -> tuple[float, int]:
    """Milliseconds, and how many records came; the pages of a long delta are read to the end."""
    took, count, more = 0.0, 0, True
    while more:
        asked = Pull(device=phone.id, cursor=phone.cursor)
        began = time.perf_counter()
        reply = await outgoing.pull(phone.caller, asked, phone.clock, KEY)
        frames.framed(SyncReply(pull=reply))
        took += (time.perf_counter() - began) * 1000
        phone.cursor, count, more = reply.cursor, count + len(reply.ops), reply.more
    return took, count


def cpu(pids: list[int]) -> int:
    """Nanoseconds on a core, which neighbours lengthen less than what the clock says; reading them counts along."""
    return sum(int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) for pid in pids)


async def rounds(
    phone: BlindPhone, colleague: BlindPhone, own: list[UUID], pids: list[int]
) -> dict[str, list[float]]:  # fmt: skip
    """A colleague writes ten, the phone pulls these ten, then pushes ten of its own; `pids` are database and web."""
    times: dict[str, list[float]] = {"pull": [], "push": [], "pull CPU": [], "push CPU": []}
    await pull(phone)
    for n in range(WARM + ROUNDS):
        places = [random.choice(own) for _ in range(BATCH)]
        await push(colleague, [colleague.seal(place, size=BODY) for place in places])
        raws = [phone.seal(place, size=BODY) for place in places]
        before = cpu(pids)
        pulled, count = await pull(phone)
        between = cpu(pids)
        pushed = await push(phone, raws)
        after = cpu(pids)
        assert count == BATCH, count
        await pull(phone)
        if n >= WARM:
            for name, value in (("pull", pulled), ("push", pushed)):
                times[name].append(value)
            times["pull CPU"].append((between - before) / 1e6)
            times["push CPU"].append((after - between) / 1e6)
    return times


async def measure(cluster: EmbeddedPostgres, most: int, report: Report) -> None:
    clock = SystemClock()
    phone, colleague = BlindPhone(SATO, clock), BlindPhone(TANAKA, clock)
    owner = await asyncpg.connect(cluster.url)
    admin = await asyncpg.connect(cluster.admin_url())
    await equip(owner, phone, colleague)
    names = [f"世帯{n}" for n in range(HOUSEHOLDS)]
    db.DB.config = {**db.DB.config, "dsn": cluster.web_url}
    await db.start_pool()
    await phone.push(buckets=tuple(household(name, phone, center=NORTH) for name in names))
    own = [named(name) for name in names]
    earlier = DeviceRow(owner=TANAKA, label="earlier phone", sign_key=signing.point_of(colleague.key))
    archive = Archive(owner, own, Writer(await hand_out(owner, earlier)))
    await archive.settle_others()
    found: dict[int, dict[str, list[float]]] = {}
    for step in (step for step in STEPS if step <= most):
        await archive.fill(step)
        await admin.execute("checkpoint")
        found[step] = await rounds(phone, colleague, own, [os.getpid(), *await backends(admin)])
        for name, times in found[step].items():
            told = f"{name}, {BATCH} records, {step:,} stored"
            report.add(Figure(f"{told}, median", median(times), "ms", None))
            report.add(Figure(f"{told}, p95", at_rank(times, 0.95), "ms", None))
    compare(found, report)
    await db.stop_pool()
    await owner.close()
    await admin.close()


async def backends(admin: asyncpg.Connection) -> list[int]:
    rows = await admin.fetch("select pid from pg_stat_activity where application_name = 'kasane-web'")
    return [row["pid"] for row in rows]


def compare(found: dict[int, dict[str, list[float]]], report: Report) -> None:
    """The budget is on what a phone waits; the median and the CPU tell growth from a neighbour's load."""
    least, most = min(found), max(found)
    for name, small in found[least].items():
        large, told = found[most][name], f"{name}: {most:,} / {least:,} stored"
        budget = None if name.endswith("CPU") else RATIO_BUDGET
        report.add(Figure(f"{told}, p95", at_rank(large, 0.95) / at_rank(small, 0.95), "×", budget))
        report.add(Figure(f"{told}, median", median(large) / median(small), "×", None))
