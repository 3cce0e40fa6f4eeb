"""What a phone gets to read, and what it never does (I3 convergence, I4 no leak, I5 cursor, I11 revoked device)."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from server.access.caller import Caller
from server.db import DB, snapshot, write_transaction
from server.problems import Problem
from server.scope import service
from server.sequence import speak_as
from server.sync import cursor as cursors
from server.sync import outgoing, store
from server.sync.wire import Pull
from tests.fakes import OPENING
from tests.make import TANAKA, named
from tests.sync.blind import KEY, BlindPhone, household
from tests.sync.conftest import Field


async def grant(field: Field, name: str, phone: BlindPhone, lasts: timedelta | None = None) -> int:
    async with write_transaction() as connection:
        return await service.grant(
            connection, field.tanaka.caller, bucket=named(name), staff=phone.owner.id, role="co",
            basis="internal_use", now=field.clock.now(), ends_at=field.clock.now() + lasts if lasts else None,
        )  # fmt: skip


async def revoke(field: Field, name: str, phone: BlindPhone) -> int:
    async with write_transaction() as connection:
        return await service.revoke(
            connection, field.tanaka.caller, bucket=named(name), staff=phone.owner.id, reason="transferred",
            now=field.clock.now(),
        )  # fmt: skip


async def written(field: Field, name: str, count: int) -> None:
    await field.sato.push(
        *[field.sato.seal(named(name)) for _ in range(count)], buckets=(household(name, field.sato, field.tanaka),)
    )


@pytest.mark.shows("I3", "CURS-1", "CURS-2", "CURS-3")
async def test_i3_tanaka_reads_what_sato_wrote_in_pages_of_one(field: Field) -> None:
    await written(field, "世帯A", 7)
    await field.tanaka.catch_up(limit=1)
    assert field.tanaka.ops == field.sato.ops
    reply = await field.tanaka.pull()
    assert not reply.ops
    assert not reply.more
    assert not reply.keys
    later = [field.sato.seal(named("世帯A")) for _ in range(2)]
    await field.sato.push(*later)
    assert [told.e for told in (await field.tanaka.pull()).ops] == later, "what has changed, and nothing else"


@pytest.mark.shows("F-13")
async def test_a_record_of_a_newer_app_is_stored_and_delivered_as_it_came(field: Field) -> None:
    """The office reads headers only: a schema it has never heard of is no reason to refuse or to hold."""
    newer = [field.sato.seal(named("世帯A"), schema=schema) for schema in (1, 2, 65_535)]
    reply = await field.sato.push(*newer, buckets=(household("世帯A", field.sato, field.tanaka),))
    assert [one.s for one in reply.results] == ["applied"] * 3
    await field.tanaka.catch_up()
    assert list(field.tanaka.ops.values()) == newer


async def test_the_keys_laid_for_a_device_reach_it_once(field: Field) -> None:
    await written(field, "世帯A", 1)
    reply = await field.tanaka.pull()
    assert [(key.bucket, key.epoch) for key in reply.keys] == [(named("世帯A"), 1)]
    assert not (await field.tanaka.pull()).keys
    assert not (await field.mori.pull()).keys


@pytest.mark.shows("I5", "CURS-3")
async def test_i5_a_page_is_cut_between_ops_and_a_large_op_still_arrives(field: Field) -> None:
    ops = [field.sato.seal(named("世帯A"), size=size) for size in (9_000, 20_000, 60, 60)]
    await field.sato.push(*ops, buckets=(household("世帯A"),))
    pages = [await field.tanaka.pull(max_bytes=12_500) for _ in range(3)]
    assert [len(page.ops) for page in pages] == [1, 1, 2]
    assert [page.more for page in pages] == [True, True, False]


@pytest.mark.shows("I4", "FIRST-1")
async def test_i4_kimura_of_the_other_ward_sees_nothing_in_any_field(field: Field) -> None:
    await written(field, "世帯A", 3)
    await field.tanaka.push(field.tanaka.seal(named("世帯A")))
    reply = await field.kimura.pull()
    body = msgspec.json.encode(reply)
    assert str(named("世帯A")).encode() not in body
    assert (reply.ops, reply.gone, reply.held, reply.keys, reply.alerts) == ([], [], [], [], [])
    assert reply.scope.buckets == []
    assert reply.scope.rev == 0


@pytest.mark.shows("I4")
async def test_i4_the_database_itself_hides_the_household_from_kimura(field: Field) -> None:
    await written(field, "世帯A", 3)
    async with write_transaction() as connection:
        walled = await connection.fetchval("select current_user") == "kasane_web"
        await connection.execute("select set_config('kasane.staff', $1, true)", str(field.kimura.owner.id))
        seen = (
            await connection.fetchval("select count(*) from op"),
            await connection.fetchval("select count(*) from key_wrap"),
        )
    assert seen == ((0, 0) if walled else (3, 2))
    async with write_transaction() as connection:  # nobody named: nothing shown
        assert await connection.fetchval("select count(*) from op") == (0 if walled else 3)


async def test_whom_a_connection_spoke_for_it_forgets_with_the_transaction(field: Field) -> None:
    """No connection is reset between two requests: what one of them left would show the next one's phone its rows."""
    await written(field, "世帯A", 3)
    await asyncio.gather(*(phone.pull() for phone in (field.tanaka, field.sato, field.kimura) for _ in range(10)))
    with pytest.raises(asyncpg.DivisionByZeroError):
        await _broken_off(field.tanaka)
    assert DB.pool is not None
    async with AsyncExitStack() as held:
        pool = [await held.enter_async_context(DB.pool.acquire()) for _ in range(DB.pool.get_size())]
        assert [await one.fetchval("select current_setting('kasane.staff', true)") or "" for one in pool] == [""] * 6
        left = "select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'"
        assert [await one.fetchval(left) for one in pool] == [0] * 6


