"""The vault's own records: its hash chain, its clock, and the push that answers for each of them."""

import json
import logging
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from uuid6 import uuid7

from server.clock import Clock
from server.envelope import frame, sealing
from server.envelope.effects import sign_effects
from server.envelope.encoding import b64u, from_b64u
from server.vault.keys import KeyProvider
from server.vault.link import Link

log = logging.getLogger("kasane.vault")
SCHEMA = 1
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Words:
    """One record to be written."""

    bucket: UUID
    epoch: int
    key: bytes = field(repr=False)
    payload: dict[str, Any] = field(repr=False)
    kind: int = frame.OP
    effects: tuple[dict[str, Any], ...] = ()
    op_id: UUID | None = None  # where something else already bears it, such as the segments of a photo
    opens: dict[str, Any] | None = field(default=None, repr=False)  # the key epoch that begins with this record


class OutOfStep(Exception):
    """The server's end of our chain is not ours: read it again, pull, and decide anew."""


class Pen:
    def __init__(self, link: Link, keys: KeyProvider, clock: Clock) -> None:
        self._link, self._keys, self._clock = link, keys, clock
        self._dseq, self._prev, self._hlc = -1, b"", 0
        self.gen: str | None = None

    async def find_head(self) -> None:
        """The end of our chain as the server stored it; nothing of it is kept here, so nothing can be kept wrongly."""
        self._take_head(await self._push([]))

    async def take_place(self) -> None:
        """Before a pull, so that all before this place is known when something is decided: taken only afterwards, it
        could lie behind words of another vault with our keys, and the same would be said twice."""
        if self._dseq < 0:
            await self.find_head()

    def lose_head(self) -> None:
        self._dseq, self.gen = -1, None  # the generation too: the pull is what must notice a new one

    async def write(self, words: list[Words]) -> list[dict[str, Any]]:
        """One verdict of the server for each; raises OutOfStep when some were not looked at."""
        results: list[dict[str, Any]] = []
        for start in range(0, len(words), AT_ONCE):
            results += await self._write(words[start : start + AT_ONCE])
        return results

    async def _write(self, words: list[Words]) -> list[dict[str, Any]]:
        if self._dseq < 0:
            raise OutOfStep
        dseq, prev, ops = self._dseq, self._prev, []
        for one in words:
            dseq += 1
            raw = self._seal(one, dseq, prev)
            prev = frame.digest(raw)
            ops.append({"e": b64u(raw), **self._beside(raw, one.effects)})
        self._dseq = -1  # unknown until the answer is here
        reply = await self._push(ops, buckets=[one.opens for one in words if one.opens is not None])
        results = reply["results"]
        if (reply["ack"], from_b64u(reply["ack_hash"])) != (dseq, prev) or len(results) != len(words):
            log.warning("the server's end of our chain is %s, ours %s", reply["ack"], dseq)
            raise OutOfStep
        self._take_head(reply)
        return results

    async def again(self, ops: list[bytes], donated: list[bytes]) -> dict[str, Any]:
        """Sends finished records once more: our own in their order, other people's as a gift (after a restore)."""
        reply = await self._push([{"e": b64u(raw)} for raw in ops], [b64u(raw) for raw in donated])
        self._take_head(reply)
        return reply

    async def _push(
        self, ops: list[dict[str, Any]], donated: list[str] | None = None, buckets: list[dict[str, Any]] | None = None
    ) -> dict[str, Any]:
        nonce = b64u(uuid4().bytes)
        body: dict[str, Any] = {"device": str(self._keys.device), "gen": self.gen, "nonce": nonce, "ops": ops}
        if donated:
            body["donated"] = donated
        if buckets:
            body["buckets"] = buckets
        reply = await self._link.call("POST", "/sync/v1/push", body)
        if reply["nonce"] != nonce:
            raise OutOfStep
        return reply

    def _take_head(self, reply: dict[str, Any]) -> None:
        self._dseq, self._prev, self.gen = reply["ack"], from_b64u(reply["ack_hash"], 32), reply["gen"]

    def _seal(self, one: Words, dseq: int, prev: bytes) -> bytes:
        at = self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        payload = {"recorded_at": at, **one.payload}
        return sealing.seal(
            one.key, self._keys.sign, json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode(),
            kind=one.kind, schema=SCHEMA, epoch=one.epoch, bucket=one.bucket, op_id=one.op_id or UUID(str(uuid7())),
            device=self._keys.device, dseq=dseq, hlc=self._next_hlc(), prev=prev,
        )  # fmt: skip

    def _beside(self, raw: bytes, effects: tuple[dict[str, Any], ...]) -> dict[str, Any]:
        return {"effects": list(effects), "effects_sig": sign_effects(self._keys.sign, raw, effects)} if effects else {}

    def _next_hlc(self) -> int:
        self._hlc = max(self._hlc + 1, int(self._clock.now().timestamp() * 1000) << 16)
        return self._hlc
