"""Two households put together ring nobody; what is seen in the merged one afterwards still does."""

from tests.make import SATO
from tests.vault.conftest import Office
from tests.vault.records import visit, worried


async def test_a_merge_rings_nobody_and_a_worry_written_too_late_still_does(office: Office) -> None:
    sato = await office.enrol(SATO)
    gone, stays = sato.open_household(), sato.open_household()
    sato.record(gone, visit(result="met"))
    sato.record(gone, {"kind": "household.merge", "merge": "m1", "into": str(stays)})
    sato.record(stays, {"kind": "household.merged", "merge": "m1", "from": str(gone)})
    sato.record(gone, {"kind": "household.caught_up", "targets": ["r1"]})
    sato.record(gone, {"kind": "household.unmerge", "targets": ["m9"]})
    await sato.push()
    await office.vault.round()
    assert await office.rows.fetch("select id from alert") == []
    late = sato.record(gone, worried(2))
    await sato.push()
    await office.vault.round()
    alerts = await office.rows.fetch("select id, bucket from alert")
    assert [(row["id"], row["bucket"]) for row in alerts] == [(sato.alert_id(gone, late), gone)]
