"""Who may write in the directory, that nothing written is lost, and what a phone hears of it."""

import json
from uuid import uuid4

import pytest

from server.audit.log import first_broken
from tests.access.handset import Office
from tests.make import KIMURA, MORI, NORTH, SATO, SOUTH, TANAKA, Person, named
from tests.organizations.conftest import FUJII, HARA, HASHIMOTO, NISHIMURA, OKADA, ONO, People, city, entry
from tests.transfers.conftest import INOUE


@pytest.mark.parametrize("who", [TANAKA, MORI, NISHIMURA, HARA], ids=lambda who: who.role)
async def test_the_people_of_a_center_keep_its_entries(people: People, who: Person) -> None:
    status, written = await people.writes(who, entry())
    assert (status, written["version"], written["checked_on"]) == (200, 1, "2026-11-24")
    assert (await people.changes(who, 1, entry(hours="平日 9時から18時")))[1]["version"] == 2
    assert (await people.ends(who, 2))[1]["ended"] is True


@pytest.mark.parametrize("who", [SATO, INOUE, ONO, HASHIMOTO, FUJII, KIMURA, OKADA], ids=lambda who: who.role)
async def test_nobody_else_writes_into_the_norths_part(people: People, who: Person) -> None:
    assert (await people.writes(who, entry()))[1]["code"] == "not_allowed"
    assert (await people.writes(TANAKA, entry()))[0] == 200
    for status, answer in (
        await people.changes(who, 1, entry(hours="")),
        await people.checks(who, 1),
        await people.ends(who, 1),
    ):
        assert (status, answer["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("who", [HASHIMOTO, FUJII], ids=lambda who: who.role)
async def test_what_serves_the_whole_city_is_kept_by_the_bureau_and_the_administrator(
    people: People, who: Person
) -> None:
    assert (await people.writes(TANAKA, city()))[1]["code"] == "not_allowed"
    assert (await people.writes(who, city()))[0] == 200
    assert (await people.checks(TANAKA, 1))[1]["code"] == "not_allowed"
    assert (await people.changes(who, 1, city(hours="毎日")))[0] == 200


async def test_tanaka_cannot_give_an_entry_to_another_center_or_to_the_city(people: People) -> None:
    await people.writes(TANAKA, entry())
    assert (await people.changes(TANAKA, 1, entry(center=SOUTH)))[1]["code"] == "not_allowed"
    assert (await people.changes(TANAKA, 1, entry(center=None, area_level="city")))[1]["code"] == "not_allowed"
    assert (await people.changes(OKADA, 1, entry(center=SOUTH)))[1]["code"] == "not_allowed"


async def test_everybody_signed_in_reads_all_of_it(people: People) -> None:
    await people.writes(TANAKA, entry(is_public=False))
    await people.writes(FUJII, city(), "ダイヤル")
    for who in (SATO, KIMURA, HASHIMOTO):
        told = await people.reads(who)
        assert [(one["name"], one["checked_by_name"]) for one in told["organizations"]] == [
            ("紫野ひだまり地域包括支援センター", TANAKA.name), ("京のくらし相談ダイヤル", FUJII.name),
        ]  # fmt: skip
        assert (told["whole"], told["more"]) == (True, False)


async def test_a_phone_hears_only_what_is_new_and_of_what_has_ended(people: People) -> None:
    await people.writes(TANAKA, entry())
    await people.writes(FUJII, city(), "ダイヤル")
    first = await people.reads(SATO)
    place = {"gen": first["gen"], "since": first["head"]}
    assert (await people.reads(SATO, **place))["organizations"] == []
    await people.ends(TANAKA, 1)
    later = await people.reads(SATO, **place)
    assert [(one["id"], one["ended"]) for one in later["organizations"]] == [(str(named("ひだまり")), True)]
    assert not later["whole"]
    assert later["head"] > first["head"]


async def test_a_phone_of_before_the_restored_backup_is_told_all_anew(people: People) -> None:
    await people.writes(TANAKA, entry())
    told = await people.reads(SATO)
    assert (await people.reads(SATO, gen=uuid4(), since=told["head"]))["whole"] is True
    assert (await people.reads(SATO, gen=told["gen"], since=told["head"] + 5))["whole"] is True


async def test_a_long_directory_comes_in_pages_without_a_gap(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.organizations.store.PAGE", 2)
    for n in range(5):
        await people.writes(TANAKA, entry(name=f"相談先{n}"), f"相談先{n}")
    found, told = [], await people.reads(SATO)
    found += told["organizations"]
    while told["more"]:
        told = await people.reads(SATO, gen=told["gen"], since=told["head"])
        found += told["organizations"]
    assert [one["name"] for one in found] == [f"相談先{n}" for n in range(5)]


async def test_mori_looks_through_an_entry_again_and_its_day_is_today(people: People, office: Office) -> None:
    await people.writes(TANAKA, entry())
    office.clock.forward(days=200)
    status, seen = await people.checks(MORI, 1)
    assert (status, seen["checked_on"], seen["checked_by"]) == (200, "2027-06-12", str(MORI.id))
    assert (await people.checks(MORI, 1))[1]["version"] == 2, "asked again after a lost answer it is the same"
    assert (await people.checks(TANAKA, 2))[1]["version"] == 2, "on the same day there is nothing to add"


async def test_putting_the_hours_right_is_not_looking_through_all_of_it(people: People, office: Office) -> None:
    await people.writes(TANAKA, entry())
    office.clock.forward(days=10)
    assert (await people.changes(MORI, 1, entry(hours="火曜休み")))[1]["checked_on"] == "2026-11-24"
    changed = (await people.changes(MORI, 2, entry(hours="水曜休み"), checked=True))[1]
    assert (changed["checked_on"], changed["checked_by"]) == ("2026-12-04", str(MORI.id))


async def test_of_two_who_change_at_once_the_second_hears_it_and_nothing_is_overwritten(people: People) -> None:
    await people.writes(TANAKA, entry())
    assert (await people.changes(MORI, 1, entry(hours="火曜休み")))[0] == 200
    status, answer = await people.changes(TANAKA, 1, entry(address="北区大宮"))
    assert (status, answer["code"], answer["version"]) == (409, "organization_changed", 2)
    assert (await people.checks(TANAKA, 1))[1]["code"] == "organization_changed"
    assert (await people.ends(TANAKA, 1))[1]["code"] == "organization_changed"
    [one] = (await people.reads(SATO))["organizations"]
    assert (one["hours"], one["address"]) == ("火曜休み", "北区紫野")


async def test_asking_again_after_a_lost_answer_changes_nothing(people: People, office: Office) -> None:
    for _ in range(2):
        assert (await people.writes(TANAKA, entry()))[1]["version"] == 1
    for _ in range(2):
        assert (await people.changes(TANAKA, 1, entry(hours="火曜休み")))[1]["version"] == 2
    for _ in range(2):
        assert (await people.ends(TANAKA, 2))[1]["version"] == 3
    assert (await people.writes(TANAKA, entry(hours="毎日")))[1]["code"] == "organization_changed"
    assert await office.connection.fetchval("select count(*) from organization_change") == 3


async def test_an_ended_entry_stays_ended(people: People) -> None:
    await people.writes(TANAKA, entry())
    await people.ends(TANAKA, 1)
    assert (await people.changes(TANAKA, 2, entry(hours="")))[1]["code"] == "organization_ended"
    assert (await people.checks(TANAKA, 2))[1]["code"] == "organization_ended"
    assert (await people.checks(TANAKA, 1, "どこにもない"))[1]["code"] == "not_found"


async def test_every_version_stays_with_who_when_and_what(people: People, office: Office) -> None:
    await people.writes(TANAKA, entry())
    office.clock.forward(days=1)
    await people.changes(MORI, 1, entry(hours="火曜休み"))
    await people.checks(NISHIMURA, 2)
    await people.ends(TANAKA, 3)
    kept = await office.connection.fetch("select version, act, staff, entry from organization_change order by version")
    assert [(row["version"], row["act"], row["staff"]) for row in kept] == [
        (1, "create", TANAKA.id), (2, "change", MORI.id), (3, "check", NISHIMURA.id), (4, "end", TANAKA.id),
    ]  # fmt: skip
    said = [json.loads(row["entry"]) for row in kept]
    assert [(one["hours"], one["ended"]) for one in said] == [
        ("平日 9時から17時", False), ("火曜休み", False), ("火曜休み", False), ("火曜休み", True),
    ]  # fmt: skip
    noted = await office.connection.fetch("select verb from audit_event where verb like 'organization.%' order by n")
    assert [row["verb"].partition(".")[2] for row in noted] == ["create", "change", "check", "end"]
    assert await first_broken(office.connection) is None


async def test_the_web_tier_cannot_take_a_version_back(people: People, office: Office) -> None:
    await people.writes(TANAKA, entry())
    rights = "select has_table_privilege('kasane_web', $1, $2)"
    forbidden = [("organization_change", "update"), ("organization_change", "delete"), ("organization", "delete")]
    assert [await office.connection.fetchval(rights, *one) for one in forbidden] == [False, False, False]


async def test_a_center_that_does_not_exist_has_no_entries(people: People, office: Office) -> None:
    nowhere = Person(name="森下 奈々", kana="もりした なな", role="office", center="26999")
    await office.connection.execute("insert into center (id, name, jis_code, sort_order) values ('26999', '', '', 99)")
    await people.phone(nowhere)
    await office.connection.execute("update staff set center = $1 where id = $2", NORTH, nowhere.id)
    assert (await people.writes(nowhere, entry(center="26999")))[1]["code"] == "not_allowed"