async def _broken_off(phone: BlindPhone) -> None:
    async with snapshot() as connection:
        await speak_as(connection, phone.owner.id)
        await connection.execute("select 1 / 0")


@pytest.mark.parametrize("table", ["op", "statement", "audit_event", "scope_event"])
async def test_the_web_role_cannot_rewrite_what_happened(field: Field, table: str) -> None:
    async with write_transaction() as connection:
        if await connection.fetchval("select current_user") != "kasane_web":
            return
        for statement in (f"delete from {table}", f"truncate {table}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with connection.transaction():
                    await connection.execute(statement)


@pytest.mark.parametrize("limit", [1, 2, 5])
@pytest.mark.shows("I3", "RESYNC-1", "PURGE-2", "OWN")
async def test_i3_a_grant_brings_the_older_ops_while_new_ones_keep_coming(field: Field, limit: int) -> None:
    await written(field, "世帯A", 4)
    await written(field, "世帯B", 3)
    await grant(field, "世帯B", field.mori)
    await field.mori.catch_up()
    await revoke(field, "世帯A", field.mori)
    await field.mori.catch_up()
    assert len(field.mori.ops) == 3
    await grant(field, "世帯A", field.mori)
    for _ in range(20):
        reply = await field.mori.pull(limit=limit)
        assert len(reply.ops) <= limit
        if field.sato.dseq < 10:
            await field.sato.push(field.sato.seal(named("世帯A")))
        elif not reply.more:
            break
    assert field.mori.ops == field.sato.ops


@pytest.mark.shows("I4", "REVOKE-1", "OWN")
async def test_i4_after_a_revoke_the_household_is_gone_and_later_ops_are_held_and_listed(field: Field) -> None:
    await written(field, "世帯A", 2)
    await field.sato.pull()
    await revoke(field, "世帯A", field.sato)
    late = field.sato.seal(named("世帯A"))
    pushed = await field.sato.push(late)
    assert [(r.s, r.reason) for r in pushed.results] == [("held", "access_ended")]
    assert pushed.ack == 3
    reply = await field.sato.pull()
    assert [(gone.bucket, gone.reason) for gone in reply.gone] == [(named("世帯A"), "transferred")]
    assert [(held.id, held.reason) for held in reply.held] == [(pushed.results[0].id, "access_ended")]
    assert not reply.ops
    assert field.sato.ops == {}
    assert reply.scope.buckets == []
    assert await field.owner.fetchval("select count(*) from key_wrap where device = $1", field.sato.id) == 0
    assert not (await field.sato.pull()).gone


async def test_a_grant_with_an_end_ends_by_itself_and_says_so(field: Field) -> None:
    await written(field, "世帯A", 2)
    await grant(field, "世帯A", field.kimura, lasts=timedelta(hours=8))
    await field.kimura.catch_up()
    assert len(field.kimura.ops) == 2
    field.clock.forward(hours=8)
    reply = await field.kimura.pull()
    assert [(gone.bucket, gone.reason) for gone in reply.gone] == [(named("世帯A"), "ended")]
    assert not field.kimura.ops


@pytest.mark.shows("OWN")
async def test_a_coordinator_who_joins_later_reads_everything_of_the_center(field: Field) -> None:
    await field.owner.execute("delete from scope_grant")
    await written(field, "世帯A", 2)
    await field.owner.execute("delete from scope_grant where staff = $1", TANAKA.id)
    await field.owner.execute("delete from scope_event where staff = $1", TANAKA.id)
    await field.tanaka.catch_up()
    assert not field.tanaka.ops
    async with write_transaction() as connection:
        assert await service.join_center(connection, TANAKA.id, device=None, now=field.clock.now()) == 1
    await field.tanaka.catch_up(limit=1)
    assert len(field.tanaka.ops) == 2


@pytest.mark.shows("I5")
async def test_i5_a_cursor_is_good_for_one_device_one_generation_and_our_own_hand(field: Field) -> None:
    await written(field, "世帯A", 2)
    await field.tanaka.pull()
    token = field.tanaka.cursor
    assert token is not None
    for forged in (token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), "", "あ", token + "A", "A" * 40):
        field.tanaka.cursor = forged
        with pytest.raises(Problem) as refused:
            await field.tanaka.pull()
        assert refused.value.code == "bad_cursor"
    field.mori.cursor = token
    with pytest.raises(Problem, match="bad_cursor"):
        await field.mori.pull()
    field.tanaka.cursor = cursors.write(cursors.Cursor(uuid4(), base=2), field.tanaka.id, KEY)
    with pytest.raises(Problem, match="generation_changed"):
        await field.tanaka.pull()
    asked = Pull(device=field.sato.id, cursor=None)
    with pytest.raises(Problem, match="wrong_device"):
        await outgoing.pull(field.tanaka.caller, asked, field.clock, KEY)


