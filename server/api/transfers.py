"""The office's door to hand-overs: asked by one side, answered by the other."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from server.db import snapshot
from server.given import GivenCaller, GivenClock, requires
from server.sequence import speak_as
from server.transfers import rules, service, store
from server.transfers.rules import Reason, State

Statement = Annotated[str, msgspec.Meta(min_length=1, max_length=4096, pattern=r"^[A-Za-z0-9_.-]+$")]


class Ask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: UUID
    bucket: UUID
    to_center: Annotated[str, msgspec.Meta(max_length=16)]
    to_staff: UUID | None = None
    word: Statement | None = None


class Accept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    lead: UUID | None = None
    word: Statement | None = None


class Decline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: Reason


class NewState(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    state: State
    seq: int


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What may be known before a household is one's own: that it is offered, by whom, since when."""

    id: UUID
    bucket: UUID
    from_center: str
    from_center_name: str
    from_staff: UUID | None
    from_staff_name: str
    to_center: str
    to_center_name: str
    to_staff: UUID | None
    to_staff_name: str
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    state: State
    reason: str
    decided_by: UUID | None
    decided_by_name: str
    decided_at: datetime | None
    seq: int


class TransferList(msgspec.Struct, frozen=True, kw_only=True):
    transfers: list[Listed]


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    asked: str
    accepted: str


class Moves(msgspec.Struct, frozen=True, kw_only=True):
    moves: list[Moved]


@post("/transfers/v1/transfers", status_code=200, guards=[requires(*rules.ASKS)])
async def ask(data: JSONBody[Ask], caller: GivenCaller, clock: GivenClock) -> NewState:
    return _state(
        await service.ask(caller, data.id, data.bucket, data.to_center, data.to_staff, data.word, clock.now())
    )


@get("/transfers/v1/transfers", guards=[requires()])
async def list_transfers(caller: GivenCaller, clock: GivenClock) -> TransferList:
    async with snapshot() as connection:
        await speak_as(connection, caller.staff)
        rows = await store.seen_by(connection, caller, clock.now())
    return TransferList(transfers=[Listed(**dict(row)) for row in rows])


@post("/transfers/v1/transfers/{transfer:uuid}/accept", status_code=200, guards=[requires()])
async def accept(transfer: FromPath[UUID], data: JSONBody[Accept], caller: GivenCaller, clock: GivenClock) -> NewState:
    return _state(await service.accept(caller, transfer, data.lead, data.word, clock.now()))


@post("/transfers/v1/transfers/{transfer:uuid}/decline", status_code=200, guards=[requires()])
async def decline(
    transfer: FromPath[UUID], data: JSONBody[Decline], caller: GivenCaller, clock: GivenClock
) -> NewState:
    return _state(await service.decline(caller, transfer, data.reason, clock.now()))


@post("/transfers/v1/transfers/{transfer:uuid}/withdraw", status_code=200, guards=[requires(*rules.ASKS)])
async def withdraw(transfer: FromPath[UUID], caller: GivenCaller, clock: GivenClock) -> NewState:
    return _state(await service.withdraw(caller, transfer, clock.now()))


@get("/transfers/v1/moves/{bucket:uuid}", guards=[requires("vault")])
async def moves(bucket: FromPath[UUID], caller: GivenCaller) -> Moves:
    """For the vault: the signed words on which this household went from center to center, in order."""
    async with snapshot() as connection:
        await speak_as(connection, caller.staff)
        rows = await store.moves(connection, bucket)
    return Moves(moves=[Moved(**dict(row)) for row in rows])


def _state(known: store.Transfer) -> NewState:
    return NewState(id=known.id, state=known.state, seq=known.seq)  # type: ignore[arg-type]


ROUTES: list[ControllerRouterHandler] = [ask, list_transfers, accept, decline, withdraw, moves]
