"""The phone's door: push, pull, and a bell."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage

from server.access.caller import Delivery
from server.given import (
    GivenCaller,
    GivenClock,
    GivenDelivery,
    GivenSettings,
    may_deliver,
    needs_fresh_unlock,
    public,
    requires,
)
from server.sync import config, frames, held, intake, outgoing, reconcile, rescued
from server.sync.held import HeldList, HeldRecord
from server.sync.poke import COMMENT_EVERY, Poke
from server.sync.reconcile import Reconcile, Reconciled
from server.sync.wire import Numbered, Push, PushReply, Rescue, Rescued, Sync, SyncReply

decides = requires(*held.DECIDES)
carries = requires(*rescued.CARRIES)


@post("/sync/v1/sync", guards=[requires()], status_code=200)
async def sync(
    request: Request[Any, Any, State],
    data: JSONBody[Sync],
    caller: GivenCaller,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[bytes]:
    """The push is committed before the pull is read, so a phone sees its own ops come back."""
    reply: dict[str, Any] = {}
    if data.push is not None:
        who = Delivery(device=caller.device, staff=caller.staff, state="active", sign_key=caller.sign_key)
        reply["push"] = await intake.take_in(who, data.push, clock)
    if data.pull is not None:
        reply["pull"] = await outgoing.pull(caller, data.pull, clock, settings.cursor_key)
    told = SyncReply(**reply)
    if request.headers.get("accept") == frames.MEDIA_TYPE:
        return Response(frames.framed(told), media_type=frames.MEDIA_TYPE)
    return Response(frames.spelled(told), media_type="application/json")


@post("/sync/v1/push", guards=[may_deliver], status_code=200)
async def push(data: JSONBody[Push], delivery: GivenDelivery, clock: GivenClock) -> PushReply:
    return await intake.take_in(delivery, data, clock)


@post("/sync/v1/rescued", guards=[carries], status_code=200)
async def take_rescued(data: JSONBody[Rescue], caller: GivenCaller, clock: GivenClock) -> Rescued:
    return await rescued.take_in(caller, data, clock)


@get("/sync/v1/config", guards=[public("an app asks before anybody has signed in")])
async def read_config(settings: GivenSettings, clock: GivenClock) -> config.Config:
    return await config.config_of(settings, clock.now())


@get("/sync/v1/poke", guards=[requires()], media_type="text/event-stream")
async def poke(request: Request[Any, Any, State]) -> ServerSentEvent:
    bell: Poke = request.app.state.poke

    async def events() -> AsyncIterator[ServerSentEventMessage]:
        async for seq in bell.stream():
            if seq is None:
                yield ServerSentEventMessage(comment="still here")
            else:
                yield ServerSentEventMessage(event="poke", data=f'{{"seq":{seq}}}', retry=int(COMMENT_EVERY * 100))

    return ServerSentEvent(events())


@post("/sync/v1/reconcile", guards=[requires()], status_code=200)
async def reconcile_ids(data: JSONBody[Reconcile], caller: GivenCaller, clock: GivenClock) -> Reconciled:
    return await reconcile.compare(caller, data, clock.now())


@get("/sync/v1/held", guards=[decides])
async def list_held(caller: GivenCaller, clock: GivenClock) -> HeldList:
    return await held.waiting(caller, clock.now())


@get("/sync/v1/held/{op_id:uuid}", guards=[decides])
async def read_held(op_id: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> HeldRecord:
    return await held.read(caller, op_id, clock.now())


@post("/sync/v1/held/{op_id:uuid}/release", guards=[decides, needs_fresh_unlock], status_code=200)
async def release_held(op_id: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> Numbered:
    return Numbered(seq=await held.release(caller, op_id, clock.now()))


@post("/sync/v1/held/{op_id:uuid}/file", guards=[decides, needs_fresh_unlock], status_code=204)
async def file_held(op_id: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> None:
    await held.file(caller, op_id, clock.now())


ROUTES = [
    sync, push, take_rescued, read_config, poke, reconcile_ids, list_held, read_held, release_held, file_held,
]  # fmt: skip