@pytest.mark.shows("I5")
async def test_i5_a_cursor_never_passes_what_is_not_yet_committed(field: Field) -> None:
    await written(field, "世帯A", 1)
    await field.tanaka.catch_up()
    slow, other = field.sato.seal(named("世帯A")), field.tanaka.seal(named("世帯A"))
    async with write_transaction() as first:
        await first.fetchrow("update sync_clock set seq = seq + 1 where id = 1 returning seq")
        pushing = asyncio.create_task(elsewhere(field.tanaka, other))
        await asyncio.sleep(0.2)
        assert not pushing.done()
        reading = await asyncio.create_task(outside(field.tanaka.pull))
        assert not reading.ops
    await pushing
    await field.sato.push(slow)
    await field.tanaka.catch_up(limit=1)
    assert set(field.tanaka.ops) == set(field.sato.ops) | set(field.tanaka.ops)
    assert len(field.tanaka.ops) == await field.count("op") == 3


@pytest.mark.shows("I5", "CONF-7")
async def test_i5_a_push_that_commits_late_is_not_overtaken_by_a_cursor(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sato's push has its number and hangs before its commit; whoever reads meanwhile must still get it afterwards."""
    await written(field, "世帯A", 1)
    await field.tanaka.catch_up()
    hangs, goes_on = asyncio.Event(), asyncio.Event()
    move_head = store.move_head

    async def slow(connection, device, *rest) -> None:
        await move_head(connection, device, *rest)
        if device == field.sato.id:
            hangs.set()
            await goes_on.wait()

    monkeypatch.setattr(store, "move_head", slow)
    late = asyncio.create_task(field.sato.push(field.sato.seal(named("世帯A"))))
    await hangs.wait()
    next_one = asyncio.create_task(field.mori.push(field.mori.seal(named("世帯A"))))
    await asyncio.sleep(0.3)
    await field.tanaka.catch_up()
    goes_on.set()
    await asyncio.gather(late, next_one)
    await field.tanaka.catch_up()
    assert set(field.tanaka.ops) == set(field.sato.ops) | set(field.mori.ops)


async def elsewhere(phone: BlindPhone, raw: bytes) -> None:
    await outside(lambda: phone.push(raw))


async def outside(call):
    """In a context of its own, as another request is: the test's open transaction is not inherited."""
    from server.db import DB

    DB.current_transaction.set(None)
    return await call()


@pytest.mark.shows("I11", "F-24", "REVOKE-3")
async def test_i11_a_revoked_device_reads_nothing_and_what_it_sends_is_held(field: Field) -> None:
    await written(field, "世帯A", 2)
    await field.owner.execute("update device set state = 'revoked' where id = $1", field.sato.id)
    with pytest.raises(Problem) as refused:
        await field.sato.pull()
    assert refused.value.code == "device_revoked"
    reply = await field.sato.push(field.sato.seal(named("世帯A")), state="revoked")
    assert [(r.s, r.reason) for r in reply.results] == [("held", "device_revoked")]
    assert reply.ack == 3


@pytest.mark.shows("F-21", "RESYNC-3")
async def test_after_a_restore_tanaka_gives_back_what_satos_dead_phone_wrote(field: Field) -> None:
    await written(field, "世帯A", 3)
    await field.tanaka.catch_up()
    await field.owner.execute("delete from op")
    await field.owner.execute("update device set head_dseq = 0, head_hash = $1", bytes(32))
    back = list(field.sato.made)
    damaged = back[1][:-1] + bytes([back[1][-1] ^ 1])
    reply = await field.tanaka.push(donated=(back[0], damaged, back[2], back[0]))
    assert [r.s for r in reply.results] == ["applied", "rejected", "applied", "duplicate"]
    assert [r.s for r in (await field.kimura.push(donated=(back[1],))).results] == ["held"]
    own = await field.sato.push(*back)
    assert [r.s for r in own.results] == [
        "duplicate",
        "applied",
        "duplicate",
    ]  # hers lifts what Kimura could only leave
    assert own.ack == 3


async def test_only_who_runs_the_household_grants_and_outside_it_there_is_nothing(field: Field) -> None:
    await written(field, "世帯A", 1)
    south = Caller(UUID(int=1), field.kimura.id, "coordinator", "26107", OPENING)
    for caller, code in ((south, "not_found"), (field.sato.caller, "not_allowed"), (field.mori.caller, "not_allowed")):
        with pytest.raises(Problem, match=code):
            async with write_transaction() as connection:
                await service.grant(
                    connection, caller, bucket=named("世帯A"), staff=field.kimura.owner.id, role="co",
                    basis="internal_use", now=field.clock.now(),
                )  # fmt: skip
    with pytest.raises(Problem, match="keeper_stays"):
        await revoke(field, "世帯A", field.vault)
