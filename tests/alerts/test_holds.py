"""Sato's phone holds what nobody else can see yet: she hears of it herself, then the office; and it ends when all is out."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from server.alerts import holds
from server.alerts.holds import Held, Holds
from server.alerts.store import changed_since, without_next_act
from server.db import reading, write_transaction
from tests.alerts.conftest import Ward
from tests.make import KIMURA, MORI, NORTH, SATO, TANAKA, DeviceRow, Person


async def center_bucket(ward: Ward) -> UUID:
    """北区's own bucket, as somebody of its office begins it; Sato does not read it."""
    bucket = uuid4()
    async with write_transaction() as connection:
        await connection.execute(
            "insert into bucket (id, kind, center, opened_seq, opened_by, opened_at) values ($1, 'center', $2, 1, $3, $4)",
            bucket, NORTH, DeviceRow(owner=MORI).id, ward.clock.now(),
        )  # fmt: skip
        await connection.executemany(
            "insert into scope_grant (staff, bucket, role, basis, granted_seq) values ($1, $2, 'center', 'internal_use', 1)",
            [(one.id, bucket) for one in (TANAKA, MORI)],
        )
    return bucket


async def says(ward: Ward, who: Person = SATO, *, records: tuple[int, datetime] | None = None, drafts: tuple[int, datetime] | None = None) -> None:
    given = {name: Held(count=one[0], since=one[1]) for name, one in (("records", records), ("drafts", drafts)) if one}
    await holds.say(DeviceRow(owner=who).id, who.id, Holds(**given), ward.clock.now())


async def sees(ward: Ward, who: Person) -> list[tuple[str, int, str, str | None, int | None, bool]]:
    async with reading() as connection:
        rows = await changed_since(connection, who.id, 0, ward.clock.now())
    return [(row["about"], row["level"], row["state"], row["cause"], row["held"], row["mine"]) for row in rows]


async def test_two_days_of_a_half_written_record_are_a_quiet_word_to_sato_and_a_third_day_rings_at_the_office(ward: Ward) -> None:
    await center_bucket(ward)
    await says(ward, drafts=(2, ward.clock.now()))
    await ward.passes(hours=47, minutes=59)
    assert await sees(ward, SATO) == []
    await ward.passes(minutes=1)
    assert await sees(ward, SATO) == [("device", 4, "open", "drafts", 2, True)]
    assert (ward.heard(), await sees(ward, KIMURA)) == ([], [])
    await ward.passes(hours=24)
    assert await sees(ward, MORI) == [("device", 3, "open", "drafts", 2, True)]
    assert {who for who, _ in ward.heard()} == {"もり", "たなか"}, "on sato's phone it stands, and does not ring"


async def test_all_has_gone_out_and_the_alert_ends_by_itself_on_every_phone(ward: Ward) -> None:
    await center_bucket(ward)
    await says(ward, records=(3, ward.clock.now()))
    await ward.passes(hours=72)
    assert ward.heard()
    await says(ward)
    await ward.sends()
    assert [row[:3] for row in await sees(ward, SATO)] == [("device", 3, "closed")]
    assert {purpose for _, purpose in ward.heard()} == {"cleared"}
    await ward.passes(days=7)
    assert (ward.heard(), len(await sees(ward, SATO))) == ([], 1)


async def test_what_is_held_now_was_begun_later_and_has_days_of_its_own(ward: Ward) -> None:
    await center_bucket(ward)
    begun = ward.clock.now()
    await says(ward, drafts=(1, begun))
    await ward.passes(hours=40)
    await says(ward, drafts=(2, begun + timedelta(seconds=30)))
    await says(ward, drafts=(1, ward.clock.now()))
    await ward.passes(hours=47)
    assert await sees(ward, SATO) == []
    await ward.passes(hours=1)
    assert [row[2:5] for row in await sees(ward, SATO)] == [("open", "drafts", 1)]


async def test_saying_the_same_at_every_round_neither_rings_twice_nor_gives_more_time(ward: Ward) -> None:
    await center_bucket(ward)
    begun = ward.clock.now()
    for _ in range(6):
        await says(ward, records=(1, begun))
        await ward.passes(hours=12)
    assert len(await sees(ward, SATO)) == 1
    assert sorted(ward.heard()) == [("たなか", "alert"), ("もり", "alert")]


async def test_a_phone_whose_clock_is_ahead_gives_itself_no_more_time(ward: Ward) -> None:
    await center_bucket(ward)
    await says(ward, records=(1, ward.clock.now() + timedelta(days=400)))
    await ward.passes(hours=48)
    assert [row[2] for row in await sees(ward, SATO)] == ["open"]


async def test_before_the_center_has_a_place_of_its_own_it_waits_and_is_not_lost(ward: Ward) -> None:
    await says(ward, records=(1, ward.clock.now()))
    await ward.passes(hours=100)
    assert await sees(ward, SATO) == []
    await center_bucket(ward)
    await ward.passes(seconds=1)
    assert [row[:3] for row in await sees(ward, MORI)] == [("device", 3, "open")]


async def test_mori_takes_it_on_and_tanaka_closes_it_and_neither_quiets_their_own(ward: Ward) -> None:
    bucket = await center_bucket(ward)
    await says(ward, records=(1, ward.clock.now()))
    await says(ward, TANAKA, records=(1, ward.clock.now()))
    await ward.passes(hours=73)
    async with reading() as connection:
        rows = await connection.fetch("select id, raised_by from alert")
    of = {row["raised_by"]: row["id"] for row in rows}
    ward.alert = of[SATO.id]
    await ward.does(MORI, {"k": "alert.ack", "how": "taking"}, bucket)
    await ward.does(TANAKA, {"k": "alert.close", "outcome": "resolved"}, bucket)
    assert (await ward.row())["state"] == "closed"
    ward.alert = of[TANAKA.id]
    await ward.does(TANAKA, {"k": "alert.ack", "how": "taking"}, bucket)
    await ward.does(TANAKA, {"k": "alert.close", "outcome": "resolved"}, bucket)
    assert (await ward.row())["state"] == "open"
    async with reading() as connection:
        assert await without_next_act(connection) == []


@pytest.mark.parametrize(
    "body",
    [{"records": {"count": 0, "since": "2026-11-24T10:00:00Z"}}, {"records": {"count": 1, "since": "0001-01-01T00:00:00+14:00"}},
     {"drafts": {"count": 1, "since": "昨日"}}, {"drafts": {"count": 10**9, "since": "2026-11-24T10:00:00Z"}}, {"what": "森川"}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body, Holds)
