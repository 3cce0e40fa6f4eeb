"""What a center runs on a day: the shared vectors, and that deadlines which protect a life belong to no business."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.casework.catalogue import load
from server.casework.rollout import runs
from server.rollout.rules import PARTS, Why
from tests.vectors.make_rollout import resting

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "rollout.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_rests_on_a_day(case: dict[str, Any]) -> None:
    assert resting(case["given"], case["day"]) == case["expect"]


def test_the_web_tier_and_the_catalogue_know_the_same_parts_and_reasons() -> None:
    raw = load().raw["rollout"]
    assert tuple(one["code"] for one in raw["parts"]) == PARTS
    assert tuple(one["code"] for one in raw["whys"]) == Why.__args__
    assert {row["business"] for row in load().raw["reports"]["business"]} <= set(PARTS)
    assert {one["within"] for one in raw["parts"] if "within" in one} <= set(PARTS)


def test_what_is_of_no_business_never_rests() -> None:
    assert runs({part: [] for part in PARTS}, "", "2026-11-27")
