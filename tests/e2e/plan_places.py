"""The places of 同意 and 多機関協働プラン: what was answered, a version as it is written, read and compared, and the look back."""

from uuid import uuid4

from server.demo.agreed import PROPOSED, RUNS
from server.demo.course import household_id
from tests.e2e.places import HOME, Place, at, click, do, fill, see, tap

ASKED, RUNNING = str(household_id(PROPOSED)), str(household_id(RUNS))
_PLAN = f"a[href^='/households/{RUNNING}/collaboration/']"

PLANS = (
    Place("/households/:id", "household-agreed", at(f"/households/{RUNNING}", _PLAN)),
    Place("ConsentSheet", "consent-missing", do(at(f"/households/{HOME}?sheet=consent", "dialog[open]"), tap("consents.add.save"), see("consents.add.errors.answer"))),
    Place("ConsentSheet", "consent", do(
        click("label:has(#consent-answer-given)"), click("label:has(#consent-method-proxy)"), fill("#consent-until", "R8.2.30"), fill("#consent-on", "令和8年4月"),
        see("consents.add.errors.whole")), "consent"),
    Place("ConsentSheet", "consent-no", do(at(f"/households/{ASKED}?sheet=consent", "dialog[open]"), click("label:has(#consent-answer-refused)"), see("consents.add.purposesNo"))),
    Place("UnconsentSheet", "consent-back", do(
        at(f"/households/{ASKED}", "#consents"), tap("consents.section.takeBack"), tap("consents.back.save"), see("consents.back.errors.who"))),
    Place("/households/:id/collaboration", "plan-write", at(f"/households/{ASKED}/collaboration", "main form"), "plan-write"),
    Place("/households/:id/collaboration", "plan-missing", do(
        at(f"/households/{HOME}/collaboration", "main form"), tap("plans.write.save"), see("plans.write.errors.wish"))),
    Place("/households/:id/collaboration/:version", "plan-page", do(at(f"/households/{RUNNING}", _PLAN), click(_PLAN), see("plans.page.whole")), "plan-page"),
    Place("/households/:id/collaboration/:version", "plan-elsewhere", do(at(f"/households/{RUNNING}/collaboration/{uuid4()}"), see("plans.page.notHere"))),
    Place("/households/:id/forms", "forms", do(at(f"/households/{RUNNING}/forms", "main article"), click("#form-plan"), click("#form-course"), see("forms.leftOut"))),
    Place("/households/:id/forms", "forms-wrong", do(fill("#form-to", "2001-01-01"), see("forms.errors.order"))),
    Place("EvaluationSheet", "plan-look-back", do(
        at(f"/households/{RUNNING}", _PLAN), tap("plans.section.lookBack"), click("label:has(#look-next-go_on)"), tap("plans.evaluation.save"),
        see("plans.evaluation.errors.achieved"))),
)  # fmt: skip
