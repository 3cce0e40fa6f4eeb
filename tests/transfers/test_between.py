"""From the north to the south: everything stays as it is until Okada, who answers for the south, has accepted."""

from uuid import uuid4

import pytest

from server.problems import Problem
from server.sync import held
from server.transfers import service
from tests.make import KIMURA, NORTH, SATO, SOUTH, TANAKA, named
from tests.sync.test_intake import said
from tests.transfers.conftest import HOUSE, OKADA, Two


async def center_of(two: Two) -> str:
    return await two.field.owner.fetchval("select center from bucket where id = $1", HOUSE) or ""


async def test_until_okada_accepts_nothing_has_moved(two: Two) -> None:
    before = await two.team()
    await two.ask_south()
    assert await two.team() == before
    assert await center_of(two) == NORTH
    assert (await two.okada.pull()).ops == []
    assert await two.listed(two.okada) == [(named("引き継ぎ"), "asked")]
    assert await two.listed(two.field.kimura) == [], "nobody else of the south is told"


async def test_at_acceptance_the_south_is_there_and_the_north_is_gone(two: Two) -> None:
    phones = (two.field.sato, two.field.tanaka, two.field.mori, two.field.kimura, two.okada, two.field.vault)
    for phone in phones:
        await phone.pull()
    await two.ask_south()
    await two.accept(two.okada)
    assert await two.team() == {KIMURA.name: "lead", OKADA.name: "center"}
    assert await center_of(two) == SOUTH
    for phone in (two.field.sato, two.field.tanaka, two.field.mori):
        reply = await phone.pull()
        assert [(one.bucket, one.reason) for one in reply.gone] == [(HOUSE, "handed_over")]
        assert reply.owed == []
    for phone in (two.field.kimura, two.okada):
        reply = await phone.pull()
        assert len(reply.ops) == 1
        assert [(one.bucket, one.epoch) for one in reply.owed] == [(HOUSE, 1)]
    told = (await two.field.vault.pull()).scope.buckets
    assert [(one.id, one.center) for one in told] == [(HOUSE, SOUTH)], "the vault learns where it is now"  # type: ignore[union-attr]
    assert await two.field.owner.fetchval("select count(*) from key_wrap where device = $1", two.field.sato.id) == 0


async def test_the_north_can_look_up_what_became_of_it(two: Two) -> None:
    await two.ask_south()
    await two.accept(two.okada)
    assert await two.listed(two.field.tanaka) == [(named("引き継ぎ"), "accepted")]
    assert await two.listed(two.field.sato) == []
    two.field.clock.forward(days=61)
    assert await two.listed(two.field.tanaka) == []


async def test_okada_declines_and_the_north_keeps_it(two: Two) -> None:
    before = await two.team()
    await two.ask_south()
    await service.decline(two.okada.caller, named("引き継ぎ"), "another_center", two.now)
    assert (await two.team(), await center_of(two)) == (before, NORTH)
    assert await two.listed(two.field.tanaka) == [(named("引き継ぎ"), "declined")]


async def test_tanaka_takes_it_back_before_the_answer_and_okada_can_no_longer_accept(two: Two) -> None:
    await two.ask_south()
    await service.withdraw(two.field.tanaka.caller, named("引き継ぎ"), two.now)
    with pytest.raises(Problem, match="transfer_decided"):
        await two.accept(two.okada)
    assert await center_of(two) == NORTH


async def test_kimura_cannot_accept_for_a_center_and_tanaka_not_for_somebody_elses(two: Two) -> None:
    await two.ask_south()
    with pytest.raises(Problem, match="not_found"):
        await two.accept(two.field.kimura)
    with pytest.raises(Problem, match="not_allowed"):
        await service.accept(two.field.tanaka.caller, named("引き継ぎ"), KIMURA.id, "a.b.c", two.now)
    with pytest.raises(Problem, match="not_allowed"):
        await service.withdraw(two.okada.caller, named("引き継ぎ"), two.now)
    assert await center_of(two) == NORTH


async def test_a_center_in_which_nobody_could_answer_is_not_asked(two: Two) -> None:
    await two.field.owner.execute("update staff set role = 'office' where id = $1", OKADA.id)
    with pytest.raises(Problem, match="nobody_to_receive"):
        await two.ask_south()


async def test_the_new_lead_is_somebody_of_the_south(two: Two) -> None:
    await two.ask_south()
    word = two.word(two.okada, named("引き継ぎ"), "accept")
    for lead, code in ((SATO.id, "wrong_value"), (uuid4(), "wrong_value"), (None, "missing_field")):
        with pytest.raises(Problem, match=code):
            await service.accept(two.okada.caller, named("引き継ぎ"), lead, word, two.now)
    assert await two.leads() == {SATO.name}


async def test_without_both_signed_words_nothing_is_asked_and_nothing_moves(two: Two) -> None:
    tanaka, okada = two.field.tanaka, two.okada
    of, asks = named("引き継ぎ"), []
    for word in (
        None,
        "a.b.c",
        two.word(tanaka, of, "accept"),
        two.word(okada, of, "ask"),
        two.word(tanaka, of, "ask", NORTH),
    ):
        with pytest.raises(Problem) as refused:
            await service.ask(tanaka.caller, of, HOUSE, SOUTH, None, word, two.now)
        asks.append(refused.value.code)
    assert asks == ["missing_field", *["transfer_invalid"] * 4]
    await two.ask_south()
    with pytest.raises(Problem, match="transfer_invalid"):
        await service.accept(okada.caller, of, KIMURA.id, two.word(okada, of, "ask"), two.now)
    assert await center_of(two) == NORTH


async def test_a_household_whose_keys_the_vault_does_not_hold_yet_waits_where_it_is(two: Two) -> None:
    """The south takes keys on the word of its own people and of the vault alone: it would have got a closed book."""
    await two.field.owner.execute("update key_wrap set granter = $1", two.field.sato.id)
    before = await two.team()
    await two.ask_south()
    with pytest.raises(Problem, match="keys_not_ready"):
        await two.accept(two.okada)
    assert (await two.team(), await center_of(two)) == (before, NORTH)


async def test_what_the_north_had_not_sent_yet_is_held_and_okada_decides_over_it(two: Two) -> None:
    late = two.field.sato.seal(HOUSE)
    await two.ask_south()
    await two.accept(two.okada)
    assert said(await two.field.sato.push(late)) == ["held"]
    listed = (await held.waiting(two.okada.caller, two.now)).held
    assert [(one.staff_name, one.reason) for one in listed] == [(SATO.name, "access_ended")]
    assert await held.release(two.okada.caller, listed[0].op_id, two.now) > 0
    assert len((await two.field.kimura.pull()).ops) == 2


async def test_somebody_of_a_third_place_who_helps_with_consent_stays(two: Two) -> None:
    await two.field.owner.execute("update staff set center = null, role = 'agency' where id = $1", two.inoue.owner.id)
    await two.let_in(two.inoue.owner, "external")
    await two.ask_south()
    await two.accept(two.okada)
    assert (await two.team())[two.inoue.owner.name] == "external"
    assert TANAKA.name not in await two.team()
