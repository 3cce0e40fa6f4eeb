"""The app's own sync engine against the real server over a line that does everything wrong, once each: nothing is lost, nothing happens twice."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.envelope.encoding import from_b64u
from tests.door.test_real_socket import port
from tests.faults import line
from tests.faults.line import Fault, Line, says
from tests.figures import count
from tests.house.tree import ROOT
from tests.make import SATO, settle

__all__ = ["port"]

_LOAD = """import { createServer } from 'vite';
const vite = await createServer({ configFile: false, appType: 'custom', logLevel: 'error', optimizeDeps: { noDiscovery: true }, server: { middlewareMode: true, hmr: false, ws: false } });
await (await vite.ssrLoadModule('/src/sync/testing/wire-phone.ts')).main(process.argv[1]);
await vite.close();"""
_PROBLEM = "application/problem+json"
_LATER = json.dumps({"code": "too_many_tries"}).encode()
_LARGE = json.dumps({"code": "too_large"}).encode()
# fault → what the phone says of that round (None: it went through), and how long it was asked to wait
LINES: dict[str, tuple[Fault, str | None, int | None]] = {
    "cut before the request": (line.cut_before, "offline", None),
    "cut in the middle of the request": (line.cut_in_the_request, "offline", None),
    "cut after the commit": (line.cut_after_the_commit, "offline", None),
    "cut in the middle of the answer": (line.cut_in_the_answer, "portal", None),
    "the request arrives twice": (line.doubled, None, None),
    "an earlier request comes again": (line.overtaken, None, None),
    "the answer comes late": (line.delayed, None, None),
    "an older answer comes instead": (line.answered_from_a_cache, "portal", None),
    "a login page with 200": (says("200 OK"), "portal", None),
    "a login page that calls itself JSON": (says("200 OK", "application/json"), "portal", None),
    "JSON of somebody else": (says("200 OK", "application/json", b'{"ok":true}'), "portal", None),
    "JSON null": (says("200 OK", "application/json", b"null"), "portal", None),
    "a bare yes": (says("204 No Content", "text/plain", b""), "portal", None),
    "a detour to a login page": (says("302 Found", "text/html", b"", "Location: /healthz"), "portal", None),
    "a proxy that finds it too large": (says("413 Payload Too Large"), "portal", None),
    "too large, once": (says("413 Payload Too Large", _PROBLEM, _LARGE), None, None),
    "too many tries": (says("429 Too Many Requests", _PROBLEM, _LATER, "Retry-After: 7"), "busy", 7_000),
    "a bad gateway": (says("502 Bad Gateway"), "server", None),
    "busy": (says("503 Service Unavailable", _PROBLEM, b'{"code":"busy"}', "Retry-After: 3"), "busy", 3_000),
    "a broken server": (says("500 Internal Server Error", _PROBLEM, b'{"code":"server_trouble"}'), "server", None),
}  # fmt: skip


class WirePhone:
    """The process of `wire-phone.ts`."""

    def __init__(self, process: asyncio.subprocess.Process, told: dict[str, Any]) -> None:
        self.process, self.told = process, told

    async def does(self, what: str, **more: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, **more}).encode() + b"\n")
        answer = await heard(self.process)
        assert "crash" not in answer, answer
        return answer


async def heard(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    async with asyncio.timeout(90):
        said = await process.stdout.readline()
    assert said, "the phone died"
    return json.loads(said)


@pytest.fixture
async def bad_line(port: int) -> AsyncIterator[Line]:
    async with Line(port) as between:
        yield between


@pytest.fixture
async def phone(bad_line: Line, owner: asyncpg.Connection) -> AsyncIterator[WirePhone]:
    env = os.environ | {"PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}"}
    process = await asyncio.create_subprocess_exec(
        "node", "--input-type=module", "-e", _LOAD, f"http://127.0.0.1:{bad_line.port}", cwd=ROOT / "pwa", env=env,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        made = WirePhone(process, await heard(process))
        await _hand_out(owner, made.told)
        yield made
    finally:
        # `node` may be a small starter of the real one: both go, or the pipe between us never ends.
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def all_there_once(owner: asyncpg.Connection, written: list[str]) -> None:
    """In the order they were written, each once."""
    rows = await owner.fetch("select op_id, dseq from op order by seq")
    stored = [str(row["op_id"]) for row in rows]
    count("records", "acknowledged", len(written))
    count("records", "lost", len(set(written) - set(stored)))
    count("records", "there twice", len(stored) - len(set(stored)))
    assert stored == written
    assert [row["dseq"] for row in rows] == list(range(1, len(written) + 1))


async def _hand_out(owner: asyncpg.Connection, told: dict[str, Any]) -> None:
    """The keys were made on the phone, as they are in the field; the enrolment walk has its own tests."""
    await settle(owner)
    keys = [from_b64u(told[name], 65) for name in ("kem_key", "sign_key", "upload_key")]
    await owner.execute(
        "insert into device (id, staff, state, label, kem_key, sign_key, upload_key, check_code, enrolled_at)"
        " values ($1, $2, 'active', 'Pixel 8a', $3, $4, $5, '000000', now())", UUID(told["device"]), SATO.id, *keys,
    )  # fmt: skip


@pytest.mark.shows("F-03", "F-05", "F-07", "QUEUE-4", "IDEM-2", "BATCH-2", "I1", "I2", "I6")
async def test_whatever_the_line_does_every_record_arrives_once_and_in_order(
    bad_line: Line, phone: WirePhone, owner: asyncpg.Connection
) -> None:
    written = [(await phone.does("note"))["id"]]
    assert (await phone.does("round"))["outbox"] == []
    alerts = []
    for case, (fault, trouble, wait) in LINES.items():
        alerts.append(str(uuid4()))
        new = [(await phone.does("note", alert=alerts[-1]))["id"], (await phone.does("note"))["id"]]
        written += new
        bad_line.faults, bad_line.befallen = [fault], 0
        told = await phone.does("round")
        count("faults", "injected on the line", bad_line.befallen)
        assert bad_line.befallen == 1, case
        assert told.get("trouble") == trouble, (case, told)
        assert told.get("retry_after_ms") == wait, case
        assert told["outbox"] == ([] if trouble is None else new), f"{case}: nothing leaves the list but by a receipt"
        stuck = (await phone.does("round"))["outbox"]
        count("records", "outboxes stuck", bool(stuck))
        assert stuck == [], case
    await all_there_once(owner, written)
    raised = await owner.fetch("select alert, count(*) as times from alert_event where kind = 'raised' group by alert")
    times = {str(row["alert"]): row["times"] for row in raised}
    count("alerts", "raised", len(alerts))
    count("alerts", "raised twice or not at all", sum(times.get(alert) != 1 for alert in alerts))
    assert times == dict.fromkeys(alerts, 1)
    assert (
        await owner.fetchval("select count(*) from held_op")
        == await owner.fetchval("select count(*) from dead_letter")
        == 0
    )
