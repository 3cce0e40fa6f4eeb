"""The places of 閲覧の記録: one's own, a household's, and the month as the manager looks into it."""

from tests.e2e.places import HOME, Place, at, do, see

# As whoever may be asked by the person concerned sees them.
VIEWINGS = (
    Place("/viewings", "viewings", at("/viewings", "main .rows li")),
    Place("/households/:id/viewings", "viewings-household", at(f"/households/{HOME}/viewings", "main .rows li")),
)
MONTH = (
    Place("/viewings", "viewings-month", do(at("/viewings", "main .checks li"), see("viewings.own")), "viewings-month"),
)
