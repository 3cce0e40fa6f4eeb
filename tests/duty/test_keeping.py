"""Who may write the rota and the plan of a center, what is refused, and how a duty changes hands."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from server.audit.log import first_broken
from server.duty.plan import Shift, Step
from tests.duty.conftest import BY_DUTY, Rota, plan
from tests.make import KIMURA, MORI, SATO, TANAKA, Person
from tests.organizations.conftest import FUJII, NISHIMURA, OKADA, ONO


@pytest.mark.parametrize("who", [NISHIMURA, ONO], ids=lambda who: who.role)
async def test_the_manager_and_the_head_write_the_plan_and_the_rota(rota: Rota, who: Person) -> None:
    status, written = await rota.plans(who, 0, plan())
    assert (status, written["version"], written["by_name"]) == (200, 1, who.name)
    assert await rota.gives(who, MORI) == (204, "")
    seen = await rota.sees(SATO)
    assert [one["staff"] for one in seen["duties"]] == [str(MORI.id)]
    assert [person["name"] for person in seen["people"]] == [ONO.name, TANAKA.name, NISHIMURA.name, MORI.name]


@pytest.mark.parametrize("who", [SATO, TANAKA, MORI, FUJII], ids=lambda who: who.role)
async def test_nobody_else_writes_it(rota: Rota, who: Person) -> None:
    duty = uuid4()
    assert await rota.gives(NISHIMURA, MORI, duty=duty) == (204, "")
    assert (await rota.plans(who, 0, plan()))[1]["code"] == "not_allowed"
    assert await rota.gives(who, TANAKA, 20, 30) == (403, "not_allowed")
    assert await rota.does(who, f"duties/{duty}/end") == (403, "not_allowed")


async def test_another_center_sees_and_changes_nothing_of_it(rota: Rota) -> None:
    duty, leave, swap = uuid4(), uuid4(), uuid4()
    await rota.gives(NISHIMURA, MORI, duty=duty)
    await rota.rests(TANAKA, TANAKA, leave=leave)
    await rota.swaps(MORI, duty, TANAKA, swap)
    seen = await rota.sees(KIMURA)
    assert (seen["duties"], seen["leaves"], seen["swaps"], seen["people"]) == ([], [], [], [
        {"id": str(OKADA.id), "name": OKADA.name, "role": "coordinator"}
    ])  # fmt: skip
    for path in (f"leaves/{leave}/end", f"swaps/{swap}/accept", f"swaps/{swap}/decline"):
        assert await rota.does(OKADA, path) == (404, "not_found")
    assert await rota.gives(NISHIMURA, OKADA, 20, 30) == (422, "duty_holder")


REFUSED = [
    (plan([Step(targets=[], wait=5), *BY_DUTY]), "duty_first_step", "levels[0]"),
    (plan([]) | {"levels": [[], *plan()["levels"][1:]]}, "duty_first_step", "levels[0]"),
    (plan([Step(targets=["manager"], wait=0)]), "duty_wait", "levels[0][0].wait"),
    (plan([Step(targets=["manager"], wait=241)]), "duty_wait", "levels[0][0].wait"),
    (plan([Step(targets=["manager"], wait=None)]), "duty_wait", "levels[0][0].wait"),
    (plan([Step(targets=["manager"], wait=5), Step(targets=["duty", "lead"], wait=5)]), "duty_last_step", "levels[0][1]"),
    (plan([Step(targets=["manager"], wait=5), Step(targets=["community_coordinator"], wait=5)]), "duty_last_step", "levels[0][1]"),
    (plan(shifts=[Shift(days=["weekday"], begins=600, ends=600)]), "duty_shift", "shifts[0]"),
    (plan(shifts=[Shift(days=["weekday"], begins=0, ends=700), Shift(days=["weekday"], begins=600, ends=900)]), "duty_shift", "shifts"),
    (plan([Step(targets=[], people=[SATO.id], wait=5)]), "duty_holder", "staff"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code", "field"), REFUSED, ids=[f"{code} {field}" for _, code, field in REFUSED])
async def test_a_plan_that_could_leave_an_alert_with_nobody_is_refused_in_words(
    rota: Rota, body: dict[str, Any], code: str, field: str
) -> None:
    status, said = await rota.plans(NISHIMURA, 0, body)
    assert (status, said["code"], said["field"]) == (422, code, field)
    assert (await rota.sees(NISHIMURA))["plan"]["version"] == 0


async def test_an_unknown_target_is_no_plan(rota: Rota) -> None:
    body = plan()
    body["levels"][0][0]["targets"] = ["the neighbours"]
    status, said = await rota.plans(NISHIMURA, 0, body)
    assert (status, said["code"]) == (422, "wrong_value")


async def test_what_the_head_changed_meanwhile_is_not_overwritten_and_asking_twice_writes_once(rota: Rota) -> None:
    assert (await rota.plans(NISHIMURA, 0, plan()))[1]["version"] == 1
    assert (await rota.plans(NISHIMURA, 0, plan()))[1]["version"] == 1
    status, said = await rota.plans(ONO, 0, plan(team=True))
    assert (status, said["code"]) == (409, "duty_changed")
    assert (await rota.plans(ONO, 1, plan(team=True)))[1]["version"] == 2


async def test_two_share_hours_only_where_the_plan_says_so(rota: Rota) -> None:
    duty = uuid4()
    assert await rota.gives(NISHIMURA, MORI, duty=duty) == (204, "")
    assert await rota.gives(NISHIMURA, MORI, duty=duty) == (204, "")
    assert await rota.gives(NISHIMURA, TANAKA, duty=duty) == (409, "duty_changed")
    assert await rota.gives(NISHIMURA, TANAKA, 12, 14) == (409, "duty_overlap")
    assert await rota.gives(NISHIMURA, TANAKA, 13, 14) == (204, "")
    await rota.plans(NISHIMURA, 0, plan(team=True))
    assert await rota.gives(NISHIMURA, TANAKA, 2, 4) == (204, "")
    assert await rota.gives(NISHIMURA, MORI, 2, 4) == (409, "duty_overlap")


@pytest.mark.parametrize(("begins", "ends", "said"), [
    (5, 5, (422, "duty_span")), (5, 4, (422, "duty_span")), (1, 26, (422, "duty_span")),
    (24 * 401, 24 * 401 + 1, (422, "duty_span")), (-3, -1, (409, "duty_past")),
])  # fmt: skip
async def test_hours_that_cannot_be_are_refused(rota: Rota, begins: float, ends: float, said: tuple[int, str]) -> None:
    assert await rota.gives(NISHIMURA, MORI, begins, ends) == said


async def test_a_duty_that_is_over_stays_as_it_was(rota: Rota) -> None:
    duty = uuid4()
    await rota.gives(NISHIMURA, MORI, 1, 2, duty)
    rota.office.clock.forward(hours=3)
    assert await rota.does(NISHIMURA, f"duties/{duty}/end") == (409, "duty_past")


async def test_nobody_is_given_a_duty_whose_alerts_they_could_not_open(rota: Rota) -> None:
    assert await rota.gives(NISHIMURA, SATO) == (422, "duty_holder")
    assert await rota.rests(NISHIMURA, MORI, SATO) == (422, "duty_holder")


async def test_leave_is_ones_own_and_the_manager_writes_it_for_who_is_ill(rota: Rota) -> None:
    leave = uuid4()
    assert await rota.rests(TANAKA, MORI) == (403, "not_allowed")
    assert await rota.rests(MORI, MORI, MORI) == (422, "duty_holder")
    assert await rota.rests(NISHIMURA, MORI, TANAKA, leave=leave) == (204, "")
    assert await rota.does(TANAKA, f"leaves/{leave}/end") == (403, "not_allowed")
    assert await rota.does(MORI, f"leaves/{leave}/end") == (204, "")
    assert (await rota.sees(MORI))["leaves"] == []


async def test_a_duty_changes_hands_when_the_other_says_yes(rota: Rota) -> None:
    duty, swap = uuid4(), uuid4()
    await rota.gives(NISHIMURA, MORI, duty=duty)
    assert await rota.swaps(TANAKA, duty, NISHIMURA) == (403, "not_allowed")
    assert await rota.swaps(MORI, duty, SATO) == (422, "duty_holder")
    assert await rota.swaps(MORI, duty, TANAKA, swap) == (204, "")
    assert await rota.swaps(MORI, duty, TANAKA, swap) == (204, "")
    assert await rota.swaps(MORI, duty, ONO) == (409, "duty_swap_open")
    assert await rota.does(MORI, f"swaps/{swap}/accept") == (403, "not_allowed")
    assert await rota.does(ONO, f"swaps/{swap}/accept") == (404, "not_found")
    assert await rota.does(TANAKA, f"swaps/{swap}/accept") == (204, "")
    assert await rota.does(TANAKA, f"swaps/{swap}/accept") == (204, "")
    assert await rota.does(TANAKA, f"swaps/{swap}/decline") == (409, "duty_swap_decided")
    seen = await rota.sees(MORI)
    assert ([one["staff"] for one in seen["duties"]], seen["swaps"]) == ([str(TANAKA.id)], [])
    assert await first_broken(rota.office.connection) is None


async def test_a_no_leaves_the_duty_where_it_is_and_a_duty_taken_away_is_nobodys_to_take_over(rota: Rota) -> None:
    duty, first, second = uuid4(), uuid4(), uuid4()
    await rota.gives(NISHIMURA, MORI, duty=duty)
    await rota.swaps(MORI, duty, TANAKA, first)
    assert await rota.does(TANAKA, f"swaps/{first}/decline") == (204, "")
    assert [one["staff"] for one in (await rota.sees(MORI))["duties"]] == [str(MORI.id)]
    await rota.swaps(MORI, duty, TANAKA, second)
    assert await rota.does(NISHIMURA, f"duties/{duty}/end") == (204, "")
    assert await rota.office.connection.fetchval("select state from duty_swap where id = $1", second) == "declined"
    assert await rota.does(TANAKA, f"swaps/{second}/accept") == (409, "duty_swap_decided")


async def test_whoever_has_the_same_hours_already_cannot_take_them_twice(rota: Rota) -> None:
    duty, swap = uuid4(), uuid4()
    await rota.plans(NISHIMURA, 0, plan(team=True))
    await rota.gives(NISHIMURA, MORI, duty=duty)
    await rota.gives(NISHIMURA, TANAKA, 5, 8)
    await rota.swaps(MORI, duty, TANAKA, swap)
    assert await rota.does(TANAKA, f"swaps/{swap}/accept") == (409, "duty_overlap")


async def test_the_nights_without_anybody_are_named_thirty_days_ahead(rota: Rota) -> None:
    assert (await rota.sees(SATO))["gaps"] == []
    await rota.plans(NISHIMURA, 0, plan())
    seen = await rota.sees(SATO)
    assert len(seen["gaps"]) == 30
    assert [(day["kind"], [one["staff"] for one in day["hours"]]) for day in seen["days"][:2]] == [
        ("weekday", [[]]), ("weekday", [[]]),
    ]  # fmt: skip
    night = seen["gaps"][0]
    one = {"id": str(uuid4()), "staff": str(MORI.id), **night}
    assert await rota.does(NISHIMURA, "duties", {"duties": [one]}) == (204, "")
    assert len((await rota.sees(SATO))["gaps"]) == 29


async def test_whoever_leaves_the_center_leaves_a_gap_and_nobody_behind_a_name(rota: Rota) -> None:
    duty = uuid4()
    await rota.gives(NISHIMURA, MORI, duty=duty)
    await rota.rests(TANAKA, TANAKA)
    today = rota.office.clock.now().date()
    await rota.office.connection.execute("update staff set active_to = $2 where id = $1", MORI.id, today - timedelta(days=2))
    assert (await rota.sees(SATO))["duties"] == []
    await rota.office.connection.execute("update staff set active_to = $2 where id = $1", MORI.id, today + timedelta(days=400))
    assert [one["id"] for one in (await rota.sees(SATO))["duties"]] == [str(duty)]


async def test_who_has_no_center_has_no_rota(rota: Rota) -> None:
    answer = await (await rota.phone(FUJII)).http.get("/duty/v1/rota")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("query", [{"first": "9999-12-31"}, {"first": "0001-01-01"}, {"days": "0"}, {"days": "63"}, {"first": "x"}])
async def test_a_month_that_cannot_be_is_refused(rota: Rota, query: dict[str, str]) -> None:
    answer = await (await rota.phone(SATO)).http.get("/duty/v1/rota", params=query)
    assert answer.status_code in (400, 422)
