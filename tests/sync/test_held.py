"""What waits for a person: the lost phone's last records are looked at, released or filed, and nobody else sees them."""

import hashlib
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
import pytest

from server.access.caller import Caller
from server.access.identify import COOKIE
from server.envelope import frame, signing
from server.problems import Problem
from server.sync import held
from server.sync.wire import Op, to_text
from tests.fakes import OPENING, ManualClock
from tests.make import SATO, SOUTH, named
from tests.sync.blind import BlindPhone, household
from tests.sync.conftest import Field
from tests.sync.test_door import body, cookie, new, phones

__all__ = ["phones"]


async def lost(field: Field, effects: bool = False) -> UUID:
    """Sato's phone is reported lost; afterwards somebody finds it and it delivers its last visit."""
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato, field.tanaka),))
    await field.owner.execute("update device set state = 'lost' where id = $1", field.sato.id)
    raised = {"k": "alert.raise", "alert": str(named("通知")), "level": 2, "observed_at": OPENING.isoformat()}
    raw = field.sato.seal(named("世帯A"))
    late = field.sato.beside(raw, raised) if effects else Op(e=to_text(raw))
    reply = await field.sato.push(late, state="lost")
    assert [(one.s, one.reason) for one in reply.results] == [("held", "device_revoked")]
    op_id = reply.results[0].id
    assert op_id is not None
    return op_id


async def listed(field: Field, phone: BlindPhone) -> list[UUID]:
    return [one.op_id for one in (await held.waiting(phone.caller, field.clock.now())).held]


@pytest.mark.shows("I14", "F-24")
async def test_the_lost_phones_last_visit_is_released_and_reaches_tanaka_with_its_alert(field: Field) -> None:
    op_id = await lost(field, effects=True)
    await field.tanaka.catch_up()
    assert op_id not in field.tanaka.ops
    assert await field.count("alert") == 0
    assert await listed(field, field.tanaka) == [op_id]
    seq = await held.release(field.tanaka.caller, op_id, field.clock.now())
    reply = await field.tanaka.pull()
    assert [one.seq for one in reply.ops] == [seq]
    assert field.tanaka.ops[op_id] == field.sato.made[-1]
    assert [one["id"] for one in reply.alerts] == [named("通知")]
    assert await listed(field, field.tanaka) == []
    again = await field.sato.push(field.sato.made[-1], state="lost")
    assert [(one.s, one.seq) for one in again.results] == [("duplicate", seq)]
    verbs = [row["verb"] for row in await field.owner.fetch("select verb from audit_event order by n")]
    assert verbs.count("held.released") == 1


async def test_a_filed_record_stays_out_of_the_stream_and_counts_as_stored(field: Field) -> None:
    op_id = await lost(field)
    await held.file(field.tanaka.caller, op_id, field.clock.now())
    assert await listed(field, field.tanaka) == []
    await field.tanaka.catch_up()
    assert op_id not in field.tanaka.ops
    assert await field.count("op") == 1
    again = await field.sato.push(field.sato.made[-1], state="lost")
    assert ([one.s for one in again.results], again.ack) == (["held"], 2)
    for decide in (held.release, held.file):
        with pytest.raises(Problem, match="not_found"):
            await decide(field.tanaka.caller, op_id, field.clock.now())


async def test_releasing_twice_puts_the_record_into_the_stream_once(field: Field) -> None:
    op_id = await lost(field)
    await held.release(field.tanaka.caller, op_id, field.clock.now())
    with pytest.raises(Problem, match="not_found"):
        await held.release(field.tanaka.caller, op_id, field.clock.now())
    assert await field.count("op") == 2


async def test_outside_her_ward_a_coordinator_finds_nothing_waiting(field: Field) -> None:
    op_id = await lost(field)
    south = Caller(UUID(int=1), field.kimura.id, "coordinator", SOUTH, OPENING)
    assert (await held.waiting(south, field.clock.now())).held == []
    for unknown in (op_id, uuid4()):
        with pytest.raises(Problem, match="not_found"):
            await held.release(south, unknown, field.clock.now())


async def test_a_manager_of_the_center_releases_what_is_not_in_her_own_scope(field: Field) -> None:
    op_id = await lost(field)
    manager = Caller(field.mori.owner.id, field.mori.id, "manager", field.mori.owner.center, OPENING)
    await field.owner.execute("delete from scope_grant where staff = $1", manager.staff)
    assert [one.op_id for one in (await held.waiting(manager, field.clock.now())).held] == [op_id]
    await held.release(manager, op_id, field.clock.now())
    assert await field.count("op") == 2


async def test_nobody_releases_a_record_of_her_own(field: Field) -> None:
    op_id = await lost(field)
    author = Caller(SATO.id, field.sato.id, "coordinator", SATO.center, OPENING)
    with pytest.raises(Problem, match="own_record"):
        await held.release(author, op_id, field.clock.now())


