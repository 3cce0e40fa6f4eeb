"""A line that carries one way only, an office that stands still or is overrun: no queue stays stuck, nothing is there twice."""

import asyncio
import os
import resource
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from server.envelope import signing
from tests.door.test_real_socket import port, posting
from tests.fakes import ManualClock
from tests.faults import line
from tests.faults.line import Line
from tests.faults.test_bad_lines import WirePhone, all_there_once, bad_line, phone
from tests.figures import count
from tests.make import TANAKA, DeviceRow, hand_out
from tests.sync.blind import BlindPhone

__all__ = ["bad_line", "phone", "port"]
SPARE = 40  # file handles that are still free
PATIENCE = 800  # milliseconds; the app itself waits half a minute


@pytest.mark.shows("F-06", "FIRST-2", "I1", "I2", "I3")
async def test_whichever_way_alone_the_line_carries_satos_notes_leave_and_tanakas_arrive_once(
    bad_line: Line, phone: WirePhone, owner: asyncpg.Connection, pool: str, clock: ManualClock
) -> None:
    written = [(await phone.does("note"))["id"]]
    assert (await phone.does("round"))["outbox"] == []
    for fault in (line.only_there, line.only_back, line.only_there):
        bad_line.faults = [fault, fault]
        waiting: list[str] = []
        for _ in range(2):
            waiting.append((await phone.does("note"))["id"])
            told = await phone.does("round", patience_ms=PATIENCE)
            assert (told["trouble"], told["outbox"]) == ("offline", waiting)
        written += waiting
        assert (await phone.does("round"))["outbox"] == []
    await all_there_once(owner, written)

    theirs = await _tanaka_writes(owner, clock)
    bad_line.on, bad_line.befallen = "/sync/v1/sync", 0
    cuts = [line.only_there, line.only_back, line.cut_before, line.cut_in_the_answer, line.cut_after_the_commit]
    for cut in cuts:
        bad_line.faults = [cut]
        told = await phone.does("round", patience_ms=PATIENCE)
        assert told["trouble"] in ("offline", "portal")
        assert sorted(told["here"]) == sorted(written), "a page that did not come whole is no page"
    count("faults", "injected on the line", 6 + bad_line.befallen)
    assert bad_line.befallen == len(cuts)
    for _ in range(2):
        assert sorted((await phone.does("round"))["here"]) == sorted(written + theirs)


async def _tanaka_writes(owner: asyncpg.Connection, clock: ManualClock) -> list[str]:
    tanaka = BlindPhone(TANAKA, clock)
    await hand_out(owner, DeviceRow(owner=TANAKA, label=tanaka.label, sign_key=signing.point_of(tanaka.key)))
    bucket = await owner.fetchval("select id from bucket where kind = 'household'")
    reply = await tanaka.push(*[tanaka.seal(UUID(str(bucket))) for _ in range(3)])
    assert [one.s for one in reply.results] == ["applied"] * 3
    return [str(one.id) for one in reply.results]


@pytest.mark.shows("F-02", "F-22", "I1", "I2")
async def test_an_office_that_stands_still_or_has_no_handle_left_and_goes_on_has_every_note_once(
    phone: WirePhone, port: int, owner: asyncpg.Connection
) -> None:
    written = [(await phone.does("note"))["id"]]
    assert (await phone.does("round"))["outbox"] == []
    for standing_still in (_suspended, _crowded):
        written.append((await phone.does("note"))["id"])
        async with standing_still(port):
            for _ in range(2):
                told = await phone.does("round", patience_ms=PATIENCE)
                assert (told["trouble"], told["outbox"]) == ("offline", written[-1:])
        assert (await phone.does("round"))["outbox"] == []
    await all_there_once(owner, written)


@asynccontextmanager
async def _suspended(port: int) -> AsyncIterator[None]:
    """The web tier at this port, with the workers it has started, takes no step."""
    stopped = _processes(port)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


@asynccontextmanager
async def _crowded(port: int) -> AsyncIterator[None]:
    """More callers who never finish their sentence than it may open files."""
    for pid in _processes(port):
        _leave_spare(pid)
    crowd = [await asyncio.open_connection("127.0.0.1", port) for _ in range(SPARE * 3)]
    try:
        for _, writer in crowd:
            writer.write(posting(port, "Content-Length: 50") + b"{")
            await writer.drain()
        yield
    finally:
        for _, writer in crowd:
            writer.close()


def _leave_spare(pid: int) -> None:
    most = len(list(Path(f"/proc/{pid}/fd").iterdir())) + SPARE
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, most))


def _processes(port: int) -> list[int]:
    parents: dict[int, int] = {}
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if str(port).encode() in words and any(word.endswith(b"granian") for word in words):
            found.append(int(entry.name))
    assert found, "no web tier at this port"
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid and child not in found]
    return found
