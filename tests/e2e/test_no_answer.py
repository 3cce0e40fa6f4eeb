"""S4: nobody answers and the meter stands still; the police first, then somebody who takes it, then a voice."""

import json

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World
from tests.pushservices.receiver import Receiver

HOME = str(household_id("s4_meter"))
HERE, SERVER, REACHED, TAKEN = (word(f"emergency.steps.{step}") for step in ("here", "server", "reached", "taken"))
_SUBSCRIBE = """async (given) => (await fetch('/push/v1/subscription',
  {method: 'PUT', headers: {'content-type': 'application/json'}, body: JSON.stringify(given)})).status"""


async def test_no_answer_and_a_still_meter_is_taken_on_and_ends_with_a_voice(
    world: World, cast: Cast, push_ports: dict[str, int]
) -> None:
    sato, tanaka = await cast.phone("sato"), await cast.desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    async with Receiver(push_ports["receiver"]) as service:
        await _can_be_reached(tanaka, service)
        before = await _clock(sato)
        await _nobody_answers(sato)
        assert await _told(sato) == {HERE: "done", SERVER: "done", REACHED: "now", TAKEN: "later"}

        await _arrives(tanaka, service)
        await _waits_for(sato, REACHED)
        assert await _told(sato) == {HERE: "done", SERVER: "done", REACHED: "done", TAKEN: "now"}

        await _takes_it(tanaka)
        await _waits_for(sato, TAKEN)
        assert await _told(sato) == dict.fromkeys((HERE, SERVER, REACHED, TAKEN), "done")
        await sato.see("田中 恵さんが")

        await _ends_it(tanaka, "病院に照会し、入院中と確認した。")
    # The chip may still say 送信済み of before: the office is asked until the closing has come.
    await world.until("select 1 from alert where raised_device = $1 and state = 'closed'", sato.device)
    rows = await world.sql("select state, outcome from alert where raised_device = $1", sato.device)
    assert rows == [{"state": "closed", "outcome": "resolved"}], "phone and vault reached one alert between them"

    await _hears(sato, "inquiry", "proxy_info", "D_indirect", "市立病院の相談室から。3日前から入院中とのこと。")
    assert await _clock(sato) == before, "what a hospital says is not the person"
    await _hears(sato, "phone", "phone_reached", "B_voice", "病棟の電話で本人と話す。")
    after = await _clock(sato)
    assert after != before
    assert word("visits.form.safety.B_voice") in after


async def _can_be_reached(tanaka: Person, service: Receiver) -> None:
    phone = service.phone("tanaka")
    given = {"endpoint": phone.endpoint, "p256dh": phone.p256dh, "auth": phone.auth_text}
    assert await tanaka.page.evaluate(_SUBSCRIBE, given) == 200


async def _clock(person: Person) -> str:
    """When somebody was last met or heard, as the household's page has it."""
    await person.go("/")
    await person.go(f"/households/{HOME}")
    await person.page.locator("section[aria-labelledby=people] .person").first.wait_for()
    line = person.page.get_by_text(word("households.page.lastDirect")).first
    return await line.inner_text()


async def _nobody_answers(sato: Person) -> None:
    await forms.begin_visit(sato, HOME, "no_answer_present")
    await forms.sign(sato, "OUT09", "outside")
    sheet = sato.page.get_by_role("dialog")
    calls = sheet.locator("a[href^='tel:']")
    await calls.first.wait_for()
    assert await calls.first.get_attribute("href") == "tel:110"
    assert await calls.first.get_attribute("data-kind") == "first"
    await sheet.get_by_role("button", name=word("emergency.tell")).click()
    await sato.see(word("visits.after.alert"))
    await sato.synced()
    await _waits_for(sato, SERVER)


async def _told(sato: Person) -> dict[str, str]:
    return await forms.steps(sato)


async def _waits_for(sato: Person, step: str) -> None:
    entry = sato.page.locator("[aria-live=polite] .entry[data-state=done]", has_text=step)
    await entry.wait_for(timeout=40_000)


async def _arrives(tanaka: Person, service: Receiver) -> None:
    """The push service delivers, and the phone's worker says so with the token of the push."""
    await tanaka.until(lambda: any(purpose == "alert" for _, purpose in service.texts()), 40)
    said = next(service.content(one) for one in service.arrived if service.content(one)["kasane"]["p"] == "alert")
    assert "野々村" not in json.dumps(said, ensure_ascii=False)
    answer = await tanaka.page.request.post(
        f"{tanaka.world.origin}/alerts/v1/receipts",
        data={"token": said["kasane"]["r"], "kind": "received"}, headers={"origin": tanaka.world.origin},
    )  # fmt: skip
    assert answer.status == 204
    path = said["notification"]["navigate"].removeprefix(tanaka.world.origin)
    await tanaka.go(path)
    await tanaka.see(word("alerts.why"))


async def _takes_it(tanaka: Person) -> None:
    await tanaka.tap(word("alerts.take"))
    await tanaka.see(word("alerts.yours"))


async def _ends_it(tanaka: Person, how: str) -> None:
    await tanaka.tap(word("alerts.close"))
    await forms.pick(tanaka, "outcome-resolved")
    await tanaka.page.locator("#close-note").fill(how)
    await tanaka.page.get_by_role("dialog").get_by_role("button", name=word("alerts.closeDo"), exact=True).click()
    await tanaka.see(how)
    await tanaka.synced()


async def _hears(sato: Person, method: str, result: str, level: str, facts: str) -> None:
    await sato.go(f"/households/{HOME}")
    await sato.page.get_by_role("link", name=word("households.page.record"), exact=True).wait_for()
    await sato.go(f"/households/{HOME}/visit")
    await forms.by(sato, method, result)
    await forms.confirm(sato, level)
    await sato.page.locator("#facts").fill(facts)
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.form.saved")
