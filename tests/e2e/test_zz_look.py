from pathlib import Path
from tests.e2e.people import Cast
from tests.e2e.paper import printed
from tests.e2e.world import World
from tests.e2e.places import at, tap
from tests.e2e.report_places import REPORTS
OUT = Path("/tmp/look-reports2"); OUT.mkdir(exist_ok=True)

async def test_look(world: World, cast: Cast) -> None:
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol()
    for place in REPORTS:
        if place.name in ("reports-waiting",):
            await place.reach(tanaka)
            await tanaka.page.screenshot(path=OUT / f"{place.name}.png", full_page=True)
            (OUT / f"{place.name}.pdf").write_bytes(await tanaka.page.pdf(format="A4", prefer_css_page_size=True))
    await tanaka.go("/watch")
    await tanaka.page.locator("main table tbody tr a").first.wait_for()
    await tanaka.page.screenshot(path=OUT / "watch.png", full_page=True)
    (OUT / "watch.pdf").write_bytes(await tanaka.page.pdf(format="A4", prefer_css_page_size=True))
    paper = await printed(tanaka)
    print(paper.sheets); await tanaka.page.set_viewport_size({'width':1047,'height':800}); await tanaka.page.emulate_media(media='print'); await tanaka.page.screenshot(path=OUT / 'watch-print.png', full_page=True)
    assert paper.is_lying
