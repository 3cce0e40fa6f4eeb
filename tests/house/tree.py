"""What belongs to the project: the files git knows or would add, read once."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".ico", ".woff2", ".gz", ".br", ".pdf", ".db"}


def named() -> set[Path]:
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return {Path(name) for name in told.stdout.split("\0") if name}


@cache
def files() -> tuple[Path, ...]:
    """Relative paths; new files count from the moment they are written, not from their first commit."""
    return tuple(sorted(path for path in named() if (ROOT / path).is_file()))


def texts() -> list[tuple[Path, str]]:
    return [(path, read(path)) for path in files() if path.suffix not in BINARY]


def read(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def under(*folders: str, ending: str | tuple[str, ...] = "") -> list[Path]:
    return [path for path in files() if path.parts[0] in folders and path.name.endswith(ending)]
