"""The places of 重層支援会議: the meetings, one meeting, an item's sheets, and the material that was given."""

from uuid import uuid4

from server.demo.conferences import COMING, HELD, WATCHED, item_id, packet_key
from server.demo.course import household_id
from tests.e2e.people import Person
from tests.e2e.places import HOME, Place, at, click, do, see, tap

MEETING, PAST = str(household_id(COMING)), str(household_id(HELD))
HOUSE, PACKET = str(household_id(WATCHED)), str(household_id(packet_key(WATCHED)))
_ITEM = f"home={HOUSE}&item={item_id(WATCHED, household_id)}"
_MEETING = at(f"/conferences/{MEETING}", "main article")


def _sheet(name: str) -> str:
    return f"/conferences/{MEETING}?sheet={name}&{_ITEM}"


async def _drawn(person: Person) -> None:
    """In its own letters; the largest leave room for the words alone."""
    await person.page.locator("dialog[open] .drawn li").first.wait_for()


CONFERENCES = (
    Place("/conferences", "conferences", at("/conferences"), "conferences"),
    Place("MeetingSheet", "meeting-new", do(tap("conferences.list.add"), tap("conferences.meeting.save"), see("conferences.meeting.errors.day"))),
    Place("MemberSheet", "member-new", do(at("/conferences?sheet=member", "dialog[open]"), tap("conferences.member.save"), see("conferences.member.errors.who"))),
    Place("/conferences/:meeting", "conference", _MEETING, "conference"),
    Place("/conferences/:meeting", "conference-held", at(f"/conferences/{PAST}", "main article")),
    Place("/conferences/:meeting", "conference-elsewhere", do(at(f"/conferences/{uuid4()}"), see("conferences.page.notHere"))),
    Place("ItemSheet", "item", at(_sheet("item"), "dialog[open]")),
    Place("ItemSheet", "item-new", do(at(f"/households/{HOME}?sheet=item", "dialog[open]"), tap("conferences.item.save"), see("conferences.item.errors.meeting"))),
    Place("MaterialSheet", "material-give", at(_sheet("material"), "dialog[open] article")),
    Place("MaterialSheet", "material-drawn", do(tap("conferences.material.drawing"), _drawn)),
    Place("MinutesSheet", "minutes", do(at(_sheet("minutes"), "dialog[open]"), tap("conferences.minutes.save"), see("conferences.minutes.errors.text"))),
    Place("/papers", "papers", do(_MEETING, click("main a[href^='/papers']"), see("conferences.material.question")), "papers"),
    Place("/papers", "papers-none", do(at("/papers?on=2020-01-01&basis=consent"), see("conferences.material.allNone"))),
    Place("/materials/:packet", "material-page", at(f"/materials/{PACKET}", "main article"), "material-page"),
    Place("/materials/:packet", "material-elsewhere", do(at(f"/materials/{uuid4()}"), see("conferences.material.notHere"))),
)  # fmt: skip
