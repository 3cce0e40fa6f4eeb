"""Nishimura and Ono decide after how many days their center is told; nobody can set protection aside, or decide for others."""

import json
from typing import Any

import asyncpg
import pytest

from tests.bounds.conftest import ROUTE, Bounds
from tests.fakes import ManualClock
from tests.make import KIMURA, MORI, NORTH, SATO, SOUTH, TANAKA, Person
from tests.organizations.conftest import FUJII, HASHIMOTO, NISHIMURA, OKADA, ONO

SOONER: dict[str, Any] = {"E-T01.A": 5, "E-T01.B": 10}


def _of(answer: Any, center: str) -> dict[str, Any]:
    return next(row for row in answer["centers"] if row["center"] == center)


async def _none(rows: asyncpg.Connection) -> bool:
    return await rows.fetchval("select count(*) from center_bounds") == 0


async def test_one_center_decides_and_no_other_counts_otherwise(bounds: Bounds) -> None:
    status, told = await bounds.decides(SOONER)
    assert (status, told["version"], told["numbers"], told["by_name"]) == (200, 1, SOONER, NISHIMURA.name)
    _, seen = await bounds.sees(SATO)
    assert _of(seen, NORTH)["numbers"] == SOONER
    assert (_of(seen, SOUTH)["version"], _of(seen, SOUTH)["numbers"]) == (0, {})


async def test_whoever_works_in_a_center_reads_the_numbers_and_only_its_own_offices_who_decided(bounds: Bounds) -> None:
    await bounds.decides(SOONER)
    for who, name in ((SATO, None), (TANAKA, NISHIMURA.name), (ONO, NISHIMURA.name), (KIMURA, None), (OKADA, None), (HASHIMOTO, None)):
        _, seen = await bounds.sees(who)
        assert (_of(seen, NORTH)["numbers"], _of(seen, NORTH)["by_name"]) == (SOONER, name), who.name
    assert (await bounds.sees(FUJII))[1]["code"] == "not_allowed"
    for who in (SATO, OKADA, HASHIMOTO, FUJII):
        assert (await bounds.past(who))[1]["code"] == "not_allowed", who.name


async def test_a_phone_hears_with_its_next_pull_that_something_was_decided(bounds: Bounds) -> None:
    assert await bounds.counted(SATO) == 0
    await bounds.decides(SOONER)
    await bounds.decides({"E-T05.hours": 2}, version=1)
    assert (await bounds.counted(SATO), await bounds.counted(KIMURA)) == (2, 2)


async def test_every_version_stays_and_an_older_one_is_taken_back_as_a_new_one(bounds: Bounds, rows: asyncpg.Connection, clock: ManualClock) -> None:
    await bounds.decides(SOONER)
    clock.forward(minutes=2)
    await (await bounds.phone(ONO)).step_up()
    assert (await bounds.decides({"E-T01.A": 6}, who=ONO, version=1))[1]["numbers"] == SOONER | {"E-T01.A": 6}
    status, told = await bounds.decides({"E-T01.A": None, "E-T01.B": None}, who=ONO, version=2)
    assert (status, told["version"], told["numbers"]) == (200, 3, {}), "none is the product's number again"
    _, past = await bounds.past(TANAKA)
    assert [(one["version"], one["by_name"]) for one in past["versions"]] == [(3, ONO.name), (2, ONO.name), (1, NISHIMURA.name)]
    noted = await rows.fetch("select staff, purpose from audit_event where verb = 'bounds.decide'")
    assert sorted((str(row["staff"]), row["purpose"]) for row in noted) == sorted((str(who.id), NORTH) for who in (NISHIMURA, ONO, ONO))
    assert await rows.fetchval("select has_table_privilege('kasane_web', 'center_bounds', 'update, delete')") is False


@pytest.mark.parametrize("person", [SATO, TANAKA, MORI, HASHIMOTO, FUJII], ids=lambda one: one.role)
async def test_nobody_but_manager_and_head_decides(bounds: Bounds, rows: asyncpg.Connection, person: Person) -> None:
    status, refused = await bounds.decides(SOONER, who=person)
    assert (status, refused["code"]) == (403, "not_allowed")
    assert await _none(rows)


@pytest.mark.parametrize("center", [SOUTH, "26199", "north", "26101%27"])
async def test_nobody_decides_for_another_center(bounds: Bounds, rows: asyncpg.Connection, center: str) -> None:
    status, refused = await bounds.decides(SOONER, center)
    assert (status, refused["code"]) == (403, "not_allowed")
    assert (await bounds.past(NISHIMURA, center))[1]["code"] == "not_allowed"
    assert await _none(rows)


