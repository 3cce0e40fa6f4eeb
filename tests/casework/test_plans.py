"""What Hana agreed to and the plan that was made with her: the shared vectors, in any order of delivery."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.casework.kinds import checked
from tests.vectors.delivered import at, deliveries
from tests.vectors.make_plans import state_of

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "plans.json").read_text("utf-8"))
OURS = ("consent.", "collaboration.")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_consent_and_a_plan(case: dict[str, Any]) -> None:
    state = state_of(case["ops"])
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert state == case["state"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_in_whatever_order_and_however_often_it_is_delivered(case: dict[str, Any]) -> None:
    for ops in deliveries(case):
        assert state_of(ops) == case["state"]


def test_what_the_vectors_say_has_the_shape_that_its_kind_demands() -> None:
    good = [op["payload"] for case in CASES if "shape" not in case["name"] for op in case["ops"] if op["payload"]["kind"].startswith(OURS)]
    assert good
    assert [payload["kind"] for payload in good if not checked(payload)] == []
