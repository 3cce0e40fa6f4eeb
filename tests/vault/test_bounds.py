"""A center moves its numbers: its deadlines move with them, each cause speaks once, and the neighbours go on as before."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from server.alerts.service import tick
from tests.make import TANAKA, settle
from tests.organizations.conftest import NISHIMURA, OKADA
from tests.phone import Phone
from tests.vault.conftest import Office
from tests.vault.records import visit
from tests.vault.test_epochs import Home, home
from tests.vault.test_transfers import South, hand_over, south

__all__ = ["home", "south"]

HATSU = {"kind": "person.add", "person": "hatsu", "fields": {"given_name": "ハツ", "is_dependent": True}}
SEEN = [{"person": "hatsu", "level": "A_seen"}]


async def _home(office: Office, phone: Phone) -> UUID:
    """Tier A, and Hatsu was seen today."""
    house = phone.open_household({"name": "森川", "phase": "in_support"})
    now = office.clock.now().isoformat()
    phone.record(house, {"kind": "fields.set", "entity": "household", "set": {"risk_tier": "A"}, "base": {}, "recorded_at": now})
    phone.record(house, HATSU)
    phone.record(house, visit(result="met_person", safety=SEEN, occurred_at=now))
    await phone.push()
    await office.vault.round()
    return house


async def _decides(office: Office, numbers: dict[str, Any], version: int = 0) -> None:
    await settle(office.rows, NISHIMURA)
    nishimura = await office.enrol(NISHIMURA)
    await nishimura.call("PUT", f"/bounds/v1/centers/{NISHIMURA.center}", {"version": version, "numbers": numbers})
    await office.vault.round()


async def _passes(office: Office, **time: float) -> None:
    office.clock.forward(**time)
    await _fire(office)


async def _fire(office: Office) -> None:
    while await tick(office.clock.now()):
        pass


async def _days(phone: Phone, house: UUID) -> list[float]:
    """After how many days each stage of E-T01 speaks, as it was published last."""
    await phone.unlock()
    await phone.pull()
    [*_, last] = [one for one in phone.read(house) if one["kind"] == "timers.set"]
    stages = [one for one in last["timers"] if one["rule"] == "E-T01"]
    return [(_at(one["due_at"]) - _at(one["since"])) / 86_400 for one in stages]


def _at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


async def _alerts(office: Office) -> list[asyncpg.Record]:
    return await office.rows.fetch("select id, state, outcome from alert order by accepted_at, id")


async def test_the_deadlines_move_with_the_number_and_come_back_with_it(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    house = await _home(office, tanaka)
    assert await _days(tanaka, house) == [7, 10.5, 14]
    await _decides(office, {"E-T01.A": 4})
    assert await _days(tanaka, house) == [4, 6, 8]
    await _passes(office, days=3, hours=23)
    assert await _alerts(office) == []
    await _passes(office, hours=1)
    assert [row["state"] for row in await _alerts(office)] == ["open"]


async def test_the_deadlines_of_another_center_go_on(office: Office) -> None:
    await settle(office.rows, OKADA)
    tanaka, okada = await office.enrol(TANAKA), await office.enrol(OKADA)
    north, south = await _home(office, tanaka), await _home(office, okada)
    asked = "select id, due, level, state, op_id from timer where bucket = $1 order by id"
    before = [tuple(row) for row in await office.rows.fetch(asked, south)]
    await _decides(office, {"E-T01.A": 4})
    assert await _days(tanaka, north) == [4, 6, 8]
    assert [tuple(row) for row in await office.rows.fetch(asked, south)] == before


async def test_what_has_passed_by_the_new_number_speaks_at_once(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    await _home(office, tanaka)
    await _passes(office, days=5)
    assert await _alerts(office) == []
    await _decides(office, {"E-T01.A": 4})
    await _fire(office)
    assert [row["state"] for row in await _alerts(office)] == ["open"]


async def test_what_speaks_already_does_not_speak_twice(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    house = await _home(office, tanaka)
    await _passes(office, days=7, hours=1)
    before = await _alerts(office)
    assert [row["state"] for row in before] == ["open"]
    for version, days in enumerate((5, 6, 7)):
        await _decides(office, {"E-T01.A": days}, version)
        await _fire(office)
        assert await _alerts(office) == before, f"{days} days"
    assert (await _days(tanaka, house))[0] == 7, "what has fired keeps its moment"


async def test_an_alert_that_tanaka_has_closed_stays_closed(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    house = await _home(office, tanaka)
    await _passes(office, days=7, hours=1)
    [alert] = await _alerts(office)
    name = str(alert["id"])
    await tanaka.unlock()
    await tanaka.pull()
    closed = {"kind": "alert.closed", "alert": name, "outcome": "resolved", "note": "入院先に確かめた", "recorded_at": office.clock.now().isoformat()}
    tanaka.record(house, closed, [{"k": "alert.close", "alert": name, "outcome": "resolved"}])
    await tanaka.push()
    await office.vault.round()
    assert [row["state"] for row in await _alerts(office)] == ["closed"]
    await _decides(office, {"E-T01.A": 3})  # stages after 3, 4.5 and 6 days: all had been there when she closed it
    await _fire(office)
    assert [row["state"] for row in await _alerts(office)] == ["closed"]


async def test_more_time_ends_what_would_not_have_spoken_yet(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    await _home(office, tanaka)
    await _passes(office, days=8)
    await _decides(office, {"E-T01.A": 10})
    assert [(row["state"], row["outcome"]) for row in await _alerts(office)] == [("closed", "settled")]
    await _passes(office, days=2, hours=1)
    assert [row["state"] for row in await _alerts(office)].count("open") == 1


async def test_a_vault_started_anew_reckons_as_the_one_before(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    house = await _home(office, tanaka)
    await _decides(office, {"E-T01.A": 4})
    said = await office.rows.fetchval("select count(*) from op where bucket = $1", house)
    office.vault.die()
    office.vault.wake()
    await office.vault.round()
    assert await _days(tanaka, house) == [4, 6, 8]
    assert await office.rows.fetchval("select count(*) from op where bucket = $1", house) == said


async def test_what_the_vault_cannot_read_is_the_catalogues(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    house = await _home(office, tanaka)
    await _decides(office, {"E-T01.A": 4, "E-T05.hours": 2})
    await office.rows.execute("""update center_bounds set numbers = '{"E-T01.A": "never", "E-T01.B": 9999}'""")
    await _decides(office, {"E-T05.hours": 3}, 1)
    assert await _days(tanaka, house) == [7, 10.5, 14]


async def test_a_center_where_nothing_was_decided_hears_nothing_new(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    house = await _home(office, tanaka)
    said = await office.rows.fetchval("select count(*) from op where bucket = $1", house)
    await office.vault.round()
    assert await office.rows.fetchval("select count(*) from op where bucket = $1", house) == said


async def test_a_household_that_goes_south_is_reckoned_by_the_souths_numbers(office: Office, home: Home, south: South) -> None:
    await _decides(office, {"E-T01.A": 4})
    now = office.clock.now().isoformat()
    home.tanaka.record(home.id, {"kind": "fields.set", "entity": "household", "set": {"risk_tier": "A"}, "base": {}, "recorded_at": now})
    await home.tanaka.push()
    await office.vault.round()
    assert await _days(home.tanaka, home.id) == [4, 6, 8]
    await hand_over(home, south)
    await office.vault.round()
    assert await _days(south.okada, home.id) == [7, 10.5, 14]
