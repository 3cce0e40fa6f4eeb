"""The page that says what of the field's list people can do names real tests, and every row."""

import pytest

from tests.house import mission
from tests.house.tree import read


@pytest.mark.parametrize("number", mission.MISSION)
def test_a_row_is_shown_by_tests_that_exist_or_says_what_is_missing(number: str) -> None:
    row = mission.MISSION[number]
    assert [one for one in row.tests if not mission.exists(one)] == []
    assert row.tests or row.missing


def test_no_element_of_the_fields_list_is_passed_over() -> None:
    numbers = [*range(1, 8), *range(10, 16), *range(20, 31), *range(40, 54)]
    assert [*mission.MISSION] == [f"F-{number:02}" for number in numbers]


def test_a_test_that_is_not_there_is_noticed() -> None:
    assert not mission.exists("tests/e2e/test_watched.py::test_nobody_is_ever_watched")
    assert not mission.exists("tests/e2e/test_unwritten.py::test_anything")
    assert not mission.exists("pwa/src/organizations/directory.test.ts: nobody is ever near")


def test_the_page_says_what_the_table_says() -> None:
    assert read(mission.PAGE) == mission.page(), "write it anew: .venv/bin/python -m tests.house.mission"
