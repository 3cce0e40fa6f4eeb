"""Faults of 閲覧の記録: a glance that is forgotten, one that nobody asks about, and whoever asks about their own."""

from tests.mutants.mutant import Mutant

_LOOKING = "tests/viewings/test_viewings.py"

VIEWINGS = (
    Mutant(
        "what could not be told is let go", "pwa/src/viewings/viewing-book.ts",
        "return store.dropViewings(ids(rows.slice(start, -MOST)));", "return store.dropViewings(ids(rows));",
        "whoever reads where no signal reaches has read nothing",
        ("pwa/src/viewings/viewing-book.test.ts",),
    ),
    Mutant(
        "whoever sees all of the center needs no ground", "server/viewings/rules.py",
        'self.role not in (CENTER_WIDE, "")', 'self.role != ""',
        "a curious colleague of the office is never asked about",
        (f"{_LOOKING}::test_nishimura_looks_into_what_no_book_explains",),
    ),
    Mutant(
        "a manager says of her own that nothing is amiss", "server/viewings/service.py",
        "if staff == caller.staff:\n        raise", "if staff == caller.device:\n        raise",
        "the only one who can look into it is the one who looked",
        (f"{_LOOKING}::test_what_nishimura_says_stays_and_ono_says_it_of_nishimura",),
    ),
    Mutant(
        "who opened a home is told to other wards", "server/viewings/service.py",
        "center is None or caller.center != center", "center is None",
        "a coordinator of the south learns who works with a home of the north",
        (f"{_LOOKING}::test_of_another_center_nothing_is_told",),
    ),
)  # fmt: skip
