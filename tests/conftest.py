"""What every test may ask for: a clean migrated database, a clock it owns, the app on its own loop, a client."""

import os
import shutil
import signal
from collections.abc import AsyncIterator, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import asyncpg
import httpx
import pytest
from litestar import Litestar

from server.settings import Settings
from tests import figures
from tests.cluster import TestCluster
from tests.fakes import ManualClock
from tests.turns import Turns, turn_of

if TYPE_CHECKING:
    from server.app import WebTier

TURNS = Turns.of_this_run()
CLUSTER = TestCluster()
# The engine reads its address when it is imported, which may be before any fixture runs.
os.environ["KASANE_DATABASE_URL"] = CLUSTER.url
os.environ["PICCOLO_CONF"] = "server.piccolo_conf"

ORIGIN = "https://kasane.example.jp"
CONNECTIONS = 2  # of an office in a test: opening each takes the database longer than most tests run


def pytest_configure() -> None:
    """A run ended by `timeout` still stops its PostgreSQL."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_unconfigure() -> None:
    CLUSTER.stop()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> str:
    """The address of a running, not yet migrated PostgreSQL."""
    CLUSTER.start()
    return CLUSTER.url


@pytest.fixture(scope="session")
async def migrated(postgres: str) -> str:
    """The same, with every migration applied once in this run."""
    from server import db

    db.use(postgres)
    await db.migrate()
    return postgres


@pytest.fixture
async def database(migrated: str) -> str:
    """The address of a database as a fresh installation has it."""
    await CLUSTER.wipe()
    return migrated


@pytest.fixture
async def owner(database: str) -> AsyncIterator[asyncpg.Connection]:
    """The owner's connection, bound by no row-level security: to arrange, to tamper, to look behind the walls."""
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


@pytest.fixture
async def pool(database: str) -> AsyncIterator[str]:
    """A clean database with the web tier's pool open as the owner, for tests below HTTP."""
    from server import db

    db.use(database)
    await db.start_pool(CONNECTIONS)
    yield database
    await db.stop_pool()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """An installation of its own; a test changes it with `@pytest.mark.env(KASANE_PROFILE="sealed")`."""
    from server.first_secrets import ensure_secrets

    data_dir, static = tmp_path / "office", tmp_path / "static"
    ensure_secrets(data_dir)
    static.mkdir()
    (static / "index.html").write_text("<!doctype html><title>かさね</title>", encoding="utf-8")
    env = {
        "KASANE_DATABASE_URL": CLUSTER.web_url,
        "KASANE_ORIGIN": ORIGIN,
        "KASANE_DATA_DIR": str(data_dir),
        "KASANE_STATIC_DIR": str(static),
        "KASANE_POOL_SIZE": str(CONNECTIONS),
    }
    for mark in request.node.iter_markers("env"):
        env |= mark.kwargs
    return Settings.from_env(env)


@pytest.fixture(scope="session")
def web_tier() -> "WebTier":
    """Its routes take longer to lay than most tests to run; they are the same for every installation."""
    from server.app import lay_routes

    return lay_routes()


@pytest.fixture
async def app(web_tier: "WebTier", settings: Settings, clock: ManualClock, database: str) -> AsyncIterator[Litestar]:
    """The whole web tier, running on the test's own loop."""
    made = web_tier.serve(settings, clock)
    async with made.lifespan():
        yield made


@pytest.fixture
async def client(app: Litestar, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of nobody in particular at the office's door."""
    transport = httpx.ASGITransport(cast(Any, app), raise_app_exceptions=False)
    headers = {"Origin": settings.origin}
    async with httpx.AsyncClient(transport=transport, base_url=settings.origin, headers=headers) as browser:
        yield browser


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """True: another lane of this run takes it, and counts it."""
    if TURNS.takes(turn_of(item.nodeid)):
        return None
    item.session._setupstate.teardown_exact(nextitem)  # what stood for it alone, as after one that ran
    return True


def pytest_runtest_setup(item: pytest.Item) -> None:
    """`@pytest.mark.browser("chromium")`: where that browser is missing the test is told as not run."""
    for mark in item.iter_markers("browser"):
        for program in mark.args or ("chromium",):
            if shutil.which(program) is None:
                pytest.skip(f"{program} is not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    figures.note(item, report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Nothing is passed over in silence: whatever did not run is named, with its reason."""
    lines = []
    for outcome in ("skipped", "xfailed", "deselected"):
        for report in terminalreporter.stats.get(outcome, []):
            longrepr = getattr(report, "longrepr", None)
            reason = longrepr[2] if isinstance(longrepr, tuple) else outcome
            lines.append(f"{getattr(report, 'nodeid', report)}: {str(reason).removeprefix('Skipped: ')}")
    for line in lines:
        terminalreporter.write_line(f"not run: {line}")
    out = Path(__file__).parent / "out"
    out.mkdir(exist_ok=True)
    lane = os.environ.get("KASANE_LANE", "tests")
    figures.write(lane)
    (out / f"{lane}.not-run").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
