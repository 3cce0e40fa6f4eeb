"""A stairwell without signal: Sato takes photos, her phone dies, the way is cut, and each arrives once and nowhere openly."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from server.demo.course import household_id
from server.vault import picture
from tests.e2e import forms
from tests.e2e.leaks import Search
from tests.e2e.people import CAMERA, Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World
from tests.vault.pictures import MARK, noise, photo, saved

HOME = str(household_id("h00"))
FACTS = "階段の踊り場に段ボールが積まれ、扉が半分しか開かない。"
HEAD = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"  # of every JPEG a browser or Pillow writes
_WIDTHS = "(all) => all.map((one) => one.naturalWidth)"
_LIES = "(one) => { const m = new DOMMatrix(getComputedStyle(one).transform); return [m.e, m.f, m.a]; }"
_ASK = "async (path) => { const told = await fetch(path); return [told.status, (await told.json()).code]; }"


@pytest.mark.shows("F-14", "BATCH-3", "I8")
async def test_photos_of_a_dark_stairwell_arrive_once_and_are_readable_nowhere_else(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato", *CAMERA)
    await sato.enrol()
    await sato.offline()
    await _visit_with_photos(sato)
    await sato.kill()

    await sato.reopen()
    await sato.unlock()
    await _they_wait_on_the_phone(sato)
    assert await world.sql("select 1 from blob where device = $1", sato.device) == []
    cuts = await _the_way_is_cut(sato)
    await sato.online()
    atts = await _arrived_once(world, sato.device)
    assert cuts == ["unheard", "lost"], "both cuts were met on the way"

    mori, kimura = await cast.desk("mori"), await cast.own_phone("kimura")
    await mori.enrol()
    await _the_desk_sees_them(world, mori, sato.device)
    await kimura.enrol()
    for att in atts:
        for path in (f"/blobs/v1/{att}", f"/blobs/v1/{att}/0"):
            assert await kimura.page.evaluate(_ASK, path) == [404, "not_found"]

    for person in (sato, mori):
        await person.lock_up()
        await person.close()
    _nothing_lies_open(world, sato, mori)


async def _visit_with_photos(sato: Person) -> None:
    """One from the camera in the page, one out of the album with its place and maker in it."""
    await forms.begin_visit(sato, HOME, "met_person")
    await forms.confirm(sato, "A_seen")
    await sato.page.locator("#facts").fill(FACTS)
    await sato.page.locator("#take-photo").click()
    await _until(sato.page, "() => document.querySelector('video')?.videoWidth > 0")
    await sato.page.locator("#shutter").click()
    await sato.see(word("photos.camera.taken"))
    await sato.page.get_by_role("dialog").get_by_role("button", name=word("photos.camera.close"), exact=True).click()
    album = {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": photo(3_000, 2_000)}
    await sato.page.locator("#choose-photo").set_input_files(album)  # type: ignore[arg-type]
    for n in range(2):
        await sato.page.locator(f"#photo-{n}-place").select_option("corridor")
    await sato.page.locator("#photo-1-caption").fill("踊り場の段ボール")
    assert len(await _pictures(sato.page, ".taken img", 2)) == 2
    await sato.page.screenshot(path=Path("tests/out/e2e/photo-form.png"), full_page=True)
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.form.saved")


async def _pictures(page: Page, where: str, count: int) -> list[int]:
    """The widths of the pictures shown there, once they are."""
    await page.locator(where).nth(count - 1).wait_for(timeout=40_000)
    shown = "([where, n]) => [...document.querySelectorAll(where)].filter((one) => one.naturalWidth > 0).length >= n"
    await _until(page, shown, [where, count])
    return await page.locator(where).evaluate_all(_WIDTHS)


async def _until(page: Page, ready: str, given: Any = None) -> None:
    """Playwright's own waiting evaluates text, which the app's policy forbids."""
    async with asyncio.timeout(40):
        while not await page.evaluate(ready, given):
            await page.wait_for_timeout(100)


async def _they_wait_on_the_phone(sato: Person) -> None:
    await sato.go(f"/households/{HOME}")
    await sato.page.locator("#photos summary").click()
    assert len(await _pictures(sato.page, "#photos img", 2)) == 2
    await sato.see(word("photos.states.waiting"))
    await sato.see("廊下・階段（2枚）")
    await sato.page.screenshot(path=Path("tests/out/e2e/photo-household.png"), full_page=True)
    await _two_fingers_make_it_larger(sato)
    await sato.go("/unsent")
    await sato.see(word("photos.states.waiting"))
    await sato.page.screenshot(path=Path("tests/out/e2e/photo-unsent.png"), full_page=True)


async def _two_fingers_make_it_larger(sato: Person) -> None:
    """As the touch screen tells Chromium: two fingers go apart, what lay between them stays there; then together again."""
    page = sato.page
    await page.locator("#photos button").first.click()
    await page.locator("dialog[open] img").wait_for()
    box = await page.locator("dialog[open] .frame").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = await sato.context.new_cdp_session(page)
    for spread, scale in ((range(40, 121, 20), 3.0), (range(120, 39, -20), 1.0)):
        for n, apart in enumerate(spread):
            points = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
            await fingers.send("Input.dispatchTouchEvent", {"type": "touchMove" if n else "touchStart", "touchPoints": points})
        await fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        across, down, grown = await page.locator("dialog[open] .picture").evaluate(_LIES)
        assert abs(grown - scale) < 0.05, (grown, scale)
        assert abs(across) + abs(down) < 3, "the middle stays in the middle"
    await page.keyboard.press("Escape")


async def _the_way_is_cut(sato: Person) -> list[str]:
    """The first piece arrives unheard of, the next try is lost on the way."""
    cuts: list[str] = []

    async def cut(route: Route) -> None:
        if route.request.method != "PUT" or len(cuts) >= 2:
            await route.continue_()
            return
        if not cuts:
            await route.fetch()
        cuts.append("lost" if cuts else "unheard")
        await route.abort()

    await sato.context.route("**/blobs/v1/**", cut)
    return cuts


async def _arrived_once(world: World, device: str) -> list[Any]:
    await world.until(
        "select 1 from blob where device = $1 and done_at is not null having count(*) = 2", device, seconds=90
    )
    rows = await world.sql("select op_id from op where device = $1 and kind = 5", device)
    blobs = await world.sql("select att, chunks from blob where device = $1", device)
    assert {row["op_id"] for row in rows} == {row["att"] for row in blobs}
    assert len(rows) == 2
    laid = await world.sql("select count(*) as n from blob_chunk where device = $1", device)
    assert laid[0]["n"] == sum(row["chunks"] for row in blobs)
    return [row["att"] for row in blobs]


async def _the_desk_sees_them(world: World, mori: Person, device: str) -> None:
    made = "select 1 from op where kind = 5 and bucket = $1 and device in (select d.id from device d join staff s on s.id = d.staff where s.role = 'vault') having count(*) = 4"  # fmt: skip
    await world.until(made, HOME, seconds=90)
    visit = (await world.sql("select op_id from op where device = $1 and kind = 1", device))[0]["op_id"]
    await mori.go(f"/review/{visit}")
    assert len(await _pictures(mori.page, "#pane img", 2)) == 2
    await mori.page.screenshot(path=Path("tests/out/e2e/photo-review.png"), full_page=True)
    await mori.go(f"/households/{HOME}")
    assert min(await _pictures(mori.page, "#photos img", 2)) > 0
    await mori.page.screenshot(path=Path("tests/out/e2e/photo-desk.png"), full_page=True)
    await mori.page.locator("#photos button").first.click()
    large = await _pictures(mori.page, "dialog img", 1)
    assert large[0] > 320, "the whole picture, not the small one"
    await mori.page.keyboard.press("+")
    await mori.page.keyboard.press("ArrowRight")
    await mori.page.screenshot(path=Path("tests/out/e2e/photo-viewer.png"))
    await mori.page.keyboard.press("Escape")


def _nothing_lies_open(world: World, *people: Person) -> None:
    """Neither the words in the picture's metadata nor the head of any picture; a planted one would have been found."""
    control = people[0].profile / "control.bin"
    control.write_bytes(b"x" * 5_000 + HEAD + b"x" * 5_000)
    places = [*(person.profile for person in people), world.data_dir]
    words = Search([MARK])
    words.look_in(*places, world.log)
    assert words.found == []
    assert words.size > 20_000_000
    found = [file for place in places for file in place.rglob("*") if file.is_file() and HEAD in file.read_bytes()]
    assert found == [control]


