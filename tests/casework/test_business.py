"""Every record has exactly one business: the shared vectors, in any order of delivery, and all neighbouring households."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.casework.business import business_of, business_records
from server.casework.catalogue import load
from server.casework.fold import fold
from server.casework.records import OpenedOp
from tests.vectors.delivered import deliveries
from tests.vectors.make_business import borrowed, records_of
from tests.vectors.make_course import BUCKET

WRITTEN = json.loads((Path(__file__).parents[1] / "vectors" / "business.json").read_text("utf-8"))
CASES = WRITTEN["cases"]
PROGRAMS = {one["code"] for one in load().raw["lists"]["programs"]}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_to_which_business_a_record_belongs(case: dict[str, Any]) -> None:
    found = {one["id"]: f"{one['business']} {'after' if one['agreed'] else 'before'}" for one in case["records"]}
    assert {name: found.get(name) for name in case["expect"]} == case["expect"]
    assert records_of(case["ops"], case["roles"], case["now"]) == case["records"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_in_whatever_order_and_however_often_it_is_delivered(case: dict[str, Any]) -> None:
    for ops in deliveries(case):
        assert records_of(ops, case["roles"], case["now"]) == case["records"]


def test_no_record_is_in_two_businesses_or_in_none() -> None:
    households = [case["records"] for case in CASES] + [records for each in borrowed().values() for records in each]
    assert borrowed() == WRITTEN["borrowed"]
    for records in households:
        assert len({one["id"] for one in records}) == len(records)
        assert {one["business"] for one in records} <= PROGRAMS


def test_what_was_withdrawn_and_what_was_corrected_is_counted_no_more_than_once() -> None:
    case = next(one for one in CASES if "corrected" in one["name"])
    assert [one["id"] for one in case["records"] if one["kind"] == "visit"] == ["v1"]


def test_the_table_knows_only_what_is_in_the_code_lists_and_its_last_row_fits_everything() -> None:
    raw = load().raw
    known = {
        "method": {one["code"] for one in raw["contact"]["contact_methods"]},
        "phase": {one["code"] for one in raw["lists"]["case_phases"]},
        "track": {one["code"] for one in raw["lists"]["track_kinds"]},
    }
    for row in raw["reports"]["business"]:
        assert row["business"] in PROGRAMS
        assert all(set(row.get(name, [])) <= codes for name, codes in known.items())
    assert business_of({"kind": "of a newer app", "tracks": []}) == "comprehensive_consultation"


def test_reading_a_household_changes_nothing_of_it() -> None:
    ops = [OpenedOp(**op) for op in CASES[5]["ops"]]
    state = fold(BUCKET, "26101", ops, CASES[5]["roles"], CASES[5]["now"])
    before = json.dumps(state, sort_keys=True)
    business_records(state)
    assert json.dumps(state, sort_keys=True) == before
