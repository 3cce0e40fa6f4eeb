"""The single box: database, web tier and vault under one command, from an empty folder to a running office."""

import asyncio
import functools
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from server import db
from server.ceremony import begin_directory, enrolment_link, people
from server.embedded import EmbeddedPostgres
from server.first_secrets import ensure_secrets
from server.settings import apart
from server.supervisor import Child, Supervisor, answers

ROOT = Path(__file__).parent.parent
USUAL_PORT = 8000
DEV_PORT = 5173  # of the screens, when the administrator names no other
OFFICE = "京都市（架空のデータによる試用）"
_WEB_STARTS_IN = 60.0  # seconds; a busy machine needs several for the imports
_VAULT_READS_IN = 120.0  # seconds for the invented past; who enrols before that would only wait there
T = TypeVar("T")


class CannotStart(Exception):
    """The box cannot be started; the sentence says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """Where this office lives on this machine."""

    data_dir: Path
    port: int
    dev: int = 0  # the port of the reloading screens; none in earnest

    @property
    def server(self) -> str:
        """Where the web tier answers. A passkey needs a name, so it is never an address of numbers."""
        return f"http://localhost:{self.port}"

    @property
    def origin(self) -> str:
        """What people open in the browser."""
        return f"http://localhost:{self.dev}" if self.dev else self.server

    def env(self, database_url: str) -> dict[str, str]:
        """What the box's processes read; names set by the administrator win."""
        own = {
            "KASANE_DATABASE_URL": database_url,
            "KASANE_DATA_DIR": str(self.data_dir),
            "KASANE_HOST": "127.0.0.1",
            "KASANE_HOSTS_EXTRA": f"localhost:{self.port},127.0.0.1:{self.port}",
            "KASANE_ORIGIN": self.origin,
            "KASANE_PORT": str(self.port),
            "KASANE_ROBOT": "on",
            "KASANE_STATIC_DIR": str(ROOT / "pwa" / "dist"),
            "PICCOLO_CONF": "server.piccolo_conf",
            "PYTHONUNBUFFERED": "1",
        }
        return own | dict(os.environ)


class Doors(NamedTuple):
    """Two ways into one database: the owner migrates and administers, the web tier is held by row-level security."""

    owner: str
    web: str


@contextmanager
def database(data_dir: Path) -> Iterator[Doors]:
    """The office's database: the one the administrator named, else our own beside the data."""
    given = os.environ.get("KASANE_OWNER_DATABASE_URL") or os.environ.get("KASANE_DATABASE_URL")
    if given:
        yield Doors(owner=given, web=os.environ.get("KASANE_DATABASE_URL") or given)
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    cluster = EmbeddedPostgres(data_dir / "postgres")
    ours = not cluster.is_running()
    cluster.start()
    try:
        yield Doors(owner=cluster.url, web=cluster.web_url)
    finally:
        if ours:
            cluster.stop()


def in_database(url: str, work: Callable[[], Awaitable[T]]) -> T:
    """Run one piece of work against the office's database."""

    async def within() -> T:
        db.use(url)
        return await work()

    return asyncio.run(within())


def up(box: Box, *, demo: bool) -> None:
    """Start the box and stay until Ctrl-C or SIGTERM; leaves nothing running behind."""
    for port in filter(None, (box.port, box.dev)):
        _refuse_taken_port(port)
    apart(Path(box.env("")["KASANE_STATIC_DIR"]), box.data_dir)
    ensure_secrets(box.data_dir)
    supervisor = Supervisor()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.stop())
    with database(box.data_dir) as doors:
        in_database(doors.owner, db.migrate)
        try:
            _start(box, supervisor, doors, demo=demo)
            supervisor.run()
        finally:
            supervisor.end()


