"""The vault's daily round: learn who is who, take in what has come, judge it, hand out keys, tell what was opened."""

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import aiohttp

from server.clock import Clock
from server.envelope.encoding import b64u, from_b64u
from server.envelope.frame import CannotOpen, parse
from server.envelope.trust import Trust
from server.vault.bounds import CenterBounds
from server.vault.deadlines import Deadlines
from server.vault.escalation import Escalation
from server.vault.journal import Journal
from server.vault.keys import KeyProvider
from server.vault.link import Link, Refused, Unreachable
from server.vault.moving import Moving
from server.vault.opener import Opener
from server.vault.pen import OutOfStep, Pen
from server.vault.photos import Photos
from server.vault.renewal import Renewal
from server.vault.rollout import Rollout
from server.vault.shelf import Shelf
from server.vault.steward import Steward

log = logging.getLogger("kasane.vault")
EVERY = 5.0  # seconds between rounds when nobody pokes
PAGE, PAGE_BYTES = 500, 4 * 1024 * 1024
GIFT_OPS, GIFT_BYTES = 100, 600 * 1024


class Feed:
    def __init__(
        self,
        link: Link,
        keys: KeyProvider,
        shelf: Shelf,
        journal: Journal,
        clock: Clock,
        *,
        trust_terminal: bool = False,
        after_round: Callable[[], None] = lambda: None,
    ) -> None:
        self._after_round = after_round
        self._link, self._keys, self._shelf, self._journal, self._clock = link, keys, shelf, journal, clock
        self._trust = Trust(keys.root_print)
        self._opener = Opener(keys, shelf, self._trust, journal, clock)
        self._moving = Moving(link, shelf, self._trust, self._opener, journal, clock)
        self._pen = Pen(link, keys, clock)
        self._steward = Steward(
            link, keys, shelf, self._trust, self._opener, journal, clock, trust_terminal=trust_terminal
        )
        self._renewal = Renewal(keys, shelf, self._trust, self._opener, self._pen, journal, clock)
        self._escalation = Escalation(keys, shelf, self._opener, self._pen, journal, clock)
        self._rollout = Rollout(link, shelf, clock)
        self._bounds = CenterBounds(link, shelf)
        self._deadlines = Deadlines(shelf, self._opener, self._pen, journal, clock, self._rollout, self._bounds)
        self._photos = Photos(link, keys, shelf, self._opener, self._pen, journal, clock)
        self._poked = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled. A round that breaks off is begun again: each step finds for itself what is left to do."""
        listening = asyncio.create_task(self._listen())
        try:
            while True:
                try:
                    await self.round()
                    self._after_round()
                except (Refused, OutOfStep, CannotOpen) as trouble:
                    log.warning("round broken off: %s %s", type(trouble).__name__, trouble)
                    self._pen.lose_head()
                    await asyncio.sleep(random.uniform(0.5, EVERY))  # noqa: S311 - spreads load, hides nothing
                await self._wait()
        finally:
            listening.cancel()

    async def round(self) -> None:
        await self._learn_directory()
        told = await self._steward.awaiting()
        await self._pen.take_place()
        # Before anybody is revoked: a key that they began or granted in time is known by then, a later one is refused.
        await self.pull()
        if await self._steward.certify(told):
            await self._learn_directory()
        if await self._renewal.work():
            await self.pull()
        await self._steward.hand_out()
        await self._escalation.work()
        if await self._deadlines.work():
            self._poked.set()
        if await self._photos.work():
            self._poked.set()  # one a round, so that no photo keeps an alert waiting
        await self._tell_openings()

    async def _learn_directory(self) -> None:
        if await self._steward.learn_directory():
            self._shelf.unverified()

    async def certify_by_hand(self, device: UUID, check_code: str) -> str:
        return await self._steward.certify_by_hand(device, check_code)

    # --- taking in --------------------------------------------------------------------------------------------------

    async def pull(self) -> None:
        more = True
        while more:
            reply = await self._page()
            if self._shelf.fact("gen") not in (None, reply["gen"]):
                await self._refill()
                return
            self._take(reply)
            if reply["directory_head"] > self._trust.head:
                await self._learn_directory()
            await self._rollout.follow(reply)
            await self._bounds.follow(reply)
            await self._moving.follow()  # before its keys: whose word they are taken on depends on it
            self._opener.accept(reply["keys"])
            more = reply["more"]

    async def _page(self) -> dict[str, Any]:
        try:
            return await self._ask()
        except Refused as refused:
            if refused.code not in ("bad_cursor", "generation_changed") or self._shelf.fact("cursor") is None:
                raise
        await self._refill()
        return await self._ask()

    async def _ask(self) -> dict[str, Any]:
        place = {"device": str(self._keys.device), "cursor": self._shelf.fact("cursor")}
        pull = place | {"limit": PAGE, "max_bytes": PAGE_BYTES}
        return (await self._link.call("POST", "/sync/v1/sync", {"pull": pull}))["pull"]

    def _take(self, reply: dict[str, Any]) -> None:
        sealed = []
        for row in reply["ops"]:
            try:
                raw = from_b64u(row["e"])
                envelope = parse(raw)
            except CannotOpen:
                self._journal.act(self._clock.now(), "malformed", seq=row["seq"])
                continue
            sealed.append((row, raw, str(envelope.op_id), str(envelope.bucket), str(envelope.device), envelope.dseq))
        self._shelf.take(reply, sealed)
        for one in reply["gone"]:
            self._opener.forget(one["bucket"])

    # --- after a restore --------------------------------------------------------------------------------------------

    async def _refill(self) -> None:
        """The server was put back from a backup. What it lost and we still hold it gets again, sealed as it was."""
        log.warning("the server has a new generation: reading everything again")
        self._journal.act(self._clock.now(), "generation_changed")
        self._shelf.begin_again()
        self._opener.forget_all()
        self._trust.begin_again()
        await self._steward.learn_directory()
        self._pen.gen = None
        await self._pen.find_head()
        own, _ = self._shelf.lost(self._keys.device)
        head = (await self._pen.again([], []))["ack"]
        for part in _batches([raw for raw in own if parse(raw).dseq > head]):
            await self._pen.again(part, [])
        await self._read_all()
        _, others = self._shelf.lost(self._keys.device)
        for part in _batches(others):
            await self._pen.again([], part)
        if others:
            self._journal.act(self._clock.now(), "donated", count=len(others))
            await self._read_all()
        self._shelf.drop_lost()

    async def _read_all(self) -> None:
        more = True
        while more:
            reply = await self._ask()
            self._take(reply)
            await self._moving.follow()
            self._opener.accept(reply["keys"])
            more = reply["more"]

    # --- telling and waiting ----------------------------------------------------------------------------------------

    async def _tell_openings(self) -> None:
        while lines := self._journal.untold():
            openings = [{name: line[name] for name in ("at", "bucket", "purpose", "count")} for line in lines]
            try:
                await self._link.call("POST", "/audit/v1/openings", {"openings": openings})
            except Refused:
                await self._tell_one_by_one(openings)
            self._journal.told(lines[-1]["n"])

    async def _tell_one_by_one(self, openings: list[dict[str, Any]]) -> None:
        """A bucket erased since then is no longer the web tier's business; our own journal keeps its opening."""
        for one in openings:
            try:
                await self._link.call("POST", "/audit/v1/openings", {"openings": [one]})
            except Refused as refused:
                log.warning("an opening of %s could not be told: %s", UUID(one["bucket"]), refused)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(EVERY):
                await self._poked.wait()
        except TimeoutError:
            pass
        self._poked.clear()

    async def _listen(self) -> None:
        """Pokes make it quick; without them every round still comes by itself."""
        while True:
            try:
                async for _ in self._link.pokes():
                    self._poked.set()
            except (Unreachable, Refused, aiohttp.ClientError, OSError, TimeoutError):
                self._link.forget_session()
            await asyncio.sleep(random.uniform(1, EVERY * 2))  # noqa: S311 - spreads load, hides nothing


def _batches(raws: list[bytes]) -> list[list[bytes]]:
    parts: list[list[bytes]] = []
    size = GIFT_BYTES + 1
    for raw in raws:
        if size + len(raw) > GIFT_BYTES or len(parts[-1]) >= GIFT_OPS:
            parts.append([])
            size = 0
        parts[-1].append(raw)
        size += len(b64u(raw))
    return parts
