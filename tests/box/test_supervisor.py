"""The supervisor keeps the box's processes alive and leaves none behind."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server import supervisor as supervising
from server.supervisor import Child, Supervisor

DIES = "import pathlib, sys; f = pathlib.Path(sys.argv[1]); f.open('a').write('x'); sys.exit(3)"
LIVES = "import pathlib, sys, time, os; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"
PARENT = (
    "import pathlib, subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "pathlib.Path(sys.argv[1]).write_text(str(child.pid)); time.sleep(60)"
)
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + LIVES


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(supervising, "PATIENCE", 0.5)
    monkeypatch.setattr(supervising, "_LOOK", 0.01)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def keeper(said: list[str]) -> Iterator[Supervisor]:
    keeper = Supervisor(said.append)
    yield keeper
    keeper.end()


def _child(program: str, file: Path, watched: Path | None = None) -> Child:
    return Child(name="子", words=[sys.executable, "-c", program, str(file)], env=os.environ, watched=watched)


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_child_that_dies_is_started_again_and_that_is_said(
    keeper: Supervisor, said: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "starts"
    keeper.add(_child(DIES, file))
    assert keeper.wait_until(lambda: file.exists() and len(file.read_text()) >= 3, 20)
    assert "終了コード 3" in said[0]


def test_a_child_that_keeps_dying_is_started_ever_more_slowly(
    keeper: Supervisor, said: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "starts"
    keeper.add(_child(DIES, file))
    assert keeper.wait_until(lambda: len(said) >= 4, 30)
    assert len(file.read_text()) <= 5


@pytest.mark.parametrize("program", [LIVES, STUBBORN])
def test_no_child_outlives_the_end_even_a_deaf_one(keeper: Supervisor, tmp_path: Path, program: str) -> None:
    file = tmp_path / "pid"
    keeper.add(_child(program, file))
    assert keeper.wait_until(lambda: file.exists() and file.read_text() != "", 20)
    keeper.end()
    assert _gone(int(file.read_text()))


def test_what_a_child_has_started_itself_ends_with_it(keeper: Supervisor, tmp_path: Path) -> None:
    """The screens of a developer run under npm, which does not take its bundler along."""
    file = tmp_path / "pid"
    keeper.add(_child(PARENT, file))
    assert keeper.wait_until(lambda: file.exists() and file.read_text() != "", 20)
    keeper.end()
    assert _ended(int(file.read_text()))


def _ended(pid: int) -> bool:
    """Nobody of ours waits for a grandchild: a moment may pass, and where no init runs it stays as a name only."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if _gone(pid) or Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_asking_to_stop_ends_the_waiting_too(keeper: Supervisor, tmp_path: Path) -> None:
    keeper.add(_child(LIVES, tmp_path / "pid"))
    keeper.stop()
    began = time.monotonic()
    assert not keeper.wait_until(lambda: False, 30)
    assert time.monotonic() - began < 5


def test_in_development_a_changed_source_starts_the_child_anew(
    keeper: Supervisor, said: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "sources" / "app.py"
    source.parent.mkdir()
    source.write_text("1", encoding="ascii")
    os.utime(source, (1, 1))
    file = tmp_path / "pid"
    keeper.add(_child(LIVES, file, watched=source.parent))
    assert keeper.wait_until(lambda: file.exists() and file.read_text() != "", 20)
    first = file.read_text()
    os.utime(source, None)
    assert keeper.wait_until(lambda: file.read_text() not in ("", first), 20)
    assert "読み込み直します" in said[0]
