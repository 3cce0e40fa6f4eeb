"""What the sync door takes in, and what it says to each op (I1 no loss, I2 no duplicate, I6 chain)."""

import asyncio
from uuid import uuid4

import pytest

from server.keys import service as keys
from server.keys.store import NewWrap
from server.problems import Problem
from server.sync import store
from server.sync.wire import Op, PushReply
from tests.fakes import OPENING
from tests.make import SOUTH, named
from tests.sync.blind import household
from tests.sync.conftest import Field


def said(reply: PushReply) -> list[str]:
    return [result.s for result in reply.results]


@pytest.mark.shows("F-04", "I2", "IDEM-2")
async def test_i2_a_reply_that_was_lost_leaves_one_row_when_sato_sends_again(field: Field) -> None:
    op = field.sato.seal(named("世帯A"))
    first = await field.sato.push(op, buckets=(household("世帯A", field.sato),))
    again = await field.sato.push(op, buckets=(household("世帯A", field.sato),))
    assert said(first) == ["applied"]
    assert said(again) == ["duplicate"]
    assert again.results[0].seq == first.results[0].seq
    assert again.ack == 1
    assert again.ack_hash == first.ack_hash
    assert await field.count("op") == 1


@pytest.mark.shows("F-04", "I2", "IDEM-1")
async def test_i2_a_hundred_simultaneous_copies_of_a_push_leave_one_row(field: Field) -> None:
    op = field.sato.seal(named("世帯A"))
    bucket = household("世帯A", field.sato)
    replies = await asyncio.gather(*(field.sato.push(op, buckets=(bucket,)) for _ in range(100)))
    assert sorted(said(reply)[0] for reply in replies) == ["applied"] + ["duplicate"] * 99
    assert await field.count("op") == 1


@pytest.mark.shows("F-12")
async def test_a_record_that_is_not_kept_raises_no_alert_either(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    """The alert is written in the record's own transaction: neither is ever there without the other."""
    effect = {"k": "alert.raise", "alert": str(named("通知")), "level": 1, "observed_at": OPENING.isoformat()}
    worry = field.sato.beside(field.sato.seal(named("世帯A")), effect)

    async def fails(*_: object) -> None:
        raise ConnectionError("the database went away before the commit")

    with monkeypatch.context() as broken:
        broken.setattr(store, "move_head", fails)
        with pytest.raises(ConnectionError):
            await field.sato.push(worry, buckets=(household("世帯A", field.sato),))
    assert [await field.count(table) for table in ("op", "alert", "alert_event", "delivery")] == [0, 0, 0, 0]
    assert said(await field.sato.push(worry, buckets=(household("世帯A", field.sato),))) == ["applied"]
    assert await field.count("alert") == 1


@pytest.mark.shows("I6")
async def test_i6_a_phone_restored_from_an_old_backup_is_told_of_the_fork(field: Field) -> None:
    first = field.sato.seal(named("世帯A"))
    await field.sato.push(first, buckets=(household("世帯A", field.sato),))
    other = field.sato.forge(named("世帯A"), 1, bytes(32))
    reply = await field.sato.push(other)
    assert said(reply) == ["fork"]
    assert reply.ack == 1
    wrong_prev = field.sato.forge(named("世帯A"), 2, b"x" * 32)
    assert said(await field.sato.push(wrong_prev)) == ["fork"]


@pytest.mark.shows("I6", "IDEM-3")
async def test_i6_an_op_id_used_twice_with_other_bytes_is_a_fork(field: Field) -> None:
    op_id = uuid4()
    first = field.sato.seal(named("世帯A"), op_id=op_id)
    await field.sato.push(first, buckets=(household("世帯A", field.sato),))
    assert said(await field.sato.push(field.sato.seal(named("世帯A"), op_id=op_id))) == ["fork"]
    assert await field.count("op") == 1


@pytest.mark.shows("I6", "F-05")
async def test_i6_a_missing_op_is_asked_for_and_the_rest_is_not_looked_at(field: Field) -> None:
    ops = [field.sato.seal(named("世帯A")) for _ in range(4)]
    reply = await field.sato.push(ops[0], ops[2], ops[3], buckets=(household("世帯A", field.sato),))
    assert said(reply) == ["applied", "gap"]
    assert reply.results[1].want == 2
    assert reply.ack == 1
    assert said(await field.sato.push(*ops[1:])) == ["applied"] * 3


@pytest.mark.parametrize("damage", ["body", "header", "all", "short", "suite"])
@pytest.mark.shows("I1", "QUEUE-3")
async def test_i1_a_poisoned_op_in_the_middle_is_kept_and_the_queue_moves_on(field: Field, damage: str) -> None:
    ops = [field.sato.seal(named("世帯A")) for _ in range(5)]
    poisoned = {
        "body": ops[2][:200] + bytes([ops[2][200] ^ 1]) + ops[2][201:],
        "header": ops[2][:70] + b"\xff" + ops[2][71:],
        "all": b"?" * 300,
        "short": ops[2][:20],
        "suite": ops[2][:4] + b"\x09" + ops[2][5:],
    }[damage]
    bucket = household("世帯A", field.sato)
    for _ in range(2):  # a lost reply changes nothing
        reply = await field.sato.push(*ops[:2], poisoned, *ops[3:], buckets=(bucket,))
        assert [s.replace("duplicate", "applied") for s in said(reply)] == ["applied"] * 2 + ["rejected"] + [
            "applied"
        ] * 2
        assert reply.ack == 5
    assert await field.owner.fetchval("select bytes from dead_letter") == poisoned
    assert await field.count("dead_letter") == 1
    assert await field.count("op") == 4
    assert said(await field.sato.push(field.sato.seal(named("世帯A")))) == ["applied"]


async def test_i1_a_poisoned_last_op_does_not_stop_the_next_push(field: Field) -> None:
    ops = [field.sato.seal(named("世帯A")) for _ in range(2)]
    poisoned = ops[1][:-1] + bytes([ops[1][-1] ^ 1])
    reply = await field.sato.push(ops[0], poisoned, buckets=(household("世帯A", field.sato),))
    assert said(reply) == ["applied", "rejected"]
    assert reply.results[1].code == "bad_signature"
    assert reply.ack == 2
    assert said(await field.sato.push(field.sato.seal(named("世帯A")))) == ["applied"]


async def test_somebody_elses_signature_is_no_signature(field: Field) -> None:
    field.sato.key = field.kimura.key
    reply = await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato),))
    assert [r.code for r in reply.results] == ["bad_signature"]
    assert await field.count("op") == 0


