"""Sato's own browser over a line that does everything wrong: every record arrives once, and she is told why one waits."""

import re
from collections.abc import AsyncIterator

import pytest

from server.demo.course import household_id
from tests.e2e.people import Cast, Person
from tests.e2e.test_phone_storage import _OPEN, _count
from tests.e2e.words import word
from tests.e2e.world import World
from tests.faults import line as broken
from tests.faults.line import Fault, Line
from tests.faults.test_bad_lines import LINES
from tests.figures import count

HOME = str(household_id("h09"))
_UNSENT = re.compile(r"未送信 1$", re.MULTILINE)
SENDING, READING = "/sync/v1/push", "/sync/v1/sync"
# What the phone's chip shows while it waits, by what the app calls the trouble.
CHIP = {"offline": "offline", "portal": "stuck", "server": "unsent", "busy": "unsent"}
_IDS = """async (home) => {%s const all = await get(db.transaction('ops').objectStore('ops').getAll()); db.close();
  return all.filter((one) => one.bucket === home).map((one) => one.id); }"""
WHILE_READING: dict[str, Fault] = {
    "cut before the request": broken.cut_before,
    "cut after the answer was ready": broken.cut_after_the_commit,
    "cut in the middle of the answer": broken.cut_in_the_answer,
    "an older answer comes instead": broken.answered_from_a_cache,
    "the request arrives twice": broken.doubled,
    "a login page": broken.says("200 OK"),
}


@pytest.fixture
async def line(world: World) -> AsyncIterator[Line]:
    async with Line(world.port) as between:
        yield between


@pytest.mark.shows("F-03", "F-05", "F-07", "QUEUE-2", "QUEUE-4", "IDEM-2", "BATCH-2", "I1", "I2", "I6")
async def test_whatever_the_line_does_to_satos_browser_every_record_arrives_once(
    world: World, cast: Cast, line: Line
) -> None:
    sato = await _on(line, cast, "sato")
    await sato.enrol()
    expected = [f"戸口{n}" for n in range(len(LINES) + 1)]
    await _writes(sato, expected[0])
    await sato.synced()
    for place, (case, (fault, trouble, _)) in zip(expected[1:], LINES.items(), strict=True):
        line.on, line.befallen = SENDING, 0
        # For as long as somebody looks; what passes in the end befalls once.
        line.faults = [fault] * (1 if trouble is None else 500)
        await _writes(sato, place)
        if trouble is not None:
            chip = sato.page.locator(f"a.sync[data-state={CHIP[trouble]}]")
            await chip.first.wait_for(timeout=20_000)
            assert await _count(sato, "outbox") == 1, f"{case}: nothing leaves the list but by a receipt"
            assert _UNSENT.search(await chip.first.inner_text()), case
        await sato.until(lambda: line.befallen > 0)
        count("faults", "injected on the line", line.befallen)
        line.faults = []
        await sato.page.evaluate("dispatchEvent(new Event('online'))")
        await sato.synced()
        count("records", "outboxes stuck", await _count(sato, "outbox"))
        assert await _count(sato, "outbox") == 0, case
    await _all_there_once(world, sato, len(expected))


@pytest.mark.shows("F-03", "F-07", "CURS-4", "I3", "I5")
async def test_whatever_the_line_does_while_she_reads_tanakas_words_come_once(
    world: World, cast: Cast, line: Line
) -> None:
    sato, tanaka = await _on(line, cast, "sato"), await cast.own_desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    await sato.go(f"/households/{HOME}")
    for n, (case, fault) in enumerate(WHILE_READING.items()):
        before, place = await _stored(world, sato), f"裏木戸{n}"
        line.on, line.befallen, line.faults = READING, 0, [fault] * 3
        await _writes(tanaka, place)
        await tanaka.synced()
        await sato.page.evaluate("dispatchEvent(new Event('online'))")
        await sato.until(lambda: line.befallen > 0)
        if "twice" not in case:
            await sato.sees_not(place)
        count("faults", "injected on the line", line.befallen)
        line.faults = []
        await sato.page.evaluate("dispatchEvent(new Event('online'))")
        await sato.see(place, 60)
        assert await _stored(world, sato) == before + 1, case


async def _on(line: Line, cast: Cast, who: str) -> Person:
    """A phone whose every connection to the office goes through this line; its address stays what it is."""
    return await cast.phone(who, f"--host-resolver-rules=MAP localhost:{line.server} 127.0.0.1:{line.port}")


async def _writes(person: Person, place: str) -> None:
    """The hint where the door is, put right; the sheet closes when it is durable."""
    await person.go(f"/households/{HOME}?sheet=fields")
    await person.page.get_by_role("dialog").wait_for()
    await person.page.locator("#edit-hint").fill(place)
    await person.button(word("households.fields.save")).click()
    await person.page.get_by_role("dialog").wait_for(state="detached")


async def _stored(world: World, person: Person) -> int:
    """Records of this household on the phone; never more or others than the office has."""
    rows = await world.sql("select op_id::text as id from op where bucket = $1", HOME)
    here = await person.page.evaluate(_IDS % _OPEN, HOME)
    assert len(here) == len(set(here))
    assert set(here) <= {row["id"] for row in rows}
    return len(here)


async def _all_there_once(world: World, sato: Person, expected: int) -> None:
    rows = await world.sql("select op_id, dseq from op where device = $1 order by seq", sato.device)
    count("records", "acknowledged", expected)
    count("records", "lost", expected - len({row["op_id"] for row in rows}))
    count("records", "there twice", len(rows) - len({row["op_id"] for row in rows}))
    assert [row["dseq"] for row in rows] == list(range(1, expected + 1)), "in order, each once, without a hole"
    aside = "select 1 from held_op where device = $1 union all select 1 from dead_letter where device = $1"
    assert await world.sql(aside, sato.device) == []
