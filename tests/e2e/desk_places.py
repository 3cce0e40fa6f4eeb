"""The second half of the table of places: the desk, an empty book, and a device that the office has closed or stopped."""

import json
from datetime import timedelta
from uuid import uuid4

from server.demo.course import household_id
from tests.e2e import forms
from tests.e2e.people import PHRASE, Person
from tests.e2e.places import BASEMENT, DOG, HOME, Place, Reach, at, click, do, fill, lock, see, tap, unfold_all
from tests.e2e.words import word

_DESK = "main h2, main section, main form"

# --- the desk ------------------------------------------------------------------------------------------------------


def _alert(fold: str = "") -> Reach:
    """The first alert of the inbox, or of one of its folds."""
    where = f"details:has(summary:has-text('{word(fold)}')) " if fold else "main section "
    return do(at("/alerts"), unfold_all, click(f"{where}a[href^='/a/']"), see("alerts.why"))


async def _first_record(person: Person) -> None:
    """At the desk it stands beside the queue; on a phone it has to be opened."""
    await at("/review")(person)
    await person.page.locator("[id^=row-] a").first.click()
    await person.page.locator("#comment, .actions .soft").first.wait_for()


async def _queue(person: Person) -> None:
    """As on a phone: the desk would choose the first record at once, and a narrow screen then shows that alone."""
    await person.page.set_viewport_size({"width": 412, "height": 900})
    await at("/review", _DESK)(person)


async def _chosen(person: Person) -> None:
    await _queue(person)
    await person.page.locator("[id^=row-] .pick").first.click()
    await person.page.locator("[id^=row-] .pick").nth(1).click()


async def _keys(person: Person) -> None:
    await at("/review")(person)
    await person.page.locator("#pane h2").wait_for()
    await person.page.keyboard.press("?")
    await person.page.locator("dialog[open]").wait_for()


async def _as_a_board(person: Person) -> None:
    """Which a phone does not offer: it shows the cards at once."""
    await person.page.set_viewport_size({"width": 1280, "height": 900})
    await tap("course.watch.board")(person)


DESK = (
    Place("MailSheet", "mail-center", do(at("/center", _DESK), see("mail.center.missing"), tap("mail.center.give"), tap("mail.send"), see("mail.errors.address"))),
    Place("/center", "center", at("/center", _DESK), "center"),
    Place("/review", "review", _queue, "review"),
    Place("/review", "review-none", do(_queue, unfold_all, fill("#log-search", "どこにもない名前"), see("review.noneFound"))),
    Place("/review/:visit", "review-record", do(at("/review", _DESK), tap("review.clear"), _first_record)),
    Place("/review/:visit", "review-no-comment", do(_first_record, tap("review.send"), see("review.commentError"))),
    Place("/review/:visit", "review-unfolded", do(_first_record, unfold_all)),
    Place("KeySheet", "review-keys", _keys),
    Place("/review", "review-chosen", _chosen),
    Place("ReviewDesk", "review-bulk", tap("review.confirmSelected")),
    Place("/households", "desk-households", at("/households"), "desk-households"),
    Place("/households/:id", "desk-household", at(f"/households/{HOME}"), "desk-household"),
    Place("FieldsSheet", "fields-alike", do(
        at(f"/households/{HOME}?sheet=fields", "dialog[open]"), click("dialog details summary"),
        fill("#edit-postal_code", ""), fill("#edit-town", "長乗東町"), fill("#edit-banchi", "９番地"), see("merging.alike.title"),
    )),
    Place("/watch", "watch", at("/watch", "main table, main .rows"), "watch"),
    Place("/watch", "watch-none", do(tap("course.watch.heavy"), see("course.watch.noneFound"))),
    Place("/watch", "watch-board", do(tap("course.watch.undo"), _as_a_board)),
    Place("/households/:id", "household-watched", do(at("/watch", "main table, main .rows"), click("main a[href^='/households/']"), see("course.section.title"), unfold_all)),
    Place("StepSheet", "step", at(f"/households/{HOME}?sheet=step", "dialog[open]")),
    Place("StepSheet", "step-listed", do(click("dialog label:has(#to-monitoring)"), tap("course.step.ask"), see("course.step.before"))),
    Place("StepSheet", "step-closing", do(click("dialog label:has(#to-closing_review)"), tap("course.step.save"))),
    Place("OfferSheet", "offer", do(at(f"/households/{HOME}?sheet=offer", "dialog[open]"), tap("course.offer.save"))),
    Place("TriggerSheet", "trigger", do(at(f"/households/{HOME}?sheet=trigger", "dialog[open]"), tap("course.trigger.save"))),
    Place("MergeSheet", "merge", at(f"/households/{HOME}?sheet=merge", "dialog[open]")),
    Place("MergeSheet", "merge-missing", tap("merging.sheet.save")),
    Place("/alerts", "desk-alerts", do(at("/alerts"), unfold_all)),
    Place("/a/:id", "desk-alert", _alert(), "alert"),
    Place("HandOverSheet", "hand-over", do(_alert(), tap("alerts.hand"))),
    Place("HandOverSheet", "hand-over-nobody", tap("alerts.handDo")),
    Place("CloseSheet", "close", do(_alert(), tap("alerts.close"))),
    Place("CloseSheet", "close-missing", do(tap("alerts.closeDo"), see("alerts.outcomeError"))),
    Place("/a/:id", "alert-mine", do(_alert(), fill("#note", "13:30 に中西さんと訪問します"), tap("alerts.take"), see("alerts.yours"))),
    Place("/a/:id", "alert-taken", _alert("alerts.taken")),
    Place("/a/:id", "alert-ended", _alert("alerts.ended")),
    Place("/more", "desk-more", at("/more")),
)  # fmt: skip

