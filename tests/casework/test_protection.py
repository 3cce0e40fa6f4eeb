"""支援措置: what the mark hides is in nothing that lists, prints or papers are made of, in any order of delivery."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.casework.fold import fold
from server.casework.kinds import checked
from server.casework.protection import HIDDEN, may_know
from server.casework.records import OpenedOp
from server.casework.summary import summarise
from tests.vectors.delivered import at, deliveries
from tests.vectors.make_protection import BEGUN, HOME, NOW, ROLES, SECRETS, case_of, mark, state_of, write

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "protection.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_a_mark_hides(case: dict[str, Any]) -> None:
    state = state_of(case["ops"])
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert state == case["state"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_in_whatever_order_and_however_often_it_is_delivered(case: dict[str, Any]) -> None:
    for ops in deliveries(case):
        assert state_of(ops) == case["state"]


def test_what_the_vectors_say_has_the_shape_that_its_kind_demands() -> None:
    good = [op["payload"] for case in CASES if "shape" not in case["name"] for op in case["ops"]]
    assert [one for one in good if one["kind"].startswith("protection.") and not checked(one)] == []


WORDS = [f"秘{n}丁目" for n in range(40)]
ENTITIES = ["household", "person:p1", "person:p2", "reach:p1", "reach:p2"]
WRITES = st.lists(
    st.tuples(
        st.floats(1, 9), st.sampled_from(["sato", "tanaka", "mori", "oishi"]), st.sampled_from(ENTITIES),
        st.sampled_from([*HIDDEN, "school"]), st.sampled_from(WORDS),
    ), max_size=12,
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(WRITES, st.floats(0, 9), st.sampled_from(["tanaka", "oishi"]))
def test_whatever_is_written_before_or_after_the_mark_no_screen_row_or_search_says_it(
    writes: list[tuple[float, str, str, str, str]], when: float, who: str
) -> None:
    """Property: the fold and the row, of which every list, search, print, CSV, paper and offline view is made."""
    lines = [*BEGUN, mark(when, "m1", who)]
    for n, (hour, by, entity, field, word) in enumerate(writes):
        # A school is what leads to a person; on a household nobody writes one, and it would be no address.
        if field == "school" or entity.startswith("reach:"):
            lines.append(write(hour, f"w{n}", by, "reach:p1", **{field: word}))
        else:
            lines.append(write(hour, f"w{n}", by, entity if field == "phone" else "household", **{field: word}))
    ops = [OpenedOp(**op) for op in case_of("", lines, {})["ops"]]
    state = fold(HOME, "26101", ops, ROLES, NOW)
    row = summarise(state, NOW)
    shown = json.dumps([state, row], ensure_ascii=False)
    hidden = [*WORDS, *(one for one in SECRETS if one not in ("里中", "さとなか"))]
    assert [word for word in hidden if word in shown] == []
    assert [name for name in ("里中", "さとなか", "咲", "蓮") if name in json.dumps(row, ensure_ascii=False)] == []


def test_only_whom_the_mark_names_and_who_made_it_may_know() -> None:
    state = state_of(case_of("", [*BEGUN, mark(3, "m1")], {})["ops"])["state"]
    assert [who for who in ROLES if may_know(state["protection"], who)] == ["sato", "tanaka"]
    assert may_know(None, "mori")
