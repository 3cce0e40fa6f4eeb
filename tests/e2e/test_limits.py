"""A newer app over unsent work, a page on paper, and a screen with only two colours."""

import pytest
from playwright.async_api import Route

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import Cast
from tests.e2e.test_phone_storage import WORDS, _count, _until, _writes
from tests.e2e.words import word
from tests.e2e.world import World

HOME, NEXT = str(household_id("s4_meter")), str(household_id("h02"))
_LOOK_FOR_NEWER = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"
# As the app does: asked again until it takes over.
_TAKE_OVER = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const ask = () => registration.waiting?.postMessage({ type: 'skip-waiting' });
  ask();
  setInterval(ask, 10_000);
}"""
_INVISIBLE = """() => [...document.querySelectorAll('button, a, input, textarea, label, h1, h2, p')].filter((one) => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return box.width > 0 && box.height > 0 && one.textContent.trim() && style.color === style.backgroundColor;
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.shows("F-17", "DRAFT-6", "SW-4")
async def test_a_newer_app_waits_for_the_draft_and_what_is_unsent_stays_unsent(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato", whole=True)
    await sato.enrol()
    await sato.context.route("**/sync/v1/**", _no_answer)
    await forms.absent(sato, HOME)
    await forms.absent(sato, NEXT)
    await _writes(sato)
    await _until(sato, "drafts", 1)
    unsent = await _count(sato, "outbox")
    assert unsent >= 2
    _ship_a_newer_app(world)
    await sato.page.evaluate(_LOOK_FOR_NEWER)
    await sato.see(word("sync.waiting"))
    await sato.see(word("sync.afterDrafts"))
    await sato.sees_not(word("sync.apply"))
    assert await sato.page.locator("textarea").first.input_value() == WORDS, "the form is as it was"
    assert await _count(sato, "outbox") == unsent
    # Another tab, or a restart of the browser, brings it all the same.
    await sato.page.locator("textarea").first.press_sequentially("、と")
    # The old worker first ends what it does, and one call of it may take a minute.
    async with sato.page.expect_navigation(timeout=150_000):
        await sato.page.evaluate(_TAKE_OVER)
    await sato.unlock()
    await sato.go("/")
    await sato.see(word("today.drafts"))
    assert await _count(sato, "outbox") == unsent
    await sato.go(f"/households/{HOME}/visit")
    await sato.page.locator("textarea").first.wait_for(state="attached")
    await sato.page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert await sato.page.locator("textarea").first.input_value() == WORDS + "、と", "to the last letter"
    await sato.context.unroute("**/sync/v1/**")
    await sato.page.reload()
    await sato.unlock()
    await sato.synced()
    rows = await world.sql("select dseq from op where device = $1 order by dseq", sato.device)
    assert [row["dseq"] for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) >= unsent


async def test_in_two_colours_and_on_paper_everything_stands_out(cast: Cast) -> None:
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol()
    for path in ("/", f"/households/{HOME}", f"/households/{HOME}/visit", "/alerts", "/more"):
        await tanaka.go(path)
        await tanaka.page.wait_for_timeout(400)
        await tanaka.page.emulate_media(forced_colors="active")
        assert await tanaka.page.evaluate(_INVISIBLE) == [], path
        await tanaka.page.emulate_media(forced_colors="none", media="print")
        assert await tanaka.page.evaluate(_INVISIBLE) == [], f"{path} on paper"
        await tanaka.page.screenshot(path=f"tests/out/e2e/print{path.replace('/', '-')[:20]}.png", full_page=True)
        await tanaka.page.emulate_media(media="screen")


def _ship_a_newer_app(world: World) -> None:
    """As a new release does: another worker, and the web tier started anew."""
    worker = world.home / "dist" / "sw.js"
    worker.write_text(worker.read_text(encoding="utf-8") + "\n// a newer release\n", encoding="utf-8")
    world.visited = None
    world.restart("web")


async def _no_answer(route: Route) -> None:
    await route.abort()
