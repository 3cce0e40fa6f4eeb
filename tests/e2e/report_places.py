"""The places of 報告: the desk of figures, what a figure was counted from, and proving oneself before it becomes a file."""

from tests.e2e.people import Person
from tests.e2e.places import Place, Reach, at, click, do, see, tap
from tests.e2e.words import word

_COUNTED = ".report button, .report .soft"


async def _all_read(person: Person) -> None:
    """The figures grow until every household of the device was read."""
    await person.page.locator(".out button").first.wait_for()


async def _of_the_year(person: Person) -> None:
    await person.page.locator("#report-kind").select_option("year")


def _of(code: str) -> Reach:
    async def reach(person: Person) -> None:
        await person.page.locator("#report-which").select_option(code)

    return reach


async def _counted(person: Person) -> None:
    """Until what this device counts, and what was handed in, stand beside each other."""
    await person.page.locator("main table tbody tr").first.wait_for()
    await person.page.get_by_text(word("figures.asking"), exact=True).wait_for(state="detached")
    await person.page.get_by_text(word("figures.reading"), exact=True).wait_for(state="detached")


_DESK = do(at("/reports", _COUNTED), _all_read, _of_the_year)
REPORTS = (
    Place("/reports", "reports", _DESK, "reports"),
    Place("/reports", "reports-workers", do(_DESK, _of("R-01"))),
    Place("/reports", "reports-outreach", do(_DESK, _of("R-05"))),
    Place("/reports", "reports-waiting", do(_DESK, _of("R-07"))),
    Place("/reports", "reports-unseen", do(_DESK, _of("R-08"))),
    Place("/reports", "reports-consultations", do(_DESK, _of("R-09"))),
    Place("BehindSheet", "reports-behind", do(_DESK, click(".report button"), see("reports.fact.consultation"))),
    Place("StepUp", "reports-export", do(_DESK, tap("spreadsheet.xlsx"))),
    Place("/figures", "figures", do(at("/figures", "main table, main .banner"), _counted), "figures"),
)

# The bureau's own: fourteen centers and nobody's name.
CITY = (
    Place("CityTable", "figures-city", do(at("/figures", "main table, main .lines"), see("figures.noSum")), "figures-city"),
)  # fmt: skip
