"""S3: a whole day without signal, a phone that dies twice, and nothing is lost or told twice."""

import time
from datetime import timedelta

import pytest
from playwright.async_api import Route

from server.demo.course import household_id
from server.envelope import frame
from tests.e2e import forms
from tests.e2e.frames import records_of, taken_apart
from tests.e2e.people import Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World

BASEMENT, AWAY, HALF = (str(household_id(key)) for key in ("s3_basement", "s2_ozaki", "h08"))
FULL = [str(household_id(key)) for key in ("h00", "h05")]
HINT = "角のお地蔵さんの裏、黒い格子戸"
NOTE = "台所に空き缶が多い。冷蔵庫の中は牛乳だけで、"


@pytest.mark.shows("F-03", "F-11", "F-14", "DRAFT-1", "QUEUE-1", "SW-2", "I1", "I2", "I4")
async def test_a_day_in_the_basement_reaches_the_office_exactly_once(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    device = sato.device

    await _leave_for_the_day(sato)
    household = await _contacts(sato)
    await _half_a_note_survives_a_kill(sato)
    await _red_sign(sato)
    assert await world.sql("select 1 from op where device = $1", device) == [], (
        "nothing can have left a phone without signal"
    )

    answered = await _killed_in_mid_sync(sato)
    assert answered["ack"] > 0, "the office had stored the push whose answer was lost"
    await _home_again(sato)
    await _exactly_once(world, device, household)

    tanaka, kimura = await cast.own_desk("tanaka"), await cast.phone("kimura")
    await tanaka.enrol()
    await _the_desk_sees_it(tanaka)
    await _the_other_ward_sees_nothing(world, kimura, device)


async def _leave_for_the_day(sato: Person) -> None:
    await sato.offline()
    await sato.close()
    sato.behind = timedelta(hours=9)  # in the morning
    await sato.reopen()
    await sato.unlock()


async def _contacts(sato: Person) -> str:
    """Five of the six contacts; the new household's id."""
    assert await forms.absent(sato, AWAY) == 3, "不在 is three touches"
    for household in FULL:
        await forms.visit(
            sato,
            household,
            facts="玄関で話す。顔色はよい。",
            signs=[("OUT01", "outside", "no"), ("LIV01", "living", "no")],
        )
    await forms.street(sato, str(household_id("h02")), "2階の雨戸が昼も閉まっている")
    found = await forms.nameless_household(sato, HINT)
    await forms.street(sato, found, "夜だけ灯りがつくと見えた")
    return found


async def _half_a_note_survives_a_kill(sato: Person) -> None:
    await forms.begin_visit(sato, HALF, "met_person")
    field = sato.page.locator("#facts")
    await field.click()
    typed: list[float] = []
    for letter in NOTE:
        await field.press_sequentially(letter)
        typed.append(time.monotonic())
        await sato.page.wait_for_timeout(60)
    killed = time.monotonic()
    await sato.kill()

    await sato.reopen()
    await sato.unlock()
    await sato.page.locator(f"a[href*='/households/{HALF}/visit']").first.click()
    field = sato.page.locator("#facts")
    await field.wait_for()
    back = await field.input_value()
    older_than_a_second = sum(1 for moment in typed if moment < killed - 1)
    assert NOTE.startswith(back)
    assert len(back) >= older_than_a_second > 0, f"{back!r} came back"
    await sato.page.wait_for_function("document.activeElement.id === 'facts'")


async def _red_sign(sato: Person) -> None:
    """119 and 110 are there at the touch, with no signal; then the alert is on the phone, and says who knows: nobody."""
    await forms.begin_visit(sato, BASEMENT, "met_person")
    await forms.confirm(sato, "A_seen")
    await sato.page.locator("#facts").fill("口がかわき、水差しは空。立てない。")
    await forms.sign(sato, "BOD03", "body")
    sheet = sato.page.get_by_role("dialog")
    await sheet.get_by_text(word("emergency.first")).wait_for()
    calls = await sheet.locator("a[href^='tel:']").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    assert calls == ["tel:119", "tel:110"]
    await sheet.get_by_text(word("emergency.offline")).wait_for()
    await sheet.get_by_role("button", name=word("emergency.tell")).click()

    await sato.see(word("emergency.localBanner"))
    assert await forms.steps(sato) == {
        word("emergency.steps.here"): "done", word("emergency.steps.server"): "now",
        word("emergency.steps.reached"): "later", word("emergency.steps.taken"): "later",
    }  # fmt: skip


async def _killed_in_mid_sync(sato: Person) -> dict:
    """The office has committed, its answer is on the way, and the phone dies."""
    await sato.close()
    sato.behind = timedelta(0)  # at night
    await sato.boot()
    caught: list[dict] = []

    async def swallow(route: Route) -> None:
        if '"ops":[{' not in (route.request.post_data or ""):
            await route.continue_()
            return
        answer = await (await route.fetch()).json()
        caught.append(answer.get("push") or answer)
        await sato.kill()

    await sato.context.route("**/sync/v1/**", swallow)
    await sato.online()
    await sato.page.goto(sato.world.origin)
    await sato.until(lambda: bool(caught) and not sato.open_now)
    return caught[0]


async def _home_again(sato: Person) -> None:
    await sato.reopen()
    await sato.unlock()
    await sato.synced()
    await sato.go(f"/households/{HALF}/visit")
    await sato.page.locator("#facts").wait_for()
    assert NOTE.startswith(await sato.page.locator("#facts").input_value()), "what is not finished stays where it is"


async def _exactly_once(world: World, device: str, household: str) -> None:
    rows = await world.sql("select op_id, dseq, bucket, envelope from op where device = $1 order by dseq", device)
    assert [row["dseq"] for row in rows] == list(range(1, len(rows) + 1)), "the chain has no hole and no double"
    assert len({row["op_id"] for row in rows}) == len(rows)
    # absent, two visits, two looks from the street, the basement, its alert, and the new household's opening
    by_kind = [frame.parse(row["envelope"]).kind for row in rows]
    assert by_kind.count(4) == 1, "one alert"
    assert len({str(row["bucket"]) for row in rows}) == 6
    assert household in {str(row["bucket"]) for row in rows}
    assert (
        await world.sql(
            "select 1 from held_op where device = $1 union all select 1 from dead_letter where device = $1", device
        )
        == []
    )
    alerts = await world.sql("select level, observed_at, accepted_at from alert where raised_device = $1", device)
    assert [alert["level"] for alert in alerts] == [1]
    assert alerts[0]["accepted_at"] - alerts[0]["observed_at"] > timedelta(hours=8)


async def _the_desk_sees_it(tanaka: Person) -> None:
    await tanaka.go(f"/households/{FULL[0]}")
    await tanaka.see("玄関で話す。顔色はよい。")
    await tanaka.go(f"/households/{BASEMENT}")
    await tanaka.tap(word("households.page.alertOpen"), "link")
    await tanaka.see(word("alerts.why"))
    await tanaka.see("口がかわき、水差しは空。立てない。")
    await tanaka.see(word("alerts.delay").strip())


async def _the_other_ward_sees_nothing(world: World, kimura: Person, device: str) -> None:
    rows = await world.sql("select distinct bucket from op where device = $1", device)
    hidden = {str(row["bucket"]) for row in rows}
    answers: list[bytes] = []

    async def listen(response) -> None:
        if "/sync/v1/sync" in response.url and response.status == 200:
            answers.append(await response.body())

    kimura.page.on("response", listen)
    await kimura.enrol()
    buckets = {str(frame.parse(record).bucket) for answer in answers for record in records_of(answer)}
    assert buckets, "Kimura has households of her own"
    assert not buckets & hidden
    said = repr([taken_apart(answer)[0] for answer in answers])
    assert not [bucket for bucket in hidden if bucket in said], "neither scope, keys nor alerts name them"
    await kimura.go("/households")
    await kimura.page.get_by_label(word("households.list.search")).fill("沢田")
    await kimura.see(word("households.list.none"))
    await kimura.go(f"/households/{BASEMENT}")
    await kimura.see(word("ja.notHere"))