@pytest.mark.shows("PHOTO-2")
async def test_a_heic_out_of_an_iphones_album_is_shown_once_the_vault_has_opened_it(world: World, cast: Cast) -> None:
    """No Chromium opens HEIC: it goes as it is, says so on the phone, and everybody sees what the vault made of it."""
    if "HEIF" not in picture.formats():
        pytest.skip("pillow-heif is not installed")
    sato = await cast.phone("sato")
    await sato.enrol()
    await forms.begin_visit(sato, HOME, "met_person")
    await forms.confirm(sato, "A_seen")
    await sato.page.locator("#facts").fill("郵便受けがいっぱいだった。")
    album = {"name": "IMG_0001.HEIC", "mimeType": "image/heic", "buffer": saved(noise(1_600, 1_200), "HEIF")}
    await sato.page.locator("#choose-photo").set_input_files(album)  # type: ignore[arg-type]
    await sato.see(word("photos.states.heic"))
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.form.saved")
    await world.until("select 1 from blob where device = $1 and done_at is not null", sato.device, seconds=60)
    att = (await world.sql("select op_id from op where device = $1 and kind = 5", sato.device))[0]["op_id"]
    await sato.page.locator("#photos summary").click()
    shown = f"#photos li:has-text('{word('photos.states.heic')}')"
    await expect(sato.page.locator(shown)).to_have_count(0, timeout=90_000)
    assert max(await _pictures(sato.page, "#photos img", 1)) > 0
    laid = await world.sql("select count(*) as n from blob_chunk where att = $1", att)
    assert laid[0]["n"] > 0, "the original is kept as the album gave it"
