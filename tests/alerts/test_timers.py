"""Deadlines that the vault has published fire by the office's clock alone, climb by their stages and end with their cause."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from server.alerts.service import apply_effect
from server.alerts.store import without_next_act
from server.db import reading, write_transaction
from server.sequence import advance
from tests.alerts.conftest import Ward, open_household
from tests.make import KIMURA, SATO, SOUTH, TANAKA, DeviceRow, Person, hand_out, settle

VAULT = Person(name="金庫", kana="きんこ", role="vault")
TEAM = ["lead", "coordinator"]


class Published:
    """What the vault says stands in the household: `await said.stands(first, second)`."""

    def __init__(self, ward: Ward) -> None:
        self._ward = ward

    def stage(self, chain: UUID | None = None, *, level: int = 3, tells: list[str] | None = None, **due: float) -> dict:
        alert = uuid4()
        at = self._ward.clock.now() + timedelta(**due)
        return {
            "alert": str(alert), "chain": str(chain or alert), "level": level, "due_at": at.isoformat(),
            "tells": TEAM if tells is None else tells, "people": [],
        }  # fmt: skip

    async def stands(self, *timers: dict, who: Person = VAULT) -> None:
        async with write_transaction() as connection:
            turn = await advance(connection)
            await apply_effect(
                connection, device=DeviceRow(owner=who).id, staff=who.id, op_id=uuid4(), bucket=self._ward.household,
                effect={"k": "timers.set", "timers": list(timers)}, seq=turn.last, now=self._ward.clock.now(),
            )  # fmt: skip

    async def alerts(self) -> list[tuple[str, int, str, str | None]]:
        async with reading() as connection:
            rows = await connection.fetch("select id, level, state, outcome from alert order by accepted_at, id")
        return [(str(row["id"]), row["level"], row["state"], row["outcome"]) for row in rows]


@pytest.fixture
async def said(ward: Ward) -> Published:
    async with write_transaction() as connection:
        await settle(connection, VAULT)
        await hand_out(connection, DeviceRow(owner=VAULT))
    return Published(ward)


async def test_nobody_saw_hatsu_for_a_week_and_lead_and_coordinator_hear_of_it(ward: Ward, said: Published) -> None:
    week = said.stage(days=1)
    await said.stands(week)
    await ward.passes(hours=23, minutes=59)
    assert (ward.heard(), await said.alerts()) == ([], [])
    await ward.passes(minutes=1)
    assert ward.heard() == [("さとう", "alert"), ("たなか", "alert")]
    assert await said.alerts() == [(week["alert"], 3, "open", None)]
    await ward.passes(minutes=1)
    assert ward.heard() == []


async def test_the_vault_says_the_same_twice_and_it_fires_once(ward: Ward, said: Published) -> None:
    week = said.stage(hours=1)
    await said.stands(week)
    await ward.passes(hours=2)
    await said.stands(week)
    await ward.passes(minutes=1)
    assert len(ward.heard()) == 2
    assert len(await said.alerts()) == 1


async def test_seen_in_time_nothing_fires(ward: Ward, said: Published) -> None:
    await said.stands(said.stage(hours=1))
    later = said.stage(days=7)
    await said.stands(later)
    await ward.passes(days=2)
    assert (ward.heard(), await said.alerts()) == ([], [])


async def test_seen_afterwards_the_alert_ends_by_itself_and_asks_nobody_any_more(ward: Ward, said: Published) -> None:
    week = said.stage(hours=1)
    await said.stands(week)
    await ward.passes(hours=1)
    ward.heard()
    await said.stands()
    await ward.sends()
    assert ward.heard() == [("さとう", "cleared"), ("たなか", "cleared")]
    assert await said.alerts() == [(week["alert"], 3, "closed", "settled")]
    await ward.passes(days=3)
    assert ward.heard() == []


async def test_the_next_stage_lifts_the_same_alert_and_reaches_the_manager(ward: Ward, said: Published) -> None:
    first = said.stage(hours=1)
    second = said.stage(UUID(first["chain"]), level=2, tells=[*TEAM, "manager"], hours=3)
    await said.stands(first, second)
    await ward.passes(hours=1)
    ward.heard()
    await ward.passes(hours=2)
    assert ("はやし", "alert") in ward.heard()
    assert await said.alerts() == [(first["alert"], 2, "open", None)]


async def test_after_somebody_closed_the_first_stage_the_second_is_an_alert_of_its_own(ward: Ward, said: Published) -> None:
    first = said.stage(hours=1)
    second = said.stage(UUID(first["chain"]), level=2, hours=3)
    await said.stands(first, second)
    await ward.passes(hours=1)
    ward.alert = UUID(first["alert"])
    await ward.answers(TANAKA)
    await ward.does(TANAKA, {"k": "alert.close", "outcome": "resolved"})
    await ward.passes(hours=2)
    assert await said.alerts() == [(first["alert"], 3, "closed", "resolved"), (second["alert"], 2, "open", None)]


async def test_a_vault_that_was_away_for_a_week_makes_no_avalanche(ward: Ward, said: Published) -> None:
    first = said.stage(hours=-100)
    chain = UUID(first["chain"])
    await said.stands(first, said.stage(chain, level=2, hours=-50), said.stage(chain, level=2, hours=-1))
    await ward.passes(seconds=1)
    assert len(await said.alerts()) == 1
    assert sorted(ward.heard()) == [("さとう", "alert"), ("たなか", "alert")]


async def test_a_visit_taken_back_brings_its_alert_back(ward: Ward, said: Published) -> None:
    week = said.stage(hours=1)
    await said.stands(week)
    await ward.passes(hours=1)
    await said.stands()
    await said.stands(week)
    await ward.passes(seconds=1)
    assert await said.alerts() == [(week["alert"], 3, "open", None)]


async def test_what_tanaka_closed_stays_closed_though_the_cause_comes_back(ward: Ward, said: Published) -> None:
    week = said.stage(hours=1)
    await said.stands(week)
    await ward.passes(hours=1)
    ward.alert = UUID(week["alert"])
    await ward.answers(TANAKA)
    await ward.does(TANAKA, {"k": "alert.close", "outcome": "resolved"})
    await said.stands()
    await said.stands(week)
    await ward.passes(seconds=1)
    assert await said.alerts() == [(week["alert"], 3, "closed", "resolved")]


async def test_nobody_but_the_vault_sets_or_ends_a_deadline(ward: Ward, said: Published) -> None:
    week = said.stage(hours=1)
    await said.stands(week)
    await said.stands(who=TANAKA)
    await said.stands(said.stage(minutes=1), who=SATO)
    await ward.passes(hours=1)
    assert await said.alerts() == [(week["alert"], 3, "open", None)]
    async with reading() as connection:
        refused = await connection.fetch("select staff, allowed from audit_event where verb = 'alert.refused' order by n")
    assert [(row["staff"], row["allowed"]) for row in refused] == [(TANAKA.id, False), (SATO.id, False)]


async def test_its_id_spent_on_another_household_beforehand_silences_nothing(ward: Ward, said: Published) -> None:
    elsewhere, week = uuid4(), said.stage(hours=1)
    async with write_transaction() as connection:
        await open_household(connection, elsewhere, KIMURA, SOUTH)
    ward.alert = UUID(week["alert"])
    await ward.does(KIMURA, {"k": "alert.raise", "level": 4, "observed_at": ward.clock.now().isoformat()}, elsewhere)
    await said.stands(week)
    await ward.passes(hours=1)
    row = await ward.row()
    assert (row["bucket"], row["level"], row["state"]) == (ward.household, 3, "open")
    assert {("さとう", "alert"), ("たなか", "alert")} <= set(ward.heard())


async def test_a_deadline_tells_nobody_who_may_not_read_the_household(ward: Ward, said: Published) -> None:
    week = said.stage(hours=1, tells=["watcher"]) | {"people": [str(KIMURA.id)]}
    await said.stands(week)
    await ward.passes(hours=1)
    assert KIMURA.kana.split()[0] not in {phone for phone, _ in ward.heard()}


async def test_where_nobody_named_can_be_reached_the_centers_managers_are(ward: Ward, said: Published) -> None:
    await said.stands(said.stage(hours=1, tells=["watcher"]))
    await ward.passes(hours=1)
    assert ward.heard() == [("はやし", "alert")]


async def test_what_became_due_in_the_night_waits_for_the_morning_unless_it_is_urgent(ward: Ward, said: Published) -> None:
    ward.clock.set(datetime.fromisoformat("2026-11-24T22:00:00+09:00"))
    await said.stands(said.stage(hours=1), said.stage(level=2, hours=2, tells=["coordinator"]))
    await ward.passes(hours=1)
    assert ward.heard() == []
    await ward.passes(hours=1)
    assert ward.heard() == [("たなか", "alert")]
    ward.clock.set(datetime.fromisoformat("2026-11-25T08:46:00+09:00"))
    await ward.passes(seconds=1)
    assert ("さとう", "alert") in ward.heard()


async def test_twenty_households_due_in_one_night_ring_once_in_the_morning(ward: Ward, said: Published) -> None:
    ward.clock.set(datetime.fromisoformat("2026-11-24T22:00:00+09:00"))
    await said.stands(*(said.stage(minutes=n) for n in range(20)))
    await ward.passes(hours=1)
    ward.clock.set(datetime.fromisoformat("2026-11-25T08:45:00+09:00"))
    await ward.passes(seconds=1)
    assert ward.heard() == [("さとう", "alert"), ("たなか", "alert")]
    alerts = await said.alerts()
    assert len(alerts) == 20
    ward.alert = UUID(alerts[0][0])
    await ward.answers(TANAKA)
    await ward.passes(seconds=1)
    ward.clock.set(datetime.fromisoformat("2026-11-26T08:45:00+09:00"))
    ward.heard()
    await ward.passes(seconds=1)
    assert ward.heard() == [("さとう", "reminder"), ("たなか", "reminder")], "the other nineteen go on asking"


async def test_what_cannot_wait_rings_for_itself(ward: Ward, said: Published) -> None:
    await said.stands(*(said.stage(hours=1, level=2, tells=["coordinator"]) for _ in range(3)), said.stage(hours=1))
    await ward.passes(hours=1)
    assert ward.heard() == [("さとう", "alert"), *[("たなか", "alert")] * 4]


async def test_every_open_alert_of_a_deadline_has_a_next_act(ward: Ward, said: Published) -> None:
    await said.stands(said.stage(hours=1), said.stage(level=1, hours=1, tells=["center_head"]))
    await ward.passes(hours=1)
    async with reading() as connection:
        assert await without_next_act(connection) == []
    assert ("おがわ", "alert") in ward.heard()


@pytest.mark.parametrize(
    "broken",
    [{"level": 5}, {"tells": ["だれか"]}, {"tells": ["lead"] * 11}, {"due_at": "2026-11-24T10:00:00"}, {"alert": "x"}, {"more": 1}],
    ids=["level", "who", "too many", "no offset", "no id", "more"],
)
async def test_a_deadline_of_another_shape_is_refused_whole(ward: Ward, said: Published, broken: dict) -> None:
    week = said.stage(hours=1)
    await said.stands(week)
    with pytest.raises(msgspec.ValidationError):
        await said.stands(said.stage(minutes=1) | broken)
    await ward.passes(hours=1)
    assert [alert for alert, *_ in await said.alerts()] == [week["alert"]]
