"""The directory as it was signed: read by every phone, written by the vault."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK

from server.db import reading
from server.directory import service, store
from server.given import GivenCaller, GivenClock, requires

MOST_AT_ONCE = 100


class Line(msgspec.Struct, frozen=True, kw_only=True):
    n: int
    kind: str
    jws: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    head: int
    statements: list[Line]


class NewStatement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["device", "revoke"]
    subject: UUID
    jws: Annotated[str, msgspec.Meta(min_length=1, max_length=8192, pattern=r"^[A-Za-z0-9_.-]+$")]


class NewStatements(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    statements: Annotated[list[NewStatement], msgspec.Meta(max_length=MOST_AT_ONCE)]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    head: int


@get("/directory/v1", guards=[requires()])
async def read_page(since: Annotated[int, QueryParameter(ge=0, le=2**53 - 1)] = 0) -> Page:
    lines = [msgspec.convert(row, Line) for row in await store.page(since)]
    async with reading() as connection:
        head, _ = await store.head(connection)
    return Page(head=head, statements=lines)


@post("/directory/v1/statements", status_code=HTTP_200_OK, guards=[requires("vault")])
async def add_statements(data: JSONBody[NewStatements], caller: GivenCaller, clock: GivenClock) -> Head:
    given = [service.Given(one.kind, one.subject, one.jws) for one in data.statements]
    return Head(head=await service.take_in(given, device=caller.device, staff=caller.staff, now=clock.now()))


ROUTES = [read_page, add_statements]
