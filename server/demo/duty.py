"""Write the invented rota of the north through the use cases: its plan, weeks of duty with one gap, and a leave."""

from datetime import date, datetime, time, timedelta
from uuid import uuid5

from server.access.caller import Caller
from server.demo import course
from server.demo.course import SPACE
from server.demo.pen import Pen
from server.duty import service
from server.duty.calendar import asked_for
from server.duty.plan import DAY, DEFAULT, Plan, Shift, Step
from server.duty.service import NewDuty, NewLeave
from server.workdays import JAPAN

# Whom the brought plan asks anyhow: every story of the tests hears as it would without a rota.
TAKE_TURNS = ("tanaka", "nishimura", "ono")
KEEPER = "nishimura"
DAYS, GAP_AFTER, LEAVE_AFTER = 45, 17, 10
DAYTIME, EVENING = 8 * 60 + 30, 17 * 60 + 15
EVERY_HOUR = [
    Shift(days=["weekday", "holiday", "year_end"], begins=DAYTIME, ends=EVENING),
    Shift(days=["weekday", "holiday", "year_end"], begins=EVENING, ends=DAY + DAYTIME),
]
FIRST = [
    DEFAULT.levels[0][0],
    Step(targets=["duty"], wait=5),
    *DEFAULT.levels[0][2:],
]
PLAN = Plan(levels=[FIRST, *DEFAULT.levels[1:]], shifts=EVERY_HOUR)


async def fill(pens: dict[str, Pen], now: datetime) -> int:
    """The number of duties written."""
    keeper = caller(pens, KEEPER)
    await service.plan(keeper, 0, PLAN, now - timedelta(days=20))
    today = now.astimezone(JAPAN).date()
    spans = [one for one in asked_for(EVERY_HOUR, today - timedelta(days=1), DAYS) if one.ends > now]
    gap = next(n for n, one in enumerate(spans) if one.begins >= _noon(today + timedelta(days=GAP_AFTER)))
    turns = [pens[key].staff for key in TAKE_TURNS]
    duties = [
        NewDuty(id=uuid5(SPACE, f"duty:{n}"), staff=turns[n % len(turns)], begins=one.begins, ends=one.ends)
        for n, one in enumerate(spans)
        if n != gap
    ]
    for start in range(0, len(duties), 100):
        await service.set_duties(keeper, duties[start : start + 100], now)
    begins = _noon(today + timedelta(days=LEAVE_AFTER))
    leave = NewLeave(
        id=uuid5(SPACE, "leave"), staff=pens["ono"].staff, deputy=pens["tanaka"].staff, begins=begins,
        ends=begins + timedelta(days=2),
    )  # fmt: skip
    await service.take_leave(caller(pens, "ono"), leave, now)
    return len(duties)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), JAPAN)


def caller(pens: dict[str, Pen], key: str) -> Caller:
    [who] = [person for person in course.cast() if person["key"] == key]
    return Caller(pens[key].staff, pens[key].device, who["role"], who["center"], None)
