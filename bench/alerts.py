"""Accepted → push request written, at 20 and 100 alerts a second; CPU of a push beside pywebpush's own transport.

    python -m bench.alerts [--seconds 10]

Own database, own push service on loopback, two phones for each alert. Prints a table and ends with 1 over budget.
"""

import argparse
import asyncio
import resource
import statistics
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from uuid import UUID, uuid4

from pywebpush import webpush
from requests import Session

from server import db
from server.alerts.service import apply_effect
from server.clock import SystemClock
from server.db import write_transaction
from server.embedded import EmbeddedPostgres
from server.first_secrets import ensure_secrets
from server.push import subscriptions
from server.push.payload import Note
from server.push.sealed_endpoint import PushAddress
from server.push.sender import Sealing, Sender
from server.push.vapid import VapidSigner
from server.push.worker import Listener, Worker, own_pool
from server.sequence import advance
from tests.pushservices.receiver import ORIGIN, Phone

RATES = (20, 100)
BUDGET_P99_MS = 500
BUDGET_CPU_MS = 0.8
KEY, SECRET, OFFICE = bytes(32), bytes(32), "https://kasane.example.jp"
SATO, DEVICE, HOUSEHOLD = uuid4(), uuid4(), uuid4()
OFFICERS = [(uuid4(), uuid4(), role) for role in ("coordinator", "manager")]


