"""Write what the bureau has decided for the fourteen centers: pilots that run all of it, others that begin with ①."""

from datetime import date, datetime, timedelta

from server.demo.duty import caller
from server.demo.pen import Pen
from server.rollout import service
from server.rollout.rules import PARTS, Span, Spans, Why

FIRST = "comprehensive_consultation"
PILOTS = ("26101", "26107", "26102", "26110")  # where somebody of the cast works
STEPWISE = ("26104", "26109")
DECIDED_DAYS = 20


async def fill(pens: dict[str, Pen], now: datetime) -> None:
    by, at = caller(pens, "hashimoto"), now - timedelta(days=DECIDED_DAYS)
    began, next_year = date(at.year - 1, 4, 1), date(at.year + 1, 4, 1)
    whole: Spans = {part: [Span(begins=began)] for part in PARTS}
    alone: Spans = {part: [Span(begins=began)] if part == FIRST else [] for part in PARTS}
    later: Spans = alone | {part: [Span(begins=next_year)] for part in PARTS[1:]}
    plans: list[tuple[tuple[str, ...], Spans, Why]] = [
        (PILOTS, whole, "pilot"), (STEPWISE, later, "expand"), (("26105", "26106"), alone, "pilot"),
    ]  # fmt: skip
    for centers, spans, why in plans:
        for center in centers:
            await service.decide(by, center, 0, spans, why, at)
