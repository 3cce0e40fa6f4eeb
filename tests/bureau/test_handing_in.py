"""A center hands in its month, corrects it, and only the bureau sees it beside the others, without one name."""

import json
from typing import Any

import asyncpg
import pytest

from server.casework.catalogue import load
from server.figures.cells import CELLS, FEWEST
from tests.bureau.conftest import Bureau, figures
from tests.fakes import ManualClock
from tests.make import KIMURA, MORI, NORTH, SATO, SOUTH, TANAKA, Person
from tests.organizations.conftest import FUJII, HASHIMOTO, NISHIMURA, OKADA, ONO


async def test_tanaka_hands_in_the_month_and_the_bureau_sees_both_wards_without_one_name(bureau: Bureau) -> None:
    status, told = await bureau.hands_in(TANAKA)
    assert (status, told["version"], told["by_name"]) == (200, 1, TANAKA.name)
    assert (await bureau.hands_in(OKADA, figures(records=40)))[0] == 200
    status, seen = await bureau.sees(HASHIMOTO)
    rows = {row["center"]: row for row in seen["centers"]}
    assert status == 200
    assert (rows[NORTH]["figures"]["records"], rows[SOUTH]["figures"]["records"]) == (12, 40)
    assert rows[NORTH]["figures"]["outreach.before"] is None
    assert len(seen["centers"]) == await bureau.office.connection.fetchval("select count(*) from center")
    for person in (TANAKA, OKADA, SATO):
        assert person.name not in json.dumps(seen, ensure_ascii=False)
        assert str(person.id) not in json.dumps(seen)


async def test_a_center_that_has_handed_in_nothing_is_seen_as_such(bureau: Bureau) -> None:
    _, seen = await bureau.sees(HASHIMOTO)
    assert {(row["version"], row["figures"]) for row in seen["centers"]} == {(0, None)}


@pytest.mark.parametrize("person", [TANAKA, MORI, NISHIMURA, ONO], ids=lambda one: one.role)
async def test_each_office_sees_its_own_center_and_no_other(bureau: Bureau, person: Person) -> None:
    await bureau.hands_in(TANAKA)
    await bureau.hands_in(OKADA)
    status, seen = await bureau.sees(person)
    assert (status, [row["center"] for row in seen["centers"]]) == (200, [NORTH])