# --- one household known twice ----------------------------------------------------------------------------------------

_STAYS = at(f"/households/{household_id('h06')}")
_GONE = do(_STAYS, unfold_all, click(f"details:has(summary:has-text('{word('merging.stayed.title')}')) a"))

MERGED_LATE = (
    Place("/households/:id", "household-merged-late", do(_STAYS, see("merging.stayed.late"))),
    Place("/households", "households-merged-late", do(at("/households"), see("merging.stayed.late"))),
)  # fmt: skip
MERGED = (
    Place("/households/:id", "household-merged", do(_STAYS, unfold_all, see("merging.stayed.title"))),
    Place("MergedAway", "merged-away", do(_GONE, see("merging.gone.phase"))),
    Place("MergedAway", "merged-away-undo", tap("merging.gone.undo")),
)  # fmt: skip

# --- devices: one waits for approval, one is stopped ------------------------------------------------------------------

_CODES = """async (staff) => (await (await fetch('/devices/v1/codes', {method: 'POST', body: JSON.stringify({staff}),
  headers: {'content-type': 'application/json'}})).json()).link"""


async def waits_for_approval(newcomer: Person, link: str) -> None:
    await newcomer.page.emulate_media(reduced_motion="reduce")
    await newcomer.page.goto(link)
    await fill("#device-label", "北区 9号機")(newcomer)
    await tap("unlock.next")(newcomer)
    await fill("#phrase", PHRASE)(newcomer)
    await fill("#phrase-again", PHRASE)(newcomer)
    await tap("unlock.phraseDo")(newcomer)
    await newcomer.see(word("unlock.waitTitle"), 60)


async def link_by(admitter: Person, who: str) -> str:
    """A link made at the desk, not by the administrator: its device waits for somebody's approval."""
    return await admitter.page.evaluate(_CODES, admitter.world.staff(who))


async def _nothing(person: Person) -> None:
    """As it stands."""


async def _unread(person: Person) -> None:
    """A record came damaged; see tests/sync/test_intake.py for how."""
    aside = "insert into dead_letter (device, rcv, code, bytes) values ($1, now(), 'malformed', '?')"
    await person.world.sql(aside, person.device)


WAITING = (Place("Waiting", "enrol-waiting", _nothing),)
DEVICES = (
    Place("/center", "center-waiting", at("/center", _DESK)),
    Place("/devices", "devices", do(at("/devices", _DESK), see("devices.waitingHow"))),
    Place("/devices", "devices-no-code", do(unfold_all, tap("devices.approve"), see("devices.codeError"))),
    Place("/devices", "devices-unread", do(_unread, at("/devices", _DESK), see("devices.unreadHow"))),
    Place("StopSheet", "devices-stop", do(at("/devices", _DESK), see("devices.waitingHow"), click("main .rows .button"))),
    Place("StepUp", "devices-step-up", do(tap("devices.lostDo"), see("step-up.why"))),
)  # fmt: skip

# --- what waits for a decision, and the files of phones that cannot send ---------------------------------------------------


def _chooses(content: str, sees: str) -> Reach:
    """A file of these words, put where the desk expects a rescue file."""

    async def reach(person: Person) -> None:
        await at("/held", _DESK)(person)
        given = {"name": "kasane-11-26.sealed", "mimeType": "application/json", "buffer": content.encode()}
        await person.page.set_input_files("#rescue-file", given)  # type: ignore[arg-type]
        await person.see(word(sees))

    return reach


# --- households change hands ------------------------------------------------------------------------------------------

_LIST = f"""世帯コード,世帯,いまの主担当,新しい担当\r
{DOG},,,井上 拓也\r
{BASEMENT},"北区, 紫野",,田村 一\r
{HOME},,,\r
{DOG},,,井上 拓也\r
{uuid4()},,,いのうえ たくや\r
"""


