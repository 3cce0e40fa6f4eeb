"""Sato goes down into a basement and says until when: unless she is back, more and more people hear of it, once each."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from server.alerts.store import changed_since, without_next_act
from server.db import reading, write_transaction
from tests.alerts.conftest import Ward, open_household
from tests.make import KIMURA, SATO, SOUTH, TANAKA, DeviceRow, Person, hand_out, settle

REASONABLE = {"minutes": 30}


class Out:
    """One check-in: `await out.goes(minutes=30)`, `await out.comes_back()`."""

    def __init__(self, ward: Ward) -> None:
        self._ward, self.watch, self.second = ward, uuid4(), uuid4()
        ward.alert = self.watch

    async def goes(self, who: Person = SATO, *, ago: float = 0, bucket: UUID | None = None, **time: float) -> None:
        """`ago`: minutes since the phone wrote it down; the time runs from there."""
        begun = self._ward.clock.now() - timedelta(minutes=ago)
        until = begun + timedelta(**(time or REASONABLE))
        await self._does(who, {"k": "watch.set", "until": until.isoformat(), "begun_at": begun.isoformat()}, bucket)

    async def comes_back(self, who: Person = SATO, *, word: str = "safe", ago: float = 0, bucket: UUID | None = None) -> None:
        at = self._ward.clock.now() - timedelta(minutes=ago)
        await self._does(who, {"k": "watch.end", "at": at.isoformat(), "word": word}, bucket)

    async def _does(self, who: Person, effect: dict[str, object], bucket: UUID | None) -> None:
        await self._ward.tells(who, {"watch": str(self.watch), "second": str(self.second), **effect}, bucket)

    async def alerts(self) -> list[tuple[str, int, str, str | None]]:
        async with reading() as connection:
            rows = await connection.fetch("select id, level, state, outcome from alert order by accepted_at, id")
        names = {self.watch: "overdue", self.second: "help"}
        found = [(names.get(row["id"], str(row["id"])), row["level"], row["state"], row["outcome"]) for row in rows]
        return sorted(found, key=lambda one: one[0])


@pytest.fixture
def out(ward: Ward) -> Out:
    return Out(ward)


def phones(heard: list[tuple[str, str]]) -> set[str]:
    return {phone for phone, _ in heard}


async def refused() -> list[tuple[UUID, str]]:
    async with reading() as connection:
        rows = await connection.fetch("select staff, purpose from audit_event where verb = 'alert.refused' order by n")
    return [(row["staff"], row["purpose"]) for row in rows]


async def test_sato_is_reminded_then_tanaka_then_hayashi_then_all_and_again_without_end(ward: Ward, out: Out) -> None:
    await out.goes(minutes=30)
    await ward.passes(minutes=29)
    assert ward.heard() == []
    await ward.passes(minutes=1)
    assert ward.heard() == [("さとう", "alert")], "first a word to herself, and to nobody else"
    await ward.passes(minutes=10)
    assert phones(ward.heard()) == {"さとう", "たなか"}
    assert await out.alerts() == [("overdue", 2, "open", None)]
    await ward.passes(minutes=10)
    assert phones(ward.heard()) == {"さとう", "たなか", "はやし"}
    await ward.passes(minutes=10)
    assert phones(ward.heard()) == {"さとう", "たなか", "はやし", "もり", "おがわ"}
    assert await out.alerts() == [("overdue", 1, "open", None)]
    for _ in range(6):
        await ward.passes(minutes=5)
        assert {"たなか", "はやし", "おがわ"} <= phones(ward.heard())
    async with reading() as connection:
        assert await without_next_act(connection) == []


async def test_back_in_time_nobody_hears_anything(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(minutes=25)
    await out.comes_back()
    await ward.passes(hours=3)
    assert (ward.heard(), await out.alerts()) == ([], [])


async def test_back_after_the_office_was_called_the_alert_ends_by_itself(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(minutes=41)
    ward.heard()
    await out.comes_back()
    await ward.sends()
    assert ward.heard() == [("さとう", "cleared"), ("たなか", "cleared")]
    assert await out.alerts() == [("overdue", 2, "closed", "settled")]
    await ward.passes(hours=3)
    assert ward.heard() == []


async def test_a_word_that_was_late_only_on_the_line_says_so(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(minutes=45)
    await out.comes_back(ago=20)
    assert await out.alerts() == [("overdue", 2, "closed", "late_sync")]


async def test_one_tap_more_moves_every_step(ward: Ward, out: Out) -> None:
    await out.goes(minutes=30)
    await ward.passes(minutes=20)
    await out.goes(minutes=40)  # until 60
    await ward.passes(minutes=39)
    assert ward.heard() == []
    await ward.passes(minutes=1)
    assert ward.heard() == [("さとう", "alert")]


async def test_more_time_asked_for_after_the_first_reminder_quiets_it_and_begins_anew(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(minutes=31)
    ward.heard()
    await out.goes(minutes=15)
    assert await out.alerts() == [("overdue", 2, "closed", "settled")]
    await ward.passes(minutes=14)
    assert phones([one for one in ward.heard() if one[1] != "cleared"]) == set()
    await ward.passes(minutes=11)
    assert "たなか" in phones(ward.heard())
    assert await out.alerts() == [("overdue", 2, "open", None)]


async def test_an_office_that_was_off_makes_one_alert_of_all_steps(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(hours=2)
    assert await out.alerts() == [("overdue", 1, "open", None)]
    assert {"たなか", "はやし", "おがわ"} <= phones(ward.heard())
    await ward.passes(seconds=1)
    assert ward.heard() == [], "each step once"


async def test_what_tanaka_closed_after_she_reached_her_by_telephone_climbs_no_further(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(minutes=40)
    await ward.answers(TANAKA)
    await ward.does(TANAKA, {"k": "alert.close", "outcome": "resolved"})
    await ward.sends()
    ward.heard()
    await ward.passes(hours=3)
    assert ward.heard() == []


async def test_taken_on_and_still_not_back_the_manager_hears_all_the_same(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(minutes=40)
    await ward.answers(TANAKA)
    await ward.sends()
    ward.heard()
    await ward.passes(minutes=10)
    assert "はやし" in phones(ward.heard())


async def test_sato_cannot_quiet_her_own_alert_and_nobody_can_hand_it_to_her(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(minutes=40)
    await ward.answers(SATO)
    await ward.answers(TANAKA, how="handed_over", to=SATO)
    row = await ward.row()
    assert (row["state"], row["owner"]) == ("open", None)


async def test_a_check_in_that_came_late_is_watched_from_then_or_not_at_all(ward: Ward, out: Out) -> None:
    await out.goes(ago=20, minutes=30)
    await ward.passes(minutes=10)
    assert ward.heard() == [("さとう", "alert")]
    other = Out(ward)
    await other.goes(ago=60, minutes=30)
    ward.heard()
    await ward.passes(minutes=5)
    assert "overdue" not in {name for name, *_ in await other.alerts()}, "its time is over: no alarm for the past"


@pytest.mark.parametrize("time", [{"minutes": 0}, {"minutes": -5}, {"days": 3}], ids=["now", "before it began", "3 days"])
async def test_a_time_that_makes_no_sense_is_not_watched(ward: Ward, out: Out, time: dict[str, Any]) -> None:
    await out.goes(**time)
    await ward.passes(days=4)
    assert (ward.heard(), await out.alerts()) == ([], [])
    assert await refused() == [(SATO.id, "watch_not_sound")]


async def test_nobody_else_ends_or_lengthens_her_watch(ward: Ward, out: Out) -> None:
    await out.goes()
    await out.comes_back(TANAKA)
    await out.goes(TANAKA, hours=5)
    await out.comes_back(SATO, bucket=(await _south()))
    await ward.passes(minutes=30)
    assert ward.heard() == [("さとう", "alert")]
    assert [why for _, why in await refused()] == ["watch_not_hers"] * 3


async def test_help_without_a_sign_reaches_all_but_her_own_phone(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(minutes=10)
    await out.comes_back(word="help")
    await ward.sends()
    assert phones(ward.heard()) == {"たなか", "はやし", "もり", "おがわ"}
    assert await out.alerts() == [("help", 1, "open", None)]
    async with reading() as connection:
        hers = await changed_since(connection, SATO.id, 0, ward.clock.now())
        tanakas = await changed_since(connection, TANAKA.id, 0, ward.clock.now())
    assert (hers, [row["id"] for row in tanakas]) == ([], [out.second])
    ward.alert = out.second
    await ward.answers(TANAKA, how="handed_over", to=SATO)
    await ward.passes(minutes=30)
    assert "さとう" not in phones(ward.heard())


async def test_overdue_and_then_help_her_phone_sees_the_same_end_as_always(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(minutes=41)
    ward.heard()
    await out.comes_back(word="help")
    await ward.sends()
    heard = ward.heard()
    assert ("さとう", "cleared") in heard
    assert ("さとう", "alert") not in heard
    assert await out.alerts() == [("help", 1, "open", None), ("overdue", 2, "closed", "settled")]


async def test_a_colleague_who_spent_the_id_of_the_call_silences_nothing(ward: Ward, out: Out) -> None:
    await out.goes()
    ward.alert = out.second
    await ward.raises(TANAKA, level=4)
    await ward.does(TANAKA, {"k": "alert.close", "outcome": "mistaken"})
    await ward.sends()
    ward.heard()
    await out.comes_back(word="help")
    await ward.sends()
    assert {"はやし", "もり", "おがわ"} <= phones(ward.heard())
    async with reading() as connection:
        assert await changed_since(connection, SATO.id, 0, ward.clock.now()) == []


async def test_nobody_of_another_ward_hears_or_sees_anything(ward: Ward, out: Out) -> None:
    await out.goes()
    await ward.passes(hours=2)
    assert KIMURA.kana.split()[0] not in phones(ward.heard())
    async with reading() as connection:
        assert await changed_since(connection, KIMURA.id, 0, ward.clock.now()) == []


async def test_the_vaults_word_on_deadlines_leaves_a_watch_standing(ward: Ward, out: Out) -> None:
    vault = await _vault()
    await out.goes()
    await ward.tells(vault, {"k": "timers.set", "timers": []})
    await ward.passes(minutes=30)
    assert ward.heard() == [("さとう", "alert")]


@pytest.mark.parametrize(
    "broken",
    [{"word": "late"}, {"at": "2026-11-24T10:00:00"}, {"second": "x"}, {"more": 1}, {"at": "0001-01-01T00:00:00+14:00"}],
    ids=["word", "no offset", "no id", "more", "out of range"],
)
async def test_an_end_of_another_shape_ends_nothing(ward: Ward, out: Out, broken: dict[str, object]) -> None:
    await out.goes()
    end = {"k": "watch.end", "watch": str(out.watch), "second": str(out.second), "at": ward.clock.now().isoformat(), "word": "safe"}
    with pytest.raises(msgspec.ValidationError):
        await ward.tells(SATO, end | broken)
    await ward.passes(minutes=30)
    assert ward.heard() == [("さとう", "alert")]


async def test_what_happened_to_hayashi_can_be_told_beside_the_level(ward: Ward) -> None:
    """E-S04: an incident is of level 3, which tells coordinator and lead, and this one the manager too."""
    await ward.does(SATO, {"k": "alert.raise", "level": 3, "observed_at": ward.clock.now().isoformat(), "tells": ["manager"]})
    await ward.sends()
    assert phones(ward.heard()) == {"たなか", "はやし"}


async def _south() -> UUID:
    elsewhere = uuid4()
    async with write_transaction() as connection:
        await open_household(connection, elsewhere, KIMURA, SOUTH)
    return elsewhere


async def _vault() -> Person:
    vault = Person(name="金庫", kana="きんこ", role="vault")
    async with write_transaction() as connection:
        await settle(connection, vault)
        await hand_out(connection, DeviceRow(owner=vault))
    return vault
