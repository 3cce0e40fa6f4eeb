"""What somebody asked, and the sealed word of who told it: the shared vectors, in any order of delivery."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.casework.kinds import checked
from tests.vectors.delivered import at, deliveries
from tests.vectors.make_consultations import state_of

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "consultations.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_consultation_and_who_told_it(case: dict[str, Any]) -> None:
    state = state_of(case["ops"])
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert state == case["state"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_in_whatever_order_and_however_often_it_is_delivered(case: dict[str, Any]) -> None:
    for ops in deliveries(case):
        assert state_of(ops) == case["state"]


def test_what_the_vectors_say_has_the_shape_that_its_kind_demands() -> None:
    kinds = ("consultation.", "informant.")
    good = [op["payload"] for case in CASES if "shape" not in case["name"] for op in case["ops"] if op["payload"]["kind"].startswith(kinds)]
    assert good
    assert [payload for payload in good if not checked(payload)] == []


def test_nothing_that_a_household_or_its_row_says_tells_who_told() -> None:
    for case in CASES:
        state = state_of(case["ops"])
        assert "川端" not in json.dumps([state["consultations"], state["waiting"], state["sheet"]["sheet"]], ensure_ascii=False)
