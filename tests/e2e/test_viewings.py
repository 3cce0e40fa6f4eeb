"""R-13: who opened a home can be told to the person who asks, and what no work explains is looked into."""

from server.demo.course import household_id
from tests.e2e.paper import printed
from tests.e2e.people import Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World

HOME = str(household_id("h03"))
TOLD = "select at from viewing where device = $1 and bucket = $2"


async def test_what_sato_read_without_a_signal_can_be_told_and_nishimura_looks_into_the_month(
    world: World, cast: Cast
) -> None:
    # Her own device would have told of the home in an earlier story.
    sato, tanaka, nishimura = await cast.phone("sato"), await cast.own_desk("tanaka"), await cast.own_desk("nishimura")
    for person in (sato, tanaka, nishimura):
        await person.enrol()
    await sato.offline()
    await sato.go(f"/households/{HOME}")
    await sato.see("西野さん宅")
    await sato.page.wait_for_timeout(300)
    await sato.kill()
    await sato.reopen()
    await sato.unlock()
    assert await world.sql(TOLD, sato.device, HOME) == []
    await sato.online()
    await sato.synced()
    await world.until(TOLD, sato.device, HOME, seconds=60)
    await _tells_who_read_it(tanaka)
    await _looks_into_the_month(world, nishimura)


async def _tells_who_read_it(tanaka: Person) -> None:
    await tanaka.go(f"/households/{HOME}")
    await tanaka.page.get_by_role("link", name=word("viewings.ofHousehold")).click()
    newest = tanaka.page.locator("main .rows li", has_text="佐藤 みさき").first
    await newest.wait_for()
    await tanaka.go("/viewings")
    await tanaka.page.locator("main .rows li", has_text="西野さん宅").first.wait_for(timeout=60_000)


async def _looks_into_the_month(world: World, nishimura: Person) -> None:
    """Ono's are there to be asked about; of her own Nishimura says nothing."""
    await nishimura.go("/viewings")
    asked = (
        nishimura.page.locator(".checks li", has_text="大野 節子さん")
        .filter(has_text=word("viewings.whys.unexplained"))
        .first
    )
    await asked.get_by_role("button", name=word("viewings.words.asked"), exact=True).click()
    await asked.get_by_text("西村 隆さん").wait_for()
    own = nishimura.page.locator(".checks li", has_text="西村 隆さん").filter(has_text=word("viewings.ownRow")).first
    assert await own.get_by_role("button").count() == 0
    [noted] = await world.sql("select purpose from audit_event where verb = 'viewings.say' order by n desc limit 1")
    assert noted["purpose"] == "asked"
    paper = await printed(nishimura)
    assert (paper.is_a4, paper.missing) == (True, [])
    assert word("viewings.words.asked") in paper.words
    for text in (word("viewings.own"), word("viewings.before"), word("viewings.words.grave")):
        assert text not in paper.words