async def test_kimura_cannot_push_what_satos_phone_made(field: Field) -> None:
    op = field.sato.seal(named("世帯A"))
    reply = await field.kimura.push(op)
    assert [(r.s, r.code) for r in reply.results] == [("rejected", "wrong_device")]
    assert reply.ack == 0


async def test_two_hundred_and_one_ops_are_refused_whole_and_none_is_fine(field: Field) -> None:
    with pytest.raises(Problem) as refused:
        await field.sato.push(*[Op(e="A")] * 201)
    assert refused.value.code == "batch_too_big"
    assert refused.value.status == 413
    assert said(await field.sato.push()) == []


async def test_a_push_for_another_generation_changes_nothing(field: Field) -> None:
    with pytest.raises(Problem) as refused:
        await field.sato.push(field.sato.seal(named("世帯A")), gen=uuid4(), buckets=(household("世帯A"),))
    assert refused.value.code == "generation_changed"
    assert refused.value.status == 409
    assert await field.count("bucket") == 0


@pytest.mark.shows("I1")
async def test_i1_what_kimura_writes_into_a_northern_household_waits_for_a_person(field: Field) -> None:
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato),))
    op = field.kimura.seal(named("世帯A"))
    for _ in range(2):
        reply = await field.kimura.push(op, buckets=(household("世帯A", field.kimura),))
        assert [(r.s, r.reason) for r in reply.results] == [("held", "access_ended")]
        assert reply.ack == 1
    assert await field.count("held_op") == 1
    assert await field.count("op") == 1
    assert await field.count("key_wrap") == 1


async def test_nobody_opens_a_household_in_another_center(field: Field) -> None:
    reply = await field.sato.push(
        field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato, center=SOUTH),)
    )
    assert said(reply) == ["held"]
    assert await field.count("bucket") == 0


