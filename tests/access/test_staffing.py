"""People join a real office and leave it: who may say so, and what follows in the same commit."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from server.access import staffing
from server.access.staffing import By
from server.devices import service as devices
from server.scope import service as scope
from tests.access.handset import Handset, Office
from tests.fakes import ManualClock
from tests.make import KIMURA, MORI, NORTH, SATO, TANAKA, named, person, settle

BOSS = person(name="管理 太郎", kana="かんり たろう", role="administrator", center=None, organisation="保健福祉局")


@pytest.fixture
async def boss(office: Office, rows: asyncpg.Connection) -> Handset:
    await settle(rows, BOSS)
    return await office.phone(BOSS)


def line(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()), "name": "岡田 咲", "kana": "おかだ さき", "role": "coordinator", "center": NORTH,
        "organisation": "北区役所", "active_from": "2026-11-24", **changes,
    }  # fmt: skip


async def add(by: Handset, **changes: Any) -> httpx.Response:
    return await by.http.post("/staff/v1/staff", json=line(**changes))


async def leave(by: Handset, staff: UUID, on: str) -> httpx.Response:
    return await by.http.post(f"/staff/v1/staff/{staff}/leave", json={"on": on})


def said(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


async def household(rows: asyncpg.Connection, name: str, opener: Handset, *people: UUID) -> UUID:
    bucket = named(name)
    await rows.execute(
        "insert into bucket (id, kind, center, opened_seq, opened_by, opened_at)"
        " values ($1, 'household', $2, 0, $3, now())", bucket, NORTH, opener.id,
    )  # fmt: skip
    await rows.execute("insert into bucket_epoch values ($1, 1, $2, $3, 0)", bucket, bytes(16), opener.id)
    for staff in people:
        await rows.execute(
            "insert into scope_grant (staff, bucket, role, basis, granted_seq) values ($1, $2, 'co', 'internal_use', 0)",
            staff, bucket,
        )  # fmt: skip
    return bucket


async def test_the_administrator_adds_a_coordinator_who_has_the_centers_households_at_once(
    boss: Handset, sato: Handset, rows: asyncpg.Connection
) -> None:
    bucket = await household(rows, "世帯A", sato, SATO.id)
    okada = line()
    first = await boss.http.post("/staff/v1/staff", json=okada)
    assert first.json() == {"id": okada["id"], "is_new": True}
    assert await rows.fetchval("select bucket from scope_grant where staff = $1", UUID(okada["id"])) == bucket
    again = await boss.http.post("/staff/v1/staff", json=okada)
    assert again.json() == {"id": okada["id"], "is_new": False}
    assert said(await boss.http.post("/staff/v1/staff", json={**okada, "role": "manager"})) == (409, "person_known")
    seen = (await sato.http.get("/staff/v1/staff")).json()["staff"]
    assert "岡田 咲" in [one["name"] for one in seen]
    assert await rows.fetchval("select staff from audit_event where verb = 'staff.join'") == BOSS.id


async def test_an_outreach_worker_joins_without_any_household(
    boss: Handset, sato: Handset, rows: asyncpg.Connection
) -> None:
    await household(rows, "世帯A", sato, SATO.id)
    assert (await add(boss, role="outreach_worker")).status_code == 200
    assert await rows.fetchval("select count(*) from scope_grant") == 1


async def test_coordinators_and_clerks_neither_add_nor_remove_people(office: Office, tanaka: Handset) -> None:
    for phone in (tanaka, await office.phone(MORI), await office.phone(SATO)):
        assert said(await add(phone)) == (403, "not_allowed")
        assert said(await leave(phone, KIMURA.id, "2026-11-24")) == (403, "not_allowed")


async def test_the_staff_list_is_changed_only_after_a_fresh_unlock(boss: Handset, clock: ManualClock) -> None:
    clock.forward(minutes=6)
    assert said(await add(boss)) == (403, "step_up_needed")
    assert said(await leave(boss, SATO.id, "2026-11-24")) == (403, "step_up_needed")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "vault"}, "wrong_value"), ({"role": "recovery"}, "wrong_value"), ({"center": "99999"}, "wrong_value"),
        ({"center": None}, "missing_field"), ({"name": "　"}, "wrong_value"), ({"kana": "あ" * 61}, "wrong_value"),
        ({"name": "佐藤\nみさき"}, "wrong_value"), ({"active_from": "2026-02-30"}, "wrong_value"),
        ({"salary": 1}, "unknown_field"),
    ],
)  # fmt: skip
async def test_a_line_that_cannot_be_is_refused_by_name(boss: Handset, change: dict[str, Any], code: str) -> None:
    assert said(await add(boss, **change)) == (422, code)


async def test_sato_leaves_and_everything_she_held_ends_in_one_commit(
    boss: Handset, sato: Handset, rows: asyncpg.Connection
) -> None:
    bucket = await household(rows, "世帯A", sato, SATO.id)
    await rows.execute("insert into key_wrap values ($1, 1, $2, 'w', 'a.b.c', 0)", bucket, sato.id)
    await rows.execute(
        "insert into push_subscription (id, device, staff, endpoint_hmac, sealed, origin, vapid_kid, state, made_at)"
        " values (gen_random_uuid(), $1, $2, 'h', 'x', 'https://push.example', 'k', 'active', now())", sato.id, SATO.id,
    )  # fmt: skip
    answer = await leave(boss, SATO.id, "2026-11-24")
    assert answer.json() == {"id": str(SATO.id), "on": "2026-11-24", "ended": True}
    assert said(await sato.http.get("/staff/v1/staff")) == (401, "session_ended")
    assert (await sato.sign_in()).status_code == 401
    assert (await sato.http.get(f"/devices/v1/{sato.id}/standing")).json()["state"] == "revoked"
    for table in ("session", "key_wrap"):
        assert await rows.fetchval(f"select count(*) from {table} where device = $1", sato.id) == 0
    assert await rows.fetchval("select count(*) from scope_grant where staff = $1", SATO.id) == 0
    assert await rows.fetchval("select reason from scope_event where staff = $1", SATO.id) == "left"
    assert await rows.fetchval("select state from push_subscription") == "revoked"
    verbs = [row["verb"] for row in await rows.fetch("select verb from audit_event order by n")]
    assert verbs[-3:] == ["staff.leave", "device.end", "scope.leave"]


async def test_when_the_last_step_fails_sato_has_not_left_at_all(
    office: Office, boss: Handset, sato: Handset, rows: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch,
    clock: ManualClock,
) -> None:  # fmt: skip
    async def dies(*_: Any, **__: Any) -> int:
        raise ConnectionResetError

    await household(rows, "世帯A", sato, SATO.id)
    monkeypatch.setattr(scope, "leave", dies)
    with pytest.raises(ConnectionResetError):
        await staffing.leave(SATO.id, clock.now().date(), By(), clock.now())
    assert await rows.fetchval("select active_to from staff where id = $1", SATO.id) is None
    assert (await sato.http.get("/staff/v1/staff")).status_code == 200


async def test_a_later_last_day_ends_by_itself_at_its_midnight_in_kyoto(
    boss: Handset, sato: Handset, rows: asyncpg.Connection, clock: ManualClock
) -> None:
    await household(rows, "世帯A", sato, SATO.id)
    assert (await leave(boss, SATO.id, "2026-11-25")).json()["ended"] is False
    assert (await sato.http.get("/staff/v1/staff")).status_code == 200
    clock.forward(hours=37, minutes=55)  # 2026-11-25 23:55 in Kyoto
    assert await staffing.end_departed(clock.now()) == 0
    clock.forward(minutes=6)
    assert await staffing.end_departed(clock.now()) == 1
    assert await staffing.end_departed(clock.now()) == 0
    assert (await sato.http.get(f"/devices/v1/{sato.id}/standing")).json()["state"] == "revoked"
    assert await rows.fetchval("select count(*) from scope_grant where staff = $1", SATO.id) == 0


async def test_nobody_removes_themselves_the_vault_or_a_stranger(boss: Handset) -> None:
    assert said(await leave(boss, BOSS.id, "2026-11-24")) == (403, "own_leave")
    vault = await leave(boss, named("金庫"), "2026-11-24")
    unknown = await leave(boss, uuid4(), "2026-11-24")
    assert said(vault) == said(unknown) == (404, "not_found")
    assert said(await leave(boss, SATO.id, "2020-01-01")) == (422, "wrong_value")


async def test_a_coordinator_let_in_at_the_terminal_has_her_households_or_is_not_let_in(
    office: Office, sato: Handset, rows: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, clock: ManualClock
) -> None:
    await household(rows, "世帯A", sato, SATO.id)
    secret = await devices.make_code(TANAKA.id, created_by=None, now=clock.now(), preapproved=True)
    phone, join = Handset(TANAKA, office.app), scope.join_center

    async def dies(*_: Any, **__: Any) -> int:
        raise ConnectionResetError

    monkeypatch.setattr(scope, "join_center", dies)
    assert (await phone.http.post("/devices/v1/enrol", json=phone.enrolment(secret))).status_code == 503
    assert await rows.fetchval("select count(*) from device where staff = $1", TANAKA.id) == 0
    monkeypatch.setattr(scope, "join_center", join)
    assert (await phone.http.post("/devices/v1/enrol", json=phone.enrolment(secret))).json()["state"] == "active"
    assert await rows.fetchval("select count(*) from scope_grant where staff = $1", TANAKA.id) == 1
