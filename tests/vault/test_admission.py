"""A ghost in the database is nobody: the vault certifies upon a colleague's signed word, and upon nothing else."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml

from server.box import Box, _vault
from server.envelope import signing
from server.envelope.approval import sign_approval, subject_of
from server.envelope.encoding import b64u
from server.vault import __main__ as command
from server.vault import admission, journal
from server.vault.keys import NotReady, only_one
from tests.house.tree import read
from tests.make import KIMURA, MORI, SATO, SOUTH, TANAKA, DeviceRow, Person, hand_out, person, settle
from tests.phone import Phone
from tests.vault.conftest import Office

OKADA = person(TANAKA, name="岡田 修", center=SOUTH)
BOSS = person(TANAKA, name="島田 進", role="administrator", center=None)
FORCE = "update device set state = 'active', approved_at = $2, approval_jws = $3 where id = $1"


@pytest.fixture
async def tanaka(office: Office) -> Phone:
    """Let in at the start; from then on the vault trusts no terminal but its own."""
    await settle(office.rows, OKADA, BOSS)
    phone = await office.enrol(TANAKA)
    office.vault.distrust_terminal()
    return phone


async def force(office: Office, row: dict[str, Any], approval: str | None) -> None:
    """What a web tier in the wrong hands can always do."""
    await office.rows.execute(FORCE, UUID(row["id"]), office.clock.now(), approval)


async def must_refuse(office: Office, row: dict[str, Any], why: str) -> None:
    await office.vault.round()
    await office.vault.round()
    assert office.refusals() == [(row["id"], why)]
    certified = "select count(*) from statement where kind = 'device' and subject = $1"
    assert await office.rows.fetchval(certified, UUID(row["id"])) == 0
    assert await office.rows.fetchval("select count(*) from key_wrap where device = $1", UUID(row["id"])) == 0


async def test_tanakas_signed_word_lets_satos_phone_in(office: Office, tanaka: Phone) -> None:
    phone, row = await office.knock(tanaka, SATO)
    await office.vault.round()
    assert await office.standing(phone) == ("pending", False)
    assert await tanaka.approve(row) == {"state": "active"}
    await office.vault.round()
    assert await office.standing(phone) == ("active", True)
    lines = journal.read(office.vault.keys.folder / "openings.jsonl")
    assert [line["by"] for line in lines if line["verb"] == "certify"][-1] == str(tanaka.device)


async def test_a_ghost_put_into_the_database_is_never_certified_and_gets_no_key(office: Office, tanaka: Phone) -> None:
    house = tanaka.open_household({"name": "花の木 太郎"})
    await tanaka.push()
    keys = [signing.point_of(signing.new_key()) for _ in range(3)]
    ghost = await hand_out(
        office.rows, DeviceRow(owner=TANAKA, label="ghost", kem_key=keys[0], sign_key=keys[1], upload_key=keys[2])
    )
    await must_refuse(office, {"id": str(ghost)}, "no approval")
    wanted = await office.vault.link.call("GET", "/keys/v1/wanted?limit=500")
    for one in wanted["wanted"]:
        assert office.vault.feed._steward._wrap(one) is None
    want = {"bucket": str(house), "epoch": 1, "device": str(ghost), "staff": str(TANAKA.id), "role": "center"}
    assert office.vault.feed._steward._wrap(want | {"basis": "internal_use"}) is None


async def test_an_outreach_worker_admits_nobody(office: Office, tanaka: Phone) -> None:
    sato, row = await office.knock(tanaka, SATO)
    await tanaka.approve(row)
    await office.vault.round()
    _, other = await office.knock(tanaka, MORI)
    await force(office, other, sato.approval(other, iat=tanaka.server_time))
    await must_refuse(office, other, "approver may not approve")


async def test_a_lost_device_admits_nobody_even_in_the_moment_it_is_lost(office: Office, tanaka: Phone) -> None:
    _, row = await office.knock(tanaka, SATO)
    await tanaka.approve(row)
    await office.rows.execute("update device set state = 'lost' where id = $1", tanaka.device)
    await must_refuse(office, row, "approver's device has ended")
    assert tanaka.device in office.vault.journal.ended()
    office.vault.die()
    office.vault.wake()
    assert tanaka.device in office.vault.journal.ended(), "a directory told anew may leave the loss out"


async def test_a_loss_the_directory_leaves_out_is_remembered(office: Office, tanaka: Phone) -> None:
    _, row = await office.knock(tanaka, SATO)
    await office.vault.round()
    told = {**row, "device": row["id"], "name": row["staff_name"]}
    given = tanaka.approval(row), office.vault.feed._trust
    here = {"now": office.clock.now(), "trust_terminal": False}
    assert admission.judge(subject_of(told), *given, ended=set(), **here).why_not == ""
    ended = {tanaka.device}
    assert admission.judge(subject_of(told), *given, ended=ended, **here).why_not == "approver's device has ended"


async def test_a_coordinator_of_another_ward_admits_nobody_here(office: Office, tanaka: Phone) -> None:
    office.vault.trust_terminal = True
    office.vault.die()
    office.vault.wake()
    okada = await office.enrol(OKADA)
    office.vault.distrust_terminal()
    _, row = await office.knock(tanaka, SATO)
    await force(office, row, okada.approval(row))
    await must_refuse(office, row, "approver of another center")


async def test_nobody_admits_a_second_device_of_their_own(office: Office, tanaka: Phone) -> None:
    _, row = await office.knock(tanaka, TANAKA, "iPad")
    await force(office, row, tanaka.approval(row))
    await must_refuse(office, row, "own approval")


@pytest.mark.parametrize("name", ["kem_key", "sign_key"])
async def test_keys_exchanged_after_the_approval_are_not_certified(office: Office, tanaka: Phone, name: str) -> None:
    _, row = await office.knock(tanaka, SATO)
    await tanaka.approve(row)
    other = signing.point_of(signing.new_key())
    await office.rows.execute(f"update device set {name} = $2 where id = $1", UUID(row["id"]), other)
    await must_refuse(office, row, "approval of something else")


@pytest.mark.parametrize(
    "change", [f"role = 'coordinator' where id = '{SATO.id}'", f"center = '{SOUTH}' where id = '{SATO.id}'"]
)
async def test_nobody_is_promoted_or_moved_behind_an_approval(office: Office, tanaka: Phone, change: str) -> None:
    _, row = await office.knock(tanaka, SATO)
    await tanaka.approve(row)
    await office.rows.execute(f"update staff set {change}")
    await must_refuse(office, row, "approval of something else")


async def test_an_approval_of_one_device_does_not_admit_another(office: Office, tanaka: Phone) -> None:
    _, row = await office.knock(tanaka, SATO)
    _, other = await office.knock(tanaka, SATO, "Pixel 9")
    await force(office, other, tanaka.approval(row))
    await must_refuse(office, other, "approval of something else")


async def test_an_approval_signed_by_nobody_we_know_or_by_another_key_is_refused(office: Office, tanaka: Phone) -> None:
    _, row = await office.knock(tanaka, SATO)
    told = subject_of({**row, "device": row["id"], "name": row["staff_name"]})
    now = int(office.clock.now().timestamp())
    await force(office, row, sign_approval(told, now, signing.new_key(), uuid4()))
    await must_refuse(office, row, "approver without a certificate")
    await force(office, row, sign_approval(told, now, signing.new_key(), tanaka.device))
    await office.vault.round()
    await force(office, row, "not.a.statement")
    await office.vault.round()
    assert [why for _, why in office.refusals()[1:]] == ["approval does not hold"]


async def test_an_approval_runs_out_after_a_week_and_can_be_given_again(office: Office, tanaka: Phone) -> None:
    phone, row = await office.knock(tanaka, SATO)
    await tanaka.approve(row)
    office.clock.forward(days=8)
    await must_refuse(office, row, "approval too old")
    await tanaka.unlock()
    await tanaka.approve(row)
    await office.vault.round()
    assert await office.standing(phone) == ("active", True)


async def test_no_keeper_comes_in_by_the_door(office: Office) -> None:
    """A second vault would be given the key of every new household."""
    keeper = person(name="金庫", role="vault", center=None)
    await settle(office.rows, keeper)
    points = [signing.point_of(signing.new_key()) for _ in range(3)]
    ghost = await hand_out(
        office.rows, DeviceRow(owner=keeper, kem_key=points[0], sign_key=points[1], upload_key=points[2])
    )
    await must_refuse(office, {"id": str(ghost)}, "a keeper is made at the key ceremony only")


def given(office: Office, device: UUID, check_code: str) -> argparse.Namespace:
    words = ["certify", str(device), "--check-code", check_code, "--data-dir", str(office.vault.data_dir)]
    return command._arguments().parse_args([*words, "--server", "https://kasane.example.jp"])


async def terminal_phone(office: Office, who: Person) -> Phone:
    from server.devices.service import make_code
    from tests.conftest import ORIGIN
    from tests.vault.conftest import asgi

    secret = await make_code(who.id, created_by=None, now=office.clock.now(), preapproved=True)
    link = f"{ORIGIN}/enrol#{b64u(secret)}.{b64u(office.vault.keys.root_print)}"
    return await Phone.enrol(asgi(office.app), link, "PC")


async def test_the_first_administrator_is_certified_at_the_vaults_own_host_and_lets_kimura_in(
    office: Office, tanaka: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    @asynccontextmanager
    async def here(server: str) -> AsyncIterator[Any]:
        yield office.vault.carrier

    monkeypatch.setattr(command, "carrier", here)
    boss = await terminal_phone(office, BOSS)
    await must_refuse(office, {"id": str(boss.device)}, "no approval")
    wrong = f"{(int(boss.check_code) + 1) % 1_000_000:06d}"
    with pytest.raises(NotReady, match="一致しません"):
        await command._certify(given(office, boss.device, wrong))
    with pytest.raises(NotReady, match=f"{boss.device}  {BOSS.name}"):
        await command._certify(given(office, uuid4(), boss.check_code))
    assert await command._certify(given(office, boss.device, boss.check_code)) == 0
    await office.vault.round()
    assert await office.standing(boss) == ("active", True)

    await boss.unlock()
    kimura, row = await office.knock(boss, KIMURA)
    await boss.approve(row)
    await office.vault.round()
    assert await office.standing(kimura) == ("active", True)
    # Both processes wrote into one journal, line after line.
    verbs = [line["verb"] for line in journal.read(office.vault.keys.folder / "openings.jsonl")]
    assert verbs[-2:] == ["certify", "certify"]


async def test_a_folder_has_one_running_vault(office: Office) -> None:
    folder = office.vault.keys.folder
    with only_one(folder), pytest.raises(NotReady, match="すでに動いています"), only_one(folder):
        pass
    with only_one(folder):
        pass


def test_only_the_single_box_trusts_its_terminal(tmp_path: Any) -> None:
    assert "--trust-terminal" in _vault(Box(data_dir=tmp_path, port=22101), {}).words
    assert "--trust-terminal" not in yaml.safe_load(read("compose.yaml"))["services"]["vault"]["command"]
    words = ["run", "--data-dir", str(tmp_path), "--server", "http://127.0.0.1:22102"]
    assert command._arguments().parse_args(words).trust_terminal is False


def test_the_week_counts_both_ways() -> None:
    from server.envelope.approval import Approval
    from tests.fakes import OPENING

    of: Any = None
    now = OPENING.timestamp()
    for days, fresh in ((7, True), (-7, True), (8, False), (-8, False)):
        assert Approval(of, int((OPENING + timedelta(days=days)).timestamp())).is_fresh(now) is fresh
