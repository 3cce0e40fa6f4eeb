"""A whole office: the real web tier, a real vault beside it, and people with phones."""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from server.ceremony import begin_directory
from server.devices.service import make_code
from server.envelope.encoding import b64u
from server.vault import journal, keys
from server.vault.feed import Feed
from server.vault.journal import Journal
from server.vault.keys import FileKeys
from server.vault.link import Answer, Link
from server.vault.shelf import Shelf
from tests.conftest import ORIGIN
from tests.fakes import ManualClock
from tests.make import SATO, Person, settle
from tests.phone import Phone


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    """The vault's command closes what it makes to everybody else; the tests after it must not inherit that."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@dataclass
class InProcess:
    """Carries the vault's calls to the app of this test; can be told to break down."""

    http: httpx.AsyncClient
    calls: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)  # given instead of the app's, while there are any

    async def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answer:
        self.calls.append(f"{method} {path}")
        if self.answers:
            return self.answers.pop(0)
        reply = await self.http.request(method, path, headers=headers, content=body)
        return Answer(reply.status_code, {name.lower(): value for name, value in reply.headers.items()}, reply.content)

    async def lines(self, path: str, headers: dict[str, str]) -> AsyncIterator[bytes]:
        assert path == "/sync/v1/poke"
        assert "cookie" in headers
        yield b"data: {}"


@dataclass
class Vault:
    """The vault of this test, startable again over the same folder."""

    data_dir: Path
    carrier: InProcess
    clock: ManualClock
    naps: list[float] = field(default_factory=list)
    trust_terminal: bool = True  # most tests are about other things than admission

    def __post_init__(self) -> None:
        if not (self.data_dir / "vault").exists():
            keys.make(self.data_dir, "京都市（試験）", self.clock.now())
        self.wake()

    def wake(self) -> None:
        self.keys = FileKeys.read(self.data_dir / "vault")
        self.shelf = Shelf(self.keys.folder / "shelf.sqlite")
        self.journal = Journal(self.keys.folder / "openings.jsonl", self.shelf)
        self.link = Link(self.carrier, self.keys, ORIGIN, self._nap)
        self.feed = Feed(self.link, self.keys, self.shelf, self.journal, self.clock, trust_terminal=self.trust_terminal)

    def distrust_terminal(self) -> None:
        """As in the split profile: from now on only signed approvals count."""
        self.trust_terminal = False
        self.die()
        self.wake()

    def die(self) -> None:
        """As kill -9: whatever was only in memory is gone."""
        self.journal.close()
        self.shelf.close()

    async def round(self) -> None:
        await self.feed.round()

    async def _nap(self, seconds: float) -> None:
        self.naps.append(seconds)


def asgi(app: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(cast(Any, app), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN})


@dataclass
class Office:
    app: Any
    vault: Vault
    rows: Any
    clock: ManualClock

    async def enrol(self, who: Person = SATO, label: str = "Pixel 8a") -> Phone:
        """A phone that is admitted at the server's terminal, certified by the vault and unlocked."""
        secret = await make_code(who.id, created_by=None, now=self.clock.now(), preapproved=True)
        link = f"{ORIGIN}/enrol#{b64u(secret)}.{b64u(self.vault.keys.root_print)}"
        phone = await Phone.enrol(asgi(self.app), link, label)
        await self.vault.round()
        await phone.unlock()
        await phone.learn_directory()
        return phone

    async def knock(self, at: Phone, who: Person, label: str = "Pixel 8a") -> tuple[Phone, dict[str, Any]]:
        """A new phone with a link made by `at`, not approved yet; and how the device list shows it."""
        link = (await at.call("POST", "/devices/v1/codes", {"staff": str(who.id)}))["link"]
        phone = await Phone.enrol(asgi(self.app), link, label)
        listed = (await at.call("GET", "/devices/v1/devices"))["devices"]
        return phone, next(row for row in listed if row["id"] == str(phone.device))

    async def standing(self, phone: Phone) -> tuple[str, bool]:
        told = await phone.call("GET", f"/devices/v1/{phone.device}/standing")
        return told["state"], told["certified"]

    def refusals(self) -> list[tuple[str, str]]:
        """Device and reason of every certificate the vault would not make, from its journal."""
        lines = journal.read(self.vault.keys.folder / "openings.jsonl")
        return [(line["device"], line["why"]) for line in lines if line["verb"] == "not_certified"]


@pytest.fixture
async def office(app: Any, tmp_path: Path, clock: ManualClock, pool_rows: Any) -> AsyncIterator[Office]:
    await settle(pool_rows)
    async with asgi(app) as http:
        vault = Vault(tmp_path, InProcess(http), clock)
        assert await begin_directory((tmp_path / "bootstrap.json").read_bytes(), clock)
        yield Office(app, vault, pool_rows, clock)
        vault.die()


@pytest.fixture
async def pool_rows(database: str) -> AsyncIterator[Any]:
    """The owner's eyes on the tables."""
    import asyncpg

    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()
