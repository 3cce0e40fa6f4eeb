"""つながり: who can open this door, field by field as people wrote it, in any order of delivery; and what 支援措置 leaves of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.casework.fold import fold
from server.casework.kinds import checked
from server.casework.records import OpenedOp
from server.casework.summary import summarise
from tests.vectors.delivered import at, deliveries
from tests.vectors.make_protection import mark
from tests.vectors.make_ties import BEGUN, HOME, NOW, ROLES, around, case_of, state_of, tie

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "ties.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_who_is_around_and_what_there_is_between_them(case: dict[str, Any]) -> None:
    state = state_of(case["ops"])
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert state == case["state"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_in_whatever_order_and_however_often_it_is_delivered(case: dict[str, Any]) -> None:
    for ops in deliveries(case):
        assert state_of(ops) == case["state"]


def test_what_the_vectors_say_has_the_shape_that_its_kind_demands() -> None:
    good = [op["payload"] for case in CASES if "shape" not in case["name"] for op in case["ops"]]
    assert [one for one in good if one["kind"] in ("tie.set", "around.set") and not checked(one)] == []


WORDS = [f"秘{n}保育所" for n in range(40)]
WRITES = st.lists(
    st.tuples(
        st.floats(1, 9), st.sampled_from([*ROLES]), st.sampled_from(["around", "tie"]),
        st.sampled_from(["name", "note", "word", "third_party", "gone"]), st.sampled_from(WORDS),
    ), max_size=12,
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(WRITES, st.floats(0, 9))
def test_whoever_is_around_a_hidden_household_is_in_no_state_and_no_row(
    writes: list[tuple[float, str, str, str, str]], when: float
) -> None:
    """Property: names and words of people around, and of the ties to them, before and after the mark."""
    lines = [*BEGUN, mark(when, "m1")]
    for n, (hour, by, kind, field, word) in enumerate(writes):
        value = {"source": word, "text": word} if field == "third_party" else word
        said: dict[str, Any] = {field: value}
        if kind == "tie":
            said |= {"of": "person:p1", "to": "around:a1"}
        lines.append((around if kind == "around" else tie)(hour, f"w{n}", by, **said))
    ops = [OpenedOp(**op) for op in case_of("", lines, {})["ops"]]
    state = fold(HOME, "26101", ops, ROLES, NOW)
    shown = json.dumps([state, summarise(state, NOW)], ensure_ascii=False)
    assert [word for word in WORDS if word in shown] == []
