"""The places of 報告: the desk of figures, what a figure was counted from, and proving oneself before it becomes a file."""

from tests.e2e.people import Person
from tests.e2e.places import Place, Reach, at, click, do, fill, see, tap, unfold_all
from tests.e2e.words import word

_COUNTED = ".report button, .report .soft"


async def _all_read(person: Person) -> None:
    """The figures grow until every household of the device was read."""
    await person.page.locator(".out button").first.wait_for()


async def _of_the_year(person: Person) -> None:
    await person.page.locator("#report-kind").select_option("year")


async def _none_rested(person: Person) -> None:
    """Said only when every household of the device was looked into."""
    await person.page.get_by_text(word("rollout.rested.none"), exact=True).wait_for(timeout=60_000)


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

_CENTERS = at("/rollout", "main table, main .lines")
_OF_NORTH = do(at("/rollout?center=26101", "dialog[open] form"), see("rollout.versions"))

# The bureau's own: fourteen centers and nobody's name.
CITY = (
    Place("CityTable", "figures-city", do(at("/figures", "main table, main .lines"), see("figures.noSum")), "figures-city"),
)

# What the north runs, as Tanaka reads it.
OWN_ROLLOUT = (Place("/rollout", "rollout-own", do(at("/rollout", "main dl"), see("rollout.versions"), _none_rested, unfold_all)), Place("/bounds", "bounds-own", do(at("/bounds", "main dl"), see("bounds.leadOwn"))))

# What each center runs; the wrong days are let go before anybody decides.
ROLLOUT = (
    Place("CentersTable", "rollout", _CENTERS, "rollout"),
    Place("RolloutSheet", "rollout-sheet", do(_OF_NORTH, click("#rollout-participation-rest"), see("rollout.preview")), "rollout-sheet"),
    Place("RolloutSheet", "rollout-wrong", do(fill("#rollout-outreach-0-ends", "2001-01-01"), tap("rollout.sheet.save"), see("rollout.errors.order"))),
    Place("/rollout", "rollout-let-go", do(tap("drafts.discard"), tap("drafts.yes"), see("drafts.gone"))),
    Place("/towns", "towns", do(at("/towns", "main .empty"), see("towns.none"))),
    Place("TownsSheet", "towns-wrong", do(at("/towns?sheet=towns", "dialog[open] form"), fill("#towns-text", "町名,センター\n架空の町,深草支所\n深草西浦町,北区役所"), tap("towns.sheet.save"), see("towns.faults.otherWard"))),
    Place("TownsSheet", "towns-sheet", do(fill("#towns-text", "町名,センター\n深草西浦町,伏見区役所"), see("towns.sheet.unnamedHow"))),
    Place("/towns", "towns-let-go", do(tap("drafts.discard"), tap("drafts.yes"), see("drafts.gone"))),
)  # fmt: skip
