"""Every fault, invariant and scenario is shown by a test that names it, or it is written why not."""

import pytest

from tests.house import proof
from tests.house.promises import FAULTS, INVARIANTS, SCENARIOS, UNSHOWN
from tests.house.tree import read

SHOWN = proof.shown()
OUTSIDE = {name for name, why in UNSHOWN.items() if why.startswith("not part of the product: ")}


@pytest.mark.parametrize("name", proof.NAMES)
def test_it_is_shown_by_a_test_or_it_is_written_why_not(name: str) -> None:
    assert (name in SHOWN) != (name in UNSHOWN), SHOWN.get(name, "nothing shows it")


def test_no_test_names_what_nobody_promised() -> None:
    assert sorted(SHOWN.keys() - proof.NAMES.keys()) == []
    assert sorted(UNSHOWN.keys() - proof.NAMES.keys()) == []
    assert [why for why in UNSHOWN.values() if not why.startswith(("not part of the product: ", "not run: "))] == []


def test_what_the_product_has_is_shown_of_every_fault_every_invariant_and_every_group_of_scenarios() -> None:
    assert sorted((FAULTS | INVARIANTS).keys() - SHOWN.keys() - OUTSIDE) == []
    groups = {name.partition("-")[0] for name in SCENARIOS}
    assert sorted(groups - {name.partition("-")[0] for name in SHOWN if name in SCENARIOS}) == []


def test_the_page_says_what_the_tests_say() -> None:
    assert read(proof.PAGE) == proof.page(), "write it anew: .venv/bin/python -m tests.house.proof"


def test_names_are_read_where_a_test_carries_them_and_nowhere_else() -> None:
    assert [one["names"] for one in proof.TITLE.finditer("test('words [F-15 IDB-1]', x); it(\"one [I3]\", y)")] == ["F-15 IDB-1", "I3"]
    assert [*proof.TITLE.finditer("const [A] = ['x'];  // test [F-1 words]")] == []
    assert "tests/faults/test_deaf_lines.py::test_whichever_way_alone_the_line_carries_satos_notes_leave_and_tanakas_arrive_once" in SHOWN["F-06"]
