"""Our own PostgreSQL: durable, private, and patient with what a killed run left behind."""

import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from server.embedded import EmbeddedError, EmbeddedPostgres

pytestmark = pytest.mark.slow


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kasane-box-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def cluster(home: Path) -> Iterator[EmbeddedPostgres]:
    cluster = EmbeddedPostgres(home)
    cluster.start()
    yield cluster
    cluster.stop()


async def _value(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


@pytest.mark.shows("F-01")
async def test_what_was_committed_is_there_after_the_server_was_killed(cluster: EmbeddedPostgres) -> None:
    await _value(cluster.url, "create table kept (word text)")
    await _value(cluster.url, "insert into kept values ('会えた')")
    cluster.kill()
    assert not cluster.is_running()
    cluster.start()
    assert await _value(cluster.url, "select word from kept") == "会えた"


async def test_outside_of_tests_every_commit_reaches_the_disk(cluster: EmbeddedPostgres) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert await _value(cluster.url, f"show {setting}") == "on"


async def test_a_server_left_by_a_killed_run_is_used_as_it_is(cluster: EmbeddedPostgres) -> None:
    later = EmbeddedPostgres(cluster.home, port=1)
    later.start()
    assert later.port == cluster.port
    assert await _value(later.url, "select 1") == 1


async def test_nobody_enters_without_the_password(cluster: EmbeddedPostgres) -> None:
    for role in ("kasane", "kasane_web", "postgres"):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(f"postgresql://{role}:guess@127.0.0.1:{cluster.port}/kasane")
    assert stat.S_IMODE((cluster.home / "passwords").stat().st_mode) == 0o600


async def test_neither_the_owner_nor_the_web_tier_is_a_superuser(cluster: EmbeddedPostgres) -> None:
    for url in (cluster.url, cluster.web_url):
        assert await _value(url, "select current_setting('is_superuser')") == "off"


def test_a_first_start_cut_in_the_middle_is_begun_again(home: Path) -> None:
    (home / "data.new").mkdir()
    (home / "data.new" / "half").write_text("made", encoding="ascii")
    cluster = EmbeddedPostgres(home, durable=False)
    cluster.start()
    assert cluster.is_running()
    cluster.stop()
    assert not cluster.is_running()


def test_a_taken_port_is_said_in_a_sentence(
    cluster: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with tempfile.TemporaryDirectory(prefix="kasane-box-") as name:
        Path(name).chmod(0o755)
        other = EmbeddedPostgres(Path(name), port=cluster.port, durable=False)
        with pytest.raises(EmbeddedError, match=f"did not start on port {cluster.port}"):
            other.start()
