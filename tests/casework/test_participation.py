"""What a person would like and how they come to a place: the shared vectors, and every way of steps against an oracle."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.casework.kinds import checked
from server.casework.participation import MONTHS, months_after
from tests.vectors.delivered import at, deliveries
from tests.vectors.make_participation import AGREED, Line, case_of, follow, state_of, step, taken_back

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "participation.json").read_text("utf-8"))
STATES = ("suggested", "tour", "trial", "joined", "settled", "stopped")
# Written down from the paper, not from the catalogue: 提案→見学→体験→参加→定着, and 中断 from any that is not one.
WAYS = {("suggested", "tour"), ("suggested", "trial"), ("suggested", "joined"), ("tour", "trial"), ("tour", "joined"), ("trial", "joined"), ("joined", "settled")}
Choice = tuple[str, int, bool, bool, bool]  # step or month, day of June, told, reason, result


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_participation(case: dict[str, Any]) -> None:
    state = state_of(case["ops"])
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert state == case["state"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_in_whatever_order_and_however_often_it_is_delivered(case: dict[str, Any]) -> None:
    for ops in deliveries(case):
        assert state_of(ops) == case["state"]


def test_what_the_vectors_say_has_the_shape_that_its_kind_demands() -> None:
    good = [op["payload"] for case in CASES if "shape" not in case["name"] for op in case["ops"]]
    assert {payload["kind"] for payload in good} >= {"wish.set", "match.add", "match.step", "match.follow", "community.open"}
    assert [payload for payload in good if not checked(payload)] == []


def oracle(choices: list[Choice], lost_on: int) -> tuple[str, int]:
    """Where it stands, step by step and by hand: the state and how many words did not count."""
    now, joined, done, refused = "suggested", False, set[int](), 0
    for what, day, told, reason, result in choices:
        if what.isdigit():
            if joined and int(what) in MONTHS:
                done.add(int(what))
            else:
                refused += 1
            continue
        agreed = day < lost_on
        ok = (now, what) in WAYS or (what == "stopped" and now != "stopped")
        ok = ok and (agreed or not (told or what in ("trial", "joined")))
        ok = ok and (what != "stopped" or (reason and result))
        ok = ok and (what != "settled" or (result and (reason or done == {1, 3, 6})))
        refused += not ok
        now = what if ok else now
        joined = joined or now == "joined"
    return now, refused


@settings(max_examples=300, deadline=None)
@given(
    choices=st.lists(
        st.tuples(st.sampled_from([*STATES[1:], "1", "2", "3", "6"]), st.integers(1, 28), st.booleans(), st.booleans(), st.booleans()), max_size=12
    ),
    lost_on=st.integers(1, 29),
)
def test_every_way_of_steps_ends_where_a_person_reckoning_by_hand_says(choices: list[Choice], lost_on: int) -> None:
    lines: list[Line] = [*AGREED, taken_back(4, "b1", "c1", f"2026-06-{lost_on:02d}")]
    for n, (what, day, told, reason, result) in enumerate(choices):
        on = f"2026-06-{day:02d}"
        if what.isdigit():
            lines.append(follow(5 + n, f"x{n}", int(what), on))
        else:
            said = {"tells": ["living"] if told else [], "reason": "わけ" if reason else " ", "result": "going_on" if result else ""}
            lines.append(step(5 + n, f"x{n}", what, on, **said))
    state = case_of("", lines, {})["state"]
    assert (state["matches"][0]["state"], len(state["proposals"])) == oracle(choices, lost_on)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)), st.sampled_from(MONTHS))
def test_a_follow_up_is_due_in_its_month_and_never_on_a_day_that_is_none(day: Any, months: int) -> None:
    year, month, last = (int(part) for part in months_after(day.isoformat(), months).split("-"))
    assert (year * 12 + month) - (day.year * 12 + day.month) == months
    assert last <= day.day
