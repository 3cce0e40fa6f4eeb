"""From center to center with the real vault: what is written afterwards opens in the south, and no longer in the north."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.envelope.transfer import Move, sign_move
from server.vault import journal
from tests.make import KIMURA, NORTH, SOUTH, TANAKA, person, settle
from tests.phone import Phone, Refused
from tests.vault.conftest import Office
from tests.vault.test_epochs import Home, epoch_of, home, lose, note, notes, said, stolen_reads

__all__ = ["home"]

OKADA = person(TANAKA, name="岡田 千春", kana="おかだ ちはる", center=SOUTH, organisation="南区役所 健康長寿推進課")
ROUTE = "/transfers/v1/transfers"


@dataclass
class South:
    okada: Phone
    kimura: Phone


@pytest.fixture
async def south(office: Office, home: Home) -> South:
    await settle(office.rows, OKADA)
    okada, kimura = await office.enrol(OKADA), await office.enrol(KIMURA)
    for phone in (home.sato, home.tanaka, home.mori):
        await phone.learn_directory()
    return South(okada, kimura)


def word(by: Phone, transfer: UUID, house: UUID, act: Any, from_center: str = NORTH, to_center: str = SOUTH) -> str:
    return sign_move(Move(transfer, house, from_center, to_center), act, by.server_time, by.signer, by.device)


async def hand_over(home: Home, south: South) -> UUID:
    transfer = uuid4()
    asked = {"id": str(transfer), "bucket": str(home.id), "to_center": SOUTH}
    await home.tanaka.call("POST", ROUTE, asked | {"word": word(home.tanaka, transfer, home.id, "ask")})
    answer = {"lead": str(KIMURA.id), "word": word(south.okada, transfer, home.id, "accept")}
    await south.okada.call("POST", f"{ROUTE}/{transfer}/accept", answer)
    return transfer


def acts(office: Office, verb: str) -> list[dict[str, Any]]:
    return [one for one in journal.read(office.vault.keys.folder / "openings.jsonl") if one["verb"] == verb]


async def test_the_south_reads_all_of_it_and_what_it_writes_is_closed_to_the_north(
    office: Office, home: Home, south: South
) -> None:
    await office.vault.round()
    await hand_over(home, south)
    await office.vault.round()
    for phone in (south.okada, south.kimura):
        await phone.pull()
        assert notes(phone, home.id) == ["佐藤の最初のメモ"]
        assert phone.refused_keys == []
    assert note(south.kimura, home.id, "南区での初めての訪問") == 2
    await south.kimura.sync()
    await south.okada.pull()
    assert notes(south.okada, home.id) == ["佐藤の最初のメモ", "南区での初めての訪問"]
    for phone in (home.sato, home.tanaka, home.mori):
        kept = dict(phone.keys)
        await phone.pull()
        assert phone.gone == [{"bucket": str(home.id), "reason": "handed_over"}]
        assert phone.ops == {}
        phone.keys = kept  # as if it had not obeyed
        reads = await stolen_reads(office, phone)
        assert said(reads, "佐藤の最初のメモ")
        assert not said(reads, "南区での初めての訪問")
    assert office.vault.shelf.center_of(str(home.id)) == SOUTH
    assert [(one["from_center"], one["to_center"]) for one in acts(office, "move")] == [(NORTH, SOUTH)]


async def test_from_then_on_a_key_counts_on_the_souths_word_and_not_on_the_norths(
    office: Office, home: Home, south: South
) -> None:
    await office.vault.round()
    await hand_over(home, south)
    await office.vault.round()
    await south.okada.pull()
    await office.rows.execute("update bucket set owed_seq = 1 where id = $1", home.id)
    await south.okada.pull()
    epoch, key = south.okada.begin_key(home.id)
    await south.okada.push()
    await office.vault.round()
    assert office.vault.feed._opener.key(home.id, epoch) == key
    await lose(south.okada, south.kimura)
    await office.vault.round()
    assert await epoch_of(office, home.id) > epoch, "Kimura leads it: her lost phone owes it another key"


async def test_before_the_vault_has_the_keys_okada_cannot_accept_and_later_she_can(
    office: Office, home: Home, south: South
) -> None:
    house = home.sato.open_household({"name": "山の端 花子"})
    await home.sato.sync()
    await home.tanaka.pull()
    transfer = uuid4()
    asked = {"id": str(transfer), "bucket": str(house), "to_center": SOUTH}
    await home.tanaka.call("POST", ROUTE, asked | {"word": word(home.tanaka, transfer, house, "ask")})
    answer = {"lead": str(KIMURA.id), "word": word(south.okada, transfer, house, "accept")}
    with pytest.raises(Refused, match="keys_not_ready"):
        await south.okada.call("POST", f"{ROUTE}/{transfer}/accept", answer)
    await office.vault.round()
    await south.okada.call("POST", f"{ROUTE}/{transfer}/accept", answer)
    await office.vault.round()
    await south.kimura.pull()
    assert len(south.kimura.read(house)) == 1


async def test_a_web_tier_in_the_wrong_hands_moves_no_household(office: Office, home: Home, south: South) -> None:
    await office.vault.round()
    await office.rows.execute("update bucket set center = $2 where id = $1", home.id, SOUTH)
    await office.rows.execute("update sync_clock set seq = seq + 1")
    await office.rows.execute(
        "insert into scope_event select c.seq, g.staff, g.bucket, 'grant', g.role, g.basis, 'moved', null, now()"
        " from scope_grant g, sync_clock c where g.bucket = $1", home.id
    )  # fmt: skip
    await office.vault.round()
    assert office.vault.shelf.center_of(str(home.id)) == NORTH
    assert [one["to_center"] for one in acts(office, "no_move")] == [SOUTH]
    await office.vault.round()
    assert len(acts(office, "no_move")) == 1


@pytest.mark.parametrize("fault", ["kimura accepts", "tanaka accepts", "another household", "asked by okada", "lost"])
async def test_a_move_needs_the_word_of_each_side(office: Office, home: Home, south: South, fault: str) -> None:
    await office.vault.round()
    transfer, other = uuid4(), uuid4()
    asked = word(south.okada if fault == "asked by okada" else home.tanaka, transfer, home.id, "ask")
    by = {"kimura accepts": south.kimura, "tanaka accepts": home.tanaka}.get(fault, south.okada)
    accepted = word(by, transfer, other if fault == "another household" else home.id, "accept")
    if fault == "lost":
        await lose(home.tanaka, home.tanaka)
        await office.vault.round()
    moving = office.vault.feed._moving
    assert moving._walk(home.id, NORTH, [{"asked": asked, "accepted": accepted}]) == (NORTH, [])


async def test_old_words_bring_no_household_back(office: Office, home: Home, south: South) -> None:
    await office.vault.round()
    transfer = await hand_over(home, south)
    await office.vault.round()
    back = uuid4()
    asked = {"id": str(back), "bucket": str(home.id), "to_center": NORTH}
    ask = word(south.okada, back, home.id, "ask", SOUTH, NORTH)
    await south.okada.call("POST", ROUTE, asked | {"word": ask})
    accept = word(home.tanaka, back, home.id, "accept", SOUTH, NORTH)
    await home.tanaka.call("POST", f"{ROUTE}/{back}/accept", {"lead": home.sato.staff["id"], "word": accept})
    await office.vault.round()
    assert office.vault.shelf.center_of(str(home.id)) == NORTH
    rows = await office.rows.fetch("select asked_jws as asked, accepted_jws as accepted from transfer order by seq")
    told = [dict(row) for row in rows]
    assert office.vault.feed._moving._walk(home.id, NORTH, told) == (NORTH, [])
    assert office.vault.shelf.was_used(str(transfer))
    await home.sato.pull()
    assert notes(home.sato, home.id) == ["佐藤の最初のメモ"]
