"""Takes in the file of a phone that cannot send: the phone's own signatures prove it, whoever carries it here."""

from datetime import datetime
from itertools import takewhile
from typing import NamedTuple
from uuid import UUID

import msgspec

from server.access.caller import Caller, Delivery
from server.access.proofs import rescue_message
from server.access.sessions import Standing, standing_of
from server.clock import Clock
from server.db import reading
from server.envelope import signing
from server.problems import Problem
from server.sync import intake, store
from server.sync.chain import Item, weigh
from server.sync.wire import OPS_A_PUSH, Bucket, Op, Push, Rescue, Rescued, RescuedOp, Result, SignedLine, from_text

CARRIES = ("coordinator", "manager", "office")
_UNREAD = RescuedOp(e="")


class Line(NamedTuple):
    """One record of the file with everything its phone laid beside it."""

    op: RescuedOp
    item: Item

    @property
    def holds(self) -> bool:
        return self.item.poison is None


async def take_in(caller: Caller, rescue: Rescue, clock: Clock) -> Rescued:
    """As a push of that phone; but a damaged line takes no place in its chain: the phone may still bring it whole."""
    if len(rescue.lines) > OPS_A_PUSH:
        raise Problem("batch_too_big", max=OPS_A_PUSH)
    who, author = await _author(caller, rescue.device, clock.now())
    lines = _lines(rescue, author)
    async with reading() as connection:
        before = await store.held_before(connection, [line.item.id for line in lines if line.item.id is not None])
    chain = list(takewhile(lambda line: line.holds, lines))
    results = (await intake.take_in(who, _push(who.device, chain), clock)).results
    if not any(one.s == "fork" for one in results):
        reached = sum(one.s != "gap" for one in results)
        if apart := [line for line in lines[reached:] if line.holds]:
            results = results[:reached] + (await intake.take_in(who, _push_apart(who.device, apart), clock)).results
    return _counted(who.staff, results, before, len(lines))


async def _author(caller: Caller, device: UUID, now: datetime) -> tuple[Delivery, Standing]:
    """Only a phone of the caller's own center; any other is the same as none."""
    async with reading() as connection:
        standing = await standing_of(connection, device, now)
    if standing is None or standing.center is None or standing.center != caller.center:
        raise Problem("not_found")
    state = "revoked" if standing.state == "active" and not standing.active else standing.state
    return Delivery(device=device, staff=standing.staff, state=state, carrier=caller), standing


def _lines(rescue: Rescue, author: Standing) -> list[Line]:
    ops = [_read(line, author) for line in rescue.lines]
    items = weigh([from_text(op.e) or b"" for op in ops], author.device, author.sign_key)
    return [Line(op, item) for op, item in zip(ops, items, strict=True)]


def _read(line: SignedLine, author: Standing) -> RescuedOp:
    """Never raises: what its phone did not sign says nothing at all."""
    raw, sig = line.raw.encode("utf-8", "replace"), from_text(line.sig) or b""
    if not signing.verify(author.upload_key, rescue_message(author.device, raw), sig):
        return _UNREAD
    try:
        return msgspec.json.decode(raw, type=RescuedOp)
    except msgspec.MsgspecError:
        return _UNREAD


def _push(device: UUID, lines: list[Line]) -> Push:
    ops = [Op(e=line.op.e, effects=line.op.effects, effects_sig=line.op.effects_sig) for line in lines]
    return Push(device=device, gen=None, nonce="", buckets=_opened(lines), ops=ops)


def _push_apart(device: UUID, lines: list[Line]) -> Push:
    """What stands behind a hole cannot go along the chain: it comes as what another phone gives back."""
    return Push(
        device=device, gen=None, nonce="", buckets=_opened(lines), ops=[], donated=[line.op.e for line in lines]
    )


def _opened(lines: list[Line]) -> list[Bucket]:
    return [bucket for line in lines for bucket in line.op.opens]


def _counted(staff: UUID, results: list[Result], before: set[UUID], whole: int) -> Rescued:
    taken = sum(one.s == "applied" for one in results)
    known = sum(one.s == "duplicate" or (one.s == "held" and one.id in before) for one in results)
    held = sum(one.s == "held" and one.id not in before for one in results)
    return Rescued(staff=staff, taken=taken, known=known, held=held, unread=whole - taken - known - held)
