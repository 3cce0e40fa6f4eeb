"""A relation's course, the home, 判定 and the months nobody was met: the shared vectors, in any order of delivery."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.casework.catalogue import load
from server.casework.kinds import checked
from tests.vectors.delivered import at, deliveries
from tests.vectors.make_outreach import state_of

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "outreach.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_outreach(case: dict[str, Any]) -> None:
    state = state_of(case["ops"], case["target"])
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert state == case["state"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_in_whatever_order_and_however_often_it_is_delivered(case: dict[str, Any]) -> None:
    for ops in deliveries(case):
        assert state_of(ops, case["target"]) == case["state"]


def test_what_the_vectors_say_has_the_shape_that_its_kind_demands() -> None:
    cases = [case for case in CASES if " none" not in case["name"]]
    assert [op["payload"] for case in cases for op in case["ops"] if not checked(op["payload"])] == []


def test_no_letter_speaks_of_welfare_and_every_hard_letter_has_its_reading() -> None:
    for letter in load().raw["contact"]["letters"]:
        lines = [*letter["lines"], *letter.get("cold", [])]
        text = "".join(lines)
        assert not any(word in text for word in ("福祉", "支援", "センター", "役所", "生活保護", "社会福祉協議会")), letter["code"]
        bare = "".join(part.split("《")[0] if "《" in part else part for line in lines for part in _unread(line))
        assert [sign for sign in bare if "一" <= sign <= "鿿"] == [], letter["code"]


def _unread(line: str) -> list[str]:
    """What stands outside ｜漢字《かんじ》."""
    head, *rest = line.split("｜")
    return [head, *(one.split("》", 1)[1] for one in rest)]
