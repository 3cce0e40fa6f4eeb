"""With the whole web tier in the wrong hands: a key granted by somebody who may not is refused by phone and vault."""

from typing import Any
from uuid import UUID

import pytest

from server.envelope import epochs, frame, sealing
from server.envelope.encoding import b64u, from_b64u
from server.vault import journal
from tests.make import KIMURA, MORI, SATO, TANAKA
from tests.phone import Phone
from tests.vault.conftest import Office, Vault
from tests.vault.test_epochs import Home, epoch_of, home, lose, note, notes

__all__ = ["home"]


async def plant(office: Office, house: UUID, thief: Phone, to: list[UUID], *, n: int) -> bytes:
    """Epoch 2 straight into the tables, past every rule of the web tier; `n` as the thief would like it to be."""
    key = sealing.new_household_key()
    check = sealing.key_check(key, house, 2)
    await office.rows.execute("update bucket set epoch = 2, owed_seq = null where id = $1", house)
    await office.rows.execute("insert into bucket_epoch values ($1, 2, $2, $3, 0)", house, check, thief.device)
    thief.trust.head, before = n, thief.trust.head
    for device in to:
        certificate = office.vault.feed._trust.certificate(device)
        assert certificate is not None
        laid = thief._wrap(house, 2, key, check, device, certificate.kem_key, "lead")
        await office.rows.execute("update sync_clock set seq = seq + 1")
        await office.rows.execute(
            "insert into key_wrap (bucket, epoch, device, wrap, grant_jws, granter, seq)"
            " select $1, 2, $2, $3, $4, $5, seq from sync_clock",
            house, device, from_b64u(laid["wrap"]), laid["grant"], thief.device,
        )  # fmt: skip
    thief.trust.head = before
    return key


def refusals(vault: Vault) -> list[tuple[int, str]]:
    lines = journal.read(vault.keys.folder / "openings.jsonl")
    return [(line["epoch"], line["why"]) for line in lines if line["verb"] == "refuse_key"]


@pytest.mark.parametrize("n", [0, 3, 10_000])
async def test_a_lost_phone_plants_no_key_whatever_date_it_writes(office: Office, home: Home, n: int) -> None:
    await lose(home.tanaka, home.sato)
    await office.vault.round()
    await home.tanaka.pull()
    await office.rows.execute("delete from key_wrap where epoch = 2")
    await office.rows.execute("delete from op where epoch = 2")
    await office.rows.execute("delete from bucket_epoch where epoch = 2")
    theirs = await plant(office, home.id, home.sato, [home.mori.device], n=n)
    await home.mori.pull()
    assert home.mori.refused_keys == [(home.id, 2, "ended")]
    assert theirs not in home.mori.keys.values()
    assert note(home.mori, home.id, "わたしのメモ") == 1


async def test_the_vault_refuses_it_says_so_and_begins_the_one_after(office: Office, home: Home) -> None:
    await office.vault.round()
    await office.rows.execute("update device set state = 'lost' where id = $1", home.sato.device)
    certify = office.vault.feed._steward.certify

    async def and_plant(told: Any) -> bool:
        grew = await certify(told)
        await plant(office, home.id, home.sato, [office.vault.keys.device, home.tanaka.device], n=0)
        return grew

    office.vault.feed._steward.certify = and_plant
    await office.vault.round()
    office.vault.feed._steward.certify = certify
    await office.vault.round()
    await office.vault.round()
    assert (2, "ended") in refusals(office.vault)
    with pytest.raises(frame.CannotOpen):
        office.vault.feed._opener.key(home.id, 2)
    assert await epoch_of(office, home.id) == 3
    await home.tanaka.pull()
    assert (home.id, 2, "ended") in home.tanaka.refused_keys
    assert note(home.tanaka, home.id, "そのあと") == 3
    await home.tanaka.sync()
    await home.mori.pull()
    assert "そのあと" in notes(home.mori, home.id)


