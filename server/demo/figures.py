"""Write what three invented wards have handed in for the last month; the north has not yet: Tanaka does it herself."""

from datetime import datetime, timedelta

from server.demo.duty import caller
from server.demo.pen import Pen
from server.envelope.figures import Handed, sign_figures
from server.figures import service
from server.figures.cells import BUSINESSES, CELLS, Given
from server.workdays import JAPAN

# By whom, and how many records of ① to ⑤: nobody's, and not taken from any city's report.
WARDS: dict[str, tuple[int, ...]] = {
    "ogawa": (31, 18, 46, 9, 12), "nakanishi": (22, 27, 35, 0, 7), "oka": (40, 16, 58, 14, 0),
}  # fmt: skip


async def fill(pens: dict[str, Pen], now: datetime) -> None:
    last = now.astimezone(JAPAN).replace(day=1) - timedelta(days=1)
    for who, counts in WARDS.items():
        by, pen = caller(pens, who), pens[who]
        month, figures = last.isoformat()[:7], figures_of(counts)
        word = sign_figures(Handed(by.center or "", month, 1, figures), int(now.timestamp()), pen.signer, pen.device)
        await service.hand_in(by, month, 0, figures, word, now)


def figures_of(counts: tuple[int, ...]) -> Given:
    """As a device would: what is left out is small, or its neighbour."""
    by_business = {f"records.{name}": count for name, count in zip(BUSINESSES, counts, strict=True)}
    halves = {
        f"{name}.{when}": count
        for name in ("multi_agency", "outreach")
        for when, count in zip(("before", "after"), _halves(by_business[f"records.{name}"]), strict=True)
    }
    homes = {
        f"households.{name}": max(count // 2, 5) if count else 0
        for name, count in zip(BUSINESSES, counts, strict=True)
    }
    moves = {"opened": 6, "closed": None, "watched": None}
    told: Given = {"records": sum(counts), **by_business, **halves, **homes, **moves}
    return {cell: told[cell] for cell in CELLS}


def _halves(count: int) -> tuple[int, int]:
    return count // 3, count - count // 3
