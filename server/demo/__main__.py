"""`python -m server.demo load --data-dir D`: fill an empty office with the invented cast.

KASANE_DEMO_VISITS: at most so many invented visits of each home, for an office that is to be light (the stories').
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from server import db
from server.demo.load import load


async def _load(data_dir: Path, visits: int | None) -> int:
    await db.start_pool(2)
    try:
        return await load(data_dir, visits)
    finally:
        await db.stop_pool()


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m server.demo", description=__doc__)
    words.add_argument("what", choices=["load"])
    words.add_argument("--data-dir", type=Path, required=True)
    given = words.parse_args()
    db.use(os.environ["KASANE_DATABASE_URL"])
    visits = os.environ.get("KASANE_DEMO_VISITS")  # by `up` as well, which starts this
    count = asyncio.run(_load(given.data_dir, int(visits) if visits else None))
    print(f"架空の記録を {count} 件入れました。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
