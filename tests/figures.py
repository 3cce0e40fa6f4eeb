"""What a run can say of itself in numbers: tests `count`, each lane leaves a file, `python -m tests.figures` makes one page of them."""

import json
import os
import subprocess
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.house.promises import UNSHOWN
from tests.house.proof import END, PARTS
from tests.house.tree import ROOT

OUT = ROOT / "tests/out"
LANES = ("stories", "stories-beside", "parts", "parts-beside", "parts-after", "mutants", "second-postgresql")
# What may be counted, as it stands on the page. A figure nobody counted in a run is told as not run, never as nought.
FIGURES = {
    "records": ("acknowledged", "lost", "there twice", "outboxes stuck", "devices that differ"),
    "alerts": ("raised", "raised twice or not at all"),
    "faults": ("injected on the line", "writes to the disk swept", "processes killed", "offices put back"),
    "histories": ("made up at random",),
    "requests": ("damaged", "answered with 5xx"),
    "calls": ("without a session", "let in"),
    "audit trails": ("changed afterwards", "noticed"),
    "planted words": ("megabytes searched", "found"),
    "screens": ("looked at", "with something wrong"),
    "seeded faults": ("sown", "caught"),
}
MEASURES = ("sync", "alerts", "scale", "phone")  # of bench/; each leaves a file
# What may be timed, in seconds; the page has the middle, the slowest hundredth and the worst of each.
TIMES = {
    "back after kill -9": ("web", "vault", "database"),
    "an office put back": ("until it answers",),
    "a phone whose books were lost": ("until it has all of them again",),
    "under faults": ("push", "pull", "a phone is whole again"),
}
_COUNTED: dict[str, Counter[str]] = {line: Counter() for line in FIGURES}
_TIMED: dict[str, dict[str, list[float]]] = {line: {} for line in TIMES}
_SEEDS: dict[str, list[int]] = {}
_SHOWN: dict[str, Counter[str]] = {}


def count(line: str, what: str, n: int = 1) -> None:
    """Before the assertion that wants it to be nought: a run that fails says by how much."""
    if what not in FIGURES[line]:
        raise KeyError(f"{line}: {what}")
    _COUNTED[line][what] += n


def timed(line: str, what: str, seconds: float) -> None:
    if what not in TIMES[line]:
        raise KeyError(f"{line}: {what}")
    _TIMED[line].setdefault(what, []).append(round(seconds, 4))


def seeded(what: str, number: int) -> None:
    """The number a run was made up from, so that whoever reads the page can play it again."""
    _SEEDS.setdefault(what, []).append(number)
    print(f"{what}: seed {number}")


def note(item: pytest.Item, report: pytest.TestReport) -> None:
    """What became of the names a test shows."""
    if report.when != "call" and report.passed:
        return
    for mark in item.iter_markers("shows"):
        for name in mark.args:
            _SHOWN.setdefault(name, Counter())[report.outcome] += 1


def write(lane: str) -> None:
    OUT.mkdir(exist_ok=True)
    told = {
        "counted": {line: dict(found) for line, found in _COUNTED.items() if found}, "shown": _SHOWN,
        "timed": {line: found for line, found in _TIMED.items() if found}, "seeds": _SEEDS,
    }  # fmt: skip
    (OUT / f"figures-{lane}.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


def _of_vitest(told: dict[str, Any]) -> dict[str, Counter[str]]:
    shown: dict[str, Counter[str]] = {}
    for one in (one for file in told.get("testResults", []) for one in file["assertionResults"]):
        named = END.search(one["title"])
        for name in named["names"].split() if named else ():
            shown.setdefault(name, Counter())[one["status"]] += 1
    return shown


def gathered() -> dict[str, Any]:
    """Of every lane that left a file."""
    counted: dict[str, Counter[str]] = {line: Counter() for line in FIGURES}
    shown: dict[str, Counter[str]] = {}
    lanes = [path for lane in LANES if (path := OUT / f"figures-{lane}.json").exists()]
    parts = [json.loads(path.read_text(encoding="utf-8")) for path in lanes]
    if (app := OUT / "vitest.json").exists():
        parts.append({"counted": {}, "shown": _of_vitest(json.loads(app.read_text(encoding="utf-8")))})
    for part in parts:
        for line, found in part["counted"].items():
            counted[line].update(found)
        for name, found in part["shown"].items():
            shown.setdefault(name, Counter()).update(found)
    times, seeds = _times(parts), _seeds(parts)
    missing = [lane for lane in LANES if not (OUT / f"figures-{lane}.json").exists()] + ([] if app.exists() else ["vitest"])
    commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    began = float(os.environ.get("KASANE_BEGAN", "0")) or time.time()
    return {
        "commit": commit.stdout.strip() or "unknown", "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "minutes": round((time.time() - began) / 60, 1), "lanes_not_run": missing,
        "names": {part: _standing(names, shown) for part, names in PARTS.items()},
        "figures": {line: {what: counted[line].get(what) for what in words} for line, words in FIGURES.items()},
        "times": times, "seeds": seeds,
        "load": {name: _measured(name) for name in MEASURES},
    }  # fmt: skip


def _times(parts: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, float] | None]]:
    """Of all lanes together; None for what nobody timed."""
    told: dict[str, dict[str, dict[str, float] | None]] = {}
    for line, words in TIMES.items():
        told[line] = {}
        for what in words:
            all_of_it = sorted(one for part in parts for one in part.get("timed", {}).get(line, {}).get(what, ()))
            told[line][what] = _spread(all_of_it) if all_of_it else None
    return told


