"""Hashimoto of the bureau names the towns of a 支所; every phone hears of it with its next pull, and no household moves."""

from typing import Any

import asyncpg
import pytest

from tests.fakes import ManualClock
from tests.make import KIMURA, MORI, SATO, TANAKA, Person
from tests.organizations.conftest import HASHIMOTO, NISHIMURA, ONO
from tests.towns.conftest import ROUTE, Towns

INVENTED: dict[str, Any] = {"ward": "26109", "town": "架空の町", "postal_code": "", "center": "26109-D"}
OTHER: dict[str, Any] = {"ward": "26109", "town": "", "postal_code": "6010000", "center": "26109"}


async def test_every_office_reads_what_the_bureau_named_and_hears_of_it_with_a_pull(towns: Towns) -> None:
    assert (await towns.sees(SATO))[1]["version"] == await towns.counted(SATO) == 0
    status, told = await towns.names([OTHER, INVENTED])
    assert (status, told["version"], told["by_name"]) == (200, 1, HASHIMOTO.name)
    for who in (SATO, KIMURA, MORI):
        _, seen = await towns.sees(who)
        assert (seen["version"], seen["by"], seen["by_name"], len(seen["towns"])) == (1, None, None, 2)
        assert await towns.counted(who) == 1


async def test_every_version_stays_and_who_named_it_is_in_the_audit(towns: Towns, rows: asyncpg.Connection) -> None:
    await towns.names([INVENTED])
    assert (await towns.names([], version=1))[1]["version"] == 2, "a table may be emptied"
    assert await rows.fetchval("select count(*) from town_table") == 2
    noted = await rows.fetch("select staff, count from audit_event where verb = 'towns.decide' order by n")
    assert [(row["staff"], row["count"]) for row in noted] == [(HASHIMOTO.id, 1), (HASHIMOTO.id, 1)]
    assert await rows.fetchval("select has_table_privilege('kasane_web', 'town_table', 'update, delete')") is False


@pytest.mark.parametrize("person", [SATO, TANAKA, MORI, NISHIMURA, ONO], ids=lambda one: one.role)
async def test_nobody_but_the_bureau_names_towns(towns: Towns, rows: asyncpg.Connection, person: Person) -> None:
    status, refused = await towns.names([INVENTED], who=person)
    assert (status, refused["code"]) == (403, "not_allowed")
    assert await rows.fetchval("select count(*) from town_table") == 0


async def test_it_takes_a_fresh_unlock(towns: Towns, clock: ManualClock) -> None:
    phone = await towns.phone(HASHIMOTO)
    clock.forward(minutes=6)
    refused = await phone.http.put(ROUTE, json={"version": 0, "towns": [INVENTED]})
    assert (refused.status_code, refused.json()["code"]) == (403, "step_up_needed")
    assert (await phone.step_up()).status_code == 200
    assert (await phone.http.put(ROUTE, json={"version": 0, "towns": [INVENTED]})).status_code == 200


async def test_asked_again_it_is_one_version_and_over_an_older_one_it_is_told(towns: Towns) -> None:
    first, again = await towns.names([INVENTED, OTHER]), await towns.names([INVENTED, OTHER])
    assert first == again
    status, refused = await towns.names([OTHER])
    assert (status, refused["code"]) == (409, "towns_changed")


@pytest.mark.parametrize(("given", "code", "field"), [
    ([INVENTED, INVENTED | {"center": "26109"}], "towns_twice", "towns.1"),
    ([INVENTED | {"town": "  "}], "towns_empty", "towns.0"),
    ([INVENTED | {"center": "26101"}], "towns_center", "towns.0"),
    ([OTHER, INVENTED | {"center": "26109-X"}], "towns_center", "towns.1"),
    ([INVENTED | {"center": "醍醐"}], "wrong_value", None),
    ([INVENTED | {"postal_code": "601-1111"}], "wrong_value", None),
    ([INVENTED | {"town": "長" * 61}], "wrong_value", None),
    ([INVENTED | {"who": "田中"}], "unknown_field", None),
    ("all", "wrong_value", None),
])  # fmt: skip
async def test_a_line_that_cannot_be_is_refused_where_it_stands(
    towns: Towns, rows: asyncpg.Connection, given: Any, code: str, field: str | None
) -> None:
    status, refused = await towns.names(given)
    assert (400 <= status < 500, refused["code"]) == (True, code), refused
    assert field is None or refused["field"] == field
    assert await rows.fetchval("select count(*) from town_table") == 0
