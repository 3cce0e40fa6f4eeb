"""The places of outreach: the card before the door, the letter, the day's way, and the sheets of a household's page."""

from server.demo.course import household_id
from tests.e2e.places import Place, at, click, do, fill, see, tap

OZAKI, YASUI = str(household_id("s2_ozaki")), str(household_id("h02"))
_PAGE = f"/households/{OZAKI}"


def _sheet(name: str, home: str = OZAKI) -> str:
    return f"/households/{home}?sheet={name}"


OUTREACH = (
    Place("/households/:id/card", "card", at(f"{_PAGE}/card"), "card"),
    Place("/households/:id/card", "card-family", at(f"/households/{YASUI}/card")),
    Place("WaySheet", "ways", at(f"{_PAGE}/card?sheet=ways", "dialog[open]")),
    Place("/households/:id/letter", "letter", at(f"{_PAGE}/letter", "main article"), "letter"),
    Place("/households/:id/letter", "letter-day", do(click("label:has(#letter-next_visit)"), click("label:has(#letter-view-plain)"), fill("#letter-tel", "075"))),
    Place("RelationSheet", "relation", at(_sheet("relation"), "dialog[open]")),
    Place("HomeSheet", "home", at(_sheet("home"), "dialog[open]"), "home-look"),
    Place("HomeSheet", "home-wrong", do(click("dialog summary"), tap("outreach.home.extentAdd"), tap("outreach.home.save"), see("outreach.home.number"))),
    Place("WithdrawnSheet", "withdrawn", at(_sheet("withdrawn", YASUI), "dialog[open]")),
    Place("/households/:id", "household-withdrawn", at(f"/households/{YASUI}", "#withdrawn")),
    Place("/households/:id", "household-outreach", at(_PAGE, "#relation")),
    Place("/", "today-way", do(at("/"), tap("outreach.way.edit"), see("outreach.way.how"))),
)  # fmt: skip

OUTREACH_DESK = (
    Place("/households/:id", "household-outreach-desk", at(_PAGE, "#relation")),
    Place("JudgeSheet", "judge", do(at(_sheet("judge"), "dialog[open]"), tap("outreach.home.judgeSave"), see("outreach.home.judgeMissing"))),
    Place("/households/:id/card", "card-desk", at(f"{_PAGE}/card")),
    Place("/households/:id/letter", "letter-desk", at(f"{_PAGE}/letter", "main article")),
)  # fmt: skip
