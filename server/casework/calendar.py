"""Japanese dates: 和暦 in and out, ages, fiscal years, and wall-clock words in Japan's time.

Twin of pwa/src/casework/calendar.ts.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

Precision = Literal["day", "month", "year"]
Moment = datetime | str | int | float

JST = timezone(timedelta(hours=9), "JST")
WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class Era:
    name: str
    letter: str
    start: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)
SEPARATED = re.compile(r"([0-9]{1,4}|元)(?:年|[./-])(?:([0-9]{1,2})(?:月|[./-]|$)(?:([0-9]{1,2})日?)?)?")


def moment_ms(moment: Moment) -> int | float:
    if isinstance(moment, (int, float)):
        return moment
    instant = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return round(instant.timestamp() * 1000)


def jst(moment: Moment) -> datetime:
    return datetime.fromtimestamp(moment_ms(moment) / 1000, UTC).astimezone(JST)


def real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1868 <= year <= 2200 else None
    except ValueError:
        return None


def era_of(day: date) -> Era | None:
    return next((era for era in ERAS if era.start <= day), None)


def parse_date(text: str) -> tuple[str, Precision] | None:
    """A typed date and how exact it is: 「昭和20年5月」 is month-precise. None when there is no such day."""
    plain = re.sub(r"[ー−–]", "-", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))).upper()
    if re.fullmatch(r"[0-9]{8}", plain):
        return parse_date(f"{plain[:4]}-{plain[4:6]}-{plain[6:]}")
    era = next((one for one in ERAS if plain.startswith((one.name, one.letter))), None)
    rest = plain if era is None else plain.removeprefix(era.name) if plain.startswith(era.name) else plain[1:]
    if re.fullmatch(r"[0-9]{4}|元", rest) or (era and re.fullmatch(r"[0-9]{1,2}", rest)):
        rest += "年"
    parts = SEPARATED.fullmatch(rest)
    if parts is None:
        return None
    year_text, month, day = parts.groups()
    if era is None and not re.fullmatch(r"[0-9]{4}", year_text):
        return None
    counted = 1 if year_text == "元" else int(year_text)
    if era and (counted < 1 or len(year_text) > 2):
        return None
    return assemble(era.start.year + counted - 1 if era else counted, month, day, era)


def assemble(year: int, month: str | None, day: str | None, era: Era | None) -> tuple[str, Precision] | None:
    precision: Precision = "day" if day else "month" if month else "year"
    found = real_day(year, int(month or 1), int(day or 1))
    if found is None:
        return None
    if era and precision != "day" and found < era.start and found.year == era.start.year:
        # 「令和元年」 starts in May: an inexact date may not fall before its era
        found = era.start if precision == "year" or found.month == era.start.month else found
    return None if era and era_of(found) is not era else (found.isoformat(), precision)


def parse_day(text: str) -> str | None:
    """A full date only: None for anything less exact."""
    found = parse_date(text)
    return found[0] if found and found[1] == "day" else None


def weekday(day: str) -> str:
    return WEEKDAYS[date.fromisoformat(day).weekday()]


def format_era(day: str, weekdays: bool = True) -> str:
    """令和6年4月1日(月)"""
    real = date.fromisoformat(day)
    era = era_of(real)
    count = real.year - era.start.year + 1 if era else 0
    name = f"{era.name}{'元' if count == 1 else count}年" if era else f"{real.year}年"
    return f"{name}{real.month}月{real.day}日" + (f"({weekday(day)})" if weekdays else "")


def format_day(day: str) -> str:
    """11月23日(月)"""
    real = date.fromisoformat(day)
    return f"{real.month}月{real.day}日({weekday(day)})"


def format_time(moment: Moment) -> str:
    return jst(moment).strftime("%H:%M")


def format_moment(moment: Moment) -> str:
    """11月23日(月) 10:32 in Japan's time"""
    return f"{format_day(day_of(moment))} {format_time(moment)}"


def day_of(moment: Moment) -> str:
    """The day it is in Japan at this moment."""
    return jst(moment).date().isoformat()


def fiscal_year(day: str) -> int:
    real = date.fromisoformat(day)
    return real.year if real.month >= 4 else real.year - 1


def age_on(birth: str, on: str) -> int:
    """Age in full years; someone born on 29 February turns a year older on 1 March of a common year."""
    return int(on[:4]) - int(birth[:4]) - (on[5:] < birth[5:])


def attains_on(birth: str, age: int) -> str:
    """年齢到達日: the law lets an age begin at the end of the day before the birthday (年齢計算ニ関スル法律)."""
    year, month, day = int(birth[:4]) + age, int(birth[5:7]), int(birth[8:])
    birthday = real_day(year, month, day) or date(year, 3, 1)
    return (birthday - timedelta(days=1)).isoformat()
