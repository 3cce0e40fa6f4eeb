"""The phone's door for sealed photos: numbered chunks in, any number of times, and out again."""

import base64
import binascii
import re
from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Request, Response, get, put
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from server.blobs import service
from server.given import GivenCaller, GivenClock, GivenDelivery, may_deliver, requires
from server.problems import Problem

_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")
_NUMBER = re.compile(r"[0-9]{1,3}")


class BlobState(msgspec.Struct, frozen=True, kw_only=True):
    n: int
    have: list[int]
    state: Literal["waiting", "done"]


class ChunkLaid(msgspec.Struct, frozen=True, kw_only=True):
    state: Literal["waiting", "done"]


@put("/blobs/v1/{att:uuid}/{n:str}", guards=[may_deliver], status_code=201)
async def lay(
    request: Request[Any, Any, State], att: FromPath[UUID], n: FromPath[str], delivery: GivenDelivery, clock: GivenClock
) -> Response[ChunkLaid]:
    """201 when it is new, 200 when the very same bytes lay there already."""
    if request.headers.get("if-none-match") != "*":
        raise Problem("bad_request")
    content: bytes = request.scope.get("kasane_body", b"")
    of, digest = _number(request.query_params.get("of", "")), _digest(request.headers.get("content-digest", ""))
    laid = await service.lay(att, delivery.device, _number(n), of, digest, content, clock.now())
    return Response(ChunkLaid(state=_word(laid.done)), status_code=201 if laid.is_new else 200)


@get("/blobs/v1/{att:uuid}", guards=[requires()])
async def look(att: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> BlobState:
    seen = await service.look(att, caller.staff, clock.now())
    return BlobState(n=seen.n, have=seen.have, state=_word(seen.done))


@get("/blobs/v1/{att:uuid}/{n:str}", guards=[requires()], media_type="application/octet-stream")
async def read(att: FromPath[UUID], n: FromPath[str], caller: GivenCaller, clock: GivenClock) -> Response[bytes]:
    chunk = await service.read(att, _number(n), caller.staff, clock.now())
    digest = base64.b64encode(chunk.digest).decode()
    headers = {"content-digest": f"sha-256=:{digest}:", "content-disposition": "attachment"}
    return Response(chunk.content, media_type="application/octet-stream", headers=headers)


def _word(done: bool) -> Literal["waiting", "done"]:
    return "done" if done else "waiting"


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise Problem("not_found")
    return int(text)


def _digest(text: str) -> bytes:
    """RFC 9530, as one SHA-256."""
    match = _DIGEST.fullmatch(text)
    try:
        return base64.b64decode(match[1], validate=True) if match else b""
    except binascii.Error:
        return b""


ROUTES: list[ControllerRouterHandler] = [lay, look, read]
