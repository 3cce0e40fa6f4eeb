"""The invented directory is valid, rings nobody's telephone, and has two entries that have grown old."""

import msgspec
import pytest

from server.demo.course import Json, cast, read
from server.organizations.rules import STALE_AFTER, Entry, may_edit, tidied

LISTED: list[Json] = read("organizations.json")["organizations"]
PEOPLE = {person["key"]: person for person in cast()}


@pytest.mark.parametrize("one", LISTED, ids=[one["key"] for one in LISTED])
def test_an_invented_entry_is_one_its_writer_could_have_written(one: Json) -> None:
    entry = msgspec.convert({name: one[name] for name in Entry.__struct_fields__}, Entry)
    assert tidied(entry) == entry
    who = PEOPLE[one["by"]]
    assert may_edit(who["role"], who["center"], one["center"])


def test_no_invented_entry_leads_to_a_real_telephone_or_page() -> None:
    assert {tel["number"][:8] for one in LISTED for tel in one["tels"]} == {"075-000-"}
    assert all(one["url"].endswith(".example.jp/") for one in LISTED if one["url"])


def test_two_have_grown_old_one_of_them_in_the_north() -> None:
    old = [one["center"] for one in LISTED if one["days"] >= STALE_AFTER]
    assert sorted(old) == ["26101", "26107"]
