"""The vault's casework answers every shared vector exactly as the phone's does."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.casework import calendar
from server.casework.catalogue import load
from server.casework.fold import fold
from server.casework.records import OpenedOp
from server.casework.rules import judge, red_signs
from server.casework.search import matches, search_key
from server.casework.summary import summarise

VECTORS = Path(__file__).parents[1] / "vectors"


def read(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text("utf-8"))


FOLDS, RULES, SUMMARIES, SEARCH, CALENDAR = (read(name) for name in ("fold", "rules", "summary", "search", "calendar"))
COURSES = read("course")


def by_name(cases: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def state_of(case: dict[str, Any], ops: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    opened = [OpenedOp(**op) for op in (case["ops"] if ops is None else ops)]
    return fold("00000000-0000-7000-8000-0000000000b1", "26101", opened, case.get("roles"), case.get("now"))


def at(state: Any, path: str) -> Any:
    for part in path.split("/"):
        if part == "#":
            return len(state)
        state = state[int(part)] if isinstance(state, list) else state.get(part)
    return state


@by_name(FOLDS)
@pytest.mark.shows("I7", "I16", "F-11", "F-13", "F-16", "CONF-2", "CONF-5", "CONF-8", "TIME-1")
def test_fold(case: dict[str, Any]) -> None:
    state = state_of(case)
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert state == case["state"]


@pytest.mark.shows("I3", "CONF-6")
@settings(max_examples=150, deadline=None)
@given(case=st.sampled_from(FOLDS), seed=st.integers(0, 2**32))
def test_any_order_and_any_repetition_fold_equal(case: dict[str, Any], seed: int) -> None:
    chance = random.Random(seed)
    unnumbered = [op | {"seq": None, "received_at": None} for op in case["ops"] if op["seq"] is not None]
    delivered = case["ops"] + chance.choices(case["ops"] + unnumbered, k=len(case["ops"])) if case["ops"] else []
    chance.shuffle(delivered)
    assert state_of(case, delivered) == case["state"]


@pytest.mark.shows("CONF-1")
def test_two_people_who_write_different_fields_at_once_have_nothing_to_settle() -> None:
    case = json.loads(json.dumps(next(one for one in FOLDS if one["name"].startswith("two people write one field"))))
    case["ops"][-1]["payload"]["set"] = {"hint": "青い門"}
    state = state_of(case)
    assert [state["fields"][name]["value"] for name in ("phone", "hint")] == ["075-111", "青い門"]
    assert state["conflicts"] == []


@by_name(COURSES)
def test_the_way_through_the_phases(case: dict[str, Any]) -> None:
    state = state_of(case)
    assert {path: at(state, path) for path in case["expect"]} == case["expect"]
    assert {part: state[part] for part in case["state"]} == case["state"]


def test_every_step_and_every_guard_is_shown_to_hold_and_to_lack() -> None:
    steps = [step for case in [*COURSES, *read("plans")] for step in case["state"]["steps"]]
    shown = {guard for step in steps for guard in step["missing"]}
    phases = load().phases.transitions
    assert {guard for one in phases for guard in one.guards} <= shown
    assert {one.code for one in phases} <= {step["code"] for step in steps if step["state"] == "stands"}


@by_name(RULES)
@pytest.mark.shows("I16")
def test_rules(case: dict[str, Any]) -> None:
    state = state_of(case)
    found = judge(state, case["target"], case["now"], case["day_flags"])
    assert {rule["rule"]: rule["level"] for rule in found} == case["expect"]
    assert found == case["rules"]
    assert [item["code"] for item in red_signs(state, case["target"], case["now"], case["day_flags"])] == case["red"]


def test_every_rule_is_shown_met_and_not_met() -> None:
    met = {rule for case in RULES for rule in case["expect"]}
    # A rule without cases is never met by a record: the vault says it of one nobody can read.
    assert met == {rule.code for rule in load().rules if rule.cases}
    levels = {(rule, level) for case in RULES for rule, level in case["expect"].items()}
    assert {(rule.code, one.level) for rule in load().rules if rule.code != "E-O13" for one in rule.cases} <= levels


def codes_in(when: Any) -> set[str]:
    if isinstance(when, list):
        return {code for part in when for code in codes_in(part)}
    return ({when["obs"]} if "obs" in when else set()) | codes_in([*when.get("any", []), *when.get("all", [])])


def test_no_sign_that_can_be_red_is_left_without_a_rule() -> None:
    ruled = {code for rule in load().rules for one in rule.cases for code in codes_in(one.when)}
    red = {code for code, item in load().observations.items() if item.severity == "R" or item.red_when}
    assert red <= ruled


@by_name(SUMMARIES)
def test_summary(case: dict[str, Any]) -> None:
    summary = summarise(state_of(case), case["now"])
    assert {key: summary[key] for key in case["expect"]} == case["expect"]
    assert summary == case["summary"]


def test_search_keys() -> None:
    assert [[text, search_key(text)] for text, _ in SEARCH["keys"]] == SEARCH["keys"]


@by_name(SEARCH["households"])
def test_search(case: dict[str, Any]) -> None:
    summary = summarise(state_of(case), 0)
    assert [query for query in case["found"] + case["missing"] if matches(summary, query)] == case["found"]


def test_calendar() -> None:
    for text, day, precision in CALENDAR["parse"]:
        assert calendar.parse_date(text) == (day, precision), text
    assert [text for text in CALENDAR["refuse"] if calendar.parse_day(text)] == []
    assert [[day, calendar.format_era(day)] for day, _ in CALENDAR["era"]] == CALENDAR["era"]
    for moment, words, day in CALENDAR["moments"]:
        assert (calendar.format_moment(moment), calendar.day_of(moment)) == (words, day)
    assert [[day, calendar.fiscal_year(day)] for day, _ in CALENDAR["fiscal"]] == CALENDAR["fiscal"]
    assert [[birth, on, calendar.age_on(birth, on)] for birth, on, _ in CALENDAR["ages"]] == CALENDAR["ages"]
    assert [[birth, age, calendar.attains_on(birth, age)] for birth, age, _ in CALENDAR["attains"]] == CALENDAR[
        "attains"
    ]
