"""Requests for backup, what is done, and the meetings of others: the shared vectors, in any order of delivery, and the clock."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.casework.calendar import jst, moment_ms
from server.casework.kinds import checked
from server.casework.opening import MINUTE, due_after, open_between
from server.workdays import is_open
from tests.vectors.delivered import at, deliveries
from tests.vectors.make_backup import state_of

FOLDER = Path(__file__).parents[1] / "vectors"
CASES = json.loads((FOLDER / "backup.json").read_text("utf-8"))
CLOCKS = json.loads((FOLDER / "opening.json").read_text("utf-8"))
KINDS = ("backup.", "task.", "outside.")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_request_for_backup(case: dict[str, Any]) -> None:
    state = state_of(case["ops"])
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert state == case["state"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_in_whatever_order_and_however_often_it_is_delivered(case: dict[str, Any]) -> None:
    for ops in deliveries(case):
        assert state_of(ops) == case["state"]


def test_what_the_vectors_say_has_the_shape_that_its_kind_demands() -> None:
    good = [op["payload"] for case in CASES if "shape" not in case["name"] for op in case["ops"] if op["payload"]["kind"].startswith(KINDS)]
    assert {payload["kind"] for payload in good} >= {"backup.ask", "backup.take", "backup.say", "backup.end", "task.add", "task.mark", "outside.add", "outside.amend"}
    assert [payload for payload in good if not checked(payload)] == []


def test_every_request_ends_in_one_of_three_ways_or_is_open() -> None:
    ends = {one["ended"]["outcome"] for case in CASES for one in case["state"]["requests"] if one["ended"]}
    assert ends == {"settled", "to_conference", "returned"}


def test_the_clock_of_an_answer_runs_while_the_office_is_open() -> None:
    assert [due_after(start, minutes) for start, minutes, _ in CLOCKS["due"]] == [moment_ms(due) for *_, due in CLOCKS["due"]]
    waited = [open_between(start, until) // MINUTE for start, until, _ in CLOCKS["waited"]]
    assert waited == [minutes for *_, minutes in CLOCKS["waited"]]
    assert waited == [150, 1050, 45, 0, 45]


@given(start=st.integers(0, 4_000_000_000_000), minutes=st.integers(1, 5_000))
def test_when_it_is_due_just_so_much_open_time_has_passed(start: int, minutes: int) -> None:
    due = due_after(start, minutes)
    assert open_between(start, due) == minutes * MINUTE
    assert is_open(jst(due - MINUTE // 2)), "the moment before it is one in which somebody was there"
