"""A center lets a business rest: its deadlines rest with it and come back; what protects a life, and the neighbours, go on."""

from typing import Any
from uuid import UUID

from server.alerts.service import tick
from tests.make import KIMURA, SATO, TANAKA, settle
from tests.organizations.conftest import HASHIMOTO
from tests.phone import Phone
from tests.vault.conftest import Office
from tests.vault.records import visit

ASKED = {"kind": "backup.ask", "question": "だれに先に相談するか", "tried": "", "urgency": "usual"}
SEEN = [{"person": "hatsu", "level": "A_seen"}]


async def _asks(office: Office, phone: Phone) -> UUID:
    """Somebody of tier A was seen today, and the center is asked for help (E-T08)."""
    house = phone.open_household({"name": "森川", "risk_tier": "A", "phase": "backup_support"})
    phone.record(house, {"kind": "person.add", "person": "hatsu", "fields": {"given_name": "ハツ", "is_dependent": True}})
    phone.record(house, visit(result="met_person", safety=SEEN, occurred_at=office.clock.now().isoformat()))
    phone.record(house, ASKED)
    await phone.push()
    await office.vault.round()
    return house


async def _decides(office: Office, center: str, spans: dict[str, Any], version: int = 0) -> None:
    await settle(office.rows, HASHIMOTO)
    hashimoto = await office.enrol(HASHIMOTO)
    await hashimoto.call("PUT", f"/rollout/v1/centers/{center}", {"version": version, "why": "pause", "spans": spans})
    await office.vault.round()


async def _due(office: Office, house: UUID) -> int:
    return await office.rows.fetchval("select count(*) from timer where bucket = $1 and state <> 'gone'", house)


async def _rules(phone: Phone, house: UUID) -> set[str]:
    await phone.unlock()
    await phone.pull()
    published = [one for one in phone.read(house) if one["kind"] == "timers.set"]
    return {one["rule"] for one in published[-1]["timers"]}


async def test_the_deadlines_of_a_resting_business_rest_and_come_back(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = await _asks(office, sato)
    assert await _rules(sato, house) == {"E-T01", "E-T08"}
    await _decides(office, SATO.center or "", {"multi_agency": []})
    assert await _rules(sato, house) == {"E-T01"}, "nobody forgets Hatsu, whatever rests"
    office.clock.forward(days=6)
    while await tick(office.clock.now()):
        pass
    assert await office.rows.fetchval("select count(*) from alert") == 0
    day = office.clock.now().date().isoformat()
    await _decides(office, SATO.center or "", {"multi_agency": [{"begins": day}]}, version=1)
    assert await _rules(sato, house) == {"E-T01", "E-T08"}
    while await tick(office.clock.now()):
        pass
    assert await office.rows.fetchval("select count(*) from alert where state = 'open'") == 1


async def test_a_day_that_comes_wakes_them_without_another_word(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = await _asks(office, sato)
    tomorrow = office.clock.now().replace(hour=3).date().toordinal() + 1
    begins = type(office.clock.now().date()).fromordinal(tomorrow).isoformat()
    await _decides(office, SATO.center or "", {"multi_agency": [{"begins": begins}]})
    assert await _rules(sato, house) == {"E-T01"}
    office.clock.forward(days=1, hours=9)
    await office.vault.round()
    assert await _rules(sato, house) == {"E-T01", "E-T08"}


async def test_the_deadlines_of_another_center_go_on(office: Office) -> None:
    sato, kimura = await office.enrol(SATO), await office.enrol(KIMURA)
    north, south = await _asks(office, sato), await _asks(office, kimura)
    before = await office.rows.fetch("select id, due, level, state, op_id from timer where bucket = $1 order by id", south)
    await _decides(office, SATO.center or "", {"multi_agency": []})
    assert await _rules(sato, north) == {"E-T01"}
    after = await office.rows.fetch("select id, due, level, state, op_id from timer where bucket = $1 order by id", south)
    assert [tuple(row) for row in after] == [tuple(row) for row in before]


async def test_what_a_phone_wrote_before_it_heard_is_taken_like_any_other_record(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = await _asks(office, sato)
    await _decides(office, SATO.center or "", {"multi_agency": []})
    await sato.unlock()
    sato.record(house, ASKED | {"question": "主治医に伝えてよいか"})
    answer = await sato.push()
    await office.vault.round()
    assert [one["s"] for one in answer["results"]] == ["applied"]
    await sato.pull()
    assert len([one for one in sato.read(house) if one["kind"] == "backup.ask"]) == 2
    assert await _rules(sato, house) == {"E-T01"}


async def test_a_vault_started_anew_lets_rest_what_rested(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    house = await _asks(office, tanaka)
    await _decides(office, TANAKA.center or "", {"multi_agency": []})
    office.vault.die()
    office.vault.wake()
    await office.vault.round()
    assert await _rules(tanaka, house) == {"E-T01"}
