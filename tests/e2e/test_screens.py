"""Every screen is looked at as the person it is for: barriers, narrow phones, foreign words, the keyboard, the dark."""

from uuid import uuid4

from server.demo.course import all_households, household_id
from tests.e2e import forms
from tests.e2e.looks import look, unreached
from tests.e2e.people import PHRASE, Cast, Person
from tests.e2e.words import word
from tests.e2e.world import World

HOME, BASEMENT = str(household_id("h08")), str(household_id("s3_basement"))
BOTH = (360, 412)
SHOWN = {"center", "review", "desk-households", "desk-household"}  # in the documentation


async def _open(person: Person, path: str, ready: str = "main h2, main form, main .banner, main .empty") -> None:
    await person.go(path)
    await person.page.wait_for_function("(p) => location.pathname === p.split('?')[0]", arg=path)
    await person.page.locator(ready).first.wait_for()


async def test_sato_reads_every_screen_of_her_phone(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    wrong = await _before_she_is_in(world, sato)
    for path, name, keep in [
        ("/", "today", "today"), ("/households", "households", "households"), (f"/households/{HOME}", "household", "household"),
        ("/households/new", "new-household", ""), ("/record", "record", ""), (f"/record?household={HOME}", "record-doors", ""),
        (f"/households/{HOME}/absent", "absent", ""), (f"/households/{HOME}/street", "street", ""),
        ("/alerts", "alerts", ""), ("/unsent", "all-sent", ""), ("/more", "more", ""),
        (f"/a/{uuid4()}", "alert-unknown", ""), (f"/households/{uuid4()}", "household-elsewhere", ""), ("/nowhere", "nowhere", ""),
    ]:  # fmt: skip
        await _open(sato, path)
        wrong += await look(sato, name, keep=keep, widths=BOTH)
    wrong += await _nothing_found(sato)
    wrong += await _in_the_dark(sato)
    assert wrong == []


async def _before_she_is_in(world: World, sato: Person) -> list[str]:
    await sato.page.emulate_media(reduced_motion="reduce")
    await sato.page.goto(world.origin)
    await sato.see(word("unlock.empty"))
    wrong = await look(sato, "unlock-empty")
    await sato.page.goto(f"{world.origin}/enrol#nothing")
    await sato.see(word("unlock.badLink"))
    wrong += await look(sato, "enrol-bad-link")
    await sato.enrol()
    await sato.lock_up()
    wrong += await look(sato, "unlock", keep="unlock", widths=BOTH)
    await sato.page.get_by_label(word("unlock.passphrase"), exact=True).fill(PHRASE[:-1])
    await sato.button(word("unlock.open")).click()
    await sato.see(word("unlock.wrong"))
    wrong += await look(sato, "unlock-wrong")
    await sato.unlock()
    await sato.synced()
    return wrong


async def _nothing_found(sato: Person) -> list[str]:
    await _open(sato, "/households")
    await sato.page.locator("#find").fill("どこにもない名前")
    await sato.see(word("households.list.none"))
    return await look(sato, "households-none")


async def _in_the_dark(sato: Person) -> list[str]:
    await sato.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    wrong: list[str] = []
    for path, name in [
        ("/", "today"),
        (f"/households/{HOME}", "household"),
        (f"/households/{HOME}/visit", "visit"),
        ("/more", "more"),
    ]:
        await _open(sato, path)
        wrong += await look(sato, f"dark-{name}", keep="today-dark" if name == "today" else "")
    return wrong


async def test_sato_writes_and_calls_where_no_signal_reaches(world: World, cast: Cast) -> None:
    sato = await cast.phone("sato")
    await sato.enrol()
    await sato.page.emulate_media(reduced_motion="reduce")
    await sato.offline()
    await _open(sato, f"/households/{HOME}/visit", "form")
    wrong = await look(sato, "visit", widths=BOTH)
    await sato.button(word("ja.save")).click()
    await sato.page.locator("#errors").wait_for()
    wrong += await look(sato, "visit-errors", widths=BOTH)
    await forms.absent(sato, HOME)
    await forms.begin_visit(sato, BASEMENT, "met_person")
    await forms.confirm(sato, "A_seen")
    wrong += await look(sato, "visit-begun", keep="visit")
    await forms.sign(sato, "BOD03", "body")
    await sato.page.get_by_role("dialog").get_by_text(word("emergency.first")).wait_for()
    wrong += await look(sato, "emergency", keep="emergency", widths=BOTH)
    await sato.button(word("emergency.tell")).click()
    await sato.see(word("emergency.localBanner"))
    wrong += await look(sato, "after-save", widths=BOTH)
    for path, name, keep in [
        ("/unsent", "unsent", "unsent"),
        ("/", "today-offline", ""),
        ("/alerts", "alerts-offline", ""),
    ]:
        await _open(sato, path)
        wrong += await look(sato, name, keep=keep, widths=BOTH)
    await sato.lock_up()
    wrong += await look(sato, "unlock-unsent")
    await sato.unlock()
    wrong += await _names_stay_hidden(sato)
    assert wrong == []


async def _names_stay_hidden(sato: Person) -> list[str]:
    """名前をかくす: no family name of the ward stands on any list, head or card."""
    names = {str(one["family"]) for one in all_households() if one.get("family")}
    await _open(sato, "/more")
    await sato.button(word("more.privacy")).click()
    shown: list[str] = []
    for path in (
        "/",
        "/households",
        f"/households/{BASEMENT}",
        "/record",
        f"/record?household={BASEMENT}",
        "/alerts",
        "/unsent",
        f"/households/{HOME}/visit",
    ):
        await _open(sato, path)
        text = await sato.words()
        shown += [f"{path} shows {name}" for name in names if f"{name}さん" in text or f"{name} " in text]
    return shown


async def test_tanaka_works_at_the_desk_by_keyboard(world: World, cast: Cast) -> None:
    assert await _desk(await cast.desk("tanaka"), pictures=True) == []


async def test_mori_of_the_office_finds_her_screens(world: World, cast: Cast) -> None:
    assert await _desk(await cast.desk("mori"), pictures=False) == []


async def _desk(person: Person, *, pictures: bool) -> list[str]:
    await person.enrol()
    await person.page.emulate_media(reduced_motion="reduce")
    wrong: list[str] = []
    for path, name in [
        ("/center", "center"), ("/review", "review"), ("/households", "desk-households"),
        (f"/households/{HOME}", "desk-household"), ("/alerts", "desk-alerts"), ("/devices", "devices"), ("/more", "desk-more"),
    ]:  # fmt: skip
        await _open(person, path, "main h2, main section, main form")
        if name == "review":
            await person.page.locator("main a[href^='/review/'], main button").first.click()
        wrong += await look(person, f"{person.who}-{name}", keep=name if pictures and name in SHOWN else "")
        wrong += [f"{name}: the keyboard does not reach {one}" for one in await unreached(person)]
    if pictures:
        await _open(person, "/alerts")
        await person.page.locator("a[href^='/a/']").first.click()
        await person.page.locator("main h2").first.wait_for()
        wrong += await look(person, "desk-alert", keep="alert")
    return wrong


async def test_two_people_who_wrote_differently_are_both_shown(world: World, cast: Cast) -> None:
    """Sato without signal and Tanaka at the desk put the same field right; neither is lost, and one touch settles it."""
    sato, tanaka = await cast.phone("sato"), await cast.desk("tanaka")
    await sato.enrol()
    await tanaka.enrol()
    await sato.offline()
    await _put_right(sato, "#edit-hint", "青い門")
    await _put_right(tanaka, "#edit-hint", "青い門の右どなり")
    await tanaka.synced()
    await sato.online()
    await (await sato.see(word("households.page.conflict"), seconds=60)).scroll_into_view_if_needed()
    wrong = await look(sato, "household-conflict", widths=BOTH)
    await sato.tap("「青い門の右どなり」にする")
    await sato.sees_not(word("households.page.conflict"))
    await sato.synced()
    assert wrong == []


async def _put_right(person: Person, field: str, value: str) -> None:
    await _open(person, f"/households/{HOME}")
    if not await person.button(word("households.fields.open")).is_visible():
        await person.page.locator("summary", has_text=word("households.page.moreInfo")).click()
    await person.button(word("households.fields.open")).click()
    await person.page.locator(field).fill(value)
    await person.button(word("households.fields.save")).click()
    await person.page.get_by_role("dialog").wait_for(state="detached")
