"""Keeps the processes of one box alive: starts them, starts a dead one again, ends them in order."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FIRST_WAIT = 0.5  # seconds before a child that died is started again; doubles up to …
LONGEST_WAIT = 30.0
CALM = 60.0  # a child that lived this long begins again with the first wait
PATIENCE = 10.0  # seconds a child has to end itself before it is killed
_LOOK = 0.2


@dataclass(frozen=True, kw_only=True)
class Child:
    """One process of the box."""

    name: str
    words: Sequence[str]
    env: Mapping[str, str]
    folder: Path | None = None
    watched: Path | None = None  # started again when a source under it changes; for development


def _last_change(folder: Path) -> float:
    return max((file.stat().st_mtime for ending in ("*.py", "*.json") for file in folder.rglob(ending)), default=0.0)


def _sweep(leader: int) -> None:
    """Whatever a child that is gone had started and left behind: it would hold the child's port."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


class _Kept:
    def __init__(self, child: Child) -> None:
        self.child = child
        self.wait = FIRST_WAIT
        self.due = 0.0
        self.started = 0.0
        self.process: subprocess.Popen[bytes] | None = None
        self.looked = 0.0
        self.change = _last_change(child.watched) if child.watched else 0.0

    def start(self) -> None:
        # A session of its own: Ctrl-C in the terminal reaches only us, and we end the children in order.
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            list(self.child.words), env=dict(self.child.env), cwd=self.child.folder, start_new_session=True
        )

    def look(self, now: float, say: Callable[[str], None]) -> None:
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            if self._outdated(now):
                say(f"{self.child.name} を読み込み直します。")
                self.end()
                self.start()
            return
        _sweep(self.process.pid)
        self.wait = FIRST_WAIT if now - self.started > CALM else min(self.wait * 2, LONGEST_WAIT)
        self.due = now + self.wait
        self.process = None
        say(f"{self.child.name} が止まりました（終了コード {code}）。{self.wait:.0f} 秒後に起動し直します。")

    def _outdated(self, now: float) -> bool:
        if self.child.watched is None or now - self.looked < 1.0:
            return False
        before, self.change, self.looked = self.change, _last_change(self.child.watched), now
        return self.change > before

    def end(self) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        _sweep(self.process.pid)


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


class Supervisor:
    """Children in the order they were added; they are ended the other way round."""

    def __init__(self, say: Callable[[str], None] = _say) -> None:
        self._say = say
        self._kept: list[_Kept] = []
        self.stopping = False

    def add(self, child: Child) -> None:
        kept = _Kept(child)
        self._kept.append(kept)
        kept.start()

    def look(self) -> None:
        """One round: whoever died is started again when its wait is over."""
        for kept in self._kept:
            kept.look(time.monotonic(), self._say)

    def stop(self) -> None:
        """Ask the loop to end; safe to call from a signal handler."""
        self.stopping = True

    def run(self) -> None:
        """Look after the children until `stop`."""
        while not self.stopping:
            self.look()
            time.sleep(_LOOK)

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Look after the children until `ready`; False when the time is over or somebody asked to stop."""
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            if ready():
                return True
            self.look()
            time.sleep(_LOOK)
        return False

    def end(self) -> None:
        for kept in reversed(self._kept):
            kept.end()


def answers(url: str) -> bool:
    """Whether something healthy answers there."""
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:  # noqa: S310 - our own loopback address
            return reply.status == 200
    except (OSError, urllib.error.URLError):
        return False
