"""Within a center: Sato's household goes to Inoue, and Sato stays until Inoue has said yes."""

from datetime import date

import pytest

from server.problems import Problem
from server.transfers import service
from tests.make import NORTH, SATO, TANAKA, named
from tests.sync.test_intake import said
from tests.transfers.conftest import HOUSE, INOUE, Two


async def test_sato_stays_on_the_household_until_inoue_has_accepted(two: Two) -> None:
    assert (await two.ask_inoue()).state == "asked"
    assert await two.leads() == {SATO.name}
    assert INOUE.name not in await two.team(), "asked is not yet let in"
    assert await two.listed(two.inoue) == [(named("引き継ぎ"), "asked")]
    assert (await two.accept(two.inoue)).state == "accepted"
    assert await two.leads() == {INOUE.name}
    assert SATO.name not in await two.team()
    assert TANAKA.name in await two.team()


async def test_satos_phone_is_told_that_it_is_gone_and_inoues_gets_the_records(two: Two) -> None:
    field = two.field
    await field.sato.pull()
    await two.inoue.pull()
    await two.ask_inoue()
    assert (await field.sato.pull()).gone == []
    await two.accept(two.inoue)
    assert [(one.bucket, one.reason) for one in (await field.sato.pull()).gone] == [(HOUSE, "handed_over")]
    assert len((await two.inoue.pull()).ops) == 1
    assert [one.bucket for one in (await field.tanaka.pull()).owed] == [HOUSE], "Sato's phone still knows the key"


async def test_what_sato_had_not_sent_yet_arrives_and_is_held_for_tanaka(two: Two) -> None:
    late = two.field.sato.seal(HOUSE)
    await two.ask_inoue()
    await two.accept(two.inoue)
    assert said(await two.field.sato.push(late)) == ["held"]
    assert await two.field.count("held_op") == 1


async def test_what_sato_writes_before_the_answer_goes_on_as_ever(two: Two) -> None:
    await two.ask_inoue()
    assert said(await two.field.sato.push(two.field.sato.seal(HOUSE))) == ["applied"]


async def test_inoue_declines_and_everything_is_as_it_was(two: Two) -> None:
    before = await two.team()
    await two.ask_inoue()
    ended = await service.decline(two.inoue.caller, named("引き継ぎ"), "full", two.now)
    assert (ended.state, ended.reason) == ("declined", "full")
    assert await two.team() == before
    with pytest.raises(Problem, match="transfer_decided"):
        await two.accept(two.inoue)


async def test_nobody_accepts_in_inoues_place_not_even_the_coordinator(two: Two) -> None:
    await two.ask_inoue()
    for phone in (two.field.tanaka, two.field.sato, two.field.mori):
        with pytest.raises(Problem, match="not_allowed"):
            await two.accept(phone)
    with pytest.raises(Problem, match="not_found"):
        await two.accept(two.field.kimura)
    assert await two.leads() == {SATO.name}


async def test_of_two_who_ask_at_once_the_second_hears_of_the_first(two: Two) -> None:
    await two.ask_inoue()
    with pytest.raises(Problem, match="transfer_open"):
        await two.ask_inoue("もう一つ")
    with pytest.raises(Problem, match="transfer_open"):
        await service.ask(two.field.tanaka.caller, named("引き継ぎ"), HOUSE, NORTH, TANAKA.id, None, two.now)
    await service.withdraw(two.field.tanaka.caller, named("引き継ぎ"), two.now)
    assert (await two.ask_inoue("もう一つ")).state == "asked"


async def test_asking_and_accepting_twice_changes_nothing(two: Two) -> None:
    first, again = await two.ask_inoue(), await two.ask_inoue()
    assert first.seq == again.seq
    done, twice = await two.accept(two.inoue), await two.accept(two.inoue)
    assert done.seq == twice.seq
    assert await two.leads() == {INOUE.name}


async def test_sato_himself_and_mori_of_the_office_cannot_ask(two: Two) -> None:
    for phone in (two.field.sato, two.field.mori):
        with pytest.raises(Problem, match="not_allowed"):
            await two.ask_inoue(by=phone)
    with pytest.raises(Problem, match="not_found"):
        await two.ask_inoue(by=two.okada)


async def test_a_household_is_not_handed_to_its_own_lead_nor_to_somebody_who_has_left(two: Two) -> None:
    ask = service.ask(two.field.tanaka.caller, named("x"), HOUSE, NORTH, SATO.id, None, two.now)
    with pytest.raises(Problem, match="same_lead"):
        await ask
    await two.field.owner.execute("update staff set active_to = $2 where id = $1", INOUE.id, date(2026, 5, 1))
    with pytest.raises(Problem, match="wrong_value"):
        await two.ask_inoue()


async def test_the_centers_own_book_is_not_handed_over(two: Two) -> None:
    await two.field.owner.execute("update bucket set kind = 'center'")
    with pytest.raises(Problem, match="not_found"):
        await two.ask_south()


async def test_a_coordinator_who_led_goes_on_seeing_the_household_of_their_center(two: Two) -> None:
    await two.let_in(TANAKA, "lead")
    await two.field.owner.execute("delete from scope_grant where staff = $1", SATO.id)
    await two.ask_inoue()
    await two.accept(two.inoue)
    assert await two.leads() == {INOUE.name}
    assert (await two.team())[TANAKA.name] == "center"