def pick(control: str) -> Reach:
    return click(f"label:has(#{control})")


def choose(selector: str, label: str) -> Reach:
    async def reach(person: Person) -> None:
        await person.page.locator(f"{selector} option", has_text=label).first.wait_for(state="attached")
        await person.page.select_option(selector, label=label)

    return reach


def damaged_file(device: str) -> str:
    """Of this very device, with one line that nobody signed."""
    line = {"raw": "{}", "sig": "A" * 86}
    return json.dumps({"kasane_rescue": 2, "device": device, "lines": [line]})


async def _damaged(person: Person) -> None:
    await _chooses(damaged_file(person.device), "held.unreadHow")(person)


async def _unplugged(person: Person) -> None:
    await at("/held", _DESK)(person)
    await person.offline()
    await person.see(word("held.offlineOld"))


async def _unanswered(person: Person) -> None:
    await person.page.route("**/sync/v1/held", lambda route: route.fulfill(status=500, body="{}"))
    await person.online()
    await person.see(word("held.failed"), 40)


async def _plugged_in(person: Person) -> None:
    await person.page.unroute_all()
    await at("/more")(person)


_HELD = do(at("/held", _DESK), see("held.release"))
HELD = (
    Place("/center", "center-held", do(at("/center", _DESK), see("center.heldSince"))),
    Place("/held", "held", _HELD),
    Place("/held", "held-read", do(_HELD, click("main .card summary"), see("held.readNote"))),
    Place("DecideSheet", "held-file", do(_HELD, tap("held.file"), see("held.fileTitle"))),
    Place("DecideSheet", "held-release", do(_HELD, tap("held.release"), see("held.releaseTitle"))),
    Place("StepUp", "held-step-up", do(tap("held.release"), see("step-up.why"))),
    Place("/held", "held-foreign", _chooses("not ours", "held.faults.foreign")),
    Place("/held", "held-damaged", _damaged),
    Place("/held", "held-offline", _unplugged),
    Place("/held", "held-failed", _unanswered),
    Place("/more", "more-held", _plugged_in),
)


async def _list_chosen(person: Person) -> None:
    """As a spreadsheet on a Japanese Windows keeps it."""
    await at("/transfers/list")(person)
    content = {"name": "世帯一覧.csv", "mimeType": "text/csv", "buffer": _LIST.encode("cp932")}
    await person.page.set_input_files("#april-file", files=[content])  # type: ignore[arg-type]
    await see("transfers.dryHow")(person)


HANDING = (
    Place("/transfers", "transfers-none", do(at("/transfers", _DESK), see("transfers.noOurs"))),
    Place("AskSheet", "transfer-ask", do(at(f"/households/{HOME}"), tap("transfers.home.open"))),
    Place("AskSheet", "transfer-ask-missing", do(tap("transfers.home.ask"), see("transfers.home.whereError"))),
    Place("AskSheet", "transfer-ask-person", do(pick("where-here"), choose("#transfer-to", "井上 拓也（地域あんしん支援員）"))),
    Place("/households/:id", "household-handed", do(tap("transfers.home.ask"), see("transfers.home.waitingHow"))),
    Place("/transfers/list", "april", at("/transfers/list")),
    Place("/transfers/list", "april-no-header", do(
        lambda person: person.page.set_input_files(
            "#april-file", files=[{"name": "a.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2"}]), see("transfers.files.header"))),
    Place("/transfers/list", "april-dry", _list_chosen),
    Place("/transfers/list", "april-done", do(tap("transfers.do"), see("transfers.finishHow"))),
    Place("/transfers", "transfers", do(tap("transfers.finish"), at("/transfers", _DESK), see("transfers.withdraw"))),
)  # fmt: skip
OFFERED = (
    Place("/", "today-offered", do(at("/"), see("transfers.today.title"))),
    Place("AnswerSheet", "transfer-answer", tap("transfers.answer")),
    Place("AnswerSheet", "transfer-answer-missing", do(tap("transfers.sheet.send"), see("transfers.sheet.chooseError"))),
    Place("AnswerSheet", "transfer-answer-no", do(
        pick("what-no"), tap("transfers.sheet.send"), see("transfers.reasonError"))),
    Place("/transfers", "transfers-answered", do(
        pick("reason-talk_first"), tap("transfers.sheet.send"), see("transfers.declined"), at("/transfers"), unfold_all)),
)  # fmt: skip
# Of a chosen pair Tab comes to the chosen one alone: looked at without counting stops.
AFAR = (
    Place("AskSheet", "transfer-ask-center", do(
        at(f"/households/{HOME}?sheet=transfer"), pick("where-elsewhere"), tap("transfers.home.ask"), see("transfers.home.centerError"))),
)  # fmt: skip
GIVEN = (
    Place("AnswerSheet", "transfer-answer-center", do(
        at("/transfers", _DESK), tap("transfers.answer"), pick("what-yes"), tap("transfers.sheet.send"), see("transfers.sheet.leadError"))),
)  # fmt: skip

