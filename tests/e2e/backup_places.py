"""The places of 後方支援, 対応事項 and ほかの会議: the desk, one request, and the sheets of both."""

from uuid import uuid4

from server.demo.backup import ANSWERED, MEETINGS
from server.demo.course import household_id
from tests.e2e.places import Place, Reach, at, choose_other, click, do, see, tap, unfold_all

ASKED, MET = str(household_id(ANSWERED)), str(household_id(MEETINGS[0][0]))
_DESK = do(at("/backup"), see("backup.desk.read"))
_FIRST = do(_DESK, click("main a[href^='/backup/']"), see("backup.page.words"))
_TALKED = do(_DESK, click("section:has(#talking) a[href^='/backup/']"), see("backup.page.words"))


def _to_conference() -> Reach:
    return do(tap("backup.page.decide"), click("dialog label:has(#end-outcome-to_conference)"), tap("backup.end.save"), see("backup.end.errors.meeting"))


BACKUP = (
    Place("/backup", "backup-desk", _DESK, "backup-desk"),
    Place("/backup/:id", "backup-waiting", _FIRST),
    Place("BackupEndSheet", "backup-end", do(tap("backup.page.decide"), tap("backup.end.save"), see("backup.end.errors.which"))),
    Place("BackupEndSheet", "backup-end-conference", do(_FIRST, _to_conference())),
    Place("/backup/:id", "backup-talked", do(_TALKED, unfold_all), "backup-page"),
    Place("BackupWordSheet", "backup-word", do(_TALKED, tap("backup.page.answer"), tap("backup.word.save"), see("backup.word.error"))),
    Place("TaskSheet", "task-of-request", do(_TALKED, tap("backup.section.task"), tap("backup.task.save"), see("backup.task.errors.text"))),
    Place("TaskSheet", "task-agency", do(at(f"/households/{ASKED}?sheet=task", "dialog[open]"), choose_other("#task-to"))),
    Place("BackupAskSheet", "backup-ask", do(at(f"/households/{ASKED}?sheet=backup", "dialog[open]"), tap("backup.ask.save"), see("backup.ask.error"))),
    Place("/backup/:id", "backup-elsewhere", do(at(f"/backup/{uuid4()}"), see("backup.page.notHere"))),
    Place("OutsideSheet", "outside", do(at(f"/households/{MET}?sheet=outside", "dialog[open]"), tap("outside.save"), see("outside.errors.meeting"))),
    Place("OutsideSheet", "outside-amend", do(at(f"/households/{MET}"), click("section:has(#outside) a[href*='sheet=outside']"), see("outside.edit"), tap("outside.save"), see("outside.errors.reason"))),
    Place("/households/:id", "household-backup", do(at(f"/households/{ASKED}"), see("backup.section.title"), unfold_all)),
)  # fmt: skip