async def test_a_record_of_a_household_that_nobody_opened_waits_on(field: Field) -> None:
    reply = await field.sato.push(field.sato.seal(named("世帯B")))
    op_id = reply.results[0].id
    assert op_id is not None
    assert await listed(field, field.tanaka) == [op_id]
    with pytest.raises(Problem, match="held_unreadable"):
        await held.release(field.tanaka.caller, op_id, field.clock.now())
    assert await listed(field, field.tanaka) == [op_id]


async def test_tanaka_reads_what_the_record_says_before_she_decides(field: Field) -> None:
    op_id = await lost(field)
    told = await held.read(field.tanaka.caller, op_id, field.clock.now())
    assert (told.e, told.device) == (to_text(field.sato.made[-1]), field.sato.id)
    assert await listed(field, field.tanaka) == [op_id], "reading decides nothing"
    rows = await field.owner.fetch("select staff, subject, bucket from audit_event where verb = 'held.read'")
    assert [tuple(row) for row in rows] == [(field.tanaka.owner.id, op_id, named("世帯A"))]


async def test_a_manager_who_is_not_on_the_household_decides_without_reading(field: Field) -> None:
    op_id = await lost(field)
    manager = Caller(field.mori.owner.id, field.mori.id, "manager", field.mori.owner.center, OPENING)
    assert (await held.read(manager, op_id, field.clock.now())).op_id == op_id
    await field.owner.execute("update scope_grant set ends_at = $2 where staff = $1", manager.staff, OPENING)
    with pytest.raises(Problem, match="not_found"):
        await held.read(manager, op_id, field.clock.now())
    south = Caller(UUID(int=1), field.kimura.id, "coordinator", SOUTH, OPENING)
    with pytest.raises(Problem, match="not_found"):
        await held.read(south, op_id, field.clock.now())
    assert await field.owner.fetchval("select count(*) from audit_event where verb = 'held.read'") == 1


async def test_the_list_says_which_records_nobody_could_read(field: Field) -> None:
    """Of a household that nobody opened, and under a key that nobody else got."""
    readable = await lost(field)
    unopened = (await field.sato.push(field.sato.seal(named("世帯B")), state="lost")).results[0].id
    ahead = (await field.sato.push(field.sato.seal(named("世帯A"), epoch=2), state="lost")).results[0].id
    told = (await held.waiting(field.tanaka.caller, field.clock.now())).held
    assert {one.op_id: one.readable for one in told} == {readable: True, unopened: False, ahead: False}
    assert {one.label for one in told} == {"Pixel 8a"}


async def test_over_http_the_found_phone_delivers_by_its_upload_key_and_tanaka_releases(
    client: httpx.AsyncClient, phones: list[BlindPhone], owner: asyncpg.Connection, clock: ManualClock
) -> None:
    sato, tanaka, kimura = phones
    first = msgspec.json.encode(body(sato, sato.seal(named("世帯A")), buckets=[new("世帯A")]))
    await deliver(client, sato, first)
    hers = {**await cookie(tanaka, clock)}
    await owner.execute("update session set unlocked_at = $1", clock.now())
    lost_it = await client.post(f"/devices/v1/{sato.id}/revoke", json={"reason": "lost"}, headers=hers)
    assert lost_it.json() == {"state": "lost"}
    late = sato.seal(named("世帯A"))
    told = await deliver(client, sato, msgspec.json.encode(body(sato, late)))
    assert told["results"][0]["reason"] == "device_revoked"
    waiting = (await client.get("/sync/v1/held", headers=hers)).json()["held"]
    assert [(one["op_id"], one["staff_name"], one["reason"]) for one in waiting] == [
        (str(frame.parse(late).op_id), SATO.name, "device_revoked")
    ]
    path = f"/sync/v1/held/{waiting[0]['op_id']}/release"
    read = await client.get(path.removesuffix("/release"), headers=hers)
    assert read.json()["e"] == to_text(late)
    refused = await client.post(path, headers=await cookie(kimura, clock))
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    clock.forward(minutes=6)
    stale = await client.post(path, headers=hers)
    assert (stale.status_code, stale.json()["code"]) == (403, "step_up_needed")
    await owner.execute("delete from session")
    hers = await cookie(tanaka, clock)
    opened = await client.post(path, headers=hers)
    assert (opened.status_code, opened.json()["code"]) == (403, "step_up_needed"), "a new session is no fresh unlock"
    await owner.execute("update session set unlocked_at = $1", clock.now())
    assert list((await client.post(path, headers=hers)).json()) == ["seq"]
    pulled = await client.post("/sync/v1/sync", json={"pull": {"device": str(tanaka.id), "cursor": None}}, headers=hers)
    assert to_text(late) in [one["e"] for one in pulled.json()["pull"]["ops"]]
    assert hers["Cookie"].startswith(COOKIE)


async def deliver(client: httpx.AsyncClient, phone: BlindPhone, content: bytes) -> dict[str, list[dict[str, str]]]:
    message = f"kasane upload v1\n{phone.id}\n{hashlib.sha256(content).hexdigest()}".encode()
    proof = f'Kasane-Upload device="{phone.id}", sig="{to_text(signing.sign(phone.key, message))}"'
    headers = {"Authorization": proof, "Content-Type": "application/json"}
    answer = await client.post("/sync/v1/push", content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()
