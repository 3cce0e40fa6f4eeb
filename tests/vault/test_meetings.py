"""A center's own alerts: its meetings are counted by the vault, fired by the office's clock, answered by its people."""

from typing import Any
from uuid import UUID

from server.alerts.service import tick
from server.alerts.store import changed_since
from server.db import reading
from tests.make import MORI, SATO, TANAKA, Person
from tests.phone import Phone
from tests.vault.conftest import Office


def meeting(on: str, name: str = "k1", status: str = "held", base: dict[str, Any] | None = None) -> dict[str, Any]:
    fields = {"kind": "regular", "held_on": on, "status": status}
    return {"kind": "fields.set", "entity": f"meeting:{name}", "set": fields, "base": base or {}}


async def begun(office: Office, phone: Phone, *records: dict[str, Any]) -> UUID:
    bucket = phone.open_center(*records)
    await phone.sync()
    await office.vault.round()
    return bucket


async def passes(office: Office, **time: float) -> None:
    office.clock.forward(**time)
    while await tick(office.clock.now()):
        pass


async def told(office: Office, who: Person) -> list[dict[str, Any]]:
    async with reading() as connection:
        return await changed_since(connection, who.id, 0, office.clock.now())


def published(phone: Phone, bucket: UUID) -> list[dict[str, Any]]:
    return [one for one in phone.read(bucket) if one["kind"] == "timers.set"]


async def test_no_meeting_for_forty_five_days_is_told_to_the_office_and_to_nobody_who_reads_no_meetings(office: Office) -> None:
    mori, sato = await office.enrol(MORI), await office.enrol(SATO)
    today = office.clock.now().date().isoformat()
    bucket = await begun(office, mori, meeting(today))
    office.vault.die()
    await passes(office, days=44)
    assert [row["about"] for row in await told(office, MORI)] == ["meetings"], "the minutes wait since fourteen days"
    await passes(office, days=6)
    rows = await told(office, MORI)
    assert [(row["about"], row["level"], row["state"], row["bucket"]) for row in rows] == [("meetings", 4, "open", bucket)] * 2
    assert await told(office, SATO) == []
    office.vault.wake()
    await mori.unlock()
    await mori.pull()
    words = {one["alert"]: (one["rule"], one["subject"]) for one in published(mori, bucket)[-1]["timers"]}
    assert {words[str(row["id"])] for row in rows} == {("E-T10", "regular"), ("E-T10", "k1")}
    assert (bucket, 1) not in sato.keys


async def test_the_next_meeting_ends_it_and_mori_may_say_that_she_is_on_it(office: Office) -> None:
    mori, tanaka = await office.enrol(MORI), await office.enrol(TANAKA)
    bucket = await begun(office, mori, meeting(office.clock.now().date().isoformat()))
    await passes(office, days=50)
    (alert,) = [row["id"] for row in await told(office, MORI) if row["observed_at"] == max(one["observed_at"] for one in await told(office, MORI))]
    await mori.unlock()
    await mori.pull()
    said = {"kind": "alert.ack", "alert": str(alert), "how": "taking", "note": "日を決めます"}
    mori.record(bucket, said, [{"k": "alert.ack", "alert": str(alert), "how": "taking"}])
    await mori.push()
    assert {row["id"]: row["state"] for row in await told(office, MORI)}[alert] == "acked"
    await office.vault.round()
    mori.record(bucket, meeting(office.clock.now().date().isoformat(), "k2"))
    await mori.push()
    await office.vault.round()
    assert {row["id"]: (row["state"], row["outcome"]) for row in await told(office, MORI)}[alert] == ("closed", "settled")
    await tanaka.unlock()
    await tanaka.pull()
    assert len(published(tanaka, bucket)) == 2


async def test_two_phones_began_the_center_and_one_word_stands_for_both(office: Office) -> None:
    mori, tanaka = await office.enrol(MORI), await office.enrol(TANAKA)
    today = office.clock.now().date().isoformat()
    buckets = [await begun(office, mori), await begun(office, tanaka, meeting(today))]
    await passes(office, days=50)
    assert len(await told(office, MORI)) == 2, "the meeting that is due, and the minutes; not once for each bucket"
    await mori.unlock()
    await mori.pull()
    standing = [published(mori, one)[-1]["timers"] if published(mori, one) else [] for one in sorted(buckets, key=str)]
    assert [len(one) for one in standing] == [2, 0]


async def test_what_a_phone_says_it_holds_comes_in_by_the_door_and_names_nothing(office: Office) -> None:
    mori = await office.enrol(MORI)
    await begun(office, mori)
    since = office.clock.now().isoformat()
    await mori.call("PUT", "/alerts/v1/holds", {"records": {"count": 2, "since": since}, "drafts": None})
    row = await office.rows.fetchrow("select cause, held, stage, alert from device_hold")
    assert tuple(row) == ("records", 2, 0, None)
    await passes(office, hours=73)
    assert [(one["about"], one["cause"], one["held"]) for one in await told(office, MORI) if one["about"] == "device"] == [("device", "records", 2)]
