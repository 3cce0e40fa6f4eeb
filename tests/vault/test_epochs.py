"""After a loss: the next record is sealed under a key that the lost phone never had, and nobody waits or loses a word."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from server.access import staffing
from server.envelope import frame, sealing, wrapping
from server.envelope.frame import CannotOpen
from server.vault.link import Answer
from tests.make import KIMURA, MORI, SATO, TANAKA
from tests.phone import Phone
from tests.vault.conftest import Office, Vault


@dataclass
class Home:
    """A household that Sato opened and everybody reads."""

    id: UUID
    sato: Phone
    tanaka: Phone
    mori: Phone


@pytest.fixture
async def home(office: Office) -> Home:
    sato, tanaka, mori = await office.enrol(SATO), await office.enrol(TANAKA), await office.enrol(MORI)
    house = sato.open_household({"name": "花の木 太郎"})
    note(sato, house, "佐藤の最初のメモ")
    await sato.sync()
    await office.vault.round()
    for phone in (tanaka, mori):
        await phone.pull()
    return Home(house, sato, tanaka, mori)


def note(phone: Phone, house: UUID, text: str) -> int:
    """The epoch it was sealed under."""
    phone.record(house, {"kind": "note.add", "text": text})
    return frame.parse(phone.outbox[-1].raw).epoch


def notes(phone: Phone, house: UUID) -> list[str]:
    return [one["text"] for one in phone.read(house) if one["kind"] == "note.add"]


async def lose(by: Phone, phone: Phone) -> None:
    await by.unlock()
    await by.call("POST", f"/devices/v1/{phone.device}/revoke", {"reason": "lost"})


async def epoch_of(office: Office, house: UUID) -> int:
    return await office.rows.fetchval("select epoch from bucket where id = $1", house)


async def stolen_reads(office: Office, thief: Phone) -> list[tuple[int, bytes]]:
    """Every record that the stolen phone's keys open in a copy of the whole database: epoch and text."""
    keys = set(thief.keys.values())
    for row in await office.rows.fetch("select bucket, epoch, device, wrap from key_wrap"):
        for device in (row["device"], thief.device):
            try:
                place = {"bucket": row["bucket"], "epoch": row["epoch"], "device": device}
                keys.add(wrapping.unwrap(row["wrap"], thief.kem, **place))
            except CannotOpen:
                continue
    found = []
    for row in await office.rows.fetch("select envelope from op order by seq"):
        envelope = frame.parse(row["envelope"])
        for key in keys:
            try:
                found.append((envelope.epoch, sealing.open_sealed(key, envelope)))
            except CannotOpen:
                continue
    return found


def said(reads: list[tuple[int, bytes]], text: str) -> bool:
    return any(text in raw.decode() for _, raw in reads)


async def test_what_tanaka_writes_after_the_loss_is_closed_to_satos_lost_phone(office: Office, home: Home) -> None:
    await lose(home.tanaka, home.sato)
    await office.vault.round()
    await home.tanaka.pull()
    assert note(home.tanaka, home.id, "紛失のあとの話") == 2
    await home.tanaka.sync()
    reads = await stolen_reads(office, home.sato)
    assert said(reads, "佐藤の最初のメモ"), "the thief's tools do work"
    assert {epoch for epoch, _ in reads} == {1}
    assert not said(reads, "紛失のあとの話")
    fresh = await office.enrol(SATO, "Pixel 9")
    await office.vault.round()
    for phone in (fresh, home.mori):
        await phone.pull()
        assert notes(phone, home.id) == ["佐藤の最初のメモ", "紛失のあとの話"]
        assert phone.refused_keys == []
    assert note(fresh, home.id, "新しい電話から") == 2
    assert await office.rows.fetchval("select count(*) from key_wrap where device = $1", home.sato.device) == 0
    await office.vault.round()
    assert await epoch_of(office, home.id) == 2, "one loss, one new key"


@pytest.mark.shows("F-20")
async def test_what_moris_phone_wrote_offline_under_the_old_key_arrives_and_is_read(office: Office, home: Home) -> None:
    assert note(home.mori, home.id, "電波のない一日") == 1
    await lose(home.tanaka, home.sato)
    await office.vault.round()
    assert [one["s"] for one in (await home.mori.push())["results"]] == ["applied"]
    fresh = await office.enrol(SATO, "Pixel 9")
    await office.vault.round()
    for phone in (home.tanaka, fresh, home.mori):
        await phone.pull()
        assert "電波のない一日" in notes(phone, home.id)
    assert note(home.mori, home.id, "次の日") == 2
    assert said(await stolen_reads(office, home.sato), "電波のない一日"), "as docs/threat-model.md says"


async def _ends_on_household(office: Office, home: Home) -> None:
    body = {"bucket": str(home.id), "staff": str(SATO.id), "reason": "handed_over"}
    await home.tanaka.call("POST", "/scope/v1/revokes", body)


