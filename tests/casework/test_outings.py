"""Who is out until when: the shared vectors, in any order of delivery."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.casework.kinds import checked
from tests.vectors.delivered import at, deliveries
from tests.vectors.make_outings import state_of

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "outings.json").read_text("utf-8"))
KINDS = {"checkin.start", "checkin.extend", "checkin.end", "incident.add"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_somebody_is_out(case: dict[str, Any]) -> None:
    state = state_of(case["ops"])
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert state == case["state"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_in_whatever_order_and_however_often_it_is_delivered(case: dict[str, Any]) -> None:
    for ops in deliveries(case):
        assert state_of(ops) == case["state"]


def test_what_the_vectors_say_has_the_shape_that_its_kind_demands() -> None:
    odd = ("shape", "word nobody knows")
    good = [op["payload"] for case in CASES if not any(one in case["name"] for one in odd) for op in case["ops"] if op["payload"]["kind"] in KINDS]
    assert {payload["kind"] for payload in good} == KINDS
    assert [payload for payload in good if not checked(payload)] == []
