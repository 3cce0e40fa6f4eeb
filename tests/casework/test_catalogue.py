"""The catalogue is whole, and what the phone carries is generated from it."""

import json
from pathlib import Path

import pytest

from server.casework.catalogue import FOLDER, check_condition, load
from server.casework.generate import HOLIDAYS, TARGET, render
from server.workdays import TABLE

COUNTS = {"OUT": 10, "RES": 5, "BOD": 7, "LIV": 7, "MON": 7, "MEN": 8, "ABU": 8, "HOU": 6}


def test_every_observation_of_the_field_guide_is_there_once() -> None:
    expected = {f"{area}{number:02d}" for area, count in COUNTS.items() for number in range(1, count + 1)}
    assert set(load().observations) == expected
    assert len({item.identifier for item in load().observations.values()}) == len(expected)


def test_the_phones_catalogue_is_generated_from_this_one() -> None:
    assert TARGET.read_text("utf-8") == render(), "run: python -m server.casework.generate"
    assert HOLIDAYS.read_text("utf-8") == TABLE.read_text("utf-8"), "run: python -m server.casework.generate"


def test_a_condition_neither_engine_knows_is_refused() -> None:
    for wrong in ({"obs": "XXX99"}, {"moon": "full"}, {"any": [{"obs": "RES01"}, {}]}):
        with pytest.raises(ValueError, match=r"condition|observation"):
            check_condition(wrong, {"RES01"})


def test_fourteen_centers_with_right_check_digits() -> None:
    centers = load().raw["centers"]["centers"]
    assert len(centers) == 14
    for center in centers:
        weighted = sum(int(digit) * weight for digit, weight in zip(center["jis"], (6, 5, 4, 3, 2), strict=True))
        assert center["check"] == center["jis"] + str((11 - weighted % 11) % 10)


def test_no_closure_reason_says_cannot_be_reached() -> None:
    assert not any("連絡" in row["label"] for row in load().raw["lists"]["closure_reasons"])


def test_every_guide_a_rule_names_is_written() -> None:
    guides = load().raw["rules"]["guides"]
    assert all(rule.guide is None or guides[rule.guide]["say"] for rule in load().rules)


def test_kameyacho_in_kamigyo_stays_four_places_and_readings_do_not_repeat() -> None:
    places = json.loads((FOLDER / "places.json").read_text("utf-8"))
    found = [row for row in places["rows"] if row[1] == "26102" and row[2] == "亀屋町"]
    assert len({row[0] for row in found}) == len(found) == 4
    assert {row[3] for row in found} == {"カメヤチョウ"}
    assert set(places["wards"]) == {str(code) for code in range(26101, 26112)}
    phone = Path(TARGET).with_name("places.data.json").read_text("utf-8")
    assert phone == (FOLDER / "places.json").read_text("utf-8")
