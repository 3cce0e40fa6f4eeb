"""Runs pytest in forks of a process that has loaded the libraries once: half the time of a narrow test is that loading.

It loads nothing of ours: each fork reads the tree as it is at that moment, with its fault in it.
"""

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

# What nearly every test needs, and what does not change with a fault.
import aiohttp  # noqa: F401
import asyncpg  # noqa: F401
import cryptography.hazmat.primitives.ciphers.aead  # noqa: F401
import httpx  # noqa: F401
import hypothesis.stateful  # noqa: F401
import joserfc  # noqa: F401
import litestar.response.sse  # noqa: F401
import piccolo.engine.postgres  # noqa: F401
import pytest
import pywebpush  # noqa: F401


def serve() -> None:
    """One JSON line in: `{words, env, out, seconds}`; one line out: the exit code, or -1 when its time was up."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(asked["words"], asked["env"], asked["out"])
        print(_wait_for(child, asked["seconds"]), flush=True)


def _run(words: list[str], env: dict[str, str], out: str) -> None:
    os.setsid()
    with open(out, "wb", buffering=0) as told, open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
        os.dup2(told.fileno(), 1)
        os.dup2(told.fileno(), 2)
    os.environ |= env
    code = 3
    try:
        code = int(pytest.main(words))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _wait_for(child: int, seconds: int) -> int:
    def too_late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_late)
    signal.alarm(seconds)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return -1
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())
    serve()
