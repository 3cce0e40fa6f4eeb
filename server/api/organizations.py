"""The office's door to the directory of agencies and helplines, and the public's."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from server.db import reading, snapshot
from server.given import GivenCaller, GivenClock, public, requires
from server.organizations import printed, service, store
from server.organizations.rules import EDITORS, Entry
from server.organizations.store import Listed, Organization, Public
from server.organizations.words import Field
from server.staff.store import today

AnyRequest = Request[Any, Any, Any]
Version = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
edits = requires(*EDITORS)
reads = public("the city's own list of where to turn, meant for everybody; only entries marked public")
CACHE = "public, max-age=300"  # seconds: what was put right is read by everybody soon after


class New(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: UUID
    entry: Entry


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`version`: the one the writer had before them."""

    version: Version
    entry: Entry
    checked: bool


class Seen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: Version


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """`whole`: it begins anew, and what the phone knew before no longer counts."""

    gen: UUID
    head: int
    whole: bool
    more: bool
    organizations: list[Listed]


@get("/organizations/v1/organizations", guards=[requires()])
async def list_changes(
    gen: FromQuery[UUID | None] = None, since: Annotated[int, QueryParameter(ge=0, le=2**53 - 1)] = 0
) -> Changes:
    async with snapshot() as connection:
        now_gen, newest = await store.place(connection)
        # A server put back from a backup counts its changes anew.
        whole = since == 0 or gen != now_gen or since > newest
        rows = await store.since(connection, 0 if whole else since)
    head = rows[-1].seq if rows else newest
    return Changes(gen=now_gen, head=head, whole=whole, more=head < newest, organizations=rows)


@post("/organizations/v1/organizations", status_code=200, guards=[edits])
async def create(data: JSONBody[New], caller: GivenCaller, clock: GivenClock) -> Organization:
    return await service.create(caller, data.id, data.entry, clock.now())


@post("/organizations/v1/organizations/{organization:uuid}/change", status_code=200, guards=[edits])
async def change(
    organization: FromPath[UUID], data: JSONBody[Change], caller: GivenCaller, clock: GivenClock
) -> Organization:
    return await service.change(caller, organization, data.version, data.entry, checked=data.checked, now=clock.now())


@post("/organizations/v1/organizations/{organization:uuid}/check", status_code=200, guards=[edits])
async def check(
    organization: FromPath[UUID], data: JSONBody[Seen], caller: GivenCaller, clock: GivenClock
) -> Organization:
    return await service.check(caller, organization, data.version, clock.now())


@post("/organizations/v1/organizations/{organization:uuid}/end", status_code=200, guards=[edits])
async def end(
    organization: FromPath[UUID], data: JSONBody[Seen], caller: GivenCaller, clock: GivenClock
) -> Organization:
    return await service.end(caller, organization, data.version, clock.now())


@get(printed.PAGE_PATH, guards=[reads])
async def page(request: AnyRequest, clock: GivenClock, field: FromQuery[Field | None] = None) -> Response[bytes]:
    day = today(clock.now())
    return await _answer(request, field, "text/html", lambda rows: printed.as_page(rows, day, field))


@get(f"{printed.PAGE_PATH}.json", guards=[reads])
async def as_json(request: AnyRequest, clock: GivenClock) -> Response[bytes]:
    day = today(clock.now())
    return await _answer(request, None, "application/json", lambda rows: printed.as_json(rows, day))


@get(f"{printed.PAGE_PATH}.csv", guards=[reads])
async def as_csv(request: AnyRequest, clock: GivenClock) -> Response[bytes]:
    day: date = today(clock.now())
    named = {"content-disposition": 'attachment; filename="soudansaki.csv"'}
    return await _answer(request, None, "text/csv", lambda rows: printed.as_csv(rows, day), named)


async def _answer(
    request: AnyRequest,
    field: str | None,
    kind: str,
    write: Callable[[Sequence[Public]], bytes],
    more: dict[str, str] | None = None,
) -> Response[bytes]:
    async with reading() as connection:
        body = write(await store.public(connection, field))
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "cache-control": CACHE, "etag": tag, "content-security-policy": printed.CONTENT_SECURITY_POLICY, **(more or {}),
    }  # fmt: skip
    if tag in {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


ROUTES: list[ControllerRouterHandler] = [list_changes, create, change, check, end, page, as_json, as_csv]
