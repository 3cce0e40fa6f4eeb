"""The places of going out and coming back: the sheet before leaving, the visit that goes on, and what was frightening."""

from server.demo.course import household_id
from tests.e2e.places import Place, at, click, do, fill, see, tap

HOME, TWO = str(household_id("h14")), str(household_id("h01"))
_CARD = f"/households/{HOME}/card"

SAFETY = (
    Place("StartSheet", "outing-start", at(f"{_CARD}?sheet=start", "dialog[open]"), "outing"),
    Place("StartSheet", "outing-wrong", do(click("dialog label:has(#whom-together)"), tap("outings.start"), see("outings.errors.companions"))),
    Place("StartSheet", "outing-two", do(at(f"/households/{TWO}/card?sheet=start", "dialog[open]"), click("dialog label:has(#whom-alone)"), tap("outings.start"), see("outings.errors.reason"))),
    Place("StartSheet", "outing-own", do(at(f"{_CARD}?sheet=start", "dialog[open]"), click("dialog label:has(#whom-alone)"), click("dialog label:has(#length-own)"), fill("#outing-own", "2026-01-01T10:00"), tap("outings.start"), see("outings.errors.past"))),
    Place("IncidentSheet", "incident", at(f"/households/{HOME}?sheet=incident", "dialog[open]"), "incident"),
    Place("IncidentSheet", "incident-wrong", do(tap("outings.after.save"), see("outings.after.errors.what"))),
    Place("/outings/how", "outing-how", at("/outings/how")),
    Place("/outings/how", "outing-practised", do(click("#practice-back"), see("outings.learn.short"))),
)  # fmt: skip
