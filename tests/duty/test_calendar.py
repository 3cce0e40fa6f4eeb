"""The duty calendar against asking every quarter of an hour, over ten years of Japan's days."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from server.duty.calendar import Duty, Leave, Span, asked_for, gaps, kind_of, on_duty, span_of
from server.duty.plan import DAY, DEFAULT, Plan, Shift, Step, Unfit, checked
from server.workdays import JAPAN
from tests.make import MORI, SATO, TANAKA

QUARTER = timedelta(minutes=15)
NIGHT = Shift(days=["weekday", "holiday", "year_end"], begins=17 * 60 + 15, ends=DAY + 8 * 60 + 30)
DAYTIME = Shift(days=["holiday", "year_end"], begins=8 * 60 + 30, ends=17 * 60 + 15)
PEOPLE = (TANAKA.id, MORI.id, SATO.id)


def _is_asked(shifts: list[Shift], moment: datetime) -> bool:
    """By hand: any shift of today or yesterday that covers the minute."""
    local = moment.astimezone(JAPAN)
    minute = local.hour * 60 + local.minute
    yesterday = local.date() - timedelta(days=1)
    return any(
        (kind_of(local.date()) in one.days and one.begins <= minute < one.ends)
        or (kind_of(yesterday) in one.days and one.begins <= minute + DAY < one.ends)
        for one in shifts
    )


def _is_there(duties: list[Duty], leaves: list[Leave], moment: datetime) -> bool:
    def away(who: object) -> bool:
        return any(one.staff == who and one.span.begins <= moment < one.span.ends for one in leaves)

    for duty in duties:
        if duty.span.begins <= moment < duty.span.ends:
            stand_ins = [one.deputy for one in leaves if one.staff == duty.staff and one.span.has(moment)]
            if not away(duty.staff) or any(one and not away(one) for one in stand_ins):
                return True
    return False


@pytest.mark.parametrize("year", range(2024, 2034))
def test_every_quarter_of_an_hour_of_ten_years_is_a_gap_or_is_covered(year: int) -> None:
    chance = Random(year)
    shifts = [NIGHT, DAYTIME]
    asked = asked_for(shifts, date(year, 1, 1), 365)
    duties = [Duty(chance.choice(PEOPLE), span) for span in asked if chance.random() < 0.9]
    leaves = []
    for _ in range(40):
        begins = datetime(year, 1, 1, tzinfo=JAPAN) + QUARTER * chance.randrange(35_000)
        who, deputy = chance.sample(PEOPLE, 2)
        leaves.append(Leave(who, Span(begins, begins + QUARTER * chance.randrange(1, 300)), chance.choice([deputy, None])))
    found = gaps(asked, duties, leaves)
    at = 0
    moment, end = asked[0].begins, asked[-1].ends
    while moment < end:
        while at < len(found) and found[at].ends <= moment:
            at += 1
        is_gap = at < len(found) and found[at].has(moment)
        assert is_gap == (_is_asked(shifts, moment) and not _is_there(duties, leaves, moment)), moment
        moment += QUARTER


def test_the_turn_of_the_year_is_its_own_kind_and_a_holiday_is_no_weekday() -> None:
    days = {date(2026, 12, 28): "weekday", date(2026, 12, 29): "year_end", date(2027, 1, 1): "year_end",
            date(2027, 1, 3): "year_end", date(2027, 1, 4): "weekday", date(2026, 11, 23): "holiday"}  # fmt: skip
    assert {day: kind_of(day) for day in days} == days


def test_a_leave_that_begins_at_noon_leaves_the_morning_as_it_was() -> None:
    day = span_of(date(2026, 11, 29), 0, DAY)
    noon = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
    away = [Leave(TANAKA.id, Span(noon, day.ends), MORI.id)]
    duties = [Duty(TANAKA.id, day)]
    assert on_duty(duties, away, noon - timedelta(seconds=1)) == [TANAKA.id]
    assert on_duty(duties, away, noon) == [MORI.id]
    assert on_duty(duties, [*away, Leave(MORI.id, Span(noon, day.ends), TANAKA.id)], noon) == []


def _level_one(*steps: Step) -> Plan:
    return Plan(levels=[list(steps), *DEFAULT.levels[1:]])


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (_level_one(), "duty_first_step"),
        (_level_one(Step(targets=[], wait=5)), "duty_first_step"),
        (_level_one(Step(targets=["duty"], wait=5)), "duty_last_step"),
        (_level_one(Step(targets=["manager"], wait=5), Step(targets=["lead"], wait=5)), "duty_last_step"),
        (_level_one(Step(targets=["manager"], wait=0)), "duty_wait"),
        (_level_one(Step(targets=["manager"], wait=241)), "duty_wait"),
        (_level_one(Step(targets=["manager"], wait=None)), "duty_wait"),
        (Plan(levels=DEFAULT.levels, shifts=[Shift(days=["weekday"], begins=600, ends=600)]), "duty_shift"),
        (Plan(levels=DEFAULT.levels, shifts=[NIGHT, Shift(days=["weekday"], begins=0, ends=60)]), "duty_shift"),
    ],
)
def test_a_plan_that_could_leave_nobody_to_ask_is_refused(plan: Plan, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        checked(plan)
    assert refused.value.code == code


def test_the_plan_the_product_brings_is_fit() -> None:
    assert checked(DEFAULT) is DEFAULT
    assert checked(Plan(levels=DEFAULT.levels, shifts=[NIGHT, DAYTIME])).shifts == [NIGHT, DAYTIME]
