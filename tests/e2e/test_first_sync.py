"""A new phone shows what bears on today before the past has come, and goes on where the line broke."""

import json

import pytest
from playwright.async_api import Route, expect

from tests.e2e.looks import look
from tests.e2e.people import PHRASE, Cast, Person
from tests.e2e.places import at
from tests.e2e.words import word

PAGE, PAGES = 60, 8  # records of a page, and how many come before the line breaks
_LISTED = (
    "() => [...document.querySelectorAll('main a[href^=\"/households/\"]')].map((one) => one.getAttribute('href'))"
)


class Line:
    """Between a new phone and the office: waits for the keys, carries small pages, and breaks."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.carried, self.is_cut, self.asked = 0, False, []

    async def carry(self, route: Route) -> None:
        said = route.request.post_data_json or {}
        if "pull" not in said:
            await route.continue_()
            return
        await self.person.has_its_keys()
        self.is_cut |= self.carried == PAGES
        if self.is_cut:
            await route.abort()
            return
        self.carried += 1
        self.asked.append(said["pull"]["cursor"])
        await route.continue_(post_data=json.dumps({**said, "pull": {**said["pull"], "limit": PAGE}}))


@pytest.mark.shows("FIRST-2")
async def test_a_new_phone_shows_today_first_and_goes_on_where_the_line_broke(cast: Cast) -> None:
    sato = await cast.phone("sato")
    line = Line(sato)
    await sato.context.route("**/sync/v1/sync", line.carry)
    await _enrols(sato)
    await sato.see(word("today.firstStopped"), seconds=60)
    assert line.is_cut

    # What is shown is whole and true, and what is not there is not said to be nothing.
    await sato.sees_not(word("today.none"))
    await at("/households")(sato)
    early = set(await sato.page.evaluate(_LISTED))
    pressing = await _pressing(sato)
    # Where the vault has not answered to the newest record bears on today too, which is not known here: so by shares.
    others = await _hers(sato) - pressing
    share = [len(early & some) / len(some) for some in (pressing, others)]
    assert share[0] == 1 or share[0] > 2 * share[1], f"what bears on today comes before everything else: {share}"
    wrong = await look(sato, "households-first")
    await at("/", ".banner")(sato)
    wrong += await look(sato, "today-first")
    waiting = await _not_there(sato, early)
    await at(f"/households/{waiting}", ".banner")(sato)
    await sato.see(word("ja.coming"))
    wrong += await look(sato, "household-coming")

    # Locked and killed in the middle: it goes on from the page that was kept.
    await sato.kill()
    await sato.reopen()
    await sato.unlock()
    await sato.context.route("**/sync/v1/sync", line.carry)
    await at("/households")(sato)
    await expect(sato.page.locator(f'main a[href="{min(early)}"]').first).to_be_visible()
    assert len(set(line.asked)) == PAGES, "no page was asked for twice"
    await sato.context.unroute_all(behavior="wait")  # one that is being cut is cut to its end
    await sato.page.evaluate("dispatchEvent(new Event('online'))")
    await sato.synced(120)
    await sato.go("/")
    await sato.sees_not(word("today.first"))
    await sato.go(f"/households/{waiting}")
    await sato.page.get_by_role("link", name=word("households.page.absent"), exact=True).wait_for()
    assert wrong == []


async def _enrols(sato: Person) -> None:
    await sato.page.goto(await sato.world.link("sato"))
    await sato.page.get_by_label(word("unlock.label")).fill("北区 1号機")
    await sato.button(word("unlock.next")).click()
    await sato.page.locator("#phrase").fill(PHRASE)
    await sato.page.locator("#phrase-again").fill(PHRASE)
    async with sato.page.expect_response("**/devices/v1/enrol", timeout=60_000) as enrolled:
        await sato.button(word("unlock.phraseDo")).click()
    sato.device = (await (await enrolled.value).json())["device"]


async def _pressing(sato: Person) -> set[str]:
    """Where an alert is open, or something falls due by the end of tomorrow."""
    rows = await sato.world.sql(
        "select bucket from scope_grant join bucket b on b.id = bucket and b.kind = 'household' where ends_at is null and staff = (select staff from device where id = $1)"
        " and (bucket in (select bucket from alert where state in ('open', 'acked'))"
        " or bucket in (select bucket from timer where state <> 'gone'"
        " and due < date_trunc('day', now() at time zone 'Asia/Tokyo') at time zone 'Asia/Tokyo' + interval '2 days'))",
        sato.device,
    )
    return {f"/households/{row['bucket']}" for row in rows}


async def _not_there(sato: Person, listed: set[str]) -> str:
    """A household of hers that has not come yet."""
    return min(await _hers(sato) - listed).rsplit("/", 1)[1]


async def _hers(sato: Person) -> set[str]:
    rows = await sato.world.sql(
        "select b.id from scope_grant g join bucket b on b.id = g.bucket"
        " where b.kind = 'household' and g.ends_at is null and g.staff = (select staff from device where id = $1)",
        sato.device,
    )
    return {f"/households/{row['id']}" for row in rows}
