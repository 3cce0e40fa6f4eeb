"""April: Tanaka hands many households over from a spreadsheet; nobody is without a lead until each has been taken on."""

import asyncio
import csv
import io
from pathlib import Path

from playwright.async_api import Download

from server.demo.course import household_id
from tests.e2e.desk_places import GIVEN, choose, pick
from tests.e2e.looks import look
from tests.e2e.people import PHRASE, Cast, Person
from tests.e2e.places import tap
from tests.e2e.words import word
from tests.e2e.world import World

TO_INOUE = [str(household_id(key)) for key in ("h04", "h06")]
TO_THE_SOUTH, UNKNOWN = str(household_id("h11")), str(household_id("h16"))
SOUTH = "26107"


async def test_the_list_of_april_is_looked_at_asked_and_taken_on(world: World, cast: Cast) -> None:
    tanaka, inoue, ogawa = await cast.own_desk("tanaka"), await cast.own_phone("inoue"), await cast.desk("ogawa")
    kimura = await cast.own_phone("kimura")
    for person in (tanaka, inoue, ogawa, kimura):
        await person.enrol()
    (south,) = await world.sql("select name from center where id = $1", SOUTH)
    leads = await _leads(world)
    rows = await _exports(tanaka)
    wrong = await _exports_for_an_older_system(tanaka, rows)
    _fill(rows, str(south["name"]))
    await _reads_in(tanaka, rows)
    assert await world.sql("select 1 from transfer where state = 'asked'") == [], "a dry run writes nothing"
    await _asks(tanaka)
    assert await _leads(world) == leads, "until it is accepted everybody stays"
    await _takes_all(inoue)
    wrong += await _looks_at_the_answer(ogawa)
    await _kimura_leads(ogawa)
    assert (await _leads(world))[TO_THE_SOUTH] == {world.staff("kimura")}
    for bucket in TO_INOUE:
        assert (await _leads(world))[bucket] == {world.staff("inoue")}
    await _reads(kimura, TO_THE_SOUTH)
    await _reads(inoue, TO_INOUE[0])
    await _the_record_names_inoue(tanaka, inoue)
    await tanaka.go("/")
    await tanaka.go(f"/households/{TO_THE_SOUTH}")
    await tanaka.see(word("ja.notHere")[:12], 40)
    assert wrong == []


async def _leads(world: World) -> dict[str, set[str]]:
    rows = await world.sql("select bucket, staff from scope_grant where role = 'lead'")
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(str(row["bucket"]), set()).add(str(row["staff"]))
    return found


async def _exports(tanaka: Person) -> list[dict[str, str]]:
    """Names and addresses leave only after the factor was shown again."""
    await tanaka.go("/transfers/list")
    file = await _takes_out(tanaka, "transfers.export")
    [noted] = await tanaka.world.sql("select n, count from audit_event where verb = 'export' order by n desc limit 1")
    assert file.suggested_filename.endswith(f"-第{noted['n']}号.csv")
    text = await _text_of(file)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert noted["count"] == len(rows)
    assert {*TO_INOUE, TO_THE_SOUTH, UNKNOWN} <= {row["世帯コード"] for row in rows}
    assert all(row["世帯"] and row["新しい担当"] == "" for row in rows)
    return rows


async def _takes_out(tanaka: Person, button: str) -> Download:
    await tap(button)(tanaka)
    await tanaka.page.locator("#step-up-phrase").fill(PHRASE)
    async with tanaka.page.expect_download(timeout=60_000) as download:
        await tap("step-up.phrase")(tanaka)
    return await download.value


async def _exports_for_an_older_system(tanaka: Person, rows: list[dict[str, str]]) -> list[str]:
    """S15: its letters have no 𠮷. The name is written as registers do, the screen says so, and nothing else is changed."""
    file = await _takes_out(tanaka, "spreadsheet.sjis")
    assert file.suggested_filename.endswith("号_Shift_JIS.csv")
    text = (await asyncio.to_thread(Path(await file.path()).read_bytes)).decode("cp932")
    assert any(row["世帯"].startswith("𠮷田") for row in rows)
    near = [{column: cell.replace("𠮷", "吉") for column, cell in row.items()} for row in rows]
    assert list(csv.DictReader(io.StringIO(text))) == near
    await tanaka.see("𠮷 を 吉 に（1か所）")
    return await look(tanaka, "april-exchanged")


async def _text_of(download: Download) -> str:
    return (await asyncio.to_thread(Path(await download.path()).read_bytes)).decode("utf-8-sig")


def _fill(rows: list[dict[str, str]], south: str) -> None:
    wanted = dict.fromkeys(TO_INOUE, "井上拓也") | {TO_THE_SOUTH: south, UNKNOWN: "田村 一"}
    for row in rows:
        row["新しい担当"] = wanted.get(row["世帯コード"], "")


async def _reads_in(tanaka: Person, rows: list[dict[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    content = out.getvalue().encode("cp932", "replace")  # as Excel on a Japanese Windows keeps it
    await tanaka.page.set_input_files(
        "#april-file", files=[{"name": "世帯一覧.csv", "mimeType": "text/csv", "buffer": content}]
    )
    await tanaka.see(word("transfers.dryHow"))
    text = await tanaka.words()
    assert word("transfers.whys.unknown") in text
    assert "3件" in text


async def _asks(tanaka: Person) -> None:
    await tap("transfers.do")(tanaka)
    await tanaka.see(word("transfers.finishHow"), 60)
    async with tanaka.page.expect_download() as download:
        await tap("transfers.results")(tanaka)
    said = await _text_of(await download.value)
    assert said.count(word("transfers.asked")) == 3
    assert word("transfers.whys.unknown") in said
    await tap("transfers.finish")(tanaka)
    await tanaka.see(word("transfers.step1"))


async def _takes_all(inoue: Person) -> None:
    await inoue.go("/")
    await inoue.see(word("transfers.today.title"), 40)
    await inoue.page.get_by_role("button", name="2件すべて引き受ける").click()
    await inoue.world.until("select 1 from transfer where state = 'accepted' having count(*) = 2", seconds=30)


async def _looks_at_the_answer(ogawa: Person) -> list[str]:
    wrong: list[str] = []
    for place in GIVEN:
        await place.reach(ogawa)
        wrong += await look(ogawa, place.name, keep=place.keep)
    return wrong


async def _kimura_leads(ogawa: Person) -> None:
    await pick("what-yes")(ogawa)
    await choose("#answer-lead", "木村 亮（地域あんしん支援員）")(ogawa)
    await tap("transfers.sheet.send")(ogawa)
    await ogawa.see(word("transfers.accepted"))


async def _reads(person: Person, bucket: str) -> None:
    await person.go("/")
    await person.go(f"/households/{bucket}")
    await person.see(word("households.page.people"), 60)


async def _the_record_names_inoue(tanaka: Person, inoue: Person) -> None:
    """The blind server cannot write it: Tanaka's desk does, once it has heard of the answer."""
    await tanaka.go("/transfers")
    await inoue.go(f"/households/{TO_INOUE[0]}")
    await inoue.see("担当 井上 拓也", 60)
