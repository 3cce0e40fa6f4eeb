"""The city's opening days and hours: no Saturday, Sunday, holiday, nor 29 December to 3 January.

Twin of pwa/src/casework/workdays.ts; both read server/holidays.json.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

JAPAN = ZoneInfo("Asia/Tokyo")
OPENS = time(8, 45)
CLOSES = time(17, 30)
WEEKDAYS = range(5)  # Monday to Friday
TABLE = Path(__file__).parent / "holidays.json"


@lru_cache
def table() -> dict[str, Any]:
    return msgspec.json.decode(TABLE.read_bytes())


def is_workday(day: date) -> bool:
    """Years beyond the table have their weekends and the turn of the year only."""
    month_day = day.isoformat()[5:]
    named = table()["days"].get(str(day.year), ())
    return day.weekday() in WEEKDAYS and month_day not in table()["closed"] and month_day not in named


def is_open(now: datetime) -> bool:
    local = now.astimezone(JAPAN)
    return is_workday(local.date()) and OPENS <= local.time() < CLOSES


def next_opening(now: datetime) -> datetime:
    """The next 8:45 of an opening day after this moment."""
    local = now.astimezone(JAPAN)
    day = local.date()
    if local.time() >= OPENS:
        day += timedelta(days=1)
    while not is_workday(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, JAPAN).astimezone(now.tzinfo)


def after_workdays(moment: datetime, count: int) -> datetime:
    """When so many whole opening days have gone by since: 17:30 of the last of them."""
    day = moment.astimezone(JAPAN).date()
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return datetime.combine(day, CLOSES, JAPAN).astimezone(moment.tzinfo)
