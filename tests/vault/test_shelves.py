"""A center's shelf: what nobody has looked through for half a year is told to whoever keeps it, and to no household."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.make import MORI, Person, settle
from tests.vault.conftest import Office
from tests.vault.test_meetings import passes, published, told

KAWAI = Person(name="河合 直", kana="かわい なお", role="community_coordinator", organisation="北区社会福祉協議会")


def looked(at: datetime, before: UUID | None = None) -> dict[str, Any]:
    base = {"checked_on": [str(before)]} if before else {}
    return {"kind": "fields.set", "entity": "resource:r1", "set": {"name": "パンク修理の手伝い", "checked_on": at.date().isoformat()}, "base": base}


async def test_kawai_hears_after_half_a_year_with_the_vault_stopped_and_a_look_ends_it(office: Office) -> None:
    await settle(office.rows, KAWAI)
    kawai, mori = await office.enrol(KAWAI), await office.enrol(MORI)
    bucket = kawai.open_center(kind="community")
    first = kawai.record(bucket, looked(office.clock.now()), at=office.clock.now())
    await kawai.sync()
    await office.vault.round()
    office.vault.die()
    await passes(office, days=179)
    assert await told(office, KAWAI) == []
    await passes(office, days=6)
    (row,) = await told(office, KAWAI)
    assert (row["about"], row["level"], row["state"], row["bucket"], row["mine"]) == ("shelf", 4, "open", bucket, True)
    assert [one["mine"] for one in await told(office, MORI)] == [False], "the office sees it and is not asked"
    office.vault.wake()
    await kawai.unlock()
    await kawai.pull()
    (timer,) = published(kawai, bucket)[-1]["timers"]
    assert (timer["rule"], timer["subject"], timer["alert"]) == ("E-T12", "shelf", str(row["id"]))

    kawai.record(bucket, looked(office.clock.now(), first), at=office.clock.now())
    await kawai.push()
    await office.vault.round()
    assert [(one["state"], one["outcome"]) for one in await told(office, KAWAI)] == [("closed", "settled")]
    await mori.unlock()
    await mori.pull()
    assert len(published(mori, bucket)) == 2
