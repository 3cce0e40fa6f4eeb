"""After a restore a phone and the office find out what each of them lacks, household by household."""

from uuid import uuid4

import msgspec
import pytest

from server.envelope import frame
from server.problems import Problem
from server.sync.reconcile import MOST_IDS, Reconcile, compare
from tests.make import named
from tests.sync.blind import BlindPhone, household
from tests.sync.conftest import Field


async def ask(field: Field, phone: BlindPhone, name: str, *ids: object):
    asked = msgspec.convert({"bucket": str(named(name)), "ids": [str(one) for one in ids]}, Reconcile)
    return await compare(phone.caller, asked, field.clock.now())


async def test_the_office_asks_for_what_a_restore_lost_and_names_what_the_phone_lacks(field: Field) -> None:
    ops = [field.sato.seal(named("世帯A")) for _ in range(4)]
    await field.sato.push(*ops, buckets=(household("世帯A", field.sato),))
    ids = [frame.parse(raw).op_id for raw in ops]
    await field.owner.execute("delete from op where op_id = $1", ids[1])
    told = await ask(field, field.tanaka, "世帯A", *ids[:3])
    assert (told.want, told.have_more) == ([ids[1]], [ids[3]])
    assert [one.s for one in (await field.tanaka.push(donated=(ops[1],))).results] == ["applied"]
    after = await ask(field, field.tanaka, "世帯A", *ids)
    assert (after.want, after.have_more) == ([], [])


async def test_what_is_held_need_not_be_sent_again(field: Field) -> None:
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato),))
    await field.owner.execute("update device set state = 'lost' where id = $1", field.sato.id)
    late = field.sato.seal(named("世帯A"))
    await field.sato.push(late, state="lost")
    told = await ask(field, field.tanaka, "世帯A", frame.parse(late).op_id)
    assert told.want == []


async def test_i4_kimura_of_the_other_ward_learns_not_even_that_a_record_exists(field: Field) -> None:
    raw, own = field.sato.seal(named("世帯A")), field.kimura.seal(named("世帯K"))
    await field.sato.push(raw, buckets=(household("世帯A", field.sato),))
    await field.kimura.push(own, buckets=(household("世帯K", field.kimura, center="26107"),))
    for name in ("世帯A", "世帯Z"):
        with pytest.raises(Problem, match="not_found"):
            await ask(field, field.kimura, name, frame.parse(raw).op_id)
    # In a household of his own a foreign record's id looks like one that nobody ever made.
    told = await ask(field, field.kimura, "世帯K", frame.parse(raw).op_id, frame.parse(own).op_id)
    assert (told.want, told.have_more) == ([frame.parse(raw).op_id], [])


async def test_at_most_five_thousand_ids_are_compared_at_once(field: Field) -> None:
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato),))
    ids = [uuid4() for _ in range(MOST_IDS)]
    told = await ask(field, field.sato, "世帯A", *ids)
    assert (len(told.want), len(told.have_more)) == (MOST_IDS, 1)
    with pytest.raises(msgspec.ValidationError):
        await ask(field, field.sato, "世帯A", *ids, uuid4())
