"""What somebody on a household's own team may try, so that nobody hears of what was seen there."""

import json
from uuid import UUID, uuid4

import pytest

from server.envelope import frame, sealing
from server.vault import escalation
from tests.make import SATO
from tests.phone import Phone, Waiting
from tests.vault.conftest import Office
from tests.vault.records import visit, worried


def _unsay(phone: Phone, house: UUID, target: UUID) -> None:
    """A withdrawal sealed as a snapshot, which no phone folds."""
    body = {"kind": "retract", "target": str(target), "reason": "誤り", "recorded_at": "2026-11-24T00:40:00Z"}
    op_id = uuid4()
    raw = sealing.seal(
        phone.keys[house, 1], phone.signer, json.dumps(body).encode(), kind=frame.SNAPSHOT, schema=1, epoch=1,
        bucket=house, op_id=op_id, device=phone.device, dseq=phone.dseq + 1, hlc=1 << 60, prev=phone.prev,
    )  # fmt: skip
    phone.dseq, phone.prev = phone.dseq + 1, frame.digest(raw)
    phone.outbox.append(Waiting(op_id, phone.dseq, raw, {}))


async def test_a_withdrawal_that_no_phone_shows_withdraws_nothing_from_the_vault_either(office: Office) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    seen = sato.record(house, worried(1))
    _unsay(sato, house, seen)
    await sato.push()
    await office.vault.round()
    alerts = await office.rows.fetch("select id, level from alert")
    assert [(row["id"], row["level"]) for row in alerts] == [(sato.alert_id(house, seen), 1)]


async def test_an_alert_spent_beforehand_on_another_household_comes_home(office: Office) -> None:
    sato = await office.enrol(SATO)
    house, elsewhere = sato.open_household(), sato.open_household()
    later = uuid4()
    squat = {
        "k": "alert.raise", "alert": str(sato.alert_id(house, later)), "level": 1,
        "observed_at": "2026-11-24T00:30:00Z",
    }  # fmt: skip
    sato.record(elsewhere, worried(4), [squat])
    await sato.push()
    await office.vault.round()
    sato.record(house, worried(2), op_id=later)
    await sato.push()
    await office.vault.round()
    row = await office.rows.fetchrow(
        "select bucket, level, state, raised_by from alert where id = $1", UUID(squat["alert"])
    )
    assert (row["bucket"], row["level"], row["state"]) == (house, 2, "open")
    assert row["raised_by"] != SATO.id


async def test_a_verdict_that_sato_wrote_herself_settles_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    sato = await office.enrol(SATO)
    house = sato.open_household()
    seen = sato.record(house, visit(result="met"))
    await sato.push()
    await office.vault.round()
    urgent = {"rule": "E-O15", "level": 1, "evidence": []}
    said = {"kind": "verdict", "target": str(seen), "level": 1, "rules": [urgent], "catalogue": ""}
    office.clock.forward(minutes=5)
    sato.record(house, said, at=office.clock.now())
    await sato.push()
    await office.vault.round()
    judged = {str(seen): [urgent]}
    monkeypatch.setattr(escalation, "judge", lambda _state, target, _now: judged.get(target, []))
    sato.record(house, visit(result="met", occurred_at="2026-11-23T09:30:00+09:00"))
    await sato.push()
    await office.vault.round()
    alerts = await office.rows.fetch("select id, level from alert")
    assert [(row["id"], row["level"]) for row in alerts] == [(sato.alert_id(house, seen), 1)]