# --- where to lead a person -------------------------------------------------------------------------------------------

NEAR_BY = "紫野ひだまり地域包括支援センター"


async def _no_copy_yet(person: Person) -> None:
    """As on a phone that has not heard the office since the directory exists."""
    await person.page.route("**/organizations/v1/**", lambda route: route.abort())
    await person.page.evaluate(
        """async () => { for (const { name } of await indexedDB.databases()) if (name.startsWith('kasane-')) await new Promise((done) => {
          const asked = indexedDB.open(name);
          asked.onsuccess = () => { const tx = asked.result.transaction(['organizations', 'meta'], 'readwrite');
            tx.objectStore('organizations').clear(); tx.objectStore('meta').delete('organizations');
            tx.oncomplete = () => { asked.result.close(); done(); }; }; }); }"""
    )
    await person.page.reload()
    await person.unlock()
    await at("/organizations")(person)
    await person.see(word("organizations.emptyHow"))


DIRECTORY = (
    Place("/organizations", "organizations-desk", at("/organizations", "main section")),
    Place("/organizations", "organizations-old", do(at("/organizations?stale=1", "main section"), unfold_all)),
    Place("OrganizationSheet", "organization-new", do(at("/organizations", "main section"), tap("organizations.add"))),
    Place("OrganizationSheet", "organization-missing", do(
        tap("organizations.sheet.save"), see("organizations.errors.name"))),
    Place("OrganizationSheet", "organization-edit", do(
        at("/organizations", "main section"), click(f"main button[aria-label^='{NEAR_BY}'][aria-label$='直す']"))),
    Place("/organizations", "organization-gone", do(
        at(f"/organizations?sheet=edit&id={uuid4()}", "main section"), see("organizations.goneHow"))),
)  # fmt: skip
UNHEARD = (Place("/organizations", "organizations-empty", _no_copy_yet),)

# --- nobody's book -----------------------------------------------------------------------------------------------------

EMPTY = tuple(
    Place(path, f"empty-{name}", at(path, _DESK))
    for path, name in [
        ("/", "today"), ("/households", "households"), ("/record", "record"), ("/alerts", "alerts"),
        ("/center", "center"), ("/review", "review"), ("/devices", "devices"), ("/held", "held"),
    ]
)  # fmt: skip

# --- closed by the office ------------------------------------------------------------------------------------------------


async def _three_days_later(person: Person) -> None:
    await person.go(f"/households/{BASEMENT}")
    await person.offline()
    await forms.absent(person, BASEMENT)
    await person.close()
    person.behind = -timedelta(hours=80)
    await person.reopen()
    await fill("#passphrase", PHRASE)(person)
    await tap("unlock.open")(person)
    await person.see(word("unlock.lease"))


async def _back_in_time(person: Person) -> None:
    """Today again, with a signal, and a draft on the phone."""
    await person.close()
    person.is_offline, person.behind = False, timedelta(0)
    await person.reopen()
    await person.unlock()
    await person.synced()
    await person.go(f"/households/{BASEMENT}/visit")
    await person.page.locator("#facts").fill("縁側で手を振ってくださった")
    await person.see(word("ja.savedHere"))


async def _enrols_anew(person: Person) -> None:
    await _back_in_time(person)
    await person.page.goto("about:blank")
    await person.page.goto(await person.world.link(person.who))
    await person.see(word("unlock.beforeHow")[:20])


async def _unsent_and_stopped(person: Person) -> None:
    await person.page.goto(person.world.origin)
    await person.unlock()
    await person.synced()
    await person.go(f"/households/{HOME}")
    await person.offline()
    await forms.absent(person, HOME)
    await lock(person)
    await person.page.route("**/sync/v1/push", lambda route: route.abort())
    await person.world.sql("update device set state = 'lost' where id = $1", person.device)
    await person.online()
    await person.page.reload()
    await person.see(word("unlock.waitingHow"))


async def _sent_but_for_the_draft(person: Person) -> None:
    await person.page.unroute_all()
    await tap("unlock.again")(person)
    await person.see(word("unlock.draftsHow")[:20])


CLOSED = (
    Place("Unlock", "unlock-lease", _three_days_later),
    Place("Before", "enrol-before", _enrols_anew),
    Place("Before", "enrol-before-sure", tap("unlock.beforeGiveUp")),
    Place("Leaving", "leaving-waiting", _unsent_and_stopped),
    Place("Leaving", "leaving-drafts", _sent_but_for_the_draft),
    Place("Leaving", "leaving-sure", tap("unlock.giveUp")),
    Place("Ended", "ended", do(tap("unlock.giveUpDo"), see("unlock.doneHow"))),
)
