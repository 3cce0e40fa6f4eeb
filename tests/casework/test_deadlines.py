"""The time rules, each at its threshold: what becomes due in a household, when, and what ends it."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.casework.bounds import Bounds
from server.casework.calendar import moment_ms
from server.casework.deadlines import Deadline, deadlines
from server.casework.fold import fold
from server.casework.records import OpenedOp

NOW = datetime.fromisoformat("2026-11-24T10:00:00+09:00")
START = datetime.fromisoformat("2026-11-02T10:00:00+09:00")  # a Monday; Tuesday 3 November is a holiday
PLANS = Path(__file__).parent.parent / "vectors" / "plans.json"
SATO, TANAKA, UEDA = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
ROLES = {SATO: "outreach_worker", TANAKA: "coordinator", UEDA: "outreach_worker"}


class Home:
    """A household as it is written down, hour by hour from START."""

    def __init__(self, tier: str = "B", **fields: Any) -> None:
        self.ops: list[OpenedOp] = []
        begun = {"risk_tier": tier, "lead": SATO, "phase": "field_support", **fields}
        self.writes(0, {"kind": "household.open", "center": "26101", "fields": begun}, TANAKA)

    def writes(self, hour: float, payload: dict[str, Any], who: str = SATO) -> str:
        n = len(self.ops) + 1
        at = (START + timedelta(hours=hour)).isoformat()
        self.ops.append(
            OpenedOp(
                f"r{n}", "home", f"phone of {who}", n, int(moment_ms(at)), 0, who, n, at, 1,
                {"recorded_at": at, **payload},
            )
        )  # fmt: skip
        return f"r{n}"

    def lives(self, name: str = "hatsu", **fields: Any) -> None:
        self.writes(0, {"kind": "person.add", "person": name, "fields": {"given_name": name, **fields}})

    def visit(self, hour: float, result: str = "met_person", seen: dict[str, str] | None = None, *signs: str) -> str:
        visit = {
            "occurred_at": (START + timedelta(hours=hour)).isoformat(), "method": "visit", "result": result,
            "staff": [SATO], "safety": [{"person": who, "level": level} for who, level in (seen or {}).items()],
            "observations": [{"code": code, "value": "yes"} for code in signs],
        }  # fmt: skip
        return self.writes(hour, {"kind": "visit.add", "visit": visit})

    def due(self, rule: str, now: datetime = NOW) -> list[Deadline]:
        return [one for one in self.stands(now) if one.rule == rule]

    def stands(self, now: datetime = NOW, bounds: Bounds | None = None) -> list[Deadline]:
        state = fold("home", "26101", self.ops, ROLES, now.isoformat())
        return deadlines(state, now, bounds=bounds)


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


@pytest.mark.parametrize(("tier", "days", "level"), [("A", 7, 2), ("B", 14, 3), ("C", 31, 3), ("D", 92, 3)])
def test_nobody_has_seen_hatsu_for_as_long_as_her_tier_allows(tier: str, days: int, level: int) -> None:
    home = Home(tier)
    home.lives()
    home.visit(5, seen={"hatsu": "A_seen"})
    first, second, third = home.due("E-T01")
    assert (first.due_at, first.level) == (after(5) + timedelta(days=days), level)
    assert second.due_at == after(5) + timedelta(days=1.5 * days)
    assert third.due_at == after(5) + timedelta(days=2 * days)
    assert ["manager" in one.tells for one in (first, second, third)] == [False, True, True]
    assert ["center_head" in one.tells for one in (first, second, third)] == [False, False, True]


def test_what_the_family_says_of_her_stops_no_clock_and_her_voice_does() -> None:
    home = Home()
    home.lives()
    home.visit(5, "met_family_only", {"hatsu": "C_cohabitant"})
    assert home.due("E-T01")[0].due_at == after(0) + timedelta(days=14)
    home.visit(9, "phone_reached", {"hatsu": "B_voice"})
    assert home.due("E-T01")[0].due_at == after(9) + timedelta(days=14)


def test_each_child_has_a_clock_of_its_own_and_a_household_of_nobody_one_too() -> None:
    home = Home()
    assert [one.subject for one in home.due("E-T01")] == ["", "", ""]
    for name in ("yui", "haru"):
        home.lives(name, estimated_age=8)
    home.visit(5, seen={"yui": "A_seen"})
    assert {(one.subject, one.since) for one in home.due("E-T01")} == {("yui", after(5)), ("haru", after(0))}


def test_nothing_becomes_due_where_no_tier_is_chosen_or_all_is_closed() -> None:
    assert Home("").due("E-T01") == []
    merged = Home()
    merged.writes(5, {"kind": "household.merge", "merge": "m1", "into": "other"}, TANAKA)
    assert merged.due("E-T01") == []


def test_whoever_is_known_only_in_a_household_that_came_here_is_not_forgotten() -> None:
    home, other = Home(), Home()
    home.lives("hatsu", family_name="森川", is_dependent=True)
    for name in ("hatsu", "kenji"):
        other.lives(name, family_name="森川", is_dependent=True)
    home.visit(5, seen={"hatsu": "A_seen"})
    other.visit(9, seen={"hatsu": "A_seen"})
    state, came = (fold(name, "26101", one.ops, ROLES, NOW.isoformat()) for name, one in (("home", home), ("other", other)))
    due = [one for one in deadlines(state, NOW, [came]) if one.rule == "E-T01" and one.stage == 0]
    assert [(one.subject, one.since) for one in due] == [("hatsu", after(9)), ("kenji", after(0))]


def plan(home: Home, until: float, **more: Any) -> str:
    window = {"window_from": after(until - 2).isoformat(), "window_to": after(until).isoformat()}
    said = {"staff": [SATO, UEDA], "purpose": "様子を見る", "required_two": True, **window, **more}
    return home.writes(0, {"kind": "plan.add", "plan": said})


def test_a_planned_visit_without_a_record_is_asked_for_a_day_later() -> None:
    home = Home()
    name = plan(home, 4)
    (one,) = home.due("E-T02")
    assert (one.subject, one.due_at, one.level, one.people) == (name, after(28), 3, (SATO, UEDA))
    home.writes(5, {"kind": "plan.end", "target": name, "status": "cancelled", "reason": "入院"})
    assert home.due("E-T02") == []


def test_in_a_household_of_tier_a_at_five_the_same_afternoon() -> None:
    home = Home("A")
    plan(home, 4)
    plan(home, 9)  # until seven in the evening
    assert [(one.due_at, one.level) for one in home.due("E-T02")] == [(after(7), 2), (after(9), 2)]


@pytest.mark.parametrize(("tier", "count"), [("B", 3), ("A", 2)])
def test_so_many_times_nobody_was_met(tier: str, count: int) -> None:
    home = Home(tier)
    home.visit(1)
    for n in range(count - 1):
        home.visit(10 + n, "absent")
    assert home.due("E-T03")[0].due_at == after(10) + timedelta(days=14)
    last = home.visit(30, "no_answer_present")
    assert [(one.due_at, one.target) for one in home.due("E-T03")] == [(after(30), last)]
    home.visit(40, "absent")
    assert home.due("E-T03")[0].due_at == after(30), "one more attempt is the same deadline"
    home.visit(50)
    assert home.due("E-T03") == []


def test_what_a_neighbour_tells_is_no_attempt() -> None:
    home = Home()
    for n in range(3):
        home.visit(10 + n, "proxy_info")
    assert home.due("E-T03") == []


def test_a_record_with_a_sign_of_level_one_is_read_within_four_hours() -> None:
    home = Home()
    calm, urgent = home.visit(1), home.visit(2)
    for target, level in ((calm, 3), (urgent, 1)):
        home.writes(2.1, {"kind": "verdict", "target": target, "level": level, "rules": [], "catalogue": "2026"}, "vault")
    assert [(one.target, one.due_at) for one in home.due("E-T05")] == [(urgent, after(6))]
    seen = {"kind": "review.set", "target": urgent, "version": urgent, "state": "confirmed", "comment": ""}
    home.writes(3, seen, TANAKA)
    assert home.due("E-T05") == []


@pytest.mark.parametrize(("tier", "due"), [("B", "2026-11-06T17:30:00+09:00"), ("A", "2026-11-04T17:30:00+09:00")])
def test_a_role_nobody_has_answered_after_three_opening_days(tier: str, due: str) -> None:
    home = Home(tier)
    offer = {"role": "watcher", "to": UEDA, "agency": "", "task": "週に一度見る"}
    asked = home.writes(1, {"kind": "role.offer", "offer": offer}, TANAKA)
    (one,) = home.due("E-T07")
    assert (one.subject, one.due_at, one.people) == (asked, datetime.fromisoformat(due), (TANAKA, UEDA))
    home.writes(2, {"kind": "role.answer", "target": asked, "accepted": False, "note": ""}, UEDA)
    assert home.due("E-T07") == []


def test_a_household_nobody_leads() -> None:
    assert [one.subject for one in Home(lead="").due("E-T07")] == ["lead"]


def test_the_opening_after_the_day_of_review() -> None:
    friday = Home(review_on="2026-11-20")
    assert [one.due_at for one in friday.due("E-T09")] == [datetime.fromisoformat("2026-11-24T08:45:00+09:00")]
    assert Home(review_on="2026-02-30").due("E-T09") == []


def test_the_opening_after_the_day_on_which_its_plan_is_looked_at_again() -> None:
    case = next(one for one in json.loads(PLANS.read_text(encoding="utf-8")) if one["expect"].get("row/number") == 1)
    state = fold("home", "26101", [OpenedOp(**op) for op in case["ops"]], case["roles"], case["now"])
    (plan,) = [one for one in deadlines(state, datetime.fromisoformat(case["now"])) if one.rule == "E-T09"]
    assert (plan.subject, plan.due_at) == ("v1", datetime.fromisoformat("2027-01-21T08:45:00+09:00"))


# --- what was asked for, and what was agreed -----------------------------------------------------------------------


@pytest.mark.parametrize(("urgency", "due"), [("normal", "2026-11-05T11:00:00+09:00"), ("urgent", "2026-11-02T15:00:00+09:00")])
def test_what_sato_asks_of_the_center_is_answered_in_opening_time(urgency: str, due: str) -> None:
    home = Home()
    asked = home.writes(1, {"kind": "backup.ask", "question": "だれに先に相談するか", "tried": "", "urgency": urgency})
    (one,) = home.due("E-T08")
    assert (one.subject, one.due_at, one.tells) == (asked, datetime.fromisoformat(due), ("office", "manager"))
    home.writes(2, {"kind": "backup.take", "target": asked}, TANAKA)
    home.writes(2.5, {"kind": "backup.say", "target": asked, "text": "追記です"})
    assert len(home.due("E-T08")) == 1, "neither somebody who looks at it nor her own word is an answer"
    home.writes(3, {"kind": "backup.say", "target": asked, "text": "窓口に聞きます"}, TANAKA)
    assert home.due("E-T08") == []


def consent(home: Home, hour: float, until: str | None, person: str = "hatsu", *purposes: str) -> str:
    said = {
        "person": person, "answer": "given", "purposes": list(purposes or ("plan",)), "data": ["living"], "orgs": [],
        "method": "oral", "obtained_on": (START + timedelta(hours=hour)).date().isoformat(), "by": SATO,
        "words": "「ええよ」", "capacity_note": "", **({"until": until} if until else {}),
    }  # fmt: skip
    return home.writes(hour, {"kind": "consent.add", "consent": said})


def test_thirty_days_before_a_yes_ends_and_once_more_when_it_has() -> None:
    home = Home()
    home.lives()
    given = consent(home, 1, "2027-01-31")
    warned, over = home.due("E-T11")
    assert (warned.subject, warned.level, warned.due_at) == (given, 4, datetime.fromisoformat("2027-01-04T08:45:00+09:00"))
    assert (over.level, over.due_at) == (3, datetime.fromisoformat("2027-02-01T08:45:00+09:00"))
    later = datetime.fromisoformat("2027-02-10T10:00:00+09:00")
    assert len(home.due("E-T11", later)) == 2, "it does not end by itself when the yes has"


@pytest.mark.parametrize(
    ("until", "person", "purpose", "left"),
    [
        (None, "hatsu", "plan", []), ("2027-03-31", "hatsu", "plan", ["r3"]), ("2027-01-31", "hatsu", "plan", ["r3"]),
        ("2026-12-31", "hatsu", "plan", ["r2"]), (None, "ume", "plan", ["r2"]), (None, "hatsu", "sharing", ["r2"]),
    ],
)  # fmt: skip
def test_only_a_longer_yes_of_hers_to_the_same_is_instead_of_it(until: str | None, person: str, purpose: str, left: list[str]) -> None:
    home = Home()
    consent(home, 1, "2027-01-31")
    consent(home, 30, until, person, purpose)
    assert [one.subject for one in home.due("E-T11") if one.stage == 0] == left


def test_a_yes_taken_back_has_no_end_to_wait_for() -> None:
    home = Home()
    given = consent(home, 1, "2026-12-31")
    assert home.due("E-T11")[0].due_at == datetime.fromisoformat("2026-12-02T08:45:00+09:00")
    home.writes(2, {"kind": "consent.withdrawn", "target": given, "withdrawn_on": "2026-11-02", "who": "本人", "how": "玄関で"})
    assert home.due("E-T11") == []


def test_a_yes_for_less_than_thirty_days_is_told_of_the_next_morning() -> None:
    home = Home()
    consent(home, 1, "2026-11-12")
    assert home.due("E-T11")[0].due_at == datetime.fromisoformat("2026-11-04T08:45:00+09:00"), "Tuesday is a holiday"


def sign_of_abuse(home: Home, rule: str, hour: float = 1) -> str:
    seen = home.visit(hour)
    raised = {
        "kind": "alert.raised", "alert": "a1", "target": seen, "level": 1, "note": "", "catalogue": "2026",
        "rules": [{"rule": rule, "level": 1, "evidence": []}],
    }  # fmt: skip
    home.writes(hour, raised)
    return seen


def test_each_child_is_seen_with_ones_own_eyes_within_48_hours() -> None:
    home = Home()
    for name in ("yui", "haru"):
        home.lives(name, estimated_age=8)
    sign_of_abuse(home, "E-O05")
    assert [(one.due_at, one.level) for one in home.due("E-T13")] == [(after(25), 2), (after(41), 2), (after(49), 1)]
    home.visit(5, seen={"yui": "A_seen", "haru": "B_voice"})
    assert len(home.due("E-T13")) == 3, "a voice is no proof of a child"
    home.visit(6, seen={"haru": "A_seen"})
    assert home.due("E-T13") == []


def test_an_adult_is_met_after_the_sign_or_somebody_has_dealt_with_it() -> None:
    home = Home()
    home.lives()
    sign_of_abuse(home, "E-O04", 3)
    assert len(home.due("E-T13")) == 3
    home.visit(5, seen={"hatsu": "B_voice"})
    assert home.due("E-T13") == []


def test_a_mistake_starts_no_clock() -> None:
    home = Home()
    home.lives("yui", estimated_age=8)
    sign_of_abuse(home, "E-O05")
    home.writes(2, {"kind": "alert.closed", "alert": "a1", "outcome": "mistaken", "note": "別の家"}, TANAKA)
    assert home.due("E-T13") == []


def test_a_day_beyond_all_days_ends_its_own_rule_and_no_other() -> None:
    home = Home()
    plan(home, 4, window_to="9999-12-31T23:00:00+00:00")
    assert home.due("E-T02") == []
    assert len(home.due("E-T01")) == 3
