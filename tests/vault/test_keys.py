"""The vault starts only with its own keys, kept to itself; and it says of every opening that it happened."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from server.envelope.encoding import from_b64u
from server.envelope.frame import CannotOpen
from server.envelope.trust import Trust
from server.vault import __main__ as command
from server.vault import journal, keys
from server.vault.journal import Broken, Journal
from server.vault.keys import FileKeys, NotReady
from server.vault.shelf import Shelf
from tests.fakes import OPENING


def test_the_ceremony_makes_private_files_and_a_public_bundle(tmp_path: Path) -> None:
    assert command.main(["init", "--data-dir", str(tmp_path), "--office", "京都市"]) == 0
    folder = tmp_path / "vault"
    assert folder.stat().st_mode & 0o777 == 0o700
    names = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert names == dict.fromkeys(("root.pem", "kem.pem", "sign.pem", "recovery.key", "identity.json"), 0o600)
    bundle = (tmp_path / "bootstrap.json").read_text()
    assert "PRIVATE" not in bundle
    told = json.loads(bundle)
    trust = Trust(FileKeys.read(folder).root_print)
    for n, statement in enumerate(
        (told["root_statement"], told["vault"]["statement"], told["recovery"]["statement"]), 1
    ):
        trust.take(n, statement)
    assert trust.office == "京都市"
    assert sorted(one.role for one in trust.recipients()) == ["recovery", "vault"]


def test_a_second_ceremony_does_not_replace_the_keys(tmp_path: Path) -> None:
    keys.make(tmp_path, "京都市", OPENING)
    before = (tmp_path / "vault" / "root.pem").read_bytes()
    assert command.main(["init", "--data-dir", str(tmp_path), "--office", "京都市"]) == 2
    assert (tmp_path / "vault" / "root.pem").read_bytes() == before


def test_a_ceremony_that_broke_off_can_be_held_again(tmp_path: Path) -> None:
    (tmp_path / "vault.new").mkdir()
    (tmp_path / "vault.new" / "root.pem").write_text("half")
    FileKeys.read(keys.make(tmp_path, "京都市", OPENING))


@pytest.mark.parametrize("name", ["root.pem", "kem.pem", "sign.pem", "identity.json"])
@pytest.mark.shows("F-20")
def test_the_vault_does_not_start_without_a_key_or_with_one_others_may_read(tmp_path: Path, name: str) -> None:
    folder = keys.make(tmp_path, "京都市", OPENING)
    (folder / name).chmod(0o640)
    with pytest.raises(NotReady, match="chmod"):
        FileKeys.read(folder)
    (folder / name).unlink()
    with pytest.raises(NotReady, match="控え"):
        FileKeys.read(folder)


def test_the_vault_does_not_start_from_an_open_folder_or_an_empty_one(tmp_path: Path) -> None:
    words = ["run", "--data-dir", str(tmp_path), "--server", "http://127.0.0.1:21199"]
    assert command.main(words) == 2
    keys.make(tmp_path, "京都市", OPENING).chmod(0o755)
    assert command.main(words) == 2


def test_the_recovery_key_can_be_taken_away(tmp_path: Path) -> None:
    folder = keys.make(tmp_path, "京都市", OPENING)
    assert FileKeys.read(folder).recovery_is_here
    (folder / keys.RECOVERY).unlink()
    assert not FileKeys.read(folder).recovery_is_here


def test_another_offices_root_is_refused(tmp_path: Path) -> None:
    keys.make(tmp_path / "a", "京都市", OPENING)
    keys.make(tmp_path / "b", "大阪市", OPENING)
    other = json.loads((tmp_path / "b" / "bootstrap.json").read_text())
    with pytest.raises(CannotOpen):
        Trust(FileKeys.read(tmp_path / "a" / "vault").root_print).take(1, other["root_statement"])
    assert len(from_b64u(other["vault"]["kem_key"])) == 65


def _journal(tmp_path: Path) -> tuple[Journal, Path]:
    path = tmp_path / "openings.jsonl"
    return Journal(path, Shelf(tmp_path / "shelf.sqlite")), path


@pytest.mark.shows("F-01")
def test_the_journal_goes_on_after_a_restart_and_after_a_cut_line(tmp_path: Path) -> None:
    written, path = _journal(tmp_path)
    written.opening(OPENING, uuid4(), "escalation", 2)
    written.close()
    with path.open("a") as file:
        file.write('{"n":2,"ver')
    again, _ = _journal(tmp_path)
    again.opening(OPENING, uuid4(), "escalation", 1)
    assert [line["n"] for line in journal.read(path)] == [1, 2]
    assert [line["count"] for line in again.untold()] == [2, 1]
    again.told(1)
    assert [line["count"] for line in again.untold()] == [1]


def test_a_journal_that_was_changed_stops_the_vault(tmp_path: Path) -> None:
    written, path = _journal(tmp_path)
    for count in (1, 2, 3):
        written.opening(OPENING, uuid4(), "escalation", count)
    written.close()
    whole = path.read_text()
    lines = whole.splitlines(keepends=True)
    for changed in (whole.replace('"count":2', '"count":1'), lines[0] + lines[2], lines[1] + lines[2], "x\n" + whole):
        path.write_text(changed)
        with pytest.raises(Broken):
            journal.read(path)