def _spread(times: list[float]) -> dict[str, float]:
    """In seconds; `p99` is the worst of fewer than a hundred."""
    at = {name: times[min(len(times) - 1, int(len(times) * part))] for name, part in (("p50", 0.5), ("p99", 0.99))}
    return {"n": len(times), **at, "worst": times[-1]}


def _seeds(parts: list[dict[str, Any]]) -> dict[str, list[int]]:
    seeds: dict[str, list[int]] = {}
    for part in parts:
        for what, numbers in part.get("seeds", {}).items():
            seeds.setdefault(what, []).extend(numbers)
    return seeds


def _timed_lines(told: dict[str, Any]) -> list[str]:
    lines = []
    for line, found in told["times"].items():
        words = [f"{what} {_spelled(one)}" for what, one in found.items()]
        lines.append(f"  {line}: " + "; ".join(words))
    lines += [f"  seeds, {what}: {' '.join(map(str, numbers))}" for what, numbers in told["seeds"].items()]
    return lines


def _spelled(one: dict[str, float] | None) -> str:
    if one is None:
        return "not run"
    return f"{one['n']:,} times, p50 {_short(one['p50'])}, p99 {_short(one['p99'])}, worst {_short(one['worst'])}"


def _short(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _measured(name: str) -> dict[str, Any] | None:
    """What `make bench` last left of this part; None when it was not run here."""
    path = ROOT / "bench/out" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _load(told: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for name, found in told["load"].items():
        if found is None:
            lines.append(f"  load, {name}: not run (make bench)")
            continue
        of = found.get("commit", "unknown")
        lines.append(f"  load, {name}: measured {found['at']} at {'this commit' if of == told['commit'] else of}, load {found['load']:.1f}")
        bounded = [one for one in found["figures"] if one["budget"] is not None]
        lines += [
            f"{'':17}{one['name']}: {one['value']:,.1f} {one['unit']}, budget {one['budget']:g}: {'met' if one['met'] else 'NOT met'}"
            for one in bounded
        ]
    return lines


def _standing(names: dict[str, str], shown: dict[str, Counter[str]]) -> dict[str, list[str]]:
    """A name with one failed test has failed; one whose tests were all left out was not run."""
    told: dict[str, list[str]] = {"shown": [], "failed": [], "not run": [], "not part of the product": []}
    for name in names:
        found = shown.get(name, Counter())
        outside = UNSHOWN.get(name, "").startswith("not part")
        word = "failed" if found["failed"] else "shown" if found["passed"] else "not run"
        told["not part of the product" if outside else word].append(name)
    return told


def page(told: dict[str, Any]) -> str:
    lines = [f"figures of {told['commit']}, {told['at']}, {told['minutes']} minutes"]
    for part, names in told["names"].items():
        kinds = sum(map(len, names.values())) - len(names["not part of the product"])
        lines.append(f"  {part.lower():15}{len(names['shown'])} of {kinds} shown")
        lines += [f"{'':17}{word}: {' '.join(names[word])}" for word in ("failed", "not run") if names[word]]
    for line, found in told["figures"].items():
        words = ", ".join(f"{what} {'not run' if n is None else f'{n:,}'}" for what, n in found.items())
        lines.append(f"  {line:15}{words}")
    lines += _timed_lines(told)
    lines += [f"  not run: {lane}" for lane in told["lanes_not_run"]]
    return "\n".join([*lines, *_load(told)])


if __name__ == "__main__":
    made = gathered()
    (OUT / "figures.json").write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
    (OUT / "figures.txt").write_text(page(made) + "\n", encoding="utf-8")
    print(page(made))
