"""From Sato's phone to the vault and back: opened once, judged once, one alert, keys only for whom the office let in."""

from typing import Any
from uuid import UUID

import pytest

from server.envelope import frame, sealing, signing, wrapping
from server.envelope.encoding import b64u
from server.vault import escalation, journal
from tests.make import KIMURA, MORI, SATO, TANAKA, person, settle
from tests.vault.conftest import Office
from tests.vault.records import visit, worried


async def _alerts(office: Office) -> list[Any]:
    return await office.rows.fetch("select id, level, state, bucket, trigger_op from alert order by seq")


async def _verdicts(office: Office, bucket: UUID) -> int:
    device = office.vault.keys.device
    return await office.rows.fetchval(
        "select count(*) from op where bucket = $1 and device = $2 and kind = 1", bucket, device
    )


async def test_satos_worry_becomes_one_alert_that_phone_and_vault_name_alike(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household({"name": "仮）花の木町"})
    seen = sato.record(house, worried(2))
    await sato.push()
    await office.vault.round()
    alerts = await _alerts(office)
    assert [(row["id"], row["level"]) for row in alerts] == [(sato.alert_id(house, seen), 2)]
    await office.vault.round()
    assert len(await _alerts(office)) == 1
    assert await _verdicts(office, house) == 1
    await sato.pull()
    told = [one for one in sato.read(house) if one["kind"] in ("verdict", "alert.raised")]
    assert {(one["kind"], one["target"], one["level"]) for one in told} == {
        ("verdict", str(seen), 2), ("alert.raised", str(seen), 2),
    }  # fmt: skip


async def test_an_alert_the_phone_raised_itself_is_not_raised_again(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    seen = sato.record(house, worried(2))
    alert = str(sato.alert_id(house, seen))
    raised = {
        "kind": "alert.raised",
        "alert": alert,
        "target": str(seen),
        "level": 2,
        "rules": [],
        "catalogue": "",
        "note": "",
    }
    effect = {"k": "alert.raise", "alert": alert, "level": 2, "observed_at": "2026-11-24T00:30:00Z"}
    sato.record(house, raised, [effect])
    await sato.push()
    await office.vault.round()
    assert [(str(row["id"]), row["level"]) for row in await _alerts(office)] == [(alert, 2)]
    await sato.pull()
    assert "alert.raised" not in {one["kind"] for one in sato.read(house) if one["device"] == str(office.vault.keys.device)}


async def test_the_vault_lifts_an_alert_the_phone_rated_too_low(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    seen = sato.record(house, worried(1))
    alert = str(sato.alert_id(house, seen))
    raised = {
        "kind": "alert.raised",
        "alert": alert,
        "target": str(seen),
        "level": 3,
        "rules": [],
        "catalogue": "",
        "note": "",
    }
    effect = {"k": "alert.raise", "alert": alert, "level": 3, "observed_at": "2026-11-24T00:30:00Z"}
    sato.record(house, raised, [effect])
    await sato.push()
    await office.vault.round()
    assert [(str(row["id"]), row["level"]) for row in await _alerts(office)] == [(alert, 1)]


async def test_a_quiet_visit_gets_a_verdict_and_no_alert(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    sato.record(house, visit(result="met", facts="お変わりなし。"))
    await sato.push()
    await office.vault.round()
    assert await _alerts(office) == []
    assert await _verdicts(office, house) == 1


@pytest.mark.shows("F-13")
async def test_a_record_of_a_newer_app_makes_somebody_look(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    strange = sato.record(house, {"kind": "visit.film", "film": "…"})
    newer = sato.record(house, visit(result="met"), schema=7)
    broken = sato.record(house, {"kind": "visit.add", "visit": {"occurred_at": "きのう"}})
    await sato.push()
    await office.vault.round()
    expected = {sato.alert_id(house, one) for one in (strange, newer, broken)}
    assert {(row["id"], row["level"]) for row in await _alerts(office)} == {(one, 3) for one in expected}
    await office.vault.round()
    assert len(await _alerts(office)) == 3


async def test_the_amended_visit_is_judged_anew(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    seen = sato.record(house, visit(result="met"))
    await sato.push()
    await office.vault.round()
    amended = worried(1)["visit"]
    sato.record(house, {"kind": "amend", "target": str(seen), "visit": amended, "reason": "書き忘れ"})
    await sato.push()
    await office.vault.round()
    assert [(row["id"], row["level"]) for row in await _alerts(office)] == [(sato.alert_id(house, seen), 1)]


@pytest.mark.shows("F-01")
async def test_a_vault_killed_and_woken_says_nothing_twice(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    sato.record(house, worried(2))
    await sato.push()
    await office.vault.round()
    for lost in (False, True):
        office.vault.die()
        if lost:
            for path in office.vault.keys.folder.glob("shelf.sqlite*"):
                path.unlink()
        office.vault.wake()
        await office.vault.round()
        assert (len(await _alerts(office)), await _verdicts(office, house)) == (1, 1)


async def test_tanaka_gets_the_key_and_kimura_does_not(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household({"name": "花の木 太郎"})
    await sato.push()
    tanaka, mori, kimura = [await office.enrol(who) for who in (TANAKA, MORI, KIMURA)]
    await office.vault.round()
    for colleague in (tanaka, mori):
        await colleague.pull()
        assert colleague.read(house)[0]["fields"]["name"] == "花の木 太郎"
    await kimura.pull()
    assert (kimura.keys, kimura.ops) == ({}, {})


async def test_a_phone_lost_by_sato_is_ended_in_the_directory(office: Office) -> None:
    sato, other = await office.enrol(SATO), await office.enrol(SATO, "Pixel 9")
    await other.call("POST", f"/devices/v1/{sato.device}/revoke", {"reason": "lost"})
    await office.vault.round()
    await other.learn_directory()
    assert other.trust.is_revoked(sato.device)


@pytest.mark.shows("I8")
async def test_a_forged_record_is_reported_and_never_folded(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    await sato.push()
    await office.vault.round()
    forged = sealing.seal(
        sato.keys[house, 1], signing.new_key(), b'{"kind":"note.add","recorded_at":"2026-11-24T00:00:00Z","text":"x"}',
        kind=frame.OP, schema=1, epoch=1, bucket=house, op_id=UUID(int=7), device=sato.device, dseq=9, hlc=1,
        prev=frame.NO_PREV,
    )  # fmt: skip
    row = await office.rows.fetchval("update sync_clock set seq = seq + 1 returning seq")
    await office.rows.execute(
        "insert into op (seq, op_id, bucket, device, dseq, epoch, kind, rcv, hash, envelope)"
        " values ($1, $2, $3, $4, 9, 1, 1, $5, $6, $7)",
        row, UUID(int=7), house, sato.device, office.clock.now(), frame.digest(forged), forged,
    )  # fmt: skip
    await office.vault.round()
    await office.vault.round()
    lines = [line for line in journal.read(office.vault.keys.folder / "openings.jsonl") if line["verb"] == "refuse"]
    assert [(line["op"], line["why"]) for line in lines] == [(str(UUID(int=7)), "forged")]
    assert str(UUID(int=7)) not in {op.id for op in office.vault.feed._opener.household(str(house), "test").ops}


async def test_every_opening_is_in_the_journal_and_in_the_offices_audit(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    sato.record(house, visit(result="met"))
    await sato.push()
    await office.vault.round()
    told = await office.rows.fetch(
        "select bucket, purpose, count from audit_event where verb = 'vault.open' order by n"
    )
    # Two records of Sato's; the vault's own verdict, opened when it comes back, is an opening too.
    assert tuple(told[0]) == (house, "escalation", 2)
    assert office.vault.journal.untold() == []


@pytest.mark.parametrize("broken_off", [False, True])
@pytest.mark.shows("F-21")
async def test_after_a_restore_the_vault_gives_back_what_the_server_lost(office: Office, broken_off: bool) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    seen = sato.record(house, worried(2))
    await sato.push()
    await office.vault.round()
    await office.vault.round()
    # A backup from before the visit comes back: records, chain heads and alert are of then.
    await office.rows.execute("delete from op where op_id = $1 or device = $2", seen, office.vault.keys.device)
    await office.rows.execute(
        "delete from alert_event; delete from alert_recipient; delete from delivery; delete from alert"
    )
    await office.rows.execute(
        "update device set head_dseq = 0, head_hash = $2 where id = $1", office.vault.keys.device, bytes(32)
    )
    await office.rows.execute(
        "update device set head_dseq = 1, head_hash = (select hash from op where device = $1) where id = $1",
        sato.device,
    )
    await office.rows.execute("update sync_clock set gen = gen_random_uuid()")
    if broken_off:
        office.vault.feed._pen.lose_head()
    await office.vault.round()
    assert await office.rows.fetchval("select count(*) from op where op_id = $1", seen) == 1
    assert [row["level"] for row in await _alerts(office)] == [2]


async def test_a_household_the_rules_stumble_over_is_shown_to_somebody_and_stops_nobody_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    sato = await office.enrol(SATO)
    bad, good = sato.open_household(), sato.open_household()
    stumbling, fine = sato.record(bad, visit(result="met")), sato.record(good, worried(1))
    await sato.push()
    judge = escalation.judge

    def stumble(state: Any, target: str, now: str) -> Any:
        if target == str(stumbling):
            raise KeyError("花の木")
        return judge(state, target, now)

    monkeypatch.setattr(escalation, "judge", stumble)
    await office.vault.round()
    levels = {row["id"]: row["level"] for row in await _alerts(office)}
    assert levels[sato.alert_id(good, fine)] == 1
    assert levels[sato.alert_id(bad, stumbling)] == 3
    assert "花の木" not in (office.vault.keys.folder / "openings.jsonl").read_text()


@pytest.mark.shows("F-20")
async def test_a_key_granted_by_nobody_is_not_taken(office: Office) -> None:
    """The web tier could swap a wrap; without a certified granter's word for this very key nothing is opened."""
    sato = await office.enrol(SATO)
    house = sato.open_household()
    keys = office.vault.keys
    wrap = sato.new_buckets[0]["wraps"]
    mine = next(one for one in wrap if one["device"] == str(keys.device))
    other = sealing.new_household_key()
    kem = signing.point_of(keys.kem)
    mine["wrap"] = b64u(wrapping.wrap(other, kem, bucket=house, epoch=1, device=keys.device))
    await sato.push()
    await office.vault.round()
    with pytest.raises(frame.CannotOpen):
        office.vault.feed._opener.key(house, 1)
    assert office.vault.journal.untold() == []
    assert await office.rows.fetchval("select count(*) from audit_event where verb = 'vault.open'") == 0


async def test_the_vault_gives_no_key_to_another_persons_device_or_to_roles_without_content(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    await sato.push()
    await office.vault.round()
    steward = office.vault.feed._steward
    want = {"bucket": str(house), "epoch": 1, "device": str(sato.device), "role": "lead", "basis": "internal_use"}
    assert steward._wrap(want | {"staff": str(SATO.id)}) is not None
    assert steward._wrap(want | {"staff": str(KIMURA.id)}) is None
    kimura = await office.enrol(KIMURA)
    assert steward._wrap(want | {"staff": str(KIMURA.id), "device": str(kimura.device), "role": "center"}) is None
    admin = person(TANAKA, name="島田 進", role="administrator", center=None)
    await settle(office.rows, admin)
    theirs = await office.enrol(admin)
    assert steward._wrap(want | {"staff": str(admin.id), "device": str(theirs.device)}) is None
