"""支援措置: the household closes, in the mark's own transaction, to all but those whom it names."""

from typing import Any

import pytest

from server import db
from server.problems import Problem
from server.scope import service as scope
from server.transfers import service as transfers
from tests.make import KIMURA, MORI, SATO, TANAKA, named, person, settle
from tests.sync.blind import household
from tests.sync.conftest import Field

HOME = named("里中")
INOUE = person(name="井上 ひかり", role="coordinator", center="26101")


def mark(*people: Any) -> dict[str, Any]:
    return {"k": "protection.set", "people": [{"staff": str(one.id), "basis": "consent"} for one in people]}


async def home(field: Field) -> None:
    reply = await field.sato.push(field.sato.seal(HOME), buckets=(household("里中", field.sato),))
    assert [one.s for one in reply.results] == ["applied"]
    for phone in (field.sato, field.tanaka, field.mori, field.kimura):
        await phone.catch_up()


async def says(field: Field, by: Any, *effects: dict[str, Any]) -> None:
    reply = await by.push(by.beside(by.seal(HOME), *effects))
    assert [one.s for one in reply.results] == ["applied"]


async def on(field: Field) -> set[Any]:
    rows = await field.owner.fetch(
        "select g.staff from scope_grant g join staff s on s.id = g.staff where g.bucket = $1 and s.role not in ('vault', 'recovery')", HOME,
    )  # fmt: skip
    return {row["staff"] for row in rows}


async def kind(field: Field) -> str:
    return str(await field.owner.fetchval("select kind from bucket where id = $1", HOME))


async def test_tanaka_names_sato_and_everybody_else_is_told_that_it_is_gone(field: Field) -> None:
    await home(field)
    await says(field, field.tanaka, mark(SATO))
    assert (await kind(field), await on(field)) == ("protected", {SATO.id, TANAKA.id})
    gone = await field.mori.pull()
    assert [(one.bucket, one.reason) for one in gone.gone] == [(HOME, "protected")]
    assert field.mori.ops == {}
    told = await field.sato.pull()
    assert [(one.id, one.kind) for one in told.scope.buckets or []] == [(HOME, "protected")]
    row = await field.owner.fetchrow("select staff, subject, purpose from audit_event where verb = 'scope.protect'")
    assert row is not None
    assert (row["staff"], row["subject"], row["purpose"]) == (TANAKA.id, SATO.id, "consent")


async def test_a_new_coordinator_of_the_center_is_not_let_in_by_her_role(field: Field) -> None:
    await home(field)
    await says(field, field.tanaka, mark(SATO))
    await settle(field.owner, INOUE)
    async with db.write_transaction() as connection:
        await scope.join_center(connection, INOUE.id, device=None, now=field.clock.now())
    assert INOUE.id not in await on(field)


async def test_nobody_is_put_on_it_by_the_offices_door_and_it_is_handed_over_to_no_other_center(field: Field) -> None:
    await home(field)
    await says(field, field.tanaka, mark(SATO))
    with pytest.raises(Problem) as refused:
        async with db.write_transaction() as connection:
            await scope.grant(
                connection, field.tanaka.caller, bucket=HOME, staff=MORI.id, role="co", basis="consent", now=field.clock.now()
            )
    assert refused.value.code == "named_only"
    with pytest.raises(Problem) as refused:
        await transfers.ask(field.tanaka.caller, named("引き継ぎ"), HOME, "26107", None, None, field.clock.now())
    assert refused.value.code == "named_only"


async def test_sato_who_may_not_decide_it_closes_nothing_and_her_record_stands(field: Field) -> None:
    await home(field)
    before = await on(field)
    await says(field, field.sato, mark(SATO))
    assert (await kind(field), await on(field)) == ("household", before)
    assert await field.owner.fetchval("select purpose from audit_event where verb = 'scope.not_protected'") == "not_allowed"


async def test_a_name_that_may_not_be_named_does_not_leave_it_open(field: Field) -> None:
    await home(field)
    await says(field, field.tanaka, {"k": "protection.set", "people": [{"staff": str(named("だれでもない")), "basis": "consent"}]})
    assert (await kind(field), await on(field)) == ("protected", {TANAKA.id})


async def test_kimura_of_another_ward_is_named_and_later_not_any_more(field: Field) -> None:
    await home(field)
    await says(field, field.tanaka, mark(SATO, KIMURA))
    assert await on(field) == {SATO.id, TANAKA.id, KIMURA.id}
    await field.kimura.catch_up()
    assert len(field.kimura.ops) == 2
    await says(field, field.tanaka, mark(SATO))
    assert [(one.bucket, one.reason) for one in (await field.kimura.pull()).gone] == [(HOME, "protected")]


async def test_its_end_lets_nobody_in_again_by_itself(field: Field) -> None:
    await home(field)
    await says(field, field.tanaka, mark(SATO))
    await says(field, field.tanaka, {"k": "protection.end"})
    assert (await kind(field), await on(field)) == ("household", {SATO.id, TANAKA.id})


@pytest.mark.parametrize("effect", [{"k": "protection.set"}, {"k": "protection.set", "people": "佐藤"}, {"k": "protection.set", "people": [], "bucket": str(named("よそ"))}])
async def test_an_effect_of_another_shape_changes_nothing(field: Field, effect: dict[str, Any]) -> None:
    await home(field)
    await says(field, field.tanaka, effect)
    assert await kind(field) == "household"
    assert await field.owner.fetchval("select purpose from audit_event where verb = 'scope.not_protected'") == "wrong_value"
