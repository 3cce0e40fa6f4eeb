"""The places of つながりの図: the picture and its list, somebody in it, and the sheets that are written in."""

from server.demo.course import household_id
from server.demo.ties import DRAWN
from tests.e2e.places import Place, Reach, at, click, do, see, tap, unfold_all

HARU, ALONE = str(household_id(DRAWN)), str(household_id("h13"))
_PAGE = f"/households/{HARU}/ties"


def _drawn(path: str = _PAGE) -> Reach:
    return at(path, ".picture svg")


TIES = (
    Place("/households/:id/ties", "ties", do(_drawn(), unfold_all)),
    Place("NodeSheet", "tie-somebody", do(_drawn(), click("section[aria-labelledby='ties-around'] .rows button"), see("ties.node.edit"))),
    Place("AroundSheet", "around-edit", do(tap("ties.node.edit"), see("ties.around.edit"))),
    Place("AroundSheet", "around", at(f"{_PAGE}?sheet=around", "dialog[open]")),
    Place("TieSheet", "tie-missing", do(at(f"{_PAGE}?sheet=tie", "dialog[open]"), tap("ties.tie.save"), see("ties.tie.errors.from"))),
    Place("TieSheet", "tie-told", do(_drawn(), click("section[aria-labelledby='ties-around'] .rows li:has-text('長女') button"), click("dialog .rows button"), see("ties.tie.edit"), unfold_all)),
    Place("/households/:id/ties", "ties-alone", at(f"/households/{ALONE}/ties", ".picture svg")),
    Place("/households/:id", "household-doors", at(f"/households/{HARU}", "h2")),
)  # fmt: skip

TIES_DESK = (
    Place("/households/:id/ties", "ties-desk", do(_drawn(), unfold_all)),
    Place("TieSheet", "tie-desk", at(f"{_PAGE}?sheet=tie", "dialog[open]")),
)  # fmt: skip
