"""The places of 参加支援 and 地域づくり: both desks, a household's wishes, their sheets, and the card that is printed."""

from uuid import uuid4

from server.demo.course import household_id
from server.demo.participation import JOINED, TRIED
from tests.e2e.places import Place, at, click, do, fill, see, tap, unfold_all

THERE, TRIES = str(household_id(JOINED)), str(household_id(TRIED))
_DESK = do(at("/participation"), see("participation.desk.wishes"))
_PLACE = do(at("/community"), see("community.gaps.title"))
_HOME = do(at(f"/households/{THERE}"), see("participation.section.title"))
_WISH = f"a[href^='/households/{THERE}/wish/']"

PARTICIPATION = (
    Place("/participation", "participation-desk", _DESK, "participation-desk"),
    Place("ResourceSheet", "resource-missing", do(_DESK, tap("participation.desk.add"), tap("participation.resource.save"), see("participation.resource.errors.name"))),
    Place("ResourceSheet", "resource-edit", do(_DESK, click("section[aria-labelledby=resources] li button"), see("participation.resource.edit"))),
    Place("/community", "community-desk", _PLACE, "community-desk"),
    Place("IssueSheet", "issue", do(_PLACE, tap("community.issues.add"), fill("#issue-count", "たくさん"), tap("community.save"), see("community.errors.theme"))),
    Place("ActivitySheet", "activity", do(_PLACE, tap("community.activities.add"), tap("community.save"), see("community.errors.text"))),
    Place("CommitteeSheet", "committee", do(_PLACE, tap("community.committees.add"), tap("community.save"), see("community.errors.day"))),
    Place("/households/:id", "household-participation", do(_HOME, unfold_all)),
    Place("WishSheet", "wish-missing", do(at(f"/households/{THERE}?sheet=wish", "dialog[open]"), tap("participation.wish.save"), see("participation.wish.errors.want"))),
    Place("WishSheet", "wish-edit", do(_HOME, tap("participation.section.edit"), see("participation.wish.edit")), "wish"),
    Place("MatchSheet", "match", do(_HOME, tap("participation.section.find"), tap("participation.match.save"), see("participation.match.errors.which")), "match"),
    Place("MatchStepSheet", "match-step", do(
        at(f"/households/{TRIES}"), tap("participation.section.next"), click("label:has(#step-to-stopped)"), tap("participation.step.save"), see("participation.step.errors.no_reason"))),
    Place("MatchStepSheet", "match-step-told", do(
        at(f"/households/{TRIES}"), tap("participation.section.next"), click("label:has(#step-to-joined)"), click("#step-tells-money"), tap("participation.step.save"),
        see("participation.step.errors.no_consent"))),
    Place("FollowSheet", "match-follow", do(_HOME, tap("participation.section.follow"), tap("participation.follow.save"), see("participation.follow.errors.result"))),
    Place("/households/:id/wish/:wish", "wish-card", do(at(f"/households/{THERE}", _WISH), click(_WISH), see("participation.card.foot")), "wish-card"),
    Place("/households/:id/wish/:wish", "wish-elsewhere", do(at(f"/households/{THERE}/wish/{uuid4()}"), see("participation.card.notHere"))),
)  # fmt: skip
