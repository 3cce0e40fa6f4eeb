"""The places of 当番と知らせ方, as the manager who keeps the rota sees them."""

from tests.e2e.places import Place, at, click, do, fill, see, tap, unfold_all

_DESK = do(at("/duty"), see("duty.preview"), see("duty.atOnce"))
_DAY = do(_DESK, click("main button[aria-label$='の当番を変える'] >> nth=1"))
_LEAVE = do(_DESK, tap("duty.leaveAdd"))
_PLAN = do(at("/duty/plan"), see("ladder.same"))
_UNSAID = do(_PLAN, fill("#wait-0-0", "0"), tap("ladder.save"), see("ladder.errors.wait"))
_BOUNDS = at("/bounds", "#trial-sum")
_THROWN = do(tap("drafts.discard"), tap("drafts.yes"), see("drafts.gone"))

ROSTER = (
    Place("/duty", "duty", do(_DESK, unfold_all), "duty"),
    Place("/duty", "duty-sunday", do(_DESK, click("label:has(#when-sunday)"), see("duty.atOnce"))),
    Place("/duty", "duty-next-month", do(_DESK, tap("duty.after"), see("duty.nobody"))),
    Place("DutySheet", "duty-day", do(_DAY, tap("duty.sheet.save"), see("duty.sheet.errors.who"))),
    Place("LeaveSheet", "duty-leave", do(_LEAVE, fill("#leave-to", "2020-01-01T10:00"), tap("duty.sheet.leaveSave"), see("duty.sheet.errors.ends"))),
    Place("SwapSheet", "duty-swap", do(_THROWN, _DESK, click("main button[aria-label$='交代を頼む']"), tap("duty.sheet.swapSave"), see("duty.sheet.errors.who"))),
    Place("/duty/plan", "duty-plan", _PLAN, "duty-plan"),
    Place("/duty/plan", "duty-plan-changed", do(_PLAN, fill("#wait-0-0", "3"), see("ladder.after"))),
    Place("/duty/plan", "duty-plan-wrong", do(_THROWN, _UNSAID, unfold_all)),
    Place("/duty/plan", "duty-plan-last", do(_THROWN, _PLAN, click("#ladder-level-2"), click("#rung-2-0-coordinator"), see("ladder.errors.kept"))),
    Place("/bounds", "bounds-later", do(_BOUNDS, fill("#bound-E-T01-A", "10"), see("bounds.later")), "bounds-later"),
    Place("/bounds", "bounds-wrong", do(fill("#bound-E-T01-A", "99"), see("bounds.trial.wrong"))),
    Place("/bounds", "bounds", do(_THROWN, _BOUNDS, unfold_all), "bounds"),
    Place("/center", "center-manager", do(at("/center"), click("main a[href='/duty']"), see("duty.preview"))),
)  # fmt: skip
