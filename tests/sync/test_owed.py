"""Who knows a key and may not any more: the household is owed another one, and everybody in it is told so."""

from server.access import admission
from server.db import write_transaction
from server.envelope import frame
from server.scope import service
from server.sync.wire import Owed
from tests.make import KIMURA, SATO, named
from tests.sync.blind import household
from tests.sync.conftest import Field
from tests.sync.test_intake import said

HOUSE = named("世帯A")
OWED = [Owed(bucket=HOUSE, epoch=1)]


async def opened(field: Field) -> None:
    bucket = household("世帯A", field.sato, field.tanaka, field.vault)
    await field.sato.push(field.sato.seal(HOUSE), buckets=(bucket,))


async def test_a_lost_phone_leaves_its_households_owed_until_a_key_is_begun(field: Field) -> None:
    await opened(field)
    assert (await field.tanaka.pull()).owed == []
    await admission.end(field.tanaka.caller, field.sato.id, "lost", field.clock.now())
    for phone in (field.tanaka, field.mori, field.vault):
        assert (await phone.pull()).owed == OWED
    assert (await field.kimura.pull()).owed == []
    late = await field.mori.push(field.mori.seal(HOUSE))
    assert said(late) == ["applied"], "a record under the old key is taken"
    assert (await field.tanaka.pull()).owed == OWED
    begin = field.vault.seal(HOUSE, epoch=2, kind=frame.KEY_BEGUN)
    assert said(await field.vault.push(begin, buckets=(household("世帯A", field.vault, epoch=2),))) == ["applied"]
    assert (await field.tanaka.pull()).owed == []
    assert said(await field.mori.push(field.mori.seal(HOUSE))) == ["applied"]


async def test_an_end_of_a_phone_without_the_key_leaves_nothing_owed(field: Field) -> None:
    await opened(field)
    await admission.end(field.tanaka.caller, field.mori.id, "retired", field.clock.now())
    assert (await field.tanaka.pull()).owed == []


async def test_whoever_is_taken_off_a_household_still_knows_its_key(field: Field) -> None:
    await opened(field)
    async with write_transaction() as connection:
        await service.revoke(
            connection, field.tanaka.caller, bucket=HOUSE, staff=SATO.id, reason="handed_over", now=field.clock.now()
        )
    assert (await field.tanaka.pull()).owed == OWED
    assert (await field.sato.pull()).owed == []


async def test_a_household_that_a_lost_phone_delivers_is_owed_a_key_from_the_start(field: Field) -> None:
    await field.owner.execute("update device set state = 'lost' where id = $1", field.sato.id)
    bucket = household("世帯A", field.sato, field.vault)
    await field.sato.push(field.sato.seal(HOUSE), buckets=(bucket,), state="lost")
    assert (await field.vault.pull()).owed == OWED


async def test_a_lead_from_another_ward_begins_no_key_that_everybody_would_refuse(field: Field) -> None:
    await opened(field)
    async with write_transaction() as connection:
        await service.grant(
            connection, field.tanaka.caller, bucket=HOUSE, staff=KIMURA.id, role="lead", basis="consent",
            now=field.clock.now(),
        )  # fmt: skip
    begin = field.kimura.seal(HOUSE, epoch=2, kind=frame.KEY_BEGUN)
    reply = await field.kimura.push(begin, buckets=(household("世帯A", field.kimura, epoch=2),))
    assert [(one.s, one.code) for one in reply.results] == [("rejected", "unknown_epoch")]
    assert said(await field.kimura.push(field.kimura.seal(HOUSE))) == ["applied"]


async def test_an_empty_record_of_somebody_who_left_is_nobodys_decision(field: Field) -> None:
    await opened(field)
    begin = field.kimura.seal(HOUSE, epoch=2, kind=frame.KEY_BEGUN)
    assert said(await field.kimura.push(begin, buckets=(household("世帯A", field.kimura, epoch=2),))) == ["rejected"]
    assert await field.count("held_op") == 0
