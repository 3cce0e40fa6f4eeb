"""Hashimoto of the bureau decides which center runs which business from which day; nothing of another center changes."""

import json
from typing import Any

import asyncpg
import pytest

from tests.fakes import ManualClock
from tests.make import KIMURA, MORI, NORTH, SATO, SOUTH, TANAKA, Person
from tests.organizations.conftest import FUJII, HASHIMOTO, NISHIMURA, OKADA, ONO
from tests.rollout.conftest import ALL_YEAR, ROUTE, Rollout

OFF: dict[str, Any] = {"participation": [], "community_building": []}


def _of(answer: Any, center: str) -> dict[str, Any]:
    return next(row for row in answer["centers"] if row["center"] == center)


async def test_switching_one_center_changes_nothing_in_another(rollout: Rollout) -> None:
    await rollout.decides({"outreach": ALL_YEAR}, SOUTH)
    before, counted = await rollout.sees(KIMURA), await rollout.counted(KIMURA)
    assert (await rollout.decides(OFF, NORTH))[0] == 200
    assert await rollout.sees(KIMURA) == before
    assert await rollout.counted(KIMURA) == counted
    _, told = await rollout.sees(SATO)
    assert [(row["center"], row["spans"]) for row in told["centers"]] == [(NORTH, OFF)]
    _, every = await rollout.sees(HASHIMOTO)
    assert {row["center"] for row in every["centers"] if row["version"]} == {NORTH, SOUTH}


async def test_before_anything_was_decided_everything_runs_everywhere(rollout: Rollout) -> None:
    status, seen = await rollout.sees(HASHIMOTO)
    assert (status, {(row["version"], json.dumps(row["spans"])) for row in seen["centers"]}) == (200, {(0, "{}")})
    assert len(seen["centers"]) == await rollout.office.connection.fetchval("select count(*) from center")
    assert await rollout.counted(SATO) == 0


async def test_a_phone_hears_with_its_next_pull_that_something_was_decided(rollout: Rollout) -> None:
    await rollout.decides(OFF)
    await rollout.decides(OFF | {"outreach": []}, version=1, why="pause")
    assert (await rollout.counted(SATO), await rollout.counted(KIMURA), await rollout.counted(HASHIMOTO)) == (2, 0, 2)


async def test_every_version_stays_with_who_when_and_why(rollout: Rollout, rows: asyncpg.Connection, clock: ManualClock) -> None:
    first = clock.now()
    await rollout.decides(OFF)
    clock.forward(minutes=2)
    await (await rollout.phone(HASHIMOTO)).step_up()
    status, told = await rollout.decides({"participation": ALL_YEAR}, version=1, why="expand")
    assert (status, told["version"], told["why"], told["by_name"]) == (200, 2, "expand", HASHIMOTO.name)
    assert told["spans"] == OFF | {"participation": ALL_YEAR}, "what was not named stays"
    assert told["since"] == first.isoformat().replace("+00:00", "Z")
    for who in (HASHIMOTO, ONO, TANAKA):
        _, past = await rollout.past(who)
        assert [(one["version"], one["why"], one["by_name"]) for one in past["versions"]] == [(2, "expand", HASHIMOTO.name), (1, "pilot", HASHIMOTO.name)]
    noted = await rows.fetch("select staff, purpose from audit_event where verb = 'rollout.decide'")
    assert [(row["staff"], row["purpose"]) for row in noted] == [(HASHIMOTO.id, NORTH)] * 2
    assert await rows.fetchval("select has_table_privilege('kasane_web', 'center_rollout', 'update, delete')") is False


@pytest.mark.parametrize("person", [SATO, TANAKA, MORI, NISHIMURA, ONO, FUJII], ids=lambda one: one.role)
async def test_nobody_but_the_bureau_decides(rollout: Rollout, rows: asyncpg.Connection, person: Person) -> None:
    status, refused = await rollout.decides(OFF, who=person)
    assert (status, refused["code"]) == (403, "not_allowed")
    assert await rows.fetchval("select count(*) from center_rollout") == 0


