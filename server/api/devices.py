"""Enrolling phones and office computers, approving them, and ending them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import msgspec
from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK

from server.access import admission
from server.access.tries import Tries
from server.db import reading
from server.devices import rules, service, store
from server.devices.rules import Reason
from server.devices.service import Keys
from server.given import GivenCaller, GivenClock, GivenSettings, needs_fresh_unlock, public, requires
from server.problems import Problem
from server.wire import bytes_of, spell

Point64 = Annotated[str, msgspec.Meta(min_length=87, max_length=87)]
Hash64 = Annotated[str, msgspec.Meta(min_length=43, max_length=43)]
CodeId64 = Annotated[str, msgspec.Meta(min_length=22, max_length=22)]
Label = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Statement = Annotated[str, msgspec.Meta(min_length=1, max_length=4096, pattern=r"^[A-Za-z0-9_.-]+$")]
CheckCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{6}$")]
admits = requires(*rules.ADMITS)


class CodeFor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    staff: UUID


class Code(msgspec.Struct, frozen=True, kw_only=True):
    link: str
    expires_at: datetime


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code_id: CodeId64


class CodeOwner(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    role: str
    center: str | None
    center_name: str | None
    organisation: str


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    staff: CodeOwner
    expires_at: datetime
    server_time: datetime


class Enrol(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code_id: CodeId64
    proof: Hash64
    device: UUID
    label: Label
    kem_key: Point64
    sign_key: Point64
    upload_key: Point64


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    device: UUID
    check_code: str
    state: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    state: str
    certified: bool
    revocation: str | None  # by the root: a phone empties itself upon this, never upon the state


class ListedDevice(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    staff: UUID
    staff_name: str
    role: str
    center: str | None
    label: str
    state: str
    check_code: str
    kem_key: str
    sign_key: str
    upload_key: str
    code_id: str | None  # while it waits: with the keys, all that the six digits are made of
    enrolled_at: datetime
    last_seen_at: datetime | None
    certified: bool
    unread: int  # records of it that nobody can read: kept as they came


class DeviceList(msgspec.Struct, frozen=True, kw_only=True):
    devices: list[ListedDevice]


class Approve(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    check_code: CheckCode
    approval: Statement


class Revoke(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: Reason


class NewState(msgspec.Struct, frozen=True, kw_only=True):
    state: str


class AwaitingDevice(msgspec.Struct, frozen=True, kw_only=True):
    device: UUID
    staff: UUID
    name: str
    kana: str
    role: str
    center: str | None
    organisation: str
    kem_key: str
    sign_key: str
    check_code: str
    approval: str | None


class EndedDevice(msgspec.Struct, frozen=True, kw_only=True):
    device: UUID
    reason: Reason


class Awaiting(msgspec.Struct, frozen=True, kw_only=True):
    awaiting: list[AwaitingDevice]
    revoked: list[EndedDevice]


@post("/devices/v1/codes", status_code=HTTP_200_OK, guards=[admits])
async def make_code(data: JSONBody[CodeFor], caller: GivenCaller, clock: GivenClock, settings: GivenSettings) -> Code:
    now = clock.now()
    link = await admission.make_link(caller, data.staff, settings.origin, now)
    return Code(link=link, expires_at=now + rules.CODE_LIVES)


@post("/devices/v1/enrol/look", status_code=HTTP_200_OK, guards=[public("the new device has nothing but the code")])
async def look(data: JSONBody[Look], clock: GivenClock) -> Looked:
    now = clock.now()
    who, expires_at = await service.look(bytes_of(data.code_id, "code_id", 16), now)
    owner = CodeOwner(
        id=who.id,
        name=who.name,
        role=who.role,
        center=who.center,
        center_name=who.center_name,
        organisation=who.organisation,
    )
    return Looked(staff=owner, expires_at=expires_at, server_time=now)


@post("/devices/v1/enrol", status_code=HTTP_200_OK, guards=[public("the proof is made with the code's secret")])
async def enrol(data: JSONBody[Enrol], clock: GivenClock, state: State) -> Enrolled:
    now = clock.now()
    tries: Tries = state.tries
    code_id = bytes_of(data.code_id, "code_id", 16)
    keys = Keys(**{name: bytes_of(getattr(data, name), name, 65) for name in ("kem_key", "sign_key", "upload_key")})
    proof = bytes_of(data.proof, "proof", 32)
    try:
        done = await admission.enrol(code_id, proof, data.device, data.label, keys, now)
    except Problem as problem:
        if problem.code != "code_invalid":
            raise
        raise tries.wrong(f"enrol {data.code_id}", now, problem.code) from None
    return Enrolled(device=done.device, check_code=done.check_code, state=done.state)


@get("/devices/v1/{device_id:uuid}/standing", guards=[public("a stopped phone has no session")])
async def standing(device_id: FromPath[UUID]) -> Standing:
    async with reading() as connection:
        row = await store.state_of(connection, device_id)
    if row is None:
        # What a device that nobody approved yet is told, so that asking reveals nobody.
        return Standing(state="pending", certified=False, revocation=None)
    return Standing(**row)


@get("/devices/v1/devices", guards=[admits])
async def list_devices(caller: GivenCaller) -> DeviceList:
    async with reading() as connection:
        rows = await store.listed(connection, None if caller.role == "administrator" else caller.center or "")
    return DeviceList(devices=[ListedDevice(**_spelled(row)) for row in rows])


@post("/devices/v1/{device_id:uuid}/approve", status_code=HTTP_200_OK, guards=[admits, needs_fresh_unlock])
async def approve(
    device_id: FromPath[UUID], data: JSONBody[Approve], caller: GivenCaller, clock: GivenClock
) -> NewState:  # fmt: skip
    await admission.approve(caller, device_id, data.check_code, data.approval, clock.now())
    return NewState(state="active")


@post("/devices/v1/{device_id:uuid}/revoke", status_code=HTTP_200_OK, guards=[requires()])
async def revoke(
    device_id: FromPath[UUID], data: JSONBody[Revoke], caller: GivenCaller, clock: GivenClock
) -> NewState:  # fmt: skip
    return NewState(state=await admission.end(caller, device_id, data.reason, clock.now()))


@get("/devices/v1/awaiting", guards=[requires("vault")])
async def awaiting() -> Awaiting:
    async with reading() as connection:
        new = await store.awaiting(connection)
        ended = await store.ended_but_certified(connection)
    return Awaiting(
        awaiting=[AwaitingDevice(**_spelled(row)) for row in new],
        revoked=[EndedDevice(device=row["id"], reason=rules.REASON_OF[row["state"]]) for row in ended],
    )


def _spelled(row: asyncpg.Record) -> dict[str, Any]:
    return {name: spell(value) if isinstance(value, bytes) else value for name, value in row.items()}


ROUTES = [make_code, look, enrol, standing, list_devices, approve, revoke, awaiting]
