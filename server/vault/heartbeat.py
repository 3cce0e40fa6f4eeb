"""How the outside sees that the vault still works, without a port: the age of a file it touches after every round."""

import sys
import time
from pathlib import Path

STALE_AFTER = 180.0  # seconds; a round begins at least every few seconds, but may wait for the web tier to come back


def beat(folder: Path) -> None:
    (folder / "heartbeat").touch(mode=0o600)


def is_alive(folder: Path, now: float | None = None) -> bool:
    try:
        last = (folder / "heartbeat").stat().st_mtime
    except FileNotFoundError:
        return False
    return (time.time() if now is None else now) - last < STALE_AFTER


if __name__ == "__main__":  # python -m server.vault.heartbeat DATA-DIR
    sys.exit(0 if is_alive(Path(sys.argv[1]) / "vault") else 1)
