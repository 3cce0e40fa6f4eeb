"""What a phone that has nothing yet gets first: household after household, each whole, what bears on today before the rest."""

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from server.envelope import frame
from server.sync.wire import PullReply
from tests.make import named
from tests.sync.blind import BlindPhone, household
from tests.sync.conftest import Field

HOUSES = ("世帯A", "世帯B", "世帯C", "世帯D")


async def written(field: Field, rounds: int = 3) -> None:
    """Sato goes round her households again and again, so that in the stream their records lie mixed."""
    field.clock.forward(minutes=5)
    for n in range(rounds):
        for house in HOUSES:
            opens = (household(house, field.sato, field.tanaka),) if n == 0 else ()
            await field.sato.push(field.sato.seal(named(house)), buckets=opens)
    field.clock.forward(minutes=5)
    await field.owner.execute("update device set last_seen_at = $2 where id = $1", field.vault.id, field.clock.now())


async def falls_due(field: Field, house: str, days: float) -> None:
    await field.owner.execute(
        "insert into timer (id, chain, bucket, level, due, tells, people, op_id, staff, device, state)"
        " values ($1, $1, $2, 3, $3, '{lead}', '{}', $1, $4, $5, 'set')",
        uuid4(), named(house), field.clock.now() + timedelta(days=days), field.vault.owner.id, field.vault.id,
    )  # fmt: skip


def in_order(pages: list[PullReply]) -> list[UUID]:
    buckets = [frame.parse(told.e).bucket for page in pages for told in page.ops]
    return [bucket for n, bucket in enumerate(buckets) if n == 0 or buckets[n - 1] != bucket]


async def all_pages(phone: BlindPhone, limit: int) -> list[PullReply]:
    pages = [await phone.pull(limit=limit)]
    while pages[-1].more:
        pages.append(await phone.pull(limit=limit))
    return pages


@pytest.mark.shows("FIRST-1")
async def test_a_new_phone_gets_household_after_household_and_what_falls_due_first(field: Field) -> None:
    await written(field)
    await falls_due(field, "世帯B", 0.5)
    await falls_due(field, "世帯C", 30)
    pages = await all_pages(field.tanaka, 2)
    assert in_order(pages) == [named(house) for house in ("世帯B", "世帯D", "世帯C", "世帯A")], "then the last written"
    assert field.tanaka.ops == field.sato.ops
    behind = pages[0].behind
    assert behind.ops == 12  # type: ignore[union-attr]
    assert behind.buckets[0] == named("世帯B"), "one of its three records is still to come"  # type: ignore[union-attr]
    assert [page.behind.today for page in pages[:-1]] == [1, 0, 0, 0, 0]  # type: ignore[union-attr]


@pytest.mark.shows("FIRST-2")
async def test_a_household_that_is_not_behind_has_all_its_records(field: Field) -> None:
    """Whatever the size of a page, and while Sato goes on writing: nobody is shown half of a household."""
    await written(field)
    for page_size in (1, 2, 5):
        phone = BlindPhone(field.tanaka.owner, field.clock, key=field.tanaka.key)
        begun = {frame.parse(raw).op_id: frame.parse(raw).bucket for raw in field.sato.made}
        while True:
            page = await phone.pull(limit=page_size)
            await field.sato.push(field.sato.seal(named("世帯A")))
            behind = set(page.behind.buckets) if page.behind else set()
            missing = {bucket for op, bucket in begun.items() if op not in phone.ops}
            assert missing <= behind, "told as whole, and is not"
            if not page.more or len(phone.ops) >= len(begun) + 4:
                break
        assert set(begun) <= set(phone.ops)


async def test_an_open_alert_and_what_the_vault_has_not_answered_to_bear_on_today(field: Field) -> None:
    await written(field)
    await field.sato.push(field.sato.seal(named("世帯A")))
    first = await field.tanaka.pull(limit=1)
    assert first.behind.buckets[0] == named("世帯A"), "a visit may have been planned in it"  # type: ignore[union-attr]
    assert first.behind.today == 1  # type: ignore[union-attr]


async def test_an_office_without_a_vault_does_not_say_what_bears_on_today(field: Field) -> None:
    await written(field)
    await field.owner.execute("update device set last_seen_at = null where id = $1", field.vault.id)
    assert "today" not in msgspec.to_builtins((await field.tanaka.pull(limit=1)).behind)


async def test_the_vault_reads_the_stream_in_its_order(field: Field) -> None:
    await written(field, 1)
    await falls_due(field, "世帯D", 0.5)
    reply = await field.vault.pull()
    assert [told.seq for told in reply.ops] == sorted(told.seq for told in reply.ops)
    assert not reply.behind

