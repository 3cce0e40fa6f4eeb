"""What an entry may say: every field is tidied or refused, and the refusal names the field."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.casework.catalogue import load
from server.organizations.printed import dialled
from server.organizations.rules import tel_of
from server.organizations.words import AREA_LEVELS, FIELDS, KINDS
from tests.make import NORTH, SATO, TANAKA
from tests.organizations.conftest import People, entry

TELEPHONES = json.loads((Path(__file__).parents[1] / "vectors/telephones.json").read_text("utf-8"))


@pytest.mark.parametrize(("typed", "kept"), TELEPHONES["kept"])
def test_a_telephone_is_kept_as_it_can_be_called(typed: str, kept: str) -> None:
    assert tel_of(typed) == kept


@pytest.mark.parametrize("typed", TELEPHONES["refused"])
def test_what_is_no_telephone_is_not_kept(typed: str) -> None:
    assert tel_of(typed) is None


@pytest.mark.parametrize(("number", "link"), TELEPHONES["dialled"])
def test_a_telephone_link_holds_digits_alone(number: str, link: str) -> None:
    assert dialled(number) == link


@pytest.mark.parametrize(
    ("words", "listed"), [(KINDS, "organization_kinds"), (FIELDS, "fields"), (AREA_LEVELS, "area_levels")]
)
def test_the_public_page_speaks_the_catalogues_words(words: dict[str, str], listed: str) -> None:
    """The web tier is shipped without the catalogue, so it has these words of its own."""
    assert words == {row["code"]: row["label"] for row in load().raw["lists"][listed]}


async def test_an_entry_is_tidied_before_it_is_kept(people: People) -> None:
    typed = entry(
        name=" 紫野ひだまり\u3000", kana="ﾑﾗｻｷﾉ ひだまり", fields=["disability", "elderly_health", "disability"],
        tels=[{"label": " 代表 ", "number": "０７５（０００）０１０１"}, {"label": "夜間", "number": "080 0000 0102"}],
        area_name="紫野学区", hours="平日 9時から17時\r\n土曜 午前",
    )  # fmt: skip
    status, kept = await people.writes(TANAKA, typed)
    assert status == 200
    assert (kept["name"], kept["kana"], kept["fields"]) == (
        "紫野ひだまり", "ムラサキノ ひだまり", ["elderly_health", "disability"],
    )  # fmt: skip
    assert kept["tels"] == [{"label": "代表", "number": "075-000-0101"}, {"label": "夜間", "number": "080-0000-0102"}]
    assert (kept["hours"], kept["area_name"]) == ("平日 9時から17時\n土曜 午前", "")


ONE_TEL = {"label": "", "number": "075-000-0101"}
REFUSED: list[tuple[str, Any, str, str]] = [
    ("name", "", "missing_field", "name"),
    ("name", "あ" * 81, "wrong_value", "name"),
    ("name", "ひだ\nまり", "wrong_value", "name"),
    ("name", "ひだ\u202eまり", "wrong_value", "name"),
    ("kana", "紫野", "wrong_value", "kana"),
    ("kana", "", "missing_field", "kana"),
    ("kind", "shrine", "wrong_value", "entry.kind"),
    ("fields", [], "missing_field", "fields"),
    ("fields", ["unknown"], "wrong_value", "entry.fields[0]"),
    ("target", "あ" * 201, "wrong_value", "target"),
    ("tels", [], "missing_field", "tels"),
    ("tels", [ONE_TEL] * 2, "wrong_value", "tels"),
    ("tels", [{"label": "", "number": f"075-000-010{n}"} for n in range(6)], "wrong_value", "tels"),
    ("tels", [ONE_TEL, {"label": "", "number": "075"}], "wrong_value", "tels[1].number"),
    ("tels", [{"label": "あ" * 21, "number": "075-000-0101"}], "wrong_value", "tels[0].label"),
    ("url", "http://hidamari.example.jp/", "wrong_value", "url"),
    ("url", "javascript:alert(1)", "wrong_value", "url"),
    ("url", "https://user@hidamari.example.jp/", "wrong_value", "url"),
    ("url", "https://hidamari.example.jp/a b", "wrong_value", "url"),
    ("url", 'https://hidamari.example.jp/"onclick', "wrong_value", "url"),
    ("url", "https://localhost/", "wrong_value", "url"),
    ("hours", "あ" * 201, "wrong_value", "hours"),
    ("notes", "あ" * 501, "wrong_value", "notes"),
    ("area_level", "city", "wrong_value", "center"),
    ("area_level", "galaxy", "wrong_value", "entry.area_level"),
    ("center", None, "missing_field", "center"),
    ("center", "99999", "not_allowed", ""),
]


@pytest.mark.parametrize(("field", "value", "code", "named"), REFUSED, ids=lambda value: str(value)[:24])
async def test_what_cannot_be_kept_is_refused_by_its_field(
    people: People, field: str, value: Any, code: str, named: str
) -> None:
    status, answer = await people.writes(TANAKA, entry(**{field: value}))
    assert (answer["code"], answer.get("field", "")) == (code, named)
    assert status in (403, 422)
    assert (await people.reads(SATO))["organizations"] == []


async def test_an_area_near_by_has_a_name(people: People) -> None:
    near = {"area_level": "neighbourhood", "center": NORTH}
    assert (await people.writes(TANAKA, entry(**near)))[1]["field"] == "area_name"
    assert (await people.writes(TANAKA, entry(**near, area_name="紫野学区")))[1]["area_name"] == "紫野学区"


async def test_fields_nobody_knows_are_refused(people: People) -> None:
    assert (await people.writes(TANAKA, entry(checked_on="2020-01-01")))[1]["code"] == "unknown_field"
    status, answer = await people.writes(TANAKA, entry(tels=[{**ONE_TEL, "fax": True}]))
    assert (status, answer["code"]) == (422, "unknown_field")
