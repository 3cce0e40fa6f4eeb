"""A file with names leaves the sealed book: who, when and how many is written down before it is made."""

import asyncpg

from tests.access.handset import Handset, Office
from tests.fakes import ManualClock


async def test_tanakas_list_of_april_stands_in_the_audit_and_only_after_a_fresh_unlock(
    office: Office, tanaka: Handset, clock: ManualClock, rows: asyncpg.Connection
) -> None:
    asked = {"what": "transfer_list", "count": 34}
    clock.forward(minutes=6)
    refused = await tanaka.http.post("/audit/v1/exports", json=asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "step_up_needed")
    assert await rows.fetchval("select count(*) from audit_event where verb = 'export'") == 0
    assert (await tanaka.step_up()).status_code == 200
    noted = await tanaka.http.post("/audit/v1/exports", json=asked)
    assert noted.status_code == 200
    row = await rows.fetchrow("select * from audit_event where verb = 'export'")
    assert row is not None
    assert (row["n"], row["purpose"], row["count"]) == (noted.json()["n"], "transfer_list", 34)
    assert (row["staff"], row["device"]) == (tanaka.owner.id, tanaka.id)


async def test_a_report_that_becomes_a_file_and_a_form_on_paper_are_written_down(
    office: Office, tanaka: Handset, rows: asyncpg.Connection
) -> None:
    for what in ("report", "month_figures", "case_forms"):
        noted = await tanaka.http.post("/audit/v1/exports", json={"what": what, "count": 12})
        assert noted.status_code == 200, noted.text
    kept = await rows.fetch("select purpose, count from audit_event where verb = 'export' order by n")
    assert [(row["purpose"], row["count"]) for row in kept] == [
        ("report", 12), ("month_figures", 12), ("case_forms", 12),
    ]  # fmt: skip


async def test_an_export_of_nothing_or_of_something_unheard_of_is_refused(office: Office, tanaka: Handset) -> None:
    for body in ({"what": "transfer_list", "count": 0}, {"what": "everything", "count": 3}, {"what": "transfer_list"}):
        answer = await tanaka.http.post("/audit/v1/exports", json=body)
        assert answer.status_code in (400, 422), answer.text
