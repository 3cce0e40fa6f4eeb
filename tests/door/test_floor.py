"""What everything stands on: settings that refuse to be half there, transactions that always let go."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from litestar import Request

from server import db
from server.door.refusals import on_anything
from server.first_secrets import ensure_secrets
from server.problems import CODES, Problem
from server.settings import NotReady, Settings
from server.staff.tables import Center
from tests.conftest import ORIGIN


def env(folder: Path, **changes: str) -> dict[str, str]:
    given = {"KASANE_DATABASE_URL": "postgresql://x", "KASANE_ORIGIN": ORIGIN, "KASANE_DATA_DIR": str(folder)}
    return given | changes


def test_without_its_secrets_the_service_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="missing"):
        Settings.from_env(env(tmp_path))
    ensure_secrets(tmp_path)
    assert len(Settings.from_env(env(tmp_path)).cursor_key) == 32
    (tmp_path / "secrets" / "vapid.pem").unlink()
    with pytest.raises(NotReady, match="vapid"):
        Settings.from_env(env(tmp_path))


def test_a_secret_others_may_read_or_of_another_length_is_refused(tmp_path: Path) -> None:
    key = ensure_secrets(tmp_path) / "cursor.key"
    key.chmod(0o644)
    with pytest.raises(NotReady, match="0600"):
        Settings.from_env(env(tmp_path))
    key.chmod(0o600)
    key.write_bytes(b"short")
    with pytest.raises(NotReady, match="32"):
        Settings.from_env(env(tmp_path))


def test_secrets_are_made_once_for_the_service_alone(tmp_path: Path) -> None:
    folder = ensure_secrets(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ensure_secrets(tmp_path)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "wrong",
    [
        {"KASANE_ORIGIN": "kasane.example.jp"}, {"KASANE_ORIGIN": ORIGIN + "/app"}, {"KASANE_DATABASE_URL": ""},
        {"KASANE_ORIGIN": "http://kasane.example.jp"}, {"KASANE_PORT": "80800"}, {"KASANE_PROFILE": "open"},
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, wrong: dict[str, str]) -> None:
    ensure_secrets(tmp_path)
    with pytest.raises(NotReady):
        Settings.from_env(env(tmp_path, **wrong))


@pytest.mark.parametrize("served", ["", "vault", "vault/app", "..", "link", "elsewhere"])
def test_nothing_that_is_kept_lies_in_the_folder_that_is_served(tmp_path: Path, served: str) -> None:
    data_dir = tmp_path / "office"
    ensure_secrets(data_dir)
    (tmp_path / "safe" / "keys").mkdir(parents=True)
    (data_dir / "vault").symlink_to(tmp_path / "safe" / "keys")
    (tmp_path / "link").symlink_to(data_dir)
    folder = {"link": tmp_path / "link", "elsewhere": tmp_path / "safe"}.get(served, data_dir / served)
    with pytest.raises(NotReady, match="apart"):
        Settings.from_env(env(data_dir, KASANE_STATIC_DIR=str(folder)))
    Settings.from_env(env(data_dir, KASANE_STATIC_DIR=str(tmp_path / "dist")))


def test_secrets_do_not_show_when_settings_are_printed(settings: Settings) -> None:
    assert repr(settings.cursor_key) not in repr(settings)


def test_every_refusal_has_a_sentence_for_what_happened_and_one_for_what_to_do() -> None:
    assert list(CODES) == sorted(CODES)
    for code, refusal in CODES.items():
        assert 400 <= refusal.status < 600, code
        assert refusal.title.endswith("。"), code
        assert refusal.detail.endswith("。"), code


def center(code: str) -> Center:
    return Center(id=code, name=code, jis_code=code, sort_order=1)


async def test_piccolo_joins_the_transaction_and_what_fails_leaves_nothing(pool: str) -> None:
    async def fails_late() -> None:
        async with db.write_transaction() as connection:
            await Center.insert(center("a"))
            assert await connection.fetchval("select count(*) from center") == 1
            raise Problem("busy")

    with pytest.raises(Problem):
        await fails_late()
    assert await Center.count() == 0


async def test_a_nested_transaction_is_the_outer_one(pool: str) -> None:
    async with db.write_transaction() as outer:
        async with db.write_transaction() as inner:
            assert inner is outer
            await Center.insert(center("a"))
        with pytest.raises(RuntimeError):
            async with db.snapshot():
                pass
    assert await Center.count() == 1


async def test_a_snapshot_does_not_move_and_cannot_write(pool: str) -> None:
    async with db.snapshot() as connection:
        assert await connection.fetchval("select count(*) from center") == 0
        await asyncio.create_task(_in_its_own_context(center("a")))
        assert await connection.fetchval("select count(*) from center") == 0
        with pytest.raises(Exception, match="read-only"):
            await connection.execute("delete from center")


async def _in_its_own_context(row: Center) -> None:
    # A task inherits the transaction of whoever starts it; this one must not.
    db.DB.current_transaction.set(None)
    await Center.insert(row)


@pytest.mark.shows("F-12")
async def test_a_hundred_cancelled_and_broken_transactions_cost_no_connection(pool: str) -> None:
    async def cut_off() -> None:
        async with db.write_transaction() as connection:
            await connection.execute("select pg_sleep(30)")

    async def struck_down() -> None:
        async with db.write_transaction() as connection:
            await connection.execute("select pg_terminate_backend(pg_backend_pid())")

    for _ in range(10):
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
            await struck_down()
    for _ in range(12):
        tasks = [asyncio.create_task(cut_off()) for _ in range(8)]
        await asyncio.sleep(0.02)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    async with asyncio.timeout(5):
        await asyncio.gather(*(Center.count() for _ in range(16)))
    assert db.DB.current_transaction.get() is None
    assert db.DB.pool is not None
    assert db.DB.pool.get_idle_size() == db.DB.pool.get_size()


@pytest.mark.shows("F-12")
async def test_waiting_for_a_lock_ends(pool: str) -> None:
    async with db.reading() as connection:
        rails = {name: await connection.fetchval(f"show {name}") for name in ("lock_timeout", "statement_timeout")}
        assert rails == {"lock_timeout": "3s", "statement_timeout": "15s"}
        assert await connection.fetchval("show idle_in_transaction_session_timeout") == "5s"


async def test_migrating_twice_or_at_once_is_the_same_as_once(migrated: str) -> None:
    await asyncio.gather(db.migrate(), db.migrate())


@pytest.mark.parametrize("lost", [asyncpg.InternalClientError, asyncpg.InterfaceError, ConnectionResetError])
def test_a_line_to_the_database_that_is_lost_at_any_moment_asks_to_come_again(lost: type[Exception]) -> None:
    scope: Any = {"type": "http", "method": "POST", "kasane_request_id": "b51c"}
    assert on_anything(Request(scope), lost("the server closed the line")).status_code == 503
