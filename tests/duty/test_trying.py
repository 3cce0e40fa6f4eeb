"""A plan is looked at before it counts, every version stays, and one can go back to each."""

from typing import Any

import pytest

from server.duty.plan import DAY, Step
from tests.duty.conftest import BY_DUTY, Rota, plan
from tests.duty.test_keeping import REFUSED
from tests.make import KIMURA, MORI, SATO, TANAKA, Person
from tests.organizations.conftest import FUJII, NISHIMURA, OKADA, ONO

TANAKA_THEN_MANAGER = [Step(targets=[], people=[TANAKA.id], wait=7), Step(targets=["manager"], wait=10)]


async def _tries(rota: Rota, who: Person, body: dict[str, Any], level: int = 1, **more: Any) -> tuple[int, Any]:
    http = (await rota.phone(who)).http
    answer = await http.post("/duty/v1/preview", json={"plan": body, "level": level, **more})
    return answer.status_code, answer.json()


async def _versions(rota: Rota, who: Person) -> list[dict[str, Any]]:
    return (await (await rota.phone(who)).http.get("/duty/v1/plans")).json()["plans"]


async def test_nishimura_sees_whom_her_plan_would_ask_before_it_is_one(rota: Rota) -> None:
    at = rota.office.clock.now()
    status, said = await _tries(rota, NISHIMURA, plan(TANAKA_THEN_MANAGER), at=at.isoformat())
    assert (status, [step["staff"] for step in said["steps"]]) == (200, [[str(TANAKA.id)], [str(NISHIMURA.id)]])
    assert (await rota.sees(NISHIMURA))["plan"]["version"] == 0
    await rota.plans(NISHIMURA, 0, plan(TANAKA_THEN_MANAGER))
    http = (await rota.phone(NISHIMURA)).http
    now = (await http.get("/duty/v1/preview", params={"level": 1, "at": at.isoformat()})).json()
    assert now == said


@pytest.mark.parametrize(("body", "code", "field"), REFUSED, ids=[f"{code} {field}" for _, code, field in REFUSED])
async def test_what_would_be_refused_is_refused_while_it_is_tried(
    rota: Rota, body: dict[str, Any], code: str, field: str
) -> None:
    status, said = await _tries(rota, NISHIMURA, body)
    assert (status, said["code"], said["field"]) == (422, code, field)


@pytest.mark.parametrize("more", [{"level": 5}, {"level": 0}, {"at": "2026-11-24T10:00:00"}, {"at": "9000-01-01T00:00:00Z"}])
async def test_a_moment_that_cannot_be_is_refused(rota: Rota, more: dict[str, Any]) -> None:
    assert (await _tries(rota, NISHIMURA, plan(), **more))[0] in (400, 422)


@pytest.mark.parametrize("who", [SATO, TANAKA, MORI, FUJII], ids=lambda who: who.role)
async def test_nobody_else_tries_one_out(rota: Rota, who: Person) -> None:
    assert (await _tries(rota, who, plan()))[1]["code"] == "not_allowed"


async def test_the_factor_is_shown_anew_before_a_plan_counts(rota: Rota) -> None:
    phone = await rota.phone(NISHIMURA)
    rota.office.clock.forward(minutes=6)
    status, said = await rota.plans(NISHIMURA, 0, plan())
    assert (status, said["code"]) == (403, "step_up_needed")
    assert (await phone.step_up()).status_code == 200
    assert (await rota.plans(NISHIMURA, 0, plan()))[1]["version"] == 1


async def test_every_version_stays_with_its_author_and_ono_goes_back_to_the_first(rota: Rota) -> None:
    await rota.plans(NISHIMURA, 0, plan(TANAKA_THEN_MANAGER))
    rota.office.clock.forward(minutes=6)
    assert (await (await rota.phone(NISHIMURA)).step_up()).status_code == 200
    await rota.plans(NISHIMURA, 1, plan(BY_DUTY))
    second, first, brought = await _versions(rota, SATO)
    assert [(one["version"], one["by_name"]) for one in (second, first, brought)] == [
        (2, NISHIMURA.name), (1, NISHIMURA.name), (0, None),
    ]  # fmt: skip
    assert first["at"] < second["at"]
    status, third = await rota.plans(ONO, 2, first["plan"])
    assert (status, third["version"], third["by_name"], third["plan"]) == (200, 3, ONO.name, first["plan"])
    assert (await rota.plans(ONO, 3, brought["plan"]))[1]["version"] == 4
    assert [one["version"] for one in await _versions(rota, ONO)] == [4, 3, 2, 1, 0]


async def test_another_center_reads_only_its_own_versions(rota: Rota) -> None:
    await rota.plans(NISHIMURA, 0, plan())
    assert [one["version"] for one in await _versions(rota, OKADA)] == [0]
    assert [one["version"] for one in await _versions(rota, KIMURA)] == [0]


async def test_going_back_to_a_version_that_names_somebody_who_has_left_is_refused(rota: Rota) -> None:
    await rota.plans(NISHIMURA, 0, plan(TANAKA_THEN_MANAGER))
    await rota.plans(NISHIMURA, 1, plan())
    gone = rota.office.clock.now().date().replace(day=1)
    await rota.office.connection.execute("update staff set active_to = $2 where id = $1", TANAKA.id, gone)
    status, said = await rota.plans(NISHIMURA, 2, plan(TANAKA_THEN_MANAGER))
    assert (status, said["code"]) == (422, "duty_holder")


async def test_hours_of_a_whole_day_end_at_its_midnight(rota: Rota) -> None:
    whole = plan(shifts=[{"days": ["holiday"], "begins": 0, "ends": DAY}])
    assert (await _tries(rota, NISHIMURA, whole))[0] == 200