async def _leaves(office: Office, home: Home) -> None:
    await staffing.leave(SATO.id, date(2026, 11, 1), staffing.By(), office.clock.now())


async def _ends_and_the_web_tier_keeps_it_to_itself(office: Office, home: Home) -> None:
    await lose(home.tanaka, home.sato)
    await office.rows.execute("update bucket set owed_seq = null")


@pytest.mark.parametrize("end", [_ends_on_household, _leaves, _ends_and_the_web_tier_keeps_it_to_itself])
async def test_every_end_of_satos_access_brings_a_new_key(
    office: Office, home: Home, end: Callable[[Office, Home], Any]
) -> None:
    await end(office, home)
    await office.vault.round()
    await home.tanaka.pull()
    assert note(home.tanaka, home.id, "そのあと") == 2
    await home.tanaka.sync()
    assert not said(await stolen_reads(office, home.sato), "そのあと")


async def test_a_loss_elsewhere_changes_no_key_here(office: Office, home: Home) -> None:
    kimura = await office.enrol(KIMURA)
    theirs = kimura.open_household()
    await kimura.sync()
    await office.vault.round()
    await lose(kimura, kimura)
    await office.vault.round()
    assert (await epoch_of(office, home.id), await epoch_of(office, theirs)) == (1, 2)


async def test_of_two_who_begin_at_once_one_key_remains_and_no_word_is_lost(office: Office, home: Home) -> None:
    await lose(home.tanaka, home.sato)
    await home.tanaka.pull()
    assert home.tanaka.owed == [{"bucket": str(home.id), "epoch": 1}]
    _, hers = home.tanaka.begin_key(home.id)
    assert note(home.tanaka, home.id, "同時に") == 1, "a key that is not taken yet seals no words"
    await office.vault.round()
    results = (await home.tanaka.push())["results"]
    assert [(one["s"], one.get("code")) for one in results] == [("rejected", "epoch_conflict"), ("applied", None)]
    await home.tanaka.pull()
    assert home.tanaka.keys[home.id, 2] != hers
    assert note(home.tanaka, home.id, "その次") == 2
    await home.tanaka.sync()
    await home.mori.pull()
    assert notes(home.mori, home.id) == ["佐藤の最初のメモ", "同時に", "その次"]


@pytest.mark.parametrize(("has_heard", "stays"), [(True, 2), (False, 3)])
async def test_the_vault_may_be_the_one_who_came_second(
    office: Office, home: Home, monkeypatch: pytest.MonkeyPatch, has_heard: bool, stays: int
) -> None:
    """A key begun before the root's word of the loss could be reached is followed by another: it may have been wrapped
    for the lost phone as well."""
    await lose(home.tanaka, home.sato)
    await home.tanaka.pull()
    write, hers = office.vault.feed._pen.write, b""

    async def late(words: Any) -> Any:
        nonlocal hers
        if not hers:
            if has_heard:
                await home.tanaka.pull()
            _, hers = home.tanaka.begin_key(home.id)
            await home.tanaka.push()
        return await write(words)

    monkeypatch.setattr(office.vault.feed._pen, "write", late)
    await office.vault.round()
    await office.vault.round()
    await home.tanaka.pull()
    assert home.tanaka.keys[home.id, 2] == hers
    assert office.vault.feed._opener.key(home.id, 2) == hers
    assert note(home.tanaka, home.id, "わたしの鍵で") == stays
    await home.tanaka.sync()
    await home.mori.pull()
    assert "わたしの鍵で" in notes(home.mori, home.id)
    assert await epoch_of(office, home.id) == stays


class Killed(BaseException):
    """The process is gone; nothing of it cleans up."""


async def _killed_after(vault: Vault, calls: int) -> bool:
    """One round of a vault that is killed after so many calls, the last one heard by the server; whether it came to that."""
    send, left = vault.carrier.send, calls

    async def until_killed(method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answer:
        nonlocal left
        answer = await send(method, path, headers, body)
        left -= 1
        if left <= 0:
            raise Killed
        return answer

    vault.carrier.send = until_killed
    try:
        await vault.round()
    except Killed:
        return True
    finally:
        vault.carrier.send = send
    return False


@pytest.mark.shows("F-01")
async def test_killed_between_any_two_steps_the_vault_ends_with_one_new_key(office: Office, home: Home) -> None:
    await lose(home.tanaka, home.sato)
    calls, killed = 1, True
    while killed:
        killed = await _killed_after(office.vault, calls)
        office.vault.die()
        office.vault.wake()
        calls += 1
    assert calls > 8, "it was never killed at a step that matters"
    await home.tanaka.pull()
    assert await epoch_of(office, home.id) == 2
    assert note(home.tanaka, home.id, "落ちても") == 2
    await home.tanaka.sync()
    await home.mori.pull()
    assert "落ちても" in notes(home.mori, home.id)
    assert not said(await stolen_reads(office, home.sato), "落ちても")
