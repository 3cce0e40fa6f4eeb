"""Pushes 10,000 sealed 1 KiB ops through the sync door and pulls them, beside the same bytes written and read raw.

Client, web tier and database share this machine; durable PostgreSQL; batches
of 100. Runs below HTTP (`sync.intake` with its JSON, `sync.outgoing` with its frames), so
that the ratio shows what the door costs and not what the network does.
Two devices, because one device may write 5,000 ops a day.
"""

import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import asyncpg
import msgspec

from bench.report import Figure, Report
from server import db
from server.clock import SystemClock
from server.embedded import EmbeddedPostgres

OPS, BATCH, PAGE, BODY = 10_000, 100, 500, 1_024 - 260
PUSH_BUDGET, PULL_BUDGET, RATIO_BUDGET, CPU_BUDGET_US = 10_000, 40_000, 1 / 3, 100
OUT = Path(__file__).parent / "out" / "sync.json"
REPORT = Report("sync")
RAW_TABLE = (
    "create table raw_op (seq bigint primary key, op_id uuid unique, bucket uuid, device uuid, dseq bigint, hash bytea,"
    " envelope bytea, unique (device, dseq));"
    "create index on raw_op (bucket, seq); alter table raw_op alter column envelope set storage external"
)
RAW_INSERT = (
    "insert into raw_op select * from"
    " unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bytea[], $7::bytea[])"
)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def push_all(phones: list, batches: list[tuple[int, list[bytes]]]) -> tuple[float, float]:
    from server.access.caller import Delivery
    from server.sync import intake
    from server.sync.wire import Push

    bodies = [(phones[n], bodies_of(phones[n], batch)) for n, batch in batches]
    began, used = time.perf_counter(), cpu()
    for phone, body in bodies:
        who = Delivery(device=phone.id, staff=phone.owner.id, state="active")
        reply = await intake.take_in(who, msgspec.json.decode(body, type=Push), phone.clock)
        assert all(result.s == "applied" for result in reply.results)
        msgspec.json.encode(reply)
    return time.perf_counter() - began, cpu() - used


def bodies_of(phone, batch: list[bytes]) -> bytes:
    from server.sync.wire import Op, Push, to_text

    ops = [Op(e=to_text(raw)) for raw in batch]
    return msgspec.json.encode(Push(device=phone.id, gen=None, nonce="bench", ops=ops))


async def pull_all(phone) -> tuple[float, int]:
    from server.sync import frames, outgoing
    from server.sync.wire import Pull, SyncReply
    from tests.sync.blind import KEY

    cursor, count, began = None, 0, time.perf_counter()
    while True:
        asked = Pull(device=phone.id, cursor=cursor, limit=PAGE, max_bytes=4 * 1024 * 1024)
        reply = await outgoing.pull(phone.caller, asked, phone.clock, KEY)
        frames.framed(SyncReply(pull=reply))
        cursor, count = reply.cursor, count + len(reply.ops)
        if not reply.more:
            return time.perf_counter() - began, count


async def raw(url: str, batches: list) -> tuple[float, float]:
    connection = await asyncpg.connect(url)
    await connection.execute(RAW_TABLE)
    seq, began = 0, time.perf_counter()
    for _, batch in batches:
        n = range(seq + 1, seq + len(batch) + 1)
        bucket = uuid4()
        await connection.execute(
            RAW_INSERT, list(n), [uuid4() for _ in n], [bucket] * len(batch), [bucket] * len(batch), list(n),
            [each[:32] for each in batch], batch,
        )  # fmt: skip
        seq += len(batch)
    wrote = time.perf_counter() - began
    began, after = time.perf_counter(), 0
    while rows := await connection.fetch(
        "select seq, envelope from raw_op where seq > $1 order by seq limit $2", after, PAGE
    ):
        after = rows[-1]["seq"]
    read = time.perf_counter() - began
    await connection.close()
    return wrote, read


async def run(cluster: EmbeddedPostgres) -> bool:
    from tests.make import SATO, TANAKA, named
    from tests.sync.blind import BlindPhone, equip, household

    db.use(cluster.url)
    await db.migrate()
    clock = SystemClock()
    phones = [BlindPhone(SATO, clock), BlindPhone(SATO, clock, label="iPhone"), BlindPhone(TANAKA, clock)]
    owner = await asyncpg.connect(cluster.url)
    await equip(owner, *phones)
    await owner.close()
    # As the web process connects: behind the second wall.
    db.DB.config = {**db.DB.config, "dsn": cluster.web_url}
    await db.start_pool(4)
    await phones[0].push(buckets=(household("世帯A"),))
    batches = []
    for n in range(OPS // BATCH):
        which = 2 * n * BATCH // OPS
        batches.append((which, [phones[which].seal(named("世帯A"), size=BODY) for _ in range(BATCH)]))
    warm = await raw_and_door(cluster, phones, batches)
    await db.stop_pool()
    return warm


async def raw_and_door(cluster: EmbeddedPostgres, phones: list, batches: list) -> bool:
    raw_write, raw_read = await raw(cluster.url, batches)
    pushed, used = await push_all(phones, batches)
    pulled, count = await pull_all(phones[2])
    assert count == OPS, count
    ok = report("push", OPS / pushed, OPS / raw_write, PUSH_BUDGET)
    REPORT.add(Figure("push: CPU of the web process, an op", used / OPS * 1e6, "µs", CPU_BUDGET_US))
    return report("pull", OPS / pulled, OPS / raw_read, PULL_BUDGET) and ok


def report(name: str, rate: float, bare: float, budget: int) -> bool:
    print(f"{name}: {rate:,.0f} ops/s; raw {bare:,.0f}; ratio {rate / bare:.2f}")
    figures = (
        Figure(f"{name}: {OPS:,} ops", OPS / rate * 1000, "ms", OPS / budget * 1000),
        Figure(f"{name}: times what the raw database takes", bare / rate, "", 1 / RATIO_BUDGET),
    )
    for figure in figures:
        REPORT.add(figure)
    return all(figure.met for figure in figures)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="kasane-bench-") as home:
        Path(home).chmod(0o755)
        cluster = EmbeddedPostgres(Path(home), durable=True)
        cluster.start()
        try:
            met = asyncio.run(run(cluster))
            REPORT.write(OUT, ops=OPS, batch=BATCH)
            return 0 if met and REPORT.good else 1
        finally:
            cluster.stop()


if __name__ == "__main__":
    sys.exit(main())
