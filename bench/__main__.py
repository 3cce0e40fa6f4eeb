"""Runs every measurement one after the other and ends with one page: each figure beside its budget.

python -m bench [sync alerts scale phone]
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
# From the quickest to the one that needs the machine for itself.
NAMES = ("sync", "alerts", "scale", "phone")


def measure(name: str) -> tuple[int, list[str]]:
    """The exit code and the lines that name a budget; everything is shown as it comes."""
    print(f"\n== {name}", flush=True)
    words = [sys.executable, "-u", "-m", f"bench.{name}"]
    lines: list[str] = []
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout or ():
            print(line, end="", flush=True)
            if "budget" in line:
                lines.append(line.rstrip())
    return child.returncode, lines


def main() -> int:
    out = HERE / "out"
    out.mkdir(exist_ok=True)
    found = {name: measure(name) for name in sys.argv[1:] or NAMES}
    load = os.getloadavg()[0]
    print(f"\n== budgets ({os.cpu_count()} cores, load {load:.1f} at the end)")
    for name, (code, lines) in found.items():
        for line in lines or ["no figure"]:
            print(f"{name:7s} {line}")
        print(f"{name:7s} {'all met' if code == 0 else 'NOT all met, or did not finish'}\n")
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(), "load": load,
        "runs": {name: {"good": code == 0, "lines": lines} for name, (code, lines) in found.items()},
    }  # fmt: skip
    (out / "summary.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return max(code for code, _ in found.values())


if __name__ == "__main__":
    sys.exit(main())
