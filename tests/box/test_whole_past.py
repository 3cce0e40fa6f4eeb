"""The invented past as `make run` shows it: all of it goes in through the real door. Stories work on the newest of it."""

import re

import pytest

from server.demo.course import all_households
from tests.e2e.world import World

LEAST = 2000  # records: what two years of sixty homes come to


async def test_an_office_with_all_of_its_invented_past_opens_and_holds_nothing_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("KASANE_PREPARED", raising=False)
    with World(visits=None) as world:
        said = re.search("架空の記録を ([0-9]+) 件入れました。", world.log.read_text(encoding="utf-8"))
        assert said is not None
        [found] = await world.sql(
            "select count(*) records, count(distinct bucket) buckets, min(rcv) first from op"
        )
        [held] = await world.sql("select count(*) n from held_op")
        [now] = await world.sql("select now() - interval '600 days' long_ago")
    assert (int(said[1]) >= LEAST, held["n"]) == (True, 0)
    assert found["records"] >= int(said[1])
    assert found["buckets"] >= len(all_households())
    assert found["first"] < now["long_ago"]
