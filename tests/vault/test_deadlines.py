"""What becomes due in a household: published sealed by the vault, fired by the office's clock though the vault is stopped."""

from typing import Any
from uuid import UUID

import pytest

from server.alerts.service import tick
from tests.make import SATO, TANAKA
from tests.phone import Phone
from tests.vault.conftest import Office
from tests.vault.records import visit

HATSU = {"kind": "person.add", "person": "hatsu", "fields": {"given_name": "ハツ", "is_dependent": True}}
SEEN = [{"person": "hatsu", "level": "A_seen"}]


async def _home(office: Office, phone: Phone) -> UUID:
    """Tier A: seven days without sight or voice of Hatsu, and somebody has to go."""
    house = phone.open_household({"name": "森川", "risk_tier": "A", "phase": "in_support"})
    phone.record(house, HATSU)
    met = visit(result="met_person", safety=SEEN, occurred_at=office.clock.now().isoformat())
    phone.record(house, met)
    await phone.push()
    await office.vault.round()
    return house


async def _alerts(office: Office) -> list[tuple[str, int, str, str | None]]:
    rows = await office.rows.fetch("select id, level, state, outcome from alert order by accepted_at, id")
    return [(str(row["id"]), row["level"], row["state"], row["outcome"]) for row in rows]


async def _passes(office: Office, **time: float) -> None:
    office.clock.forward(**time)
    while await tick(office.clock.now()):
        pass


def _published(phone: Phone, house: UUID) -> list[dict[str, Any]]:
    return [one for one in phone.read(house) if one["kind"] == "timers.set"]


@pytest.mark.shows("F-12")
async def test_hatsu_is_not_forgotten_while_the_vault_is_away(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = await _home(office, sato)
    office.vault.die()
    await _passes(office, days=6, hours=23)
    assert await _alerts(office) == []
    await _passes(office, hours=1)
    ((alert, level, state, _),) = await _alerts(office)
    assert (level, state) == (2, "open")
    await sato.unlock()
    await sato.pull()
    words = next(one for one in _published(sato, house)[-1]["timers"] if one["alert"] == alert)
    assert (words["rule"], words["subject"], words["chain"]) == ("E-T01", "hatsu", alert)
    office.vault.wake()


async def test_the_office_knows_a_moment_and_nothing_of_what_it_is_about(office: Office) -> None:
    sato = await office.enrol(SATO)
    await _home(office, sato)
    rows = await office.rows.fetch("select * from timer")
    assert rows
    known = {column for row in rows for column in dict(row)}
    assert known == {"id", "chain", "bucket", "level", "due", "tells", "people", "op_id", "staff", "device", "state", "alert", "watch"}
    assert not [row for row in rows if "E-T" in str(dict(row)) or "hatsu" in str(dict(row))]


async def test_sato_sees_her_and_the_alert_ends_by_itself(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = await _home(office, sato)
    await _passes(office, days=8)
    await sato.unlock()
    sato.record(house, visit(result="met_person", safety=SEEN, occurred_at=office.clock.now().isoformat()))
    await sato.push()
    await office.vault.round()
    assert [row[2:] for row in await _alerts(office)] == [("closed", "settled")]
    await _passes(office, days=7)
    assert [row[2] for row in await _alerts(office)] == ["closed", "open"]


async def test_what_has_not_changed_is_not_said_again(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = await _home(office, sato)
    for _ in range(3):
        await office.vault.round()
    office.vault.die()
    office.vault.wake()
    await office.vault.round()
    sato.record(house, {"kind": "note.add", "text": "電話の番号が変わった"})
    await sato.push()
    await office.vault.round()
    await sato.pull()
    assert len(_published(sato, house)) == 1


async def test_a_new_key_of_the_household_raises_nothing_twice(office: Office) -> None:
    tanaka, sato = await office.enrol(TANAKA), await office.enrol(SATO)
    house = await _home(office, sato)
    await _passes(office, days=8)
    first = await _alerts(office)
    await tanaka.unlock()
    await tanaka.call("POST", f"/devices/v1/{sato.device}/revoke", {"reason": "lost"})
    await office.vault.round()
    await office.vault.round()
    await _passes(office, minutes=1)
    assert await _alerts(office) == first
    assert await office.rows.fetchval("select epoch from bucket where id = $1", house) > 1


async def test_whoever_lived_in_a_household_merged_away_is_looked_for_in_the_one_that_stays(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    stays = await _home(office, tanaka)
    gone = tanaka.open_household({"name": "森川（弟）", "risk_tier": "D"})
    tanaka.record(gone, HATSU | {"person": "kenji", "fields": {"given_name": "健二", "is_dependent": True}})
    tanaka.record(gone, {"kind": "household.merge", "merge": "m1", "into": str(stays)})
    tanaka.record(stays, {"kind": "household.merged", "merge": "m1", "from": str(gone)})
    await tanaka.push()
    await office.vault.round()
    await tanaka.pull()
    assert {one["subject"] for one in _published(tanaka, stays)[-1]["timers"] if one["rule"] == "E-T01"} == {"hatsu", "kenji"}
    assert _published(tanaka, gone) == []
    said = len(_published(tanaka, stays))
    tanaka.record(gone, visit(result="met_person", safety=[{"person": "kenji", "level": "A_seen"}]))
    await tanaka.push()
    await office.vault.round()
    await tanaka.pull()
    assert len(_published(tanaka, stays)) == said + 1, "a late record over there gives him his days"


async def test_an_office_put_back_from_yesterday_gets_its_deadlines_again(office: Office) -> None:
    sato = await office.enrol(SATO)
    await _home(office, sato)
    await office.rows.execute("delete from timer")
    await office.rows.execute("update sync_clock set gen = gen_random_uuid()")
    await office.vault.round()
    await office.vault.round()
    await _passes(office, days=8)
    assert [row[2] for row in await _alerts(office)] == ["open"]


async def test_whoever_takes_a_phone_of_the_team_cannot_quiet_it(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = await _home(office, sato)
    forged = {"kind": "timers.set", "timers": [], "catalogue": "2026"}
    sato.record(house, forged, [{"k": "timers.set", "timers": []}])
    await sato.push()
    await office.vault.round()
    await _passes(office, days=8)
    assert [row[2] for row in await _alerts(office)] == ["open"]
