"""What becomes of the office when it grows and when everybody comes at once, each figure beside its budget.

    python -m bench.scale [--only storm,flat,flap] [--ops 1000000] [--phones 50,300]

`flat`: the delta of ten records with a thousand to a million stored (bench/scale_flat.py). `storm`: 50 and 300 phones
that reconnect at once over HTTP, to one and to two web processes; `flap`: the same while each phone's link comes and
goes (bench/scale_storm.py). Durable PostgreSQL of its own; database, web tier and phones share this machine's cores.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.report import Report
from server import db
from server.embedded import EmbeddedPostgres

OUT = Path(__file__).parent / "out" / "scale.json"
PARTS = ("storm", "flap", "flat")


def given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help="parts to run, with commas between")
    parser.add_argument("--ops", type=int, default=1_000_000, help="records stored in the last step of flat")
    parser.add_argument("--phones", default="50,300", help="how many reconnect at once")
    asked = parser.parse_args()
    asked.only = tuple(asked.only.split(","))
    asked.phones = tuple(int(count) for count in asked.phones.split(","))
    if set(asked.only) - set(PARTS):
        parser.error(f"--only knows {', '.join(PARTS)}")
    return asked


def on_new_database(work: Callable[[EmbeddedPostgres, Path], Awaitable[None]]) -> None:
    """Each part begins with an empty office, so that neither is measured in what the other left."""

    async def within(cluster: EmbeddedPostgres, home: Path) -> None:
        db.use(cluster.url)
        await db.migrate()
        await work(cluster, home)

    with tempfile.TemporaryDirectory(prefix="kasane-bench-") as name:
        home = Path(name)
        home.chmod(0o755)
        cluster = EmbeddedPostgres(home / "postgres", durable=True)
        cluster.start()
        try:
            asyncio.run(within(cluster, home))
        finally:
            cluster.stop()


def main() -> int:
    from bench import scale_flat, scale_storm

    asked = given()
    report = Report("scale")
    crowds = [part for part in asked.only if part != "flat"]
    if crowds:
        on_new_database(lambda cluster, home: scale_storm.measure(cluster, home, asked.phones, crowds, report))
    if "flat" in asked.only:
        on_new_database(lambda cluster, _: scale_flat.measure(cluster, asked.ops, report))
    report.write(OUT, parts=asked.only, ops=asked.ops, phones=asked.phones)
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
