"""The places of 相談受付: taking a consultation, reading it, and the sealed word of who told it."""

from server.demo.consultations import sealed_key
from server.demo.course import household_id
from tests.e2e.places import HOME, Place, at, click, do, fill, see, tap, unfold_all

SEALED = str(household_id(sealed_key("h08", 0)))
_FORM = at("/consultation", "main form")

TOLD = (
    Place("/consultation", "consultation", _FORM, "consultation"),
    Place("/consultation", "consultation-missing", do(tap("consultations.save"), see("consultations.errors.worry"))),
    Place("/consultation", "consultation-unfolded", do(
        unfold_all, click("#concern-health"), click("#concern-no_food"), see("consultations.most"))),
    Place("/consultation", "consultation-pick", do(tap("consultations.listed"), see("consultations.pickHow"))),
    Place("/households/:id/consultation", "consultation-listed", do(
        at(f"/households/{HOME}/consultation", "main form"), fill("#facts", "朝の掃き掃除に出てこられていない。"))),
    Place("InformantSheet", "informant", at(f"/households/{HOME}?sheet=informant&person={SEALED}", "dialog[open] fieldset"), "informant"),
    Place("InformantSheet", "informant-missing", do(tap("consultations.informant.show"), see("consultations.informant.whyError"))),
    Place("InformantSheet", "informant-open", do(
        click("dialog label:has(#opening-contact)"), tap("consultations.informant.show"), see("consultations.informant.relation"))),
    Place("WithdrawSheet", "withdraw", do(
        at(f"/households/{HOME}"), tap("households.page.all"), click("main .chips button:has-text('相談')"), tap("consultations.withdraw", "link"))),
    Place("WithdrawSheet", "withdraw-missing", do(tap("consultations.withdrawn.save"), see("consultations.withdrawn.error"))),
)  # fmt: skip
