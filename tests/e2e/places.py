"""Every screen and state of the app in a table: what it shows and how a person comes to it. The house counts that none is missing."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

from playwright.async_api import Route

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.frames import put_together, taken_apart
from tests.e2e.people import PHRASE, Person
from tests.e2e.words import word

Reach = Callable[[Person], Awaitable[None]]
HOME, BASEMENT, DOG = (str(household_id(key)) for key in ("h08", "s3_basement", "h10"))
READY = "main h2, main form, main .banner, main .empty"


@dataclass(frozen=True)
class Place:
    """`shows` is a pattern of the router or the name of a component; `keep` is its name in the documentation."""

    shows: str
    name: str
    reach: Reach
    keep: str = ""


# --- how a person comes to a place ---------------------------------------------------------------------------------


def do(*steps: Reach) -> Reach:
    async def reach(person: Person) -> None:
        for step in steps:
            await step(person)

    return reach


def at(path: str, ready: str = READY) -> Reach:
    async def reach(person: Person) -> None:
        await person.go("/nowhere")  # so that the screen is made anew
        await person.go(path)
        await person.page.wait_for_function("(p) => location.pathname.startsWith(p.split('?')[0])", arg=path)
        await person.page.locator(ready).first.wait_for()

    return reach


def tap(words: str, role: Literal["button", "link"] = "button") -> Reach:
    async def reach(person: Person) -> None:
        sheet = person.page.locator("dialog[open]")
        within = sheet if await sheet.count() else person.page
        await within.get_by_role(role, name=word(words)).locator("visible=true").first.click()

    return reach


def click(selector: str) -> Reach:
    async def reach(person: Person) -> None:
        await person.page.locator(selector).locator("visible=true").first.click()

    return reach


def fill(selector: str, text: str) -> Reach:
    async def reach(person: Person) -> None:
        await person.page.locator(selector).fill(text)

    return reach


def choose_other(selector: str) -> Reach:
    """The last of a list: whoever is not on it."""

    async def reach(person: Person) -> None:
        await person.page.locator(selector).select_option("other")

    return reach


def see(words: str) -> Reach:
    async def reach(person: Person) -> None:
        await person.see(word(words))

    return reach


async def unfold_all(person: Person) -> None:
    """Every fold of the screen stands open; what is made only when open has come."""
    for _ in range(2):
        await person.page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        await person.page.wait_for_timeout(150)


async def lock(person: Person) -> None:
    await person.lock_up()


async def unlock(person: Person) -> None:
    await person.unlock()
    await person.synced()


# --- before she is in ----------------------------------------------------------------------------------------------


def _start(path: str, words: str) -> Reach:
    async def reach(person: Person) -> None:
        await person.page.emulate_media(reduced_motion="reduce")
        await person.page.goto("about:blank")
        await person.page.goto(person.world.origin + path)
        await person.see(word(words))

    return reach


async def _link(person: Person) -> None:
    await person.page.goto("about:blank")
    await person.page.goto(await person.world.link(person.who))
    await person.page.locator("#device-label").wait_for()


async def _enrol(person: Person) -> None:
    await person.page.goto("about:blank")
    await person.enrol()


BEFORE = (
    Place("Unlock", "unlock-empty", _start("/", "unlock.empty")),
    Place("Enrol", "enrol-bad-link", _start("/enrol#nothing", "unlock.badLink")),
    Place("Enrol", "enrol-who", _link),
    Place("Enrol", "enrol-who-missing", do(tap("unlock.next"), see("unlock.labelMissing"))),
    Place("ChooseLock", "enrol-lock", do(fill("#device-label", "北区 1号機"), tap("unlock.next"), see("unlock.chooseTitle"))),
    Place("ChooseLock", "enrol-lock-weak", do(fill("#phrase", "みじかい"), tap("unlock.phraseDo"), see("unlock.phraseWeak"))),
    Place("ChooseLock", "enrol-lock-suggested", do(tap("unlock.phraseSuggest"), tap("unlock.phraseDo"), see("unlock.phraseDiffers"))),
    Place("Unlock", "unlock", do(_enrol, lock), "unlock"),
    Place("Unlock", "unlock-wrong", do(fill("#passphrase", PHRASE[:-1]), tap("unlock.open"), see("unlock.wrong"))),
    Place("WhenLost", "unlock-lost", tap("unlock.lost")),
)  # fmt: skip

# --- the phone, with a signal --------------------------------------------------------------------------------------

_PAGE = at(f"/households/{HOME}")
_MORE_INFO = do(_PAGE, click("summary:has-text('世帯の情報')"))


async def _cover(person: Person) -> None:
    await at("/")(person)
    await person.tap(word("ja.hide"))
    await person.page.locator("dialog[open]").wait_for()


async def _names_hidden(person: Person) -> None:
    await at("/more")(person)
    await person.button(word("more.privacy")).click()
    await at("/")(person)


async def _names_shown(person: Person) -> None:
    await at("/more")(person)
    await person.button(word("more.privacy")).click()


async def _told_briefly(person: Person) -> None:
    await forms.absent(person, BASEMENT)


async def _newer_version(person: Person) -> None:
    """The office lays a newer app on its server; the phone finds it at its hourly look."""
    worker = person.world.home / "dist" / "sw.js"
    worker.write_text(worker.read_text(encoding="utf-8") + "\n// newer", encoding="utf-8")
    await asyncio.to_thread(person.world.restart, "web")  # it holds the app in memory
    person.world.visited = None  # whoever comes new from now on fetches the newer one
    await at("/more")(person)
    await person.page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    await person.see(word("sync.waiting"))


ONLINE = (
    Place("/", "today", do(tap("unlock.close"), unlock, at("/")), "today"),
    Place("/households", "households", at("/households"), "households"),
    Place("/households", "households-refined", do(at("/households"), unfold_all, click("main .chip"))),
    Place("/households", "households-none", do(at("/households"), fill("#find", "どこにもない名前"), see("households.list.none"))),
    Place("/households/:id", "household", _PAGE, "household"),
    Place("/households/:id", "household-all", do(_PAGE, tap("households.page.all"))),
    Place("/households/:id", "household-info", _MORE_INFO),
    Place("/alerts", "alerts", at("/alerts")),
    Place("/alerts", "alerts-unfolded", unfold_all),
    Place("/unsent", "all-sent", at("/unsent")),
    Place("/more", "more", do(at("/more"), see("mail.title"))),
    Place("MailSheet", "mail", do(tap("mail.set"), tap("mail.send"), see("mail.errors.address"))),
    Place("MailSheet", "mail-code", do(
        fill("#mail-address", "sato@example.jp"), tap("mail.send"), see("mail.sent"), tap("mail.confirm"), see("mail.errors.code"))),
    Place("/more", "more-mail-ended", do(tap("mail.end"), see("mail.standing.none"))),
    Place("/organizations", "organizations", do(at("/organizations", "main section"), see("organizations.heard"))),
    Place("/organizations", "organizations-unfolded", do(fill("#find-organization", "ひだまり"), unfold_all)),
    Place("/organizations", "organizations-none", do(
        fill("#find-organization", "どこにもない"), see("organizations.none"))),
    Place("/", "today-drafts", at("/")),
    Place("/", "today-names-hidden", _names_hidden),
    Place("Cover", "cover", _cover),
    Place("/a/:id", "alert-unknown", do(_names_shown, at(f"/a/{uuid4()}"), see("alerts.unknown"))),
    Place("/households/:id", "household-elsewhere", at(f"/households/{uuid4()}")),
    Place("OpenApp", "nowhere", at("/nowhere")),
    Place("Frame", "toast", _told_briefly),
    Place("OpenApp", "newer-version", _newer_version),
)  # fmt: skip

WRITING = (
    Place("CautionSheet", "caution", do(_PAGE, tap("households.page.addCaution"))),
    Place("CautionSheet", "caution-missing", tap("households.caution.save")),
    Place("PlanSheet", "plan", do(_PAGE, tap("households.page.addPlan"))),
    Place("PlanSheet", "plan-wrong", do(fill("#plan-to", "09:00"), tap("households.plan.save"))),
    Place("PersonSheet", "person", do(_PAGE, tap("households.page.addPerson"))),
    Place("PersonSheet", "person-missing", tap("households.person.save")),
    Place("FieldsSheet", "fields", do(_MORE_INFO, tap("households.fields.open"))),
    Place("/households/new", "new-household", at("/households/new")),
    Place("/households/new", "new-household-missing", do(tap("households.newOne.save"), click("#errors"))),
    Place("/households/new", "new-household-alike", do(fill("#name", "村瀬"), see("merging.alike.title"))),
    Place("/households/new", "new-household-found", do(
        fill("#postal_code", "6038142"), tap("households.newOne.addPerson"), fill("#person-0-alias", "2階の方"))),
    Place("/record", "record", at("/record")),
    Place("/record", "record-none", do(at("/record"), fill("#which", "どこにもない名前"), see("households.list.none"))),
    Place("/record", "record-doors", at(f"/record?household={HOME}")),
    Place("/households/:id/absent", "absent", at(f"/households/{HOME}/absent")),
    Place("/households/:id/absent", "absent-missing", do(unfold_all, tap("ja.save"))),
    Place("/households/:id/absent", "absent-mismatch", do(click("label:has(#absent-absent)"), click("main .chip"))),
    Place("/households/:id/street", "street", at(f"/households/{HOME}/street")),
    Place("/households/:id/street", "street-nothing", do(unfold_all, tap("ja.save"))),
)  # fmt: skip

# --- where no signal reaches ---------------------------------------------------------------------------------------


async def _blank_visit(person: Person) -> None:
    await at(f"/households/{HOME}/visit", "form")(person)


async def _visit_begun(person: Person) -> None:
    await forms.begin_visit(person, BASEMENT, "met_person")
    await forms.confirm(person, "A_seen")


async def _whole_visit(person: Person) -> None:
    await unfold_all(person)
    await forms.sign(person, "OUT01", "outside")
    await forms.pick(person, "worry-4")
    await person.page.locator("#letter").select_option("other")
    await person.page.locator("#facts").fill("玄関に新聞が3日分たまっていた。声をかけると、窓から顔を出された。")


async def _camera(person: Person) -> None:
    await person.page.locator("#take-photo").click()
    await person.page.locator("dialog[open] #shutter").wait_for()


async def _photographed(person: Person) -> None:
    await person.page.locator("#shutter").click()
    await person.see(word("photos.camera.taken"))
    await tap("photos.camera.close")(person)
    await person.page.locator(".taken img").first.wait_for()


async def _kept(person: Person) -> None:
    await person.page.locator("#facts").fill("玄関の前に段ボールが積まれていた。")
    await person.button(word("ja.save")).click()
    await forms.saved(person, "visits.form.saved")


async def _photo(person: Person) -> None:
    await at(f"/households/{BASEMENT}")(person)
    await person.page.locator("#photos summary").click()
    await person.page.locator("#photos img").first.wait_for()
    await person.page.locator("#photos button").first.click()
    await person.page.locator("dialog[open] img").wait_for()


async def _red_sign(person: Person) -> None:
    await forms.sign(person, "BOD03", "body")
    await person.page.get_by_role("dialog").get_by_text(word("emergency.first")).wait_for()


OFFLINE = (
    Place("/households/:id/visit", "visit", _blank_visit),
    Place("/households/:id/visit", "visit-missing", do(tap("ja.save"), click("#errors"))),
    Place("/households/:id/visit", "visit-begun", _visit_begun, "visit"),
    Place("/households/:id/visit", "visit-whole", _whole_visit),
    Place("EmergencySheet", "emergency", _red_sign, "emergency"),
    Place("AfterSave", "after-save", do(tap("emergency.tell"), see("emergency.localBanner"))),
    Place("/unsent", "unsent", at("/unsent"), "unsent"),
    Place("/", "today-offline", at("/")),
    Place("/alerts", "alerts-offline", at("/alerts")),
    Place("/manual", "manual", at("/manual", "main .rows"), "manual"),
    Place("/manual", "manual-none", do(fill("#manual-find", "ぬるぬる"), see("manual.none"))),
    Place("/manual/:page", "manual-page", do(at("/manual/share"), see("manual.next"))),
    Place("/manual/:page", "manual-elsewhere", do(at("/manual/nothing", "main .button"), see("manual.notHere"))),
    Place("/organizations", "organizations-offline", do(at("/organizations"), see("organizations.offline"))),
    Place("/a/:id", "alert-local", do(at("/alerts"), click("main a[href^='/a/']"), see("alerts.why"))),
    Place("/households/:id", "household-alert", at(f"/households/{BASEMENT}")),
    Place("Unlock", "unlock-unsent", lock),
    Place("Unlock", "unlock-rescue", click(".unlock summary")),
)

PHOTOS = (
    Place("Camera", "camera", do(_visit_begun, _camera)),
    Place("/households/:id/visit", "visit-photos", _photographed),
    Place("PhotoViewer", "photo", do(_kept, _photo)),
    # Between the two the screen was as wide as a desk, where the household's page is laid out anew.
    Place("PhotoViewer", "photo-withdraw", do(_photo, tap("photos.viewer.withdraw"))),
)

# --- what stands between the phone and the office --------------------------------------------------------------------

_SYNC = re.compile(r"/(sync/v1/(push|sync)|access/v1/\w+|devices/v1/[^/]+/standing)")
_ANSWERS: dict[str, dict[str, object]] = {
    "portal": {"status": 200, "content_type": "text/html", "body": "<title>Wi-Fi</title>"},
    "server": {"status": 500, "content_type": "application/problem+json", "body": "{}"},
    "session": {"status": 401, "content_type": "application/problem+json", "body": "{}"},
    "upgrade": {"status": 426, "content_type": "application/problem+json", "body": "{}"},
    "revoked": {"status": 403, "content_type": "application/problem+json", "body": '{"code": "device_revoked"}'},
}


def trouble(name: str) -> Reach:
    """送信状況 while whatever stands there answers so."""

    async def reach(person: Person) -> None:
        await person.page.unroute_all()
        await person.page.route(_SYNC, lambda route: route.fulfill(**_ANSWERS[name]))  # type: ignore[arg-type]
        await at("/unsent")(person)
        await person.tap(word("unsent.send"))
        await person.see(word(f"trouble.{name}.what"))

    return reach


async def _held(person: Person) -> None:
    """The office answers that it keeps the newest record of this device for a person's decision."""
    rows = await person.world.sql("select op_id from op where device = $1 order by dseq desc limit 1", person.device)

    async def with_held(route: Route) -> None:
        answer = await route.fetch()
        told, records = taken_apart(await answer.body())
        told["pull"]["held"] = [{"id": str(rows[0]["op_id"]), "reason": "access_ended"}]
        await route.fulfill(response=answer, body=put_together(told, records))

    await person.page.route("**/sync/v1/sync", with_held)
    await at("/unsent")(person)
    await person.tap(word("unsent.send"))
    await person.see(word("unsent.held"))


TROUBLES = (
    Place("/unsent", "unsent-held", _held),
    *(Place("/unsent", f"unsent-{name}", trouble(name)) for name in _ANSWERS if name != "revoked"),
    Place("/", "today-trouble", at("/")),
    Place("/unsent", "unsent-revoked", trouble("revoked")),
)
