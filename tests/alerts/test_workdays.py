"""The city's opening days: the table against the law's own rules, and each reckoning against counting day by day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.workdays import JAPAN, after_workdays, is_open, is_workday, next_opening, table

YEARS = range(2023, 2041)
FIXED = ["01-01", "02-11", "02-23", "04-29", "05-03", "05-04", "05-05", "08-11", "11-03", "11-23"]
MONDAYS = [(1, 2), (7, 3), (9, 3), (10, 2)]  # month, which Monday
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31)).map(lambda at: at.replace(tzinfo=JAPAN))  # noqa: DTZ001


def by_law(year: int) -> set[date]:
    """国民の祝日に関する法律, its substitute days and the days between two of them; equinoxes by the usual formula."""
    spring = int(20.8431 + 0.242194 * (year - 1980) - (year - 1980) // 4)
    autumn = int(23.2488 + 0.242194 * (year - 1980) - (year - 1980) // 4)
    days = {date.fromisoformat(f"{year}-{one}") for one in FIXED} | {date(year, 3, spring), date(year, 9, autumn)}
    for month, nth in MONDAYS:
        first = date(year, month, 1)
        days.add(first + timedelta(days=(7 - first.weekday()) % 7 + 7 * (nth - 1)))
    for day in sorted(days):
        if day.weekday() == 6:
            days.add(next(one for n in range(1, 9) if (one := day + timedelta(days=n)) not in days))
    between = {day + timedelta(days=1) for day in days if day + timedelta(days=2) in days}
    return days | {day for day in between if day.weekday() != 6}


@pytest.mark.parametrize("year", YEARS)
def test_the_table_of_holidays_is_what_the_law_says(year: int) -> None:
    assert {date.fromisoformat(f"{year}-{day}") for day in table()["days"][str(year)]} == by_law(year)


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-11-23", False), ("2026-11-24", True), ("2026-09-22", False), ("2026-12-28", True), ("2026-12-29", False),
     ("2027-01-03", False), ("2027-01-04", True), ("2026-11-28", False), ("2028-02-29", True), ("2099-01-02", False)],
)  # fmt: skip
def test_a_day_on_which_the_office_is_open(day: str, works: bool) -> None:
    assert is_workday(date.fromisoformat(day)) is works


@given(MOMENTS)
def test_the_next_opening_is_the_first_quarter_to_nine_that_is_open(now: datetime) -> None:
    day = now.date()
    while not (is_workday(day) and datetime(day.year, day.month, day.day, 8, 45, tzinfo=JAPAN) > now):
        day += timedelta(days=1)
    found = next_opening(now)
    assert found == datetime(day.year, day.month, day.day, 8, 45, tzinfo=JAPAN)
    assert is_open(found)
    assert not is_open(found - timedelta(minutes=1))


@given(MOMENTS, st.integers(1, 12))
def test_so_many_whole_opening_days_lie_between(now: datetime, count: int) -> None:
    until = after_workdays(now, count)
    days = [now.date() + timedelta(days=n) for n in range(1, (until.date() - now.date()).days + 1)]
    assert sum(is_workday(day) for day in days) == count
    assert is_workday(until.date())


def test_a_role_offered_before_the_turn_of_the_year_waits_until_the_office_has_been_open_three_days() -> None:
    offered = datetime(2026, 12, 28, 15, 0, tzinfo=JAPAN)
    assert after_workdays(offered, 3) == datetime(2027, 1, 6, 17, 30, tzinfo=JAPAN)