async def test_a_new_household_reaches_its_maker_the_desk_the_vault_and_the_recovery_key(field: Field) -> None:
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato, field.kimura),))
    rows = await field.owner.fetch("select s.name, g.role from scope_grant g join staff s on s.id = g.staff")
    assert {(row["name"], row["role"]) for row in rows} == {
        ("佐藤 みさき", "lead"), ("田中 恵", "center"), ("森 由紀", "center"), ("金庫", "vault"), ("復旧の鍵", "recovery"),
    }  # fmt: skip
    wrapped = await field.owner.fetch("select device from key_wrap")
    assert [row["device"] for row in wrapped] == [field.sato.id]


@pytest.mark.shows("F-24", "I11")
async def test_i11_a_lost_phone_delivers_and_its_new_household_can_still_be_opened_by_the_vault(field: Field) -> None:
    await field.owner.execute("update device set state = 'lost' where id = $1", field.sato.id)
    op = field.sato.seal(named("世帯A"))
    reply = await field.sato.push(op, buckets=(household("世帯A", field.sato, field.vault),), state="lost")
    assert [(r.s, r.reason) for r in reply.results] == [("held", "device_revoked")]
    assert reply.ack == 1
    wrapped = await field.owner.fetch("select device from key_wrap")
    assert [row["device"] for row in wrapped] == [field.vault.id]


async def test_two_keys_for_one_epoch_never_pass_as_one(field: Field) -> None:
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato, field.tanaka),))
    mine, other = household("世帯A", epoch=2, check=b"1" * 16), household("世帯A", epoch=2, check=b"2" * 16)
    assert said(await field.sato.push(field.sato.seal(named("世帯A"), epoch=2), buckets=(mine,))) == ["applied"]
    late = await field.tanaka.push(field.tanaka.seal(named("世帯A"), epoch=2), buckets=(other,))
    assert [r.code for r in late.results] == ["epoch_conflict"]
    ahead = await field.tanaka.push(field.tanaka.seal(named("世帯A"), epoch=9))
    assert [(r.s, r.reason) for r in ahead.results] == [("held", "key_unknown")]
    assert ahead.ack == 2


async def test_a_day_of_five_thousand_ops_holds_the_rest(field: Field) -> None:
    from server.access.caller import Delivery
    from server.sync import intake
    from server.sync.wire import Push, to_text

    async def push(*raws: bytes) -> list[str]:
        given = Push(
            device=field.sato.id, gen=None, nonce="", ops=[Op(e=to_text(raw)) for raw in raws],
            buckets=[household("世帯A")],
        )  # fmt: skip
        who = Delivery(device=field.sato.id, staff=field.sato.owner.id, state="active")
        return said(await intake.take_in(who, given, field.clock, intake.Limits(ops_a_day=3)))

    assert await push(*[field.sato.seal(named("世帯A")) for _ in range(3)]) == ["applied"] * 3
    assert await push(field.sato.seal(named("世帯A"))) == ["held"]
    field.clock.forward(days=1)
    assert await push(field.sato.seal(named("世帯A"))) == ["applied"]


async def test_a_new_key_is_begun_only_with_a_record_sealed_under_it(field: Field) -> None:
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato),))
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato, epoch=2),))
    await field.sato.push(buckets=(household("世帯A", field.sato, epoch=2),))
    assert await field.owner.fetchval("select epoch from bucket") == 1
    assert await field.count("key_wrap") == 1


async def test_only_who_answers_for_a_household_changes_its_key(field: Field) -> None:
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato, field.mori),))
    late = await field.mori.push(
        field.mori.seal(named("世帯A"), epoch=2), buckets=(household("世帯A", field.mori, epoch=2),)
    )
    assert [(r.s, r.reason) for r in late.results] == [("held", "key_unknown")]
    assert await field.owner.fetchval("select epoch from bucket") == 1


async def test_sato_lays_no_false_key_before_tanakas_new_device(field: Field) -> None:
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato, field.vault),))
    false = household("世帯A", field.tanaka)
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(false,))
    wraps = [NewWrap(named("世帯A"), 1, field.tanaka.id, b"w" * 113, "a.b.c")]
    assert await keys.keep(field.vault.caller, wraps, field.clock.now()) == 1
