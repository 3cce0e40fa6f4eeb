"""Wrapped keys reach exactly the certified devices in scope, and lost devices lose theirs."""

import asyncpg
import pytest

from server.db import write_transaction
from server.keys import service, store
from server.keys.store import NewWrap
from server.problems import Problem
from tests.make import named
from tests.sync.blind import grant_of, household
from tests.sync.conftest import Field, field

__all__ = ["field"]


async def certify(owner: asyncpg.Connection, *devices: object) -> None:
    for n, device in enumerate(devices, 1):
        await owner.execute(
            "insert into statement values ($1, 'device', $2, 'a.b.c', $3, $4, now())",
            n, device, bytes(32), n.to_bytes(32, "big"),
        )  # fmt: skip


async def test_the_vault_is_asked_for_the_wraps_that_certified_devices_in_scope_lack(field: Field) -> None:
    await certify(field.owner, field.tanaka.id, field.kimura.id, field.sato.id)
    bucket = household("世帯A", field.sato, field.vault, grant=grant_of(field.sato))
    await field.sato.push(field.sato.seal(bucket.id), buckets=(bucket,))
    now = field.clock.now()
    rows = await service.wanted(field.vault.caller, now, 50)
    assert [row["device"] for row in rows] == [field.tanaka.id]
    wraps = [
        NewWrap(named("世帯A"), 1, phone.id, b"w" * 113, grant_of(field.vault))
        for phone in (field.tanaka, field.kimura)
    ]
    assert await service.keep(field.vault.caller, wraps, now) == 1
    assert not await service.wanted(field.vault.caller, now, 50)
    assert [key.bucket for key in (await field.tanaka.pull()).keys] == [named("世帯A")]
    with pytest.raises(Problem, match="not_found"):
        await service.keep(field.kimura.caller, wraps, now)


async def test_the_vault_grants_anew_what_hangs_on_a_phone_that_has_ended(field: Field) -> None:
    """And to itself at once: a key that it can open only on Sato's word would be gone with Sato's phone."""
    await certify(field.owner, field.tanaka.id, field.vault.id)
    bucket = household("世帯A", field.sato, field.vault, field.tanaka, grant=grant_of(field.sato))
    await field.sato.push(field.sato.seal(bucket.id), buckets=(bucket,))
    await field.tanaka.pull()
    now = field.clock.now()
    assert [row["device"] for row in await service.wanted(field.vault.caller, now, 50)] == [field.vault.id]
    await field.owner.execute("update device set state = 'lost' where id = $1", field.sato.id)
    both = await service.wanted(field.vault.caller, now, 50)
    assert {row["device"] for row in both} == {field.vault.id, field.tanaka.id}
    again = [NewWrap(bucket.id, 1, row["device"], b"v" * 113, grant_of(field.vault)) for row in both]
    assert await service.keep(field.vault.caller, again, now) == 2
    assert await service.keep(field.vault.caller, again, now) == 0
    assert not await service.wanted(field.vault.caller, now, 50)
    assert [key.grant for key in (await field.tanaka.pull()).keys] == [grant_of(field.vault)]


async def test_a_lost_phones_wraps_go_even_in_households_its_ender_cannot_see(field: Field) -> None:
    bucket = household("世帯A", field.sato)
    await field.sato.push(field.sato.seal(bucket.id), buckets=(bucket,))
    async with write_transaction() as connection:
        assert await store.forget_device(connection, field.sato.id) == 1
    assert await field.count("key_wrap") == 0
    assert await field.owner.fetchval("select owed_seq from bucket") is not None
