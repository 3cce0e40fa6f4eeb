"""Alerts that are of no household, on a manager's screen: Sato's phone that holds records, the shelf, and what only a newer app can read."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from playwright.async_api import Route

from server.demo.course import household_id
from server.demo.participation import SHELF
from tests.e2e.frames import put_together, taken_apart
from tests.e2e.people import Person
from tests.e2e.places import Place, Reach, at, do, see, tap
from tests.e2e.words import word

_DEVICE, _SHELF, _NEWER = str(uuid4()), str(uuid4()), str(uuid4())


def _row(alert: str, about: str, sato: str, me: str, **more: Any) -> dict[str, Any]:
    since = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    told = {"staff": me, "reason": "office", "told_at": since, "reached_at": None, "seen_at": None}
    return {
        "id": alert, "bucket": str(uuid4()), "about": about, "level": 3, "state": "open", "trigger_op": alert, "raised_by": sato,
        "observed_at": since, "accepted_at": since, "owner": None, "acked_at": None, "closed_at": None, "outcome": None, "seq": 1,
        "mine": True, "recipients": [told], "cause": None, "held": None, **more,
    }  # fmt: skip


async def _told(person: Person) -> None:
    """As the office tells it with the next round: nobody here waits three days."""
    sato, me = person.world.staff("sato"), person.world.staff("nishimura")
    shelf = _row(_SHELF, "shelf", sato, me, bucket=str(household_id(SHELF)), level=4)
    rows = [_row(_DEVICE, "device", sato, me, cause="drafts", held=2), shelf, _row(_NEWER, "of a newer office", sato, me)]

    async def with_rows(route: Route) -> None:
        answer = await route.fetch()
        told, records = taken_apart(await answer.body())
        told["pull"]["alerts"] += rows
        await route.fulfill(response=answer, body=put_together(told, records))

    await person.page.route("**/sync/v1/sync", with_rows)
    await at("/unsent")(person)
    await person.tap(word("unsent.send"))
    await at("/alerts")(person)
    await person.see(word("alerts.office.newer"))
    await person.page.unroute_all(behavior="wait")


def _alert(alert: str) -> Reach:
    return do(at(f"/a/{alert}"), see("alerts.why"))


OFFICE_ALERTS = (
    Place("/alerts", "alerts-office", _told),
    Place("/a/:id", "alert-device", do(_alert(_DEVICE), see("alerts.take")), "alert-device"),
    Place("CloseSheet", "alert-device-close", tap("alerts.close")),
    Place("/a/:id", "alert-shelf", do(_alert(_SHELF), see("alerts.office.toShelf"))),
    Place("/a/:id", "alert-newer", do(_alert(_NEWER), see("alerts.office.newerHow"))),
)  # fmt: skip
