"""E-T10 and E-T12 at their thresholds: no regular meeting for 45 days, minutes that nobody has approved for 14, and
what nobody has looked through on the shelf for half a year."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from server.alerts.holds import STAGES
from server.casework.calendar import moment_ms
from server.casework.catalogue import load
from server.casework.center_deadlines import center_deadlines, shelf_deadlines
from server.casework.community import fold_community
from server.casework.conferences import fold_center
from server.casework.due import Deadline
from server.casework.records import OpenedOp

START = datetime.fromisoformat("2026-09-01T10:00:00+09:00")
NOW = datetime.fromisoformat("2026-11-24T10:00:00+09:00")
ROLES = {"kawai": "community_coordinator", "mori": "office", "oishi": "center_head", "sato": "outreach_worker"}


class Center:
    """北区's meetings as they are put down, one record after the other."""

    def __init__(self) -> None:
        self.ops: list[OpenedOp] = []
        self.writes({"kind": "center.open", "center": "26101"})

    def writes(self, payload: dict[str, Any], who: str = "mori") -> None:
        n = len(self.ops) + 1
        at = (START + timedelta(minutes=n)).isoformat()
        op = OpenedOp(f"r{n}", "c1", who, n, int(moment_ms(at)), 0, who, n, at, 1, {"recorded_at": at, **payload})
        self.ops.append(op)

    def meets(self, on: str, name: str = "k1", *, kind: str = "regular", status: str = "held") -> None:
        fields = {"kind": kind, "held_on": on, "status": status}
        self.writes({"kind": "fields.set", "entity": f"meeting:{name}", "set": fields, "base": {}})

    @property
    def state(self) -> dict[str, Any]:
        return fold_center("c1", self.ops, ROLES)

    def due(self, now: datetime = NOW) -> list[Deadline]:
        return center_deadlines([self.state], now)


class Shelf(Center):
    """地域の棚 of 北区: what Kawai puts on it and looks through again."""

    def __init__(self) -> None:
        self.ops = []
        self.writes({"kind": "community.open", "center": "26101"}, "kawai")

    def looks(self, checked_on: Any, name: str = "r1", **more: Any) -> None:
        fields = {"name": "パンク修理の手伝い", "checked_on": checked_on, **more}
        self.writes({"kind": "fields.set", "entity": f"resource:{name}", "set": fields, "base": self._replaced(name)}, "kawai")

    def _replaced(self, name: str) -> dict[str, list[str]]:
        said = [op.id for op in self.ops if op.payload.get("entity") == f"resource:{name}"]
        return dict.fromkeys(("name", "checked_on", "closed"), said) if said else {}

    @property
    def state(self) -> dict[str, Any]:
        return fold_community("s1", self.ops, ROLES)

    def waits(self) -> list[Deadline]:
        return shelf_deadlines([self.state])


def moments(found: list[Deadline]) -> list[tuple[str, str]]:
    return [(one.subject, one.due_at.astimezone(START.tzinfo).isoformat()[:16]) for one in found]


def test_forty_five_days_after_the_last_regular_meeting_the_opening_after_says_so() -> None:
    center = Center()
    center.meets("2026-09-08", status="approved")
    (no_meeting, minutes) = center.due()
    assert moments([no_meeting]) == [("regular", "2026-10-26T08:45")], "23 October is a Friday"
    assert (no_meeting.level, no_meeting.tells) == (4, ("office", "center_head"))
    assert minutes.subject == "k1", "only the chair's own word approves, not a field that says so"


def test_a_center_that_never_met_counts_from_the_day_it_began() -> None:
    assert moments(Center().due()) == [("regular", "2026-10-19T08:45")]
    assert center_deadlines([], NOW) == []


def test_only_a_regular_meeting_that_was_held_stops_the_days() -> None:
    center = Center()
    center.meets("2026-10-01", "k1", kind="extraordinary")
    center.meets("2026-10-02", "k2", status="called")
    center.meets("2026-11-25", "k3")
    center.meets("昨日", "k4")
    assert [one for one in moments(center.due()) if one[0] == "regular"] == [("regular", "2026-10-19T08:45")]
    center.meets("2026-10-08", "k5")
    assert [one for one in moments(center.due()) if one[0] == "regular"] == [("regular", "2026-11-24T08:45")]


def test_minutes_wait_fourteen_days_for_the_chairs_word_and_another_bodys_are_not_ours() -> None:
    center = Center()
    center.meets("2026-11-05", "k1")
    center.meets("2026-11-05", "k2", kind="outside")
    assert [one for one in moments(center.due()) if one[0] != "regular"] == [("k1", "2026-11-20T08:45")]
    change = {"entity": "meeting:k1", "set": {"status": "minutes_draft"}, "base": {"status": ["r2"]}}
    center.writes({"kind": "fields.set", **change})
    center.writes({"kind": "meeting.approved", "meeting": "k1", "note": ""}, "oishi")
    assert [one.subject for one in center.due()] == ["regular"]


def test_two_buckets_of_one_center_count_as_one() -> None:
    one, other = Center(), Center()
    one.meets("2026-09-08", "k1", status="scheduled")
    other.meets("2026-11-12", "k2")
    both = moments(center_deadlines([one.state, other.state], NOW))
    assert both == [("regular", "2026-12-28T08:45"), ("k2", "2026-11-27T08:45")]


def test_the_stages_of_what_a_device_holds_are_those_of_its_words() -> None:
    """The web tier may not read the catalogue (E-T04)."""
    said = [(one.hours, one.level, one.tells) for one in load().time_rules["E-T04"].stages]
    assert said == [(one.hours, one.level, one.tells or ("self",)) for one in STAGES]


@pytest.mark.parametrize("day", ["9999-12-31", "0000-00-00", "", None, 7, ["2026-11-01"], {"day": 1}])
def test_a_day_that_is_none_ends_its_own_rule_and_no_other(day: Any) -> None:
    center = Center()
    center.meets(day, "k1")
    center.meets("2026-11-12", "k2")
    assert {one.subject for one in center.due()} == {"regular", "k2"}


def test_half_a_year_after_the_resource_that_waits_longest_was_looked_through_kawai_is_told_once() -> None:
    shelf = Shelf()
    assert shelf.waits() == []
    shelf.looks("2026-05-08", "r1")
    shelf.looks("2026-03-02", "r2")
    (word,) = shelf.waits()
    assert moments([word]) == [("shelf", "2026-08-31T08:45")], "29 August is a Saturday"
    assert (word.rule, word.level, word.tells, word.part) == ("E-T12", 4, ("community_coordinator",), "participation")
    shelf.looks("2026-08-30", "r2")
    assert moments(shelf.waits()) == [("shelf", "2026-11-05T08:45")], "now the other one has waited longest"
    shelf.looks("2026-05-08", "r1", closed=True)
    assert moments(shelf.waits()) == [("shelf", "2027-03-01T08:45")], "what is no more needs no look"


@pytest.mark.parametrize("day", ["2031-01-01", "9999-12-31", "昨日", "", None, 7])
def test_a_day_to_come_or_none_counts_from_when_it_was_written(day: Any) -> None:
    shelf = Shelf()
    shelf.looks(day)
    assert moments(shelf.waits()) == [("shelf", "2027-03-01T08:45")], "written on 1 September, and 28 February is a Sunday"
