"""The staff list at the server's own terminal: an office begins with nobody, gets its first people, and loses one."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from server.first_secrets import ensure_secrets
from tests.conftest import CLUSTER
from tests.make import NORTH, SATO, TANAKA, settle, settle_centers


async def say(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"KASANE_OWNER_DATABASE_URL": CLUSTER.url, "PYTHONIOENCODING": "utf-8"}
    spoken = [sys.executable, "-m", "server.cli", "staff", *words, "--data-dir", str(tmp_path)]
    return await asyncio.to_thread(
        subprocess.run, spoken, env=env, capture_output=True, text=True, check=False, timeout=60
    )


async def test_the_first_people_of_a_real_office_are_added_listed_and_one_leaves(owner, tmp_path: Path) -> None:
    await settle_centers(owner)
    assert "まだ誰もいません" in (await say(tmp_path, "list")).stdout
    tanaka = (
        "add",
        "--name",
        "田中 恵",
        "--kana",
        "たなか めぐみ",
        "--role",
        "coordinator",
        "--organisation",
        "北区役所",
    )
    nowhere = await say(tmp_path, *tanaka)
    assert (nowhere.returncode, "必要な項目" in nowhere.stderr) == (1, True)
    added = await say(tmp_path, *tanaka, "--center", NORTH)
    assert added.returncode == 0, added.stderr
    staff = str(await owner.fetchval("select id from staff"))
    assert staff in added.stdout
    listed = (await say(tmp_path, "list")).stdout
    assert f"{staff}\tcoordinator" in listed
    assert "田中 恵" in listed
    today = str(await owner.fetchval("select active_from from staff"))
    left = await say(tmp_path, "leave", staff, "--on", today)
    assert "すべて終わらせました" in left.stdout, left.stderr
    assert str(await owner.fetchval("select active_to from staff")) == today
    assert [row["verb"] for row in await owner.fetch("select verb from audit_event order by n")] == [
        "staff.join", "staff.leave",
    ]  # fmt: skip


async def test_an_address_given_at_the_terminal_waits_for_the_code_of_its_person(owner, tmp_path: Path) -> None:
    ensure_secrets(tmp_path)
    await settle(owner, TANAKA)
    assert "見つかりません" in (await say(tmp_path, "mail", str(SATO.id), "sato@example.jp")).stderr
    assert "形が正しくありません" in (await say(tmp_path, "mail", str(TANAKA.id), "tanaka")).stderr
    said = await say(tmp_path, "mail", str(TANAKA.id), "tanaka@example.jp")
    assert (said.returncode, "確認番号を送ります" in said.stdout) == (0, True), said.stderr
    row = await owner.fetchrow("select m.state, d.purpose from mail_address m join delivery d on d.mail = m.id")
    assert tuple(row) == ("waiting", "code")


async def test_a_role_that_does_not_exist_is_not_taken(owner, tmp_path: Path) -> None:
    refused = await say(tmp_path, "add", "--name", "金庫", "--kana", "きんこ", "--role", "vault", "--organisation", "x")
    assert refused.returncode == 2
    assert await owner.fetchval("select count(*) from staff") == 0