async def test_kimuras_phone_of_another_ward_plants_no_key_here(office: Office, home: Home) -> None:
    kimura = await office.enrol(KIMURA)
    await plant(office, home.id, kimura, [office.vault.keys.device, home.mori.device], n=kimura.trust.head)
    await office.vault.round()
    await home.mori.pull()
    assert (2, "another center") in refusals(office.vault)
    assert home.mori.refused_keys == [(home.id, 2, "another center")]
    assert await epoch_of(office, home.id) == 3
    await office.vault.round()
    await home.mori.pull()
    assert note(home.mori, home.id, "そのあと") == 3


async def test_a_colleague_without_the_right_begins_nothing(office: Office, home: Home) -> None:
    await plant(office, home.id, home.mori, [office.vault.keys.device, home.tanaka.device], n=home.mori.trust.head)
    await office.vault.round()
    await home.tanaka.pull()
    assert (2, "role") in refusals(office.vault)
    assert home.tanaka.refused_keys == [(home.id, 2, "role")]


async def test_another_key_never_takes_the_place_of_one_that_was_accepted(office: Office, home: Home) -> None:
    """Tanaka may begin keys; not even she exchanges one."""
    known = office.vault.feed._opener.key(home.id, 1)
    key = sealing.new_household_key()
    check = sealing.key_check(key, home.id, 1)
    vault = office.vault.feed._trust.certificate(office.vault.keys.device)
    assert vault is not None
    laid = home.tanaka._wrap(home.id, 1, key, check, vault.device, vault.kem_key, "vault")
    reply = {
        "gone": [], "keys": [{"bucket": str(home.id), "epoch": 1, "key_check": b64u(check), **laid}], "ops": [],
        "scope": {}, "alerts": [], "owed": [], "cursor": "c", "gen": office.vault.shelf.fact("gen"),
    }  # fmt: skip
    office.vault.shelf.take(reply, [])
    office.vault.feed._opener.accept(reply["keys"])
    assert office.vault.feed._opener.key(home.id, 1) == known
    assert refusals(office.vault) == [(1, "another key")]


async def test_with_an_empty_shelf_the_vault_still_reads_what_a_lost_phone_opened(office: Office, home: Home) -> None:
    """It granted the key to itself as soon as it had it; Sato's own word would not count any more."""
    await office.vault.round()
    await lose(home.tanaka, home.sato)
    await office.vault.round()
    office.vault.die()
    for path in office.vault.keys.folder.glob("shelf*"):
        path.unlink()
    office.vault.wake()
    await office.vault.round()
    opened = office.vault.feed._opener.household(str(home.id), "test")
    assert [op.payload.get("text") for op in opened.ops if op.payload["kind"] == "note.add"] == ["佐藤の最初のメモ"]
    assert refusals(office.vault) == []


async def test_a_household_that_a_lost_phone_delivers_late_is_read_and_gets_another_key_at_once(office: Office) -> None:
    sato, tanaka = await office.enrol(SATO), await office.enrol(TANAKA)
    house = sato.open_household({"name": "花の木 太郎"})
    await lose(tanaka, sato)
    await office.vault.round()
    await sato.push(unlocked=False)
    held = (await tanaka.call("GET", "/sync/v1/held"))["held"]
    assert [one["bucket"] for one in held] == [str(house)]
    await tanaka.call("POST", f"/sync/v1/held/{held[0]['op_id']}/release", {})
    await office.vault.round()
    await office.vault.round()
    await tanaka.pull()
    assert tanaka.read(house)[0]["fields"]["name"] == "花の木 太郎"
    assert note(tanaka, house, "引き継ぎ") == 2


def test_the_roles_that_grant_are_those_the_web_tier_lets_begin() -> None:
    from server.scope import rules

    roles = {"outreach_worker", "community_coordinator", "coordinator", "office", "manager", "center_head", "agency"}
    lead = {role for role in roles if rules.may_begin_epoch(role, "26101", "lead", "26101")}
    assert lead == set(epochs.BEGINS)
    assert {role for role in roles if rules.may_begin_epoch(role, "26101", "co", "26101")} == set(rules.BEGINNERS)
    assert not any(rules.may_begin_epoch(role, "26107", "lead", "26101") for role in roles)
    assert MORI.role not in epochs.BEGINS
