"""kill -9 over two notifiers and the database while alerts are raised: none lost, none half told, none shown twice.

    python -m bench.chaos [--alerts 2000] [--kills 100]

Own database, own push service on loopback; the office's clock runs faster. Ends with 1 when anything is not nought.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

from tests.alerts.chaos import Outcome, Plan, office


async def measure(plan: Plan) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="bench-chaos-") as name:
        os.chmod(name, 0o755)  # noqa: PTH101 - the database's own account looks in
        async with office(plan, Path(name)) as chaos:
            return await chaos.run()


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--alerts", type=int, default=2000)
    given.add_argument("--kills", type=int, default=100)
    given.add_argument("--rate", type=float, default=6.0, help="alerts a second")
    given.add_argument("--between", type=float, default=2.5, help="seconds between two kills")
    asked = given.parse_args()
    outcome = asyncio.run(measure(Plan(asked.alerts, asked.kills, asked.rate, asked.between)))
    enough = outcome.kills >= asked.kills and outcome.alerts >= asked.alerts
    print(f"{outcome}  (budget 0 of each)")
    return 0 if outcome.is_whole and enough else 1


if __name__ == "__main__":
    sys.exit(main())