def _start(box: Box, supervisor: Supervisor, doors: Doors, *, demo: bool) -> None:
    env = box.env(doors.web)
    if not (box.data_dir / "vault").exists():
        words = ["server.vault", "init", "--data-dir", str(box.data_dir), "--office", OFFICE]
        _must("金庫の鍵", words, _vault_env(env))
    in_database(doors.owner, functools.partial(begin_directory, (box.data_dir / "bootstrap.json").read_bytes()))
    supervisor.add(_web(box, env))
    if not supervisor.wait_until(lambda: answers(f"{box.server}/healthz"), _WEB_STARTS_IN):
        if supervisor.stopping:
            return
        raise CannotStart("Web サーバーが起動しませんでした。上に出ている記録を確かめてください。")
    if box.dev:
        supervisor.add(_screens(box, env))
    invented = demo and in_database(doors.owner, _is_empty)
    if invented:
        print("架空のデータを入れています。1〜2分かかります。", flush=True)
        _must(
            "架空のデータ",
            ["server.demo", "load", "--data-dir", str(box.data_dir)],
            env | {"KASANE_DATABASE_URL": doors.owner},
        )
    # After the invented past: while it is written, half of it would look like households that nobody visits.
    supervisor.add(_vault(box, env))
    if invented:
        supervisor.wait_until((box.data_dir / "vault" / "heartbeat").exists, _VAULT_READS_IN)
    _greet(box, doors.owner, demo=demo)


def _web(box: Box, env: dict[str, str]) -> Child:
    words = [
        str(Path(sys.executable).with_name("granian")), "--interface", "asgi", "--factory", "server.app:app",
        "--host", env["KASANE_HOST"], "--port", str(box.port), "--workers", "1", "--log-level", "warning",
        # Open event streams never end by themselves: without this a stop waits for every phone to hang up.
        "--workers-kill-timeout", "5",
    ]  # fmt: skip
    return Child(name="Web サーバー", words=words, env=env, folder=ROOT, watched=ROOT / "server" if box.dev else None)


def _vault(box: Box, env: dict[str, str]) -> Child:
    # On one machine its terminal and its vault are in the same hands, so a link made here is approval enough.
    words = ["-m", "server.vault", "run", "--data-dir", str(box.data_dir), "--server", box.server, "--trust-terminal"]
    return Child(name="金庫", words=[sys.executable, *words], env=_vault_env(env), folder=ROOT)


def _screens(box: Box, env: dict[str, str]) -> Child:
    path = f"{Path(sys.executable).parent}{os.pathsep}{env.get('PATH', '')}"
    words = ["npm", "run", "--silent", "dev", "--", "--port", str(box.dev), "--strictPort"]
    return Child(
        name="画面", words=words, folder=ROOT / "pwa", env=env | {"PATH": path, "KASANE_DEV_SERVER": box.server}
    )


def _vault_env(env: dict[str, str]) -> dict[str, str]:
    """The vault gets no way to the database: it speaks to the web tier alone."""
    return {name: value for name, value in env.items() if name != "KASANE_DATABASE_URL"}


def _must(what: str, words: list[str], env: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-m", *words], env=env, cwd=ROOT, check=False)
    if done.returncode != 0:
        raise CannotStart(f"{what}を用意できませんでした。上に出ている記録を確かめてください。")


async def _is_empty() -> bool:
    """Nobody's office yet: where real people are on the list, nothing invented is mixed in."""
    async with db.reading() as connection:
        return not await connection.fetchval(
            "select exists (select 1 from bucket where kind = 'household')"
            " or exists (select 1 from staff where role not in ('vault', 'recovery', 'robot'))"
        )


def _greet(box: Box, url: str, *, demo: bool) -> None:
    print(f"\nかさねが動いています： {box.origin}\n", flush=True)
    if demo:
        from server.casework.catalogue import CURRENT, read_raw

        labels = {role["code"]: role["label"] for role in read_raw(CURRENT)["lists"]["roles"]}
        for staff, name, role, organisation in in_database(url, people):
            print(f"  {name}（{labels.get(role, role)}・{organisation}） 職員ID {staff}")
            print(f"    {in_database(url, functools.partial(enrolment_link, staff, box.origin))}")
        print("\nリンクは架空の職員の端末登録用で、10分間、1回だけ使えます。")
    print(f"登録リンクを作る： .venv/bin/python -m server.cli enrolment-link 職員ID {_whereabouts(box)}".rstrip())
    print("止めるには Ctrl-C を押してください。", flush=True)


def _whereabouts(box: Box) -> str:
    """What the next command has to be told of this office, where it is not the usual one."""
    said = [f"--data-dir {box.data_dir}"] if box.data_dir != Path(".run") else []
    said += [f"--port {box.port}"] if box.port != USUAL_PORT else []
    return " ".join(said + ([f"--origin {box.origin}"] if box.dev else []))


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CannotStart(f"ポート {port} は使われています。--port（画面は --dev）で別の番号を選んでください。")
