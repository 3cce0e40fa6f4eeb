"""The stories share one office a run, and each has an end even where the app has none."""

import asyncio
import functools
import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Playwright, async_playwright

from server.embedded import free_port
from tests.e2e.people import Cast, cast_of
from tests.e2e.world import World
from tests.pushservices.google import AUDIENCES
from tests.pushservices.receiver import ORIGIN

LONGEST = 900  # seconds for one story on a machine that runs three lanes of them


# One office serves all: first those who look at it as it is, then those who stop its parts or change who sees what.
ORDER = (
    "test_screens", "test_keyboard", "test_pace", "test_organizations", "test_review", "test_sheets", "test_watched", "test_shared_sheet", "test_consultation", "test_plan", "test_participation", "test_month",
    "test_new_device", "test_no_answer", "test_basement_day", "test_photos", "test_small_phone", "test_push", "test_limits",
    "test_backup", "test_safety", "test_protected", "test_duty", "test_phone_storage", "test_unopened", "test_merge", "test_april",
    "test_rescue", "test_restored_office",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    for item in items:
        if isinstance(item, pytest.Function) and "tests/e2e/" in item.nodeid:
            item.obj = _bounded(item.obj, LONGEST)


def _turn(item: pytest.Item) -> tuple[bool, int]:
    """Everything else keeps its place, before the stories."""
    if "tests/e2e/" not in item.nodeid:
        return (False, 0)
    name = item.path.stem
    # Last of all: the words that one plants stand in no Japanese sentence, and every look would stumble over them.
    after = len(ORDER) + (name == "test_canaries")
    return (True, ORDER.index(name) if name in ORDER else after)


def _bounded(story, seconds: float):
    if not asyncio.iscoroutinefunction(story):
        return story

    @functools.wraps(story)
    async def within(*args, **given):
        try:
            async with asyncio.timeout(seconds):
                return await story(*args, **given)
        except BaseException:
            for one in given.values():
                if isinstance(one, Cast):
                    one.went_well = False
                    await asyncio.gather(*(person.show() for person in one.people))
            raise

    return within


@pytest.fixture(scope="session")
def push_ports() -> dict[str, int]:
    """Where a story may start a push service of tests/pushservices; the office's sender already knows the way."""
    return {name: free_port() for name in ("receiver", "autopush", "google")}


@pytest.fixture(scope="session")
def push_hosts(push_ports: dict[str, int]) -> tuple[str, ...]:
    at = {name: f"http://127.0.0.1:{port}" for name, port in push_ports.items()}
    google = [f"{audience}={at['google']}" for audience in AUDIENCES]
    return (f"{ORIGIN}={at['receiver']}", f"{at['autopush']}={at['autopush']}", *google)


@pytest.fixture(scope="session")
def world(push_hosts: tuple[str, ...]) -> Iterator[World]:
    if shutil.which("chromium") is None:
        pytest.skip("chromium is not installed")
    with World(push_hosts) as office:
        yield office


@pytest.fixture(scope="session")
async def driver() -> AsyncIterator[Playwright]:
    """One for all stories: each of its own would start a Node before its first browser."""
    async with async_playwright() as started:
        yield started


@pytest.fixture
async def cast(world: World, driver: Playwright) -> AsyncIterator[Cast]:
    async with cast_of(world, driver) as people:
        yield people