@pytest.mark.parametrize("person", [SATO, KIMURA, FUJII], ids=lambda one: one.role)
async def test_whoever_does_not_answer_for_a_center_sees_no_figures(bureau: Bureau, person: Person) -> None:
    await bureau.hands_in(TANAKA)
    status, refused = await bureau.sees(person)
    assert (status, refused["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("person", [SATO, MORI, ONO, HASHIMOTO, FUJII], ids=lambda one: one.role)
async def test_nobody_else_hands_in_a_month(bureau: Bureau, person: Person, rows: asyncpg.Connection) -> None:
    status, refused = await bureau.hands_in(person)
    assert (status, refused["code"]) == (403, "not_allowed")
    assert await rows.fetchval("select count(*) from month_figures") == 0


async def test_a_correction_is_a_new_version_and_the_old_one_stays(bureau: Bureau, rows: asyncpg.Connection) -> None:
    await bureau.hands_in(TANAKA)
    status, told = await bureau.hands_in(NISHIMURA, figures(records=13), version=1)
    assert (status, told["version"], told["figures"]["records"]) == (200, 2, 13)
    kept = await rows.fetch("select version, figures from month_figures order by version")
    assert [json.loads(row["figures"])["records"] for row in kept] == [12, 13]
    assert (await bureau.hands_in(TANAKA, figures(records=14), version=1))[1]["code"] == "figures_changed"


async def test_asked_again_after_the_answer_was_lost_it_is_one_version(bureau: Bureau, rows: asyncpg.Connection) -> None:
    first, again = await bureau.hands_in(TANAKA), await bureau.hands_in(TANAKA)
    assert (first, again[0]) == (again, 200)
    assert await rows.fetchval("select count(*) from month_figures") == 1


async def test_it_takes_a_fresh_unlock_and_stands_in_the_audit(bureau: Bureau, clock: ManualClock, rows: asyncpg.Connection) -> None:
    await bureau.phone(TANAKA)
    month = bureau.month()
    given = figures()
    word = await bureau.word(TANAKA, month, 0, given)
    phone = bureau._phones[TANAKA.name]
    clock.forward(minutes=6)
    asked = {"version": 0, "figures": given, "word": word}
    refused = await phone.http.put(f"/figures/v1/months/{month}", json=asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "step_up_needed")
    assert (await phone.step_up()).status_code == 200
    assert (await phone.http.put(f"/figures/v1/months/{month}", json=asked)).status_code == 200
    noted = await rows.fetchrow("select staff, purpose from audit_event where verb = 'figures.hand_in'")
    assert noted is not None
    assert (noted["staff"], noted["purpose"]) == (TANAKA.id, month)


async def test_a_month_that_is_not_over_is_not_handed_in_and_one_without_sense_neither(bureau: Bureau) -> None:
    assert (await bureau.hands_in(TANAKA, month=bureau.month(0)))[1]["code"] == "figures_early"
    for month in ("2026-13", "2026-1", "2026-00", "9999-12", "1999-01", "2026-10-01", "last", "２０２６-10", "2026-10%0A"):
        status, refused = await bureau.hands_in(TANAKA, month=month)
        assert (status in (400, 404, 409, 422), refused["code"] != "internal") == (True, True), (month, status)


@pytest.mark.parametrize("few", [1, FEWEST - 1])
@pytest.mark.parametrize("cell", CELLS)
async def test_a_number_that_could_point_at_somebody_is_refused_whatever_the_device_says(
    bureau: Bureau, cell: str, few: int, rows: asyncpg.Connection
) -> None:
    status, refused = await bureau.hands_in(TANAKA, figures(**{cell: few}))
    assert (status, refused["code"], refused["field"]) == (422, "figures_small", cell)
    assert await rows.fetchval("select count(*) from month_figures") == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (figures(names="花さん"), None), (figures(花さん=12), "figures_cells"), ({"records": 12}, "figures_cells"),
        (figures(records=-1), "out_of_range"), (figures(records=2_000_000), "out_of_range"), (figures(records=True), None),
        (figures(records=12.5), None), (figures(records="12"), None), (figures(records=[12]), None), (figures(records=10**30), None),
    ],
)  # fmt: skip
async def test_hostile_figures_are_refused_in_words(bureau: Bureau, given: dict[str, Any], code: str | None) -> None:
    status, refused = await bureau.hands_in(TANAKA, given)
    assert status in (400, 422), refused
    assert refused["code"] == code or code is None
    assert "花さん" not in json.dumps(refused, ensure_ascii=False) or code == "figures_cells"


async def test_a_word_over_other_figures_another_center_or_version_or_by_another_device_counts_for_nothing(bureau: Bureau) -> None:
    month = bureau.month()
    words = [
        await bureau.word(TANAKA, month, 0, figures(records=13)), await bureau.word(TANAKA, month, 0, figures(), SOUTH),
        await bureau.word(TANAKA, month, 1, figures()), await bureau.word(TANAKA, bureau.month(2), 0, figures()),
        await bureau.word(NISHIMURA, month, 0, figures()), "x", "a.b.c", "é.é.é",
    ]  # fmt: skip
    for word in words:
        status, refused = await bureau.hands_in(TANAKA, word=word)
        assert (status, refused["code"]) == (422, "figures_word")


@pytest.mark.parametrize("body", [{}, [], {"version": 0}, {"version": -1}, {"figures": {}}, {"word": ""}, {"more": 1}])
async def test_a_body_of_another_shape_is_refused(bureau: Bureau, body: Any) -> None:
    phone = await bureau.phone(TANAKA)
    answer = await phone.http.put(f"/figures/v1/months/{bureau.month()}", json=body)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_the_cells_are_those_of_the_layout() -> None:
    layout = load().raw["reports"]["figures"]
    assert tuple(cell["code"] for cell in layout["cells"]) == CELLS
    named = {code for one in layout["sums"] for code in (one["total"], *one["parts"])}
    named |= {code for one in layout["at_least"] for code in one.values()}
    assert named <= set(CELLS)
