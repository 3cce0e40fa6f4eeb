"""Recomputes what the shared vectors freeze (whole states, verdicts, summaries) after an intended change.

The `expect` of each case is written by hand and never touched. `PYTHONPATH=. python scripts/refresh_vectors.py`, then
read the diff.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.fold import fold
from server.casework.records import OpenedOp
from server.casework.rules import judge, red_signs
from server.casework.summary import summarise

VECTORS = Path(__file__).parents[1] / "tests" / "vectors"
BUCKET = "00000000-0000-7000-8000-0000000000b1"


def frozen(name: str, case: dict[str, Any]) -> dict[str, Any]:
    ops = [OpenedOp(**op) for op in case["ops"]]
    state = fold(BUCKET, "26101", ops, case.get("roles"), case["now"])
    if name == "fold":
        return {"state": state}
    if name == "summary":
        return {"summary": summarise(state, case["now"])}
    asked = (state, case["target"], case["now"], case["day_flags"])
    return {"rules": judge(*asked), "red": [item["code"] for item in red_signs(*asked)]}


def main() -> None:
    for name in ("fold", "rules", "summary"):
        path = VECTORS / f"{name}.json"
        cases = [case | frozen(name, case) for case in json.loads(path.read_text("utf-8"))]
        lines = (json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
        path.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
