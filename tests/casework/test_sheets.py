"""A shared sheet is frozen, and everybody speaks only for themselves: the shared vectors, in any order of delivery."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.casework.kinds import checked
from server.casework.records import OpenedOp
from server.casework.sheets import digest_of, fold_sheet
from tests.vectors.delivered import at, deliveries

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "sheets.json").read_text("utf-8"))


def state_of(case: dict[str, Any], ops: list[dict[str, Any]]) -> dict[str, Any]:
    return fold_sheet("00000000-0000-7000-8000-0000000000c1", [OpenedOp(**op) for op in ops], case["roles"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_shared_sheet(case: dict[str, Any]) -> None:
    state = state_of(case, case["ops"])
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert state == case["state"]
    assert (digest_of(state["sheet"]) if state["sheet"] else None) == case["digest"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_in_whatever_order_and_however_often_it_is_delivered(case: dict[str, Any]) -> None:
    for ops in deliveries(case):
        assert state_of(case, ops) == case["state"]


def test_what_the_vectors_share_has_the_shape_that_its_kind_demands() -> None:
    good = [op["payload"] for case in CASES if "shape" not in case["name"] for op in case["ops"]]
    assert good
    assert [payload for payload in good if not checked(payload)] == []
