"""The real office on this machine: database, web tier, vault and demo data, started as an administrator starts them."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

import asyncpg

from server.box import in_database
from server.ceremony import enrolment_link
from server.demo.course import cast, staff_id
from server.embedded import EmbeddedPostgres, free_port
from tests.e2e.prepared import copy, prepared

if TYPE_CHECKING:
    from tests.e2e.people import Person

ROOT = Path(__file__).parent.parent.parent
VISITS = None if os.environ.get("KASANE_SCREENSHOTS") else 6  # pictures for the documentation show the whole past
_PREFIX = "kasane-e2e-"
_READY = "止めるには"  # the last line of `up`
_PARTS = {"web": "server.app:app", "vault": "server.vault"}


class World:
    """`with World() as world`: `world.origin` in any browser, `await world.link("sato")`, `world.kill("web")`.

    `push_hosts` are `https://service=http://127.0.0.1:port` entries that lead the sender to a test's push services.
    `visits`: at most so many invented ones of each home; a story needs what lies at hand, and every phone pulls it anew.
    """

    def __init__(self, push_hosts: Iterable[str] = (), visits: int | None = VISITS) -> None:
        _sweep_dead_runs()
        self.home = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        self.home.chmod(0o755)  # PostgreSQL's own account walks through it
        self.data_dir = self.home / "office"
        self.log = self.home / "box.log"  # everything that `up`, the web tier and the vault print
        self.port = free_port()
        self.database: EmbeddedPostgres
        self._push_hosts, self._visits = ",".join(push_hosts), visits
        self._box: subprocess.Popen[bytes] | None = None
        self._has_linked = False
        self.devices: dict[tuple[str, tuple[int, int]], Person] = {}  # whose, how large
        self.visited: Path | None = None  # a browser's profile that has all of the app and nothing else

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def __enter__(self) -> Self:
        subprocess.run(["sh", str(ROOT / "scripts/build.sh")], check=True, timeout=120)
        # The office's own copy: a build beside this run must not change the app under people's hands.
        shutil.copytree(ROOT / "pwa" / "dist", self.home / "dist")
        with prepared() as office:
            self._furnish(office)
            # Already running when `up` looks: it takes a cluster that does not wait for the disk, and leaves it to us.
            self.database = EmbeddedPostgres(self.data_dir / "postgres", durable=False)
            self.database.start()
            try:
                self.start()
                if office is not None and not office.exists():
                    self._leave(office)
            except BaseException:
                self.__exit__(None, None, None)
                raise
        return self

    def _furnish(self, office: Path | None) -> None:
        if office is not None and office.exists():
            copy(office, self.data_dir)
        else:
            self.data_dir.mkdir()
            self.data_dir.chmod(0o755)

    def _leave(self, office: Path) -> None:
        self.stop()
        self.database.stop()
        copy(self.data_dir, office)
        self.database.start()
        self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.database.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    # --- the box --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """`server.cli up --demo`; returns when it has greeted."""
        said = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._box = subprocess.Popen(
                self._command("up", "--demo"), cwd=ROOT, env=self._env(), stdout=log, stderr=subprocess.STDOUT
            )
        self._until(lambda: _READY.encode() in self.log.read_bytes()[said:], 180, "the office did not open")

    def stop(self) -> None:
        """As Ctrl-C does; whoever does not end is killed with its children."""
        if self._box is None:
            return
        for name in _PARTS:
            self.resume(name)
        self._box.send_signal(signal.SIGTERM)
        try:
            self._box.wait(30)
        except subprocess.TimeoutExpired:
            for name in _PARTS:
                self._signal(name, signal.SIGKILL)
            self._box.kill()
            self._box.wait()
        self._box = None

    def pids(self, name: str) -> list[int]:
        """The processes of `web` or `vault`, leader first: each part has a session of its own."""
        assert self._box is not None
        leader = next((pid for pid in _children(self._box.pid) if _PARTS[name] in _words(pid)), None)
        if leader is None:
            return []
        return [leader, *sorted(pid for pid in _everyone() if pid != leader and _session(pid) == leader)]

    def kill(self, name: str) -> None:
        """-9, without a word; the supervisor starts it again (`wait_for`). The database stays down until `restart`."""
        if name == "database":
            self.database.kill()
        else:
            self._signal(name, signal.SIGKILL)

    def pause(self, name: str) -> None:
        """Stands still: connections are accepted and nobody answers."""
        self._signal(name, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        self._signal(name, signal.SIGCONT)

    def restart(self, name: str) -> None:
        if name == "database":
            if self.database.is_running():
                self.database.stop()
            self.database.start()
        else:
            before = self.pids(name)
            self._signal(name, signal.SIGTERM)
            self._until(lambda: self.pids(name) != before, 30, f"{name} did not end")
        self.wait_for(name)

    def wait_for(self, name: str, seconds: float = 40) -> None:
        """Until a part that was killed serves again."""
        if name == "vault":
            self._until(lambda: bool(self.pids("vault")), seconds, "the vault did not come back")
        else:
            self._until(self.answers, seconds, "the web tier did not come back")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.origin}/healthz", timeout=2) as reply:
                return reply.status == 200
        except OSError:
            return False

    def backup(self, place: str = "backup") -> Path:
        """The whole database as it lies on the disk, taken while it stands still."""
        kept = self.home / place
        self.database.stop()
        subprocess.run(["cp", "-a", str(self.data_dir / "postgres"), str(kept)], check=True)
        self.database.start()
        self.wait_for("web")
        return kept

    async def put_back(self, kept: Path) -> None:
        """As docs/restore.md tells the administrator to. Devices people call their own would bring home what came after the backup."""
        for person in self.devices.values():
            await person.close()
        self.devices.clear()
        await asyncio.to_thread(self._put_back, kept)
        await self.cli("new-generation")
        await asyncio.to_thread(self.start)

    def _put_back(self, kept: Path) -> None:
        self.stop()
        self.database.stop()
        shutil.rmtree(self.data_dir / "postgres")
        subprocess.run(["cp", "-a", str(kept), str(self.data_dir / "postgres")], check=True)
        self.database.start()

    # --- the administrator's hands --------------------------------------------------------------------------------

    async def link(self, who: str) -> str:
        """A fresh enrolment link for one of the cast, by its key (`sato`, `tanaka`, `mori`, `kimura` …).

        The first of an office by the administrator's command; the others by what it calls, without a second of start.
        """
        if not self._has_linked:
            self._has_linked = True
            return await self.cli("enrolment-link", str(self.staff(who)))
        make = partial(enrolment_link, UUID(self.staff(who)), self.origin)
        return await asyncio.to_thread(in_database, self.database.url, make)

    async def cli(self, *words: str) -> str:
        process = await asyncio.create_subprocess_exec(
            *self._command(*words), cwd=ROOT, env=self._env(),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        said, complaint = await process.communicate()
        assert process.returncode == 0, complaint.decode()
        return said.decode().strip()

    def staff(self, who: str) -> str:
        assert any(person["key"] == who for person in cast()), f"nobody is called {who}"
        return str(staff_id(who))

    async def sql(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Behind the walls: as the owner, bound by no row-level security."""
        connection = await asyncpg.connect(self.database.url)
        try:
            return [dict(row) for row in await connection.fetch(query, *values)]
        finally:
            await connection.close()

    async def until(self, query: str, *values: Any, seconds: float = 20) -> list[dict[str, Any]]:
        """The rows, as soon as there are any."""
        end = time.monotonic() + seconds
        while not (rows := await self.sql(query, *values)):
            assert time.monotonic() < end, f"still nothing for: {query}"
            await asyncio.sleep(0.2)
        return rows

    async def nobody_is_asked(self) -> None:
        """Alerts that earlier stories and the invented past left open ring nobody during this one."""
        await self.sql("update alert set next_at = next_at + interval '6 hours' where state = 'open'")
        await self.sql("update delivery set state = 'superseded' where state = 'queued'")

    async def nothing_waits(self) -> None:
        """What earlier stories left for a person to decide is put away."""
        await self.sql("update held_op set decided = 'filed', decided_at = now() where decided is null")

    # --- inside ---------------------------------------------------------------------------------------------------

    def _command(self, *words: str) -> list[str]:
        where = ["--data-dir", str(self.data_dir), "--port", str(self.port)]
        return [sys.executable, "-m", "server.cli", words[0], *where, *words[1:]]

    def _env(self) -> dict[str, str]:
        # The names of the surrounding test run would lead the office to another database.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KASANE_", "PICCOLO_"))}
        # A mail server nobody reaches: the channel is on, and what is sent there waits.
        mail = {"KASANE_MAIL_HOST": "127.0.0.1", "KASANE_MAIL_PORT": "9", "KASANE_MAIL_TLS": "none", "KASANE_MAIL_FROM": "kasane@example.jp"}
        office = {"KASANE_PUSH_HOSTS_EXTRA": self._push_hosts, "KASANE_ROBOT": "off", "KASANE_STATIC_DIR": str(self.home / "dist")}
        past = {"KASANE_DEMO_VISITS": str(self._visits)} if self._visits else {}
        return kept | office | mail | past

    def _signal(self, name: str, what: signal.Signals) -> None:
        for pid in self.pids(name)[:1]:
            os.killpg(pid, what)

    def _until(self, ready: Callable[[], bool], seconds: float, complaint: str) -> None:
        end = time.monotonic() + seconds
        while not ready():
            gone = self._box is not None and self._box.poll() is not None
            if gone or time.monotonic() > end:
                raise AssertionError(f"{complaint}\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)


def _everyone() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _stat(pid: int) -> list[str]:
    """state, parent, group, session … after the program's name, which may hold anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ["X", "0", "0", "0"]


def _children(parent: int) -> list[int]:
    return [pid for pid in _everyone() if _stat(pid)[1] == str(parent) and _stat(pid)[0] != "Z"]


def _session(pid: int) -> int:
    return int(_stat(pid)[3])


def _sweep_dead_runs() -> None:
    """Stop and remove what a killed test run left behind."""
    for home in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid = home.name.removeprefix(_PREFIX).split("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and os.access(home, os.W_OK):
            for left in _everyone():
                if str(home) in _words(left) and "server." in _words(left):
                    os.kill(left, signal.SIGKILL)
            EmbeddedPostgres(home / "office/postgres", durable=False).stop()
            shutil.rmtree(home, ignore_errors=True)
