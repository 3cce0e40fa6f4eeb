"""A phone of the histories that speaks HTTP to a real office: an answer that does not come is no answer, whatever the office did."""

import hashlib
import time
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import httpx
import msgspec

from server.access.identify import COOKIE
from server.access.sessions import token_hash
from server.envelope import frame, signing
from server.problems import Problem
from server.sync.reconcile import Reconcile, Reconciled
from server.sync.wire import Bucket, Op, Pull, PullReply, PushReply, Sync, from_text, to_text
from tests.figures import timed
from tests.sync.blind import household
from tests.sync.refilling import RefillingPhone

AGAIN = (429, 502, 503)  # the office asks to come again


class Unheard(Exception):
    """Nobody knows whether the office took it."""


@dataclass(kw_only=True)
class WiredPhone(RefillingPhone):
    origin: str
    http: httpx.AsyncClient
    deaf_in: int = 0  # the answer to the so-manieth request from now is lost; 0: none
    promised: set[UUID] = field(default_factory=set)  # what the office acknowledged since it was last put back
    seen: set[UUID] = field(default_factory=set)  # households of the last round's pages

    @property
    def token(self) -> str:
        return self.id.hex

    @property
    def session(self) -> tuple[bytes, UUID]:
        return token_hash(self.token), self.id

    async def push(self, *raws: bytes | Op, buckets: tuple[Bucket, ...] = (), donated: tuple[bytes, ...] = (),
                   gen: UUID | None = None, state: str = "active") -> PushReply:  # fmt: skip
        given = msgspec.json.encode(self.pushing(*raws, buckets=buckets, donated=donated, gen=gen))
        proof = {} if state == "active" else {"Authorization": self._signed(given)}
        reply = msgspec.json.decode(await self.ask("/sync/v1/push", given, proof), type=PushReply)
        self.promised |= {one.id for one in reply.results if one.id and one.s in ("applied", "duplicate", "held")}
        return reply

    def _signed(self, content: bytes) -> str:
        message = f"kasane upload v1\n{self.id}\n{hashlib.sha256(content).hexdigest()}".encode()
        return f'Kasane-Upload device="{self.id}", sig="{to_text(signing.sign(self.key, message))}"'

    async def delivers(self) -> None:
        """Lost and locked: what is unsent leaves, and the phone is empty afterwards."""
        waiting = self.made[self.acked :]
        opens = {frame.parse(raw).bucket for raw in waiting} & self.opened.keys()
        reply = await self.push(*waiting, buckets=tuple(household(self.opened[one], self) for one in opens), state="lost")
        self.acked = reply.ack

    async def pull(self, *, limit: int = 500, max_bytes: int = 4 * 1024 * 1024) -> PullReply:
        asked = Sync(pull=Pull(device=self.id, cursor=self.cursor, limit=limit, max_bytes=max_bytes))
        told = msgspec.json.decode(await self.ask("/sync/v1/sync", msgspec.json.encode(asked)))["pull"]
        ops = [SimpleNamespace(e=from_text(op["e"])) for op in told["ops"]]
        gone = [SimpleNamespace(bucket=UUID(one["bucket"])) for one in told["gone"]]
        held = [SimpleNamespace(id=UUID(one["id"])) for one in told["held"]]
        reply = cast(PullReply, SimpleNamespace(ops=ops, gone=gone, held=held, cursor=told["cursor"], ack=told["ack"], more=told["more"]))
        self.seen |= {frame.parse(op.e).bucket for op in ops}
        self.take(reply)
        return reply

    async def compared(self, asked: Reconcile) -> Reconciled:
        return msgspec.json.decode(await self.ask("/sync/v1/reconcile", msgspec.json.encode(asked)), type=Reconciled)

    async def does(self, path: str, **given: Any) -> None:
        await self.ask(path, msgspec.json.encode(given))

    async def ask(self, path: str, content: bytes, proof: dict[str, str] | None = None) -> bytes:
        began = time.monotonic()
        headers = {"Origin": self.origin, "Content-Type": "application/json", **(proof or {"Cookie": f"{COOKIE}={self.token}"})}
        try:
            answer = await self.http.post(self.origin + path, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise Unheard from error
        if answer.status_code in AGAIN:
            raise Unheard
        if answer.status_code != 200:
            raise Problem(answer.json()["code"])
        self.deaf_in -= 1
        if self.deaf_in == 0:
            raise Unheard
        if path in ("/sync/v1/push", "/sync/v1/sync"):
            timed("under faults", "push" if path.endswith("push") else "pull", time.monotonic() - began)
        return answer.content
