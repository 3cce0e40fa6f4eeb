"""The places of 共通シート: writing it, giving it away, and reading what was given."""

from uuid import uuid4

from server.demo.course import household_id
from server.demo.sheets import packet_key
from tests.e2e.places import HOME, Place, at, choose_other, do, fill, see, tap

WRITTEN, SHARED = str(household_id("h12")), str(household_id("s2_ozaki"))
PACKET = str(household_id(packet_key("s2_ozaki")))
_PAGE = at(f"/sheets/{PACKET}", "main article")

SHEETS = (
    Place("/households/:id/sheet", "sheet-write", at(f"/households/{WRITTEN}/sheet", "main form"), "sheet"),
    Place("/households/:id/sheet", "sheet-empty", do(
        at(f"/households/{HOME}/sheet", "main form"), tap("sheets.write.share"), see("sheets.write.shareEmpty"))),
    Place("ShareSheet", "sheet-share", at(f"/households/{SHARED}/sheet?sheet=share", "dialog[open]")),
    Place("ShareSheet", "sheet-share-missing", do(tap("sheets.share.save"), see("sheets.share.errors.who"))),
    Place("ShareSheet", "sheet-share-paper", do(
        choose_other("#share-to-0"), fill("#share-agency-0", "紫野いずみ診療所 相談室"), tap("sheets.share.add"))),
    Place("/sheets", "sheets", at("/sheets")),
    Place("/sheets/:packet", "sheet-page", _PAGE, "sheet-page"),
    Place("HandedSheet", "sheet-handed", do(_PAGE, tap("sheets.page.hand"))),
    Place("HandedSheet", "sheet-handed-missing", do(tap("sheets.hand.save"), see("sheets.hand.error"))),
    Place("ReplySheet", "sheet-reply", do(_PAGE, tap("sheets.page.note"))),
    Place("ReplySheet", "sheet-reply-missing", do(tap("sheets.reply.save"), see("sheets.reply.errors.which"))),
    Place("RecipientList", "sheet-end", do(_PAGE, tap("sheets.page.end"))),
    Place("/sheets/:packet", "sheet-elsewhere", do(at(f"/sheets/{uuid4()}"), see("sheets.page.notHere"))),
)  # fmt: skip
NO_SHEETS = (Place("/sheets", "empty-sheets", do(at("/sheets"), see("sheets.list.noneHow"))),)
