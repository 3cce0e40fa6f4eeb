"""What an office is promised about alerts, told by the clock; each story ends with "nothing else was sent"."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest

from server.alerts.service import tick
from server.alerts.store import changed_since, without_next_act
from server.db import reading, write_transaction
from tests.alerts.conftest import HAYASHI, OGAWA, Ward
from tests.make import KIMURA, MORI, SATO, TANAKA, DeviceRow, Person, settle

THREE = [("おがわ", "alert"), ("たなか", "alert"), ("はやし", "alert")]


async def rows_for(ward: Ward, who, since: int = 0) -> list[dict]:
    async with reading() as connection:
        return await changed_since(connection, who.id, since, ward.clock.now())


async def test_a_level_one_alert_reaches_coordinator_manager_and_head_at_once_and_not_the_raiser(ward: Ward) -> None:
    await ward.raises(SATO, level=1)
    await ward.sends()
    assert ward.heard() == THREE
    await ward.passes(minutes=4)
    assert ward.heard() == []


async def test_a_level_two_alert_spares_the_center_head(ward: Ward) -> None:
    await ward.raises(SATO, level=2)
    await ward.sends()
    assert ward.heard() == [("たなか", "alert"), ("はやし", "alert")]
    await ward.passes(minutes=29)
    assert ward.heard() == []
    await ward.passes(minutes=1)
    assert ward.heard() == [("たなか", "reminder"), ("はやし", "reminder")]


@pytest.mark.shows("I13", "TIME-2")
async def test_an_unanswered_level_one_alert_climbs_every_five_minutes_until_somebody_takes_it(ward: Ward) -> None:
    await ward.raises(SATO, level=1)
    await ward.sends()
    ward.heard()
    for _ in range(5):
        await ward.passes(minutes=5)
        assert ward.heard() == [("おがわ", "reminder"), ("たなか", "reminder"), ("はやし", "reminder")]
        async with reading() as connection:
            assert await without_next_act(connection) == []
    await ward.answers(TANAKA)
    await ward.sends()
    assert ward.heard() == [("おがわ", "cleared"), ("たなか", "cleared"), ("はやし", "cleared")]
    await ward.passes(hours=24)
    assert ward.heard() == []


async def test_a_level_three_alert_waits_for_the_morning_and_a_level_four_for_the_inbox(ward: Ward) -> None:
    ward.clock.set(datetime(2026, 11, 27, 11, 0, tzinfo=UTC))  # Friday 20:00
    await ward.raises(SATO, level=3)
    await ward.sends()
    assert ward.heard() == []
    ward.clock.set(datetime(2026, 11, 29, 23, 44, tzinfo=UTC))  # Monday 8:44
    await ward.sends()
    assert ward.heard() == []
    await ward.passes(minutes=1)
    assert ward.heard() == [("たなか", "alert")]
    await ward.passes(hours=23)
    assert ward.heard() == []
    ward.alert = uuid4()
    await ward.raises(SATO, level=4)
    await ward.sends()
    assert ward.heard() == []
    assert [row["level"] for row in await rows_for(ward, TANAKA)] == [3, 4]


async def test_a_level_is_raised_and_never_lowered(ward: Ward) -> None:
    await ward.raises(SATO, level=3)
    await ward.answers(TANAKA)
    await ward.sends()
    ward.heard()
    await ward.raises(SATO, level=1)
    await ward.sends()
    assert ward.heard() == THREE
    assert (await ward.row())["state"] == "open"
    await ward.raises(SATO, level=4)
    assert (await ward.row())["level"] == 1
    await ward.sends()
    assert ward.heard() == []


async def test_the_first_accepted_answer_owns_and_later_ones_join(ward: Ward) -> None:
    await ward.raises(SATO, level=1)
    await ward.sends()
    await ward.answers(TANAKA)
    await ward.answers(HAYASHI)
    await ward.sends()
    assert (await ward.row())["owner"] == TANAKA.id
    assert (await ward.events())[-2:] == ["acked", "joined"]
    ward.heard()
    await ward.sends()
    assert ward.heard() == []


async def test_whoever_an_alert_is_handed_to_is_told_and_the_others_are_cleared(ward: Ward) -> None:
    await ward.raises(SATO, level=2)
    await ward.sends()
    ward.heard()
    await ward.answers(TANAKA, "handed_over", to=MORI)
    await ward.sends()
    assert ward.heard() == [("たなか", "cleared"), ("はやし", "cleared"), ("もり", "alert")]
    assert (await ward.row())["owner"] == MORI.id


async def test_handing_over_to_somebody_outside_the_household_is_refused_and_the_alert_goes_on(ward: Ward) -> None:
    await ward.raises(SATO, level=1)
    await ward.answers(TANAKA, "handed_over", to=KIMURA)
    row = await ward.row()
    assert (row["state"], row["owner"]) == ("open", None)
    assert (await ward.events())[-1] == "refused"
    assert row["next_at"] is not None


async def test_whoever_raised_an_alert_can_neither_quiet_nor_close_it(ward: Ward) -> None:
    await ward.raises(SATO, level=1)
    await ward.sends()
    ward.heard()
    await ward.answers(SATO)
    await ward.does(SATO, {"k": "alert.close", "outcome": "mistaken"})
    row = await ward.row()
    assert (row["state"], row["owner"]) == ("open", None)
    assert (await ward.events())[-2:] == ["refused", "refused"]
    await ward.passes(minutes=5)
    assert ("たなか", "reminder") in ward.heard()


async def test_answers_to_foreign_unknown_and_closed_alerts_are_refused_without_failing_the_record(ward: Ward) -> None:
    await ward.raises(SATO, level=1)
    await ward.answers(KIMURA)
    assert (await ward.row())["state"] == "open"
    await ward.does(TANAKA, {"k": "alert.close", "outcome": "resolved"})
    await ward.answers(HAYASHI)
    assert (await ward.row())["state"] == "closed"
    await ward.does(TANAKA, {"k": "alert.ack", "alert": str(uuid4()), "how": "taking"})
    assert (await ward.events()).count("refused") == 2
    async with reading() as connection:
        assert await connection.fetchval("select count(*) from audit_event where verb = 'alert.refused'") == 1


async def test_a_closed_alert_is_never_sent_again(ward: Ward) -> None:
    await ward.raises(SATO, level=1)
    await ward.does(TANAKA, {"k": "alert.close", "outcome": "mistaken"})
    await ward.raises(SATO, level=1)
    await ward.passes(hours=2)
    assert ward.heard() == []


async def test_when_nobody_in_scope_has_a_living_phone_the_centers_manager_is_told(ward: Ward) -> None:
    async with reading() as connection:
        await connection.execute("delete from scope_grant where staff = any($1::uuid[])", [HAYASHI.id, OGAWA.id])
        await connection.execute("update push_subscription set state = 'gone' where staff = $1", TANAKA.id)
    await ward.raises(SATO, level=1)
    await ward.sends()
    assert ward.heard() == [("はやし", "alert")]
    assert "nobody_reachable" not in await ward.events()


async def test_when_truly_nobody_can_be_reached_the_alert_stays_open_and_says_so(ward: Ward) -> None:
    async with reading() as connection:
        await connection.execute("update push_subscription set state = 'gone'")
    await ward.raises(SATO, level=1)
    await ward.sends()
    assert ward.heard() == []
    assert "nobody_reachable" in await ward.events()
    row = await ward.row()
    assert row["state"] == "open"
    assert row["next_at"] is not None


async def test_only_those_who_may_see_an_alert_get_its_row(ward: Ward) -> None:
    await ward.raises(SATO, level=2)
    assert [row["id"] for row in await rows_for(ward, SATO)] == [ward.alert]
    assert [row["id"] for row in await rows_for(ward, MORI)] == [ward.alert]
    assert await rows_for(ward, KIMURA) == []
    mine = {who.kana: (await rows_for(ward, who))[0]["mine"] for who in (SATO, TANAKA, MORI)}
    assert mine == {SATO.kana: False, TANAKA.kana: True, MORI.kana: False}


async def test_a_person_granted_later_gets_the_alerts_raised_before(ward: Ward) -> None:
    await ward.raises(SATO, level=2)
    newest = int(str((await ward.row())["seq"]))
    async with reading() as connection:
        await connection.execute(
            "insert into scope_grant (staff, bucket, role, basis, granted_seq) values ($1, $2, 'co', 'consent', $3)",
            KIMURA.id, ward.household, newest + 1,
        )  # fmt: skip
    assert [row["id"] for row in await rows_for(ward, KIMURA, since=newest)] == [ward.alert]


async def test_whoever_loses_access_or_device_between_claim_and_sending_gets_nothing(ward: Ward) -> None:
    await ward.raises(SATO, level=1)
    async with reading() as connection:
        await connection.execute("delete from scope_grant where staff = any($1::uuid[])", [TANAKA.id, OGAWA.id])
        await connection.execute("update device set state = 'lost' where id = $1", DeviceRow(owner=HAYASHI).id)
    await ward.sends()
    assert ward.heard() == []


@pytest.mark.shows("F-25")
async def test_two_ticks_at_once_climb_one_step(ward: Ward) -> None:
    await ward.raises(SATO, level=1)
    now = ward.clock.forward(minutes=5)
    assert sum(await asyncio.gather(*(tick(now) for _ in range(4)))) == 1
    await ward.sends()
    assert sorted(p for _, p in ward.heard()) == ["alert"] * 3 + ["reminder"] * 3


@pytest.mark.parametrize(
    "effect",
    [
        {"k": "alert.raise", "level": 1, "observed_at": "2026-11-24T10:00:00"},
        {"k": "alert.raise", "level": 1, "observed_at": "0001-01-01T00:00:00+14:00"},
        {"k": "alert.raise", "level": 0, "observed_at": "2026-11-24T10:00:00Z"},
        {"k": "alert.raise", "level": 1, "observed_at": "2026-11-24T10:00:00Z", "name": "canary"},
        {"k": "alert.ack", "how": "seen"},
        {"k": "alert.close", "outcome": "forgotten"},
        {"k": "alert.delete"},
    ],
)
async def test_an_effect_of_another_shape_is_refused_by_name_and_never_reaches_the_database(
    ward: Ward, effect: dict[str, object]
) -> None:
    with pytest.raises(msgspec.ValidationError) as refusal:
        await ward.does(SATO, effect)
    assert "canary" not in str(refusal.value)


@pytest.mark.shows("I13")
async def test_however_long_nobody_answers_every_open_alert_has_a_next_act(ward: Ward) -> None:
    for level in (1, 2, 3, 4):
        ward.alert = uuid4()
        await ward.raises(SATO, level=level)
    for _ in range(8):
        await ward.passes(hours=13)
        async with reading() as connection:
            assert await without_next_act(connection) == []
            waiting = "select count(*) from alert where state = 'open' and next_at > $1"
            open_ones = await connection.fetchval(waiting, ward.clock.now())
        assert open_ones == 4


async def test_handing_over_to_the_vault_is_handing_over_to_nobody(ward: Ward) -> None:
    vault = Person(name="金庫", kana="きんこ", role="vault", center=None)
    async with write_transaction() as connection:
        await settle(connection, vault)
        laid = "insert into scope_grant (staff, bucket, role, basis, granted_seq) values ($1, $2, 'vault', 'internal_use', 1)"
        await connection.execute(laid, vault.id, ward.household)
    await ward.raises(SATO, level=1)
    await ward.answers(TANAKA, "handed_over", to=vault)
    assert ((await ward.row())["state"], (await ward.events())[-1]) == ("open", "refused")