async def test_it_takes_a_fresh_unlock(rollout: Rollout, clock: ManualClock, rows: asyncpg.Connection) -> None:
    phone = await rollout.phone(HASHIMOTO)
    clock.forward(minutes=6)
    asked = {"version": 0, "why": "pilot", "spans": OFF}
    refused = await phone.http.put(f"{ROUTE}/{NORTH}", json=asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "step_up_needed")
    assert await rows.fetchval("select count(*) from center_rollout") == 0
    assert (await phone.step_up()).status_code == 200
    assert (await phone.http.put(f"{ROUTE}/{NORTH}", json=asked)).status_code == 200


async def test_sato_reads_what_runs_and_not_who_decided_it(rollout: Rollout) -> None:
    await rollout.decides(OFF)
    _, told = await rollout.sees(SATO)
    assert (told["centers"][0]["by"], told["centers"][0]["by_name"], told["centers"][0]["why"]) == (None, None, None)
    assert (await rollout.past(SATO))[1]["code"] == "not_allowed"
    assert (await rollout.past(OKADA, NORTH))[1]["code"] == "not_allowed"
    assert (await rollout.sees(FUJII))[1]["code"] == "not_allowed"


async def test_asked_again_after_the_answer_was_lost_it_is_one_version(rollout: Rollout, rows: asyncpg.Connection) -> None:
    first, again = await rollout.decides(OFF), await rollout.decides(OFF)
    assert first == again
    assert await rows.fetchval("select count(*) from center_rollout") == 1


async def test_whoever_wrote_over_an_older_version_is_told(rollout: Rollout) -> None:
    await rollout.decides(OFF)
    status, refused = await rollout.decides({"outreach": []})
    assert (status, refused["code"]) == (409, "rollout_changed")


@pytest.mark.parametrize(("spans", "code", "field"), [
    ({"participation": [{"begins": "2026-05-01", "ends": "2026-04-30"}]}, "rollout_dates", "participation.0"),
    ({"participation": [{"begins": "2021-03-31"}]}, "rollout_dates", "participation.0"),
    ({"participation": [{"begins": "2026-04-01", "ends": "9999-12-31"}]}, "rollout_dates", "participation.0"),
    ({"outreach": [{"begins": "2026-04-01"}, {"begins": "2026-10-01"}]}, "rollout_overlap", "outreach.1"),
    ({"outreach": [{"begins": "2026-10-01", "ends": "2026-12-31"}, {"begins": "2026-04-01", "ends": "2026-10-01"}]}, "rollout_overlap", "outreach.0"),
    ({"night_cafe": []}, "rollout_part", "night_cafe"),
    ({"participation": [{"begins": "2026-02-30"}]}, "wrong_value", None),
    ({"participation": [{"begins": "令和8年"}]}, "wrong_value", None),
    ({"participation": "off"}, "wrong_value", None),
    ({"participation": [{"begins": "2026-04-01", "until": "2026-05-01"}]}, "unknown_field", None),
    ({"participation": [{"begins": "2026-04-01"}] * 13}, "wrong_value", None),
    ({}, "wrong_value", None),
])  # fmt: skip
async def test_days_that_cannot_be_are_refused_where_they_stand(
    rollout: Rollout, rows: asyncpg.Connection, spans: Any, code: str, field: str | None
) -> None:
    status, refused = await rollout.decides(spans)
    assert 400 <= status < 500
    assert refused["code"] == code, refused
    assert field is None or refused["field"] == field
    assert await rows.fetchval("select count(*) from center_rollout") == 0


async def test_a_center_that_is_not_registered_and_a_reason_in_free_words_are_refused(rollout: Rollout) -> None:
    for center in ("26199", "north", "26101%27"):
        status, refused = await rollout.decides(OFF, center)
        assert (status, refused["code"]) == (404, "rollout_center"), center
    assert (await rollout.past(HASHIMOTO, "26199"))[1]["code"] == "rollout_center"
    assert (await rollout.decides(OFF, why="田中さんが休むため"))[0] == 422


async def test_what_a_newer_office_knows_is_kept_when_an_older_one_decides(rollout: Rollout, rows: asyncpg.Connection) -> None:
    await rollout.decides(OFF)
    newer = json.dumps(OFF | {"night_cafe": ALL_YEAR})
    await rows.execute("update center_rollout set spans = $1::jsonb", newer)
    status, told = await rollout.decides({"outreach": []}, version=1)
    assert (status, told["spans"]) == (200, OFF | {"night_cafe": ALL_YEAR, "outreach": []})
