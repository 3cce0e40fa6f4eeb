"""What a record does to an alert is its author's signed word: an upload key and a stolen outbox move no alert."""

import pytest

from server.access.caller import Caller
from server.envelope.effects import sign_effects
from server.envelope.signing import new_key
from server.sync import held
from server.sync.wire import Op, PushReply, to_text
from tests.fakes import OPENING
from tests.make import MORI, named
from tests.sync.blind import BlindPhone, household
from tests.sync.conftest import Field

ALERT = named("通知")
MANAGER = Caller(MORI.id, named("森"), "manager", MORI.center, OPENING)
TAKING = {"k": "alert.ack", "alert": str(ALERT), "how": "taking"}
RAISING = {"k": "alert.raise", "alert": str(ALERT), "level": 1, "observed_at": OPENING.isoformat()}


async def raised(field: Field) -> None:
    """Sato's phone raises the alert of a household that Tanaka answers for."""
    opening = household("世帯A", field.sato, field.tanaka)
    raw = field.sato.seal(named("世帯A"))
    reply = await field.sato.push(field.sato.beside(raw, RAISING), buckets=(opening,))
    assert told(reply) == [("applied", None)]


def told(*replies: PushReply) -> list[tuple[str, str | None]]:
    """What became of each record, and the code said of it, if any."""
    return [(one.s, one.code or None) for reply in replies for one in reply.results]


async def owner_of_the_alert(field: Field) -> object:
    return await field.owner.fetchval("select owner from alert where id = $1", ALERT)


def forged(phone: BlindPhone, raw: bytes, how: str) -> Op:
    """What somebody can do who has the upload key and the sealed records, but not the signing key."""
    other = phone.forge(named("世帯A"), 99, bytes(32))
    signatures = {
        "none": "",
        "of another key": sign_effects(new_key(), raw, [TAKING]),
        "of another record": sign_effects(phone.key, other, [TAKING]),
        "of other effects": sign_effects(phone.key, raw, [{**TAKING, "how": "joint"}]),
        "no base64url": "!" * 86,
        "too short": to_text(b"s" * 63),
    }
    return Op(e=to_text(raw), effects=[TAKING], effects_sig=signatures[how])


@pytest.mark.parametrize(
    "how", ["none", "of another key", "of another record", "of other effects", "no base64url", "too short"]
)
async def test_an_answer_that_tanakas_signing_key_did_not_sign_moves_no_alert_and_her_record_is_kept(
    field: Field, how: str
) -> None:
    await raised(field)
    raw = field.tanaka.seal(named("世帯A"))
    reply = await field.tanaka.push(forged(field.tanaka, raw, how))
    assert told(reply) == [("applied", "effects_not_signed")]
    assert await owner_of_the_alert(field) is None
    assert await field.count("op") == 2
    verbs = [row["verb"] for row in await field.owner.fetch("select verb from audit_event order by n")]
    assert verbs.count("push.effects_not_signed") == 1


@pytest.mark.shows("I2")
async def test_tanakas_own_answer_counts_once_however_often_it_is_sent(field: Field) -> None:
    await raised(field)
    op = field.tanaka.beside(field.tanaka.seal(named("世帯A")), TAKING)
    first = await field.tanaka.push(op)
    again = await field.tanaka.push(op)
    assert told(first, again) == [("applied", None), ("duplicate", None)]
    assert await owner_of_the_alert(field) == field.tanaka.owner.id
    kinds = [row["kind"] for row in await field.owner.fetch("select kind from alert_event where alert = $1", ALERT)]
    assert kinds.count("acked") == 1


@pytest.mark.shows("QUEUE-3")
async def test_a_fault_of_our_own_in_an_answer_leaves_the_record_and_all_that_comes_after_it(
    field: Field, caplog: pytest.LogCaptureFixture
) -> None:
    await raised(field)
    await field.owner.execute("alter table alert_event add constraint ours check (kind <> 'acked') not valid")
    try:
        answer = field.tanaka.beside(field.tanaka.seal(named("世帯A")), TAKING)
        visit = field.tanaka.seal(named("世帯A"))
        assert told(await field.tanaka.push(answer, visit)) == [("applied", None), ("applied", None)]
    finally:
        await field.owner.execute("alter table alert_event drop constraint ours")
    assert await owner_of_the_alert(field) is None
    assert "an effect: CheckViolationError" in caplog.text


async def test_an_effect_added_to_a_record_that_is_stored_already_is_not_looked_at(field: Field) -> None:
    await raised(field)
    raw = field.tanaka.seal(named("世帯A"))
    await field.tanaka.push(raw)
    again = await field.tanaka.push(forged(field.tanaka, raw, "none"))
    assert told(again) == [("duplicate", None)]
    assert await owner_of_the_alert(field) is None


@pytest.mark.parametrize(("how", "taken"), [("signed", True), ("none", False), ("of another record", False)])
@pytest.mark.shows("I14")
async def test_a_found_phones_answer_is_judged_again_when_it_is_released(field: Field, how: str, taken: bool) -> None:
    await raised(field)
    await field.owner.execute("update device set state = 'lost' where id = $1", field.tanaka.id)
    raw = field.tanaka.seal(named("世帯A"))
    op = field.tanaka.beside(raw, TAKING) if how == "signed" else forged(field.tanaka, raw, how)
    reply = await field.tanaka.push(op, state="lost")
    assert told(reply) == [("held", None if taken else "effects_not_signed")]
    op_id = reply.results[0].id
    assert op_id is not None
    await held.release(MANAGER, op_id, field.clock.now())
    assert (await owner_of_the_alert(field) == field.tanaka.owner.id) is taken
    assert await field.count("op") == 2


async def test_after_a_restore_the_phone_sends_its_answer_again_and_it_counts(field: Field) -> None:
    await raised(field)
    op = field.tanaka.beside(field.tanaka.seal(named("世帯A")), TAKING)
    await field.tanaka.push(op)
    await field.owner.execute("delete from op where device = $1", field.tanaka.id)
    await field.owner.execute(
        "update device set head_dseq = 0, head_hash = $2 where id = $1", field.tanaka.id, bytes(32)
    )
    await field.owner.execute("update alert set state = 'open', owner = null, acked_at = null where id = $1", ALERT)
    await field.owner.execute("update sync_clock set gen = gen_random_uuid()")
    reply = await field.tanaka.push(op)
    assert told(reply) == [("applied", None)]
    assert await owner_of_the_alert(field) == field.tanaka.owner.id


async def test_a_record_given_back_by_somebody_else_brings_no_effect(field: Field) -> None:
    await raised(field)
    raw = field.tanaka.seal(named("世帯A"))
    reply = await field.sato.push(donated=(raw,))
    assert [one.s for one in reply.results] == ["applied"]
    assert await owner_of_the_alert(field) is None
