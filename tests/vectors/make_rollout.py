"""Writes rollout.json: which part of the programme runs on which day, hostile shapes among them.

Run from the project's root: python -m tests.vectors.make_rollout. `expect` is written by hand and checked against the
twin here: which parts rest on the day.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.catalogue import load
from server.casework.rollout import runs

VECTORS = Path(__file__).with_name("rollout.json")
PARTS = [one["code"] for one in load().raw["rollout"]["parts"]]
ALL = {part: [{"begins": "2026-04-01", "ends": None}] for part in PARTS}
ONLY_FIRST = {part: [] for part in PARTS} | {"comprehensive_consultation": [{"begins": "2025-10-01"}]}
FIVE = [part for part in PARTS if part != "comprehensive_consultation"]

CASES: list[tuple[str, Any, str, list[str]]] = [
    ("nothing was decided, so everything runs", {}, "2026-11-27", []),
    ("a center that was never told runs everything", None, "2026-11-27", []),
    ("a pilot that runs all of it", ALL, "2026-11-27", []),
    ("the day before it begins it rests", ALL, "2026-03-31", PARTS),
    ("on its first day it runs", ALL, "2026-04-01", []),
    ("a center that runs ① alone", ONLY_FIRST, "2026-11-27", FIVE),
    ("on its last day it still runs", {"participation": [{"begins": "2026-04-01", "ends": "2026-11-27"}]}, "2026-11-27", []),
    ("the day after its last it rests", {"participation": [{"begins": "2026-04-01", "ends": "2026-11-27"}]}, "2026-11-28", ["participation"]),
    ("between two spans it rests",
     {"outreach": [{"begins": "2026-04-01", "ends": "2026-06-30"}, {"begins": "2027-04-01", "ends": None}]}, "2026-07-01", ["outreach"]),
    ("and comes back with the second",
     {"outreach": [{"begins": "2026-04-01", "ends": "2026-06-30"}, {"begins": "2027-04-01", "ends": None}]}, "2027-04-01", []),
    ("a part of ② rests with it", {"multi_agency": []}, "2026-11-27", ["multi_agency", "conferences", "watch_list"]),
    ("② runs without its conferences", {"multi_agency": [{"begins": "2026-04-01"}], "conferences": []}, "2026-11-27", ["conferences"]),
    ("what a newer office knows is kept and does nothing", {"night_cafe": [], "participation": []}, "2026-11-27", ["participation"]),
    ("a day that the calendar does not have hides nothing", {"outreach": [{"begins": "2026-02-30"}]}, "2026-11-27", []),
    ("one unreadable span of two hides nothing", {"outreach": [{"begins": "2027-04-01"}, 7]}, "2026-11-27", []),
    ("an end that is no day hides nothing", {"outreach": [{"begins": "2025-04-01", "ends": "いつか"}]}, "2026-11-27", []),
    ("spans that are none hide nothing", {"outreach": "off", "participation": None, "conferences": {"begins": "2027-04-01"}}, "2026-11-27", []),
    ("an answer that is no table hides nothing", [{"outreach": []}], "2026-11-27", []),
    ("the name of something that every table has is no part", {"constructor": [], "__proto__": []}, "2026-11-27", []),
]  # fmt: skip


def resting(given: Any, day: str) -> list[str]:
    return [part for part in PARTS if not runs(given, part, day)]


def main() -> None:
    for name, given, day, expect in CASES:
        assert resting(given, day) == expect, (name, resting(given, day))
    lines = [
        json.dumps({"name": name, "given": given, "day": day, "expect": expect}, ensure_ascii=False)
        for name, given, day, expect in CASES
    ]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