async def test_it_takes_a_fresh_unlock(bounds: Bounds, clock: ManualClock, rows: asyncpg.Connection) -> None:
    phone = await bounds.phone(NISHIMURA)
    clock.forward(minutes=6)
    asked = {"version": 0, "numbers": SOONER}
    refused = await phone.http.put(f"{ROUTE}/{NORTH}", json=asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "step_up_needed")
    assert await _none(rows)
    assert (await phone.step_up()).status_code == 200
    assert (await phone.http.put(f"{ROUTE}/{NORTH}", json=asked)).status_code == 200


async def test_asked_again_after_the_answer_was_lost_it_is_one_version(bounds: Bounds, rows: asyncpg.Connection) -> None:
    first, again = await bounds.decides(SOONER), await bounds.decides(SOONER)
    assert first == again
    assert await rows.fetchval("select count(*) from center_bounds") == 1


async def test_whoever_wrote_over_an_older_version_is_told(bounds: Bounds) -> None:
    await bounds.decides(SOONER)
    status, refused = await bounds.decides({"E-T05.hours": 2}, who=ONO)
    assert (status, refused["code"]) == (409, "bounds_changed")


@pytest.mark.parametrize(("numbers", "code", "field"), [
    ({"E-T01.A": 0}, "bounds_range", "E-T01.A"),
    ({"E-T01.A": 15}, "bounds_range", "E-T01.A"),
    ({"E-T01.A": -7}, "bounds_range", "E-T01.A"),
    ({"E-T05.hours": 2**40}, "bounds_range", "E-T05.hours"),
    ({"E-T05.hours": 10**30}, "out_of_range", None),
    ({"E-T02.heavy_hour": 21}, "bounds_range", "E-T02.heavy_hour"),
    ({"E-T01.B": 6}, "bounds_order", "E-T01.A"),
    ({"E-T01.A": 14, "E-T01.B": 13}, "bounds_order", "E-T01.A"),
    ({"E-T01.C": 13}, "bounds_order", "E-T01.B"),
    ({"E-T03.attempts": 2, "E-T03.heavy_attempts": 3}, "bounds_order", "E-T03.heavy_attempts"),
    ({"E-T07.heavy_workdays": 4}, "bounds_order", "E-T07.heavy_workdays"),
    ({"E-T13.hours": 96}, "bounds_number", "E-T13.hours"),
    ({"E-T04.hours": 500}, "bounds_number", "E-T04.hours"),
    ({"会えない日": 7}, "bounds_number", "会えない日"),
    ({"E-T01.A": "七"}, "wrong_value", None),
    ({"E-T01.A": 7.5}, "wrong_value", None),
    ({"E-T01.A": True}, "wrong_value", None),
    ({"E-T01.A": [7]}, "wrong_value", None),
    ("seven", "wrong_value", None),
    ({}, "wrong_value", None),
])  # fmt: skip
async def test_what_would_set_protection_aside_is_refused_where_it_stands(
    bounds: Bounds, rows: asyncpg.Connection, numbers: Any, code: str, field: str | None
) -> None:
    status, refused = await bounds.decides(numbers)
    assert 400 <= status < 500
    assert refused["code"] == code, refused
    assert field is None or refused["field"] == field
    assert await _none(rows)


async def test_a_number_is_weighed_against_those_that_were_set_before(bounds: Bounds) -> None:
    await bounds.decides({"E-T01.B": 20})
    assert (await bounds.decides({"E-T01.A": 14}, version=1))[0] == 200
    status, refused = await bounds.decides({"E-T01.B": None, "E-T01.C": 13}, version=2)
    assert (status, refused["code"], refused["field"]) == (422, "bounds_order", "E-T01.B")


async def test_what_a_newer_office_knows_is_kept_when_an_older_one_decides(bounds: Bounds, rows: asyncpg.Connection) -> None:
    await bounds.decides(SOONER)
    newer = json.dumps(SOONER | {"E-T20.days": 3})
    await rows.execute("update center_bounds set numbers = $1::jsonb", newer)
    status, told = await bounds.decides({"E-T05.hours": 2}, version=1)
    assert (status, told["numbers"]) == (200, SOONER | {"E-T20.days": 3, "E-T05.hours": 2})
