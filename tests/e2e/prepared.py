"""An office with its demo data, made once a run: the lanes of scripts/test.sh copy it instead of loading it each.

Only where KASANE_PREPARED names a folder that the run itself empties; else each office is made anew, from today's code.
"""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def prepared() -> Iterator[Path | None]:
    """Where the office lies, or shall lie; whoever comes second waits until the first has made it. None: not shared."""
    folder = os.environ.get("KASANE_PREPARED")
    if not folder:
        yield None
        return
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place / "office"


def copy(office: Path, to: Path) -> None:
    """With owners and rights; whole or not at all."""
    half = to.with_name(to.name + ".half")
    subprocess.run(["cp", "-a", str(office), str(half)], check=True)
    half.rename(to)
