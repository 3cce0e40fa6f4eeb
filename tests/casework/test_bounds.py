"""A center's own numbers: what they are read as, what they move, and that the office weighs them by the same table."""

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from server.bounds.rules import NUMBERS, ORDERS
from server.casework.bounds import bounds_of, orders, rows, usual
from tests.casework.test_deadlines import NOW, Home, after
from tests.vectors.make_deadlines import CASES, CENTERS, case_of, center_dues_of, center_of, dues_of

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "deadlines.json").read_text("utf-8"))


def test_the_office_refuses_by_the_very_table_that_the_vault_reads_by() -> None:
    mine = {row["code"]: (row["least"], row["most"], usual().numbers[row["code"]]) for row in rows()}
    assert mine == {code: tuple(bound) for code, bound in NUMBERS.items()}
    assert [tuple(order) for order in orders()] == list(ORDERS)


def test_what_the_product_brings_lies_within_its_own_bounds_and_in_order() -> None:
    for code, (least, most, brought) in NUMBERS.items():
        assert least <= brought <= most, code
    for order in ORDERS:
        assert all(NUMBERS[less].usual <= NUMBERS[more].usual for less, more in pairwise(order))


def test_the_statutory_and_the_waiting_records_are_nobodys_to_set() -> None:
    assert not {row["rule"] for row in rows()} & {"E-T13", "E-T04", "E-T08", "E-T09"}


@pytest.mark.parametrize("one", VECTORS["readings"], ids=lambda one: one["name"])
def test_numbers_are_read_and_what_cannot_be_is_the_catalogues(one: dict[str, Any]) -> None:
    numbers = bounds_of(one["given"]).numbers
    assert {code: numbers[code] for code in one["expect"]} == one["expect"]
    assert numbers.keys() == usual().numbers.keys()


@pytest.mark.parametrize("one", VECTORS["cases"], ids=lambda one: one["name"])
def test_moments_are_those_of_the_vectors(one: dict[str, Any]) -> None:
    assert dues_of(one["ops"], one["numbers"]) == one["dues"]


@pytest.mark.parametrize("one", VECTORS["centers"], ids=lambda one: one["name"])
def test_of_a_centers_meetings_too(one: dict[str, Any]) -> None:
    assert center_dues_of(one["buckets"], one["numbers"]) == one["dues"]


def test_the_vectors_are_those_of_their_maker() -> None:
    assert [case_of(*one) for one in CASES] == VECTORS["cases"]
    assert [center_of(*one) for one in CENTERS] == VECTORS["centers"]


def test_hatsu_is_asked_after_two_days_earlier_where_her_center_wants_it() -> None:
    home = Home("A")
    home.lives()
    home.visit(5, seen={"hatsu": "A_seen"})
    five = [one for one in home.stands(NOW, bounds_of({"E-T01.A": 5})) if one.rule == "E-T01"]
    assert [one.due_at for one in five] == [after(5) + timedelta(days=days) for days in (5, 7.5, 10)]
