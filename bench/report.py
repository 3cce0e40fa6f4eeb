"""Figures beside their budgets: printed as they come, kept as JSON for comparison and for the page of the tests."""

import json
import os
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """`budget` is the largest value allowed; None for a figure that only explains another."""

    name: str
    value: float
    unit: str
    budget: float | None

    @property
    def met(self) -> bool | None:
        return None if self.budget is None else self.value <= self.budget

    def line(self) -> str:
        told = f"{self.name:66s} {self.value:9.1f} {self.unit}"
        if self.budget is None:
            return told
        ratio = f"  ({self.value / self.budget:.2f})" if self.budget else ""  # nothing at all may be the budget
        budget = f"budget {self.budget:g} {self.unit}".rstrip()
        return f"{told}  {budget}{ratio}: {'met' if self.met else 'NOT met'}"


@dataclass
class Report:
    name: str
    figures: list[Figure] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)

    def add(self, figure: Figure) -> None:
        self.figures.append(figure)
        self.loads.append(os.getloadavg()[0])
        print(figure.line(), flush=True)

    @property
    def good(self) -> bool:
        return all(figure.met is not False for figure in self.figures)

    def write(self, path: Path, **facts: object) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "commit": _commit(), "at": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(),
            "load": max(self.loads, default=0), **facts,
            "figures": [{**asdict(figure), "met": figure.met} for figure in self.figures],
        }  # fmt: skip
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _commit() -> str:
    asked = ["git", "rev-parse", "--short=12", "HEAD"]
    told = subprocess.run(asked, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"
