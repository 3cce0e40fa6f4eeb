"""地域の棚: everybody who works in the center shares it, and nobody else does."""

import msgspec

from server.db import write_transaction
from server.scope import service, store
from server.sync.wire import Bucket
from tests.make import KIMURA, MORI, SATO, TANAKA, Person, named, settle
from tests.sync.blind import household
from tests.sync.conftest import Field, field

__all__ = ["field"]
INOUE = Person(name="井上 健", kana="いのうえ けん", role="outreach_worker")


def shelf(name: str = "地域の棚", kind: str = "community") -> Bucket:
    return msgspec.structs.replace(household(name), kind=kind)


async def shared_by(field: Field, name: str = "地域の棚") -> set[tuple[str, str]]:
    rows = await field.owner.fetch(
        "select s.name, g.role from scope_grant g join staff s on s.id = g.staff where g.bucket = $1", named(name)
    )
    return {(row["name"], row["role"]) for row in rows}


async def test_what_sato_begins_tanaka_and_mori_share_and_kimura_of_another_ward_does_not(field: Field) -> None:
    bucket = shelf()
    await field.sato.push(field.sato.seal(bucket.id), buckets=(bucket,))
    names = {name for name, _ in await shared_by(field)}
    assert {SATO.name, TANAKA.name, MORI.name} <= names
    assert KIMURA.name not in names


async def test_what_mori_begins_the_field_workers_share_too(field: Field) -> None:
    bucket = shelf()
    await field.mori.push(field.mori.seal(bucket.id), buckets=(bucket,))
    assert (SATO.name, "center") in await shared_by(field)
    home = household("世帯A")
    await field.mori.push(field.mori.seal(home.id), buckets=(home,))
    assert SATO.name not in {name for name, _ in await shared_by(field, "世帯A")}, (
        "a household of the office is not the whole team's"
    )


async def test_inoue_who_comes_later_is_given_the_shelf_and_no_household(field: Field) -> None:
    for name, kind in (("地域の棚", "community"), ("世帯A", "household"), ("会議", "center")):
        bucket = shelf(name, kind)
        await field.tanaka.push(field.tanaka.seal(bucket.id), buckets=(bucket,))
    await settle(field.owner, INOUE)
    async with write_transaction() as connection:
        assert await service.join_center(connection, INOUE.id, device=None, now=field.clock.now()) == 1
        rows = await store.buckets_of(connection, INOUE.id, field.clock.now())
    assert [(row["kind"], row["role"]) for row in rows] == [("community", "center")]
    async with write_transaction() as connection:
        assert await service.leave(connection, INOUE.id, reason="left", device=None, now=field.clock.now()) == 1
        assert await store.buckets_of(connection, INOUE.id, field.clock.now()) == []
