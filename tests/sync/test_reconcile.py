"""After a restore a phone and the office find out what each of them lacks, household by household."""

from uuid import uuid4

import msgspec
import pytest

from server.db import write_transaction
from server.envelope import frame
from server.problems import Problem
from server.scope import service
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


@pytest.mark.shows("I4")
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


async def lose_everything(field: Field) -> None:
    """As a backup from before the household was: the records, the household and its keys are gone, the devices stay."""
    for table in ("op", "key_wrap", "scope_event", "scope_grant", "bucket_epoch", "bucket"):
        await field.owner.execute(f"delete from {table}")
    await field.owner.execute("update device set head_dseq = 0, head_hash = $1", bytes(32))


@pytest.mark.shows("F-21", "I1")
async def test_i1_a_household_the_backup_never_knew_is_begun_again_by_the_desk_and_filled_by_the_field(
    field: Field,
) -> None:
    """Sato's phone is dead. Mori, who may not begin a household's key, gives her records back first; then Tanaka's desk does."""
    opening = household("世帯A", field.sato, field.tanaka)
    ops = [field.sato.seal(named("世帯A")) for _ in range(3)]
    await field.sato.push(*ops, buckets=(opening,))
    await lose_everything(field)
    early = await field.mori.push(donated=tuple(ops[:2]))
    assert [(r.s, r.reason) for r in early.results] == [("held", "donated_no_scope")] * 2
    begun = field.tanaka.seal(named("世帯A"), kind=frame.KEY_BEGUN)
    reply = await field.tanaka.push(begun, buckets=(household("世帯A", field.tanaka),))
    assert [r.s for r in reply.results] == ["applied"]
    told = await ask(field, field.tanaka, "世帯A", *[frame.parse(raw).op_id for raw in ops])
    assert sorted(told.want) == sorted(frame.parse(raw).op_id for raw in ops), "what waits is lifted by who may read it"
    assert [r.s for r in (await field.tanaka.push(donated=tuple(ops))).results] == ["applied"] * 3
    assert {one.e for one in (await field.tanaka.pull()).ops} >= set(ops)
    assert await field.owner.fetchval("select count(*) from held_op where decided is null") == 0


async def test_satos_own_records_lift_what_a_colleague_gave_back_before_her(field: Field) -> None:
    ops = [field.sato.seal(named("世帯A")) for _ in range(2)]
    await field.sato.push(*ops, buckets=(household("世帯A", field.sato),))
    await lose_everything(field)
    await field.mori.push(donated=(ops[0],))
    back = await field.sato.push(*ops, buckets=(household("世帯A", field.sato),))
    assert [r.s for r in back.results] == ["applied", "applied"]
    assert back.ack == 2
    again = await field.sato.push(*ops)
    assert [r.s for r in again.results] == ["duplicate", "duplicate"]


async def test_records_under_a_key_the_backup_lacks_wait_until_it_is_begun_again(field: Field) -> None:
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato, field.tanaka),))
    newer = household("世帯A", field.tanaka, epoch=2)
    early = await field.sato.push(field.sato.seal(named("世帯A"), epoch=2))
    assert [(r.s, r.reason) for r in early.results] == [("held", "key_unknown")]
    await field.tanaka.push(field.tanaka.seal(named("世帯A"), epoch=2, kind=frame.KEY_BEGUN), buckets=(newer,))
    assert await field.owner.fetchval("select array_agg(decided) from held_op") == ["released"]
    assert (await field.sato.pull()).held == []
    assert await field.count("op") == 3


@pytest.mark.shows("IDEM-5")
async def test_what_a_person_has_filed_is_not_lifted_by_a_phone(field: Field) -> None:
    raw = field.sato.seal(named("世帯A"))
    await field.sato.push(raw, buckets=(household("世帯A", field.sato),))
    await lose_everything(field)
    await field.mori.push(donated=(raw,))
    await field.owner.execute("update held_op set decided = 'filed'")
    back = await field.sato.push(raw, buckets=(household("世帯A", field.sato),))
    assert [r.s for r in back.results] == ["held"]


async def test_nobody_outside_the_household_lifts_what_waits_there(field: Field) -> None:
    raw = field.sato.seal(named("世帯A"))
    await field.sato.push(raw, buckets=(household("世帯A", field.sato),))
    await field.owner.execute("delete from op")
    await field.kimura.push(donated=(raw,))
    assert [(r.s, r.reason) for r in (await field.kimura.push(donated=(raw,))).results] == [
        ("held", "donated_no_scope")
    ]
    assert await field.count("op") == 0


async def test_what_sato_wrote_in_a_household_nobody_had_opened_waits_until_she_is_in_it(field: Field) -> None:
    """The household was opened on a phone that is dead. Tanaka's desk begins it again and names Sato its lead."""
    await field.owner.execute("delete from scope_grant")
    early = await field.sato.push(field.sato.seal(named("世帯A")))
    assert [(r.s, r.reason) for r in early.results] == [("held", "key_unknown")]
    await field.tanaka.push(buckets=(household("世帯A", field.tanaka),))
    assert await field.count("op") == 0, "not hers yet"
    async with write_transaction() as connection:
        await service.grant(
            connection, field.tanaka.caller, bucket=named("世帯A"), staff=field.sato.owner.id, role="lead",
            basis="internal_use", now=field.clock.now(),
        )  # fmt: skip
    await field.sato.push()
    assert await field.count("op") == 1
    assert (await field.sato.pull()).held == []