class Sink(asyncio.Protocol):
    """Answers 201 to each POST and notes when its first byte came; cheaper than any HTTP server."""

    arrivals: ClassVar[list[float]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            size = int(head.split(b"content-length:")[1].split(b"\r\n")[0]) if b"content-length:" in head else 0
            if len(self.buffer) < end + 4 + size:
                return
            self.buffer = self.buffer[end + 4 + size :]
            Sink.arrivals.append(time.perf_counter())
            self.transport.write(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")  # type: ignore[attr-defined]


@dataclass
class Scene:
    sink: str
    signer: VapidSigner
    sender: Sender


async def furnish(now: datetime) -> None:
    """One ward: a worker who raises, a coordinator and a manager with a phone each."""
    async with write_transaction() as connection:
        await connection.execute(
            "insert into center (id, name, jis_code, sort_order) values ('26101', '北区', '26101', 1)"
            " on conflict do nothing"
        )
        people = [(SATO, DEVICE, "outreach_worker"), *OFFICERS]
        for staff, device, role in people:
            await connection.execute(
                "insert into staff (id, center, role, name, kana, organisation, active_from)"
                " values ($1, '26101', $2, '', '', '', $3)",
                staff, role, now.date() - timedelta(days=2),
            )  # fmt: skip
            await connection.execute(
                "insert into device (id, staff, state, label, kem_key, sign_key, upload_key, check_code, enrolled_at)"
                " values ($1, $2, 'active', '', $3, $3, $3, '000000', $4)",
                device, staff, bytes(65), now,
            )  # fmt: skip
        await connection.execute(
            "insert into bucket (id, kind, center, opened_seq, opened_by, opened_at)"
            " values ($1, 'household', '26101', 1, $2, $3)",
            HOUSEHOLD, DEVICE, now,
        )  # fmt: skip
        for staff, device, role in people:
            await connection.execute(
                "insert into scope_grant (staff, bucket, role, basis, granted_seq) values ($1, $2, 'center', 'x', 1)",
                staff, HOUSEHOLD,
            )  # fmt: skip
            if role != "outreach_worker":
                phone = Phone(role)
                address = PushAddress(phone.endpoint, phone.p256dh, phone.auth_text)
                owner = subscriptions.Owner(device, staff)
                await subscriptions.keep(connection, KEY, owner, address, kid="bench", now=now)


async def raise_one() -> float:
    """When the alert was committed."""
    now = datetime.now(UTC)
    effect = {"k": "alert.raise", "alert": str(uuid4()), "level": 1, "observed_at": now.isoformat()}
    async with write_transaction() as connection:
        turn = await advance(connection)
        await apply_effect(
            connection, device=DEVICE, staff=SATO, op_id=uuid4(), bucket=HOUSEHOLD, effect=effect, seq=turn.last,
            now=now,
        )  # fmt: skip
    return time.perf_counter()


async def at_rate(rate: int, seconds: int) -> list[float]:
    """Milliseconds from commit to the arrival of each push, matched in order."""
    Sink.arrivals.clear()
    began = time.perf_counter()

    async def later(n: int) -> float:
        await asyncio.sleep(max(0.0, began + n / rate - time.perf_counter()))
        return await raise_one()

    commits = sorted(await asyncio.gather(*(later(n) for n in range(rate * seconds))))
    deadline = time.perf_counter() + 30
    while len(Sink.arrivals) < 2 * len(commits) and time.perf_counter() < deadline:  # noqa: ASYNC110 - a plain sink
        await asyncio.sleep(0.02)
    if len(Sink.arrivals) != 2 * len(commits):
        raise SystemExit(f"{len(Sink.arrivals)} pushes for {len(commits)} alerts")
    return [(arrival - commits[n // 2]) * 1000 for n, arrival in enumerate(sorted(Sink.arrivals))]


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def cpu_of_ours(scene: Scene, phone: Phone, count: int) -> float:
    address = PushAddress(phone.endpoint, phone.p256dh, phone.auth_text)
    limit = asyncio.Semaphore(16)

    async def one() -> None:
        async with limit:
            note = Note(uuid4(), uuid4(), UUID(int=1), "alert")
            answer = await scene.sender.send(note, address, seconds_to_live=60, now=datetime.now(UTC))
            assert answer.status == 201

    before = cpu()
    await asyncio.gather(*(one() for _ in range(count)))
    return (cpu() - before) / count * 1000


def cpu_of_pywebpush(scene: Scene, phone: Phone, count: int) -> float:
    """The library's own transport at its best: one kept session."""
    info = {"endpoint": f"{scene.sink}/p/1", "keys": {"p256dh": phone.p256dh, "auth": phone.auth_text}}
    with Session() as session:
        before = cpu()
        for _ in range(count):
            webpush(
                info, " " * 1024, vapid_private_key=scene.signer._vapid, vapid_claims={"sub": "mailto:a@example.jp"},
                ttl=60, timeout=5, requests_session=session,
            )  # fmt: skip
        return (cpu() - before) / count * 1000


@asynccontextmanager
async def at_work(scene: Scene, workers: int):
    pool = await own_pool()
    made = [Worker(scene.sender, KEY, SystemClock(), pool.acquire) for _ in range(workers)]
    tasks = [asyncio.create_task(part) for one in made for part in (one.run(), Listener(one.wake).run())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(one.finish() for one in made))
        await pool.close()


async def measure(database_url: str, folder: Path, seconds: int) -> bool:
    db.use(database_url)
    await db.migrate()
    await db.start_pool()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    sink = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    signer = VapidSigner.from_file(ensure_secrets(folder) / "vapid.pem", "mailto:kasane@example.jp")
    good = True
    async with Sender(Sealing(signer, SECRET, OFFICE, {ORIGIN: sink})) as sender:
        scene = Scene(sink, signer, sender)
        await furnish(datetime.now(UTC))
        async with at_work(scene, workers=1):
            await at_rate(20, 1)
            for rate in RATES:
                times = sorted(await at_rate(rate, seconds))
                p99 = times[int(len(times) * 0.99)]
                good &= p99 <= BUDGET_P99_MS
                print(
                    f"{rate:4d} alerts/s  {len(times)} pushes  accepted → request"
                    f"  p50 {statistics.median(times):.1f} ms  p99 {p99:.1f} ms  (budget p99 {BUDGET_P99_MS} ms)"
                )
        phone, count = Phone("bench"), 400
        ours = await cpu_of_ours(scene, phone, count)
        theirs = await asyncio.to_thread(cpu_of_pywebpush, scene, phone, count)
        good &= ours <= BUDGET_CPU_MS
        print(
            f"CPU per push (sink included in both)  ours {ours:.2f} ms  pywebpush {theirs:.2f} ms"
            f"  ratio {ours / theirs:.2f}  (budget {BUDGET_CPU_MS} ms)"
        )
    server.close()
    await db.stop_pool()
    return good


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=10)
    seconds = arguments.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        postgres = EmbeddedPostgres(folder / "pg")
        postgres.start()
        try:
            good = asyncio.run(measure(postgres.url, folder, seconds))
        finally:
            postgres.stop()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
