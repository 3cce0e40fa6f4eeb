"""A phone as the blind tier sees one: real headers, chains and signatures around bytes that nobody can open."""

import os
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from server.access.caller import Caller, Delivery
from server.clock import Clock
from server.envelope import frame, signing
from server.envelope.effects import sign_effects
from server.envelope.statement import sign_statement
from server.sync import intake, outgoing
from server.sync.wire import Bucket, Op, Pull, PullReply, Push, PushReply, Wrap, to_text
from tests.fakes import OPENING
from tests.make import NORTH, DeviceRow, Person, hand_out, named, person, settle

KEY = b"k" * 32
VAULT = person(name="金庫", kana="きんこ", role="vault", center=None, organisation="京都市")
RECOVERY = person(name="復旧の鍵", kana="ふっきゅう", role="recovery", center=None, organisation="京都市")


@dataclass
class BlindPhone:
    owner: Person
    clock: Clock
    label: str = "Pixel 8a"
    key: signing.ec.EllipticCurvePrivateKey = field(default_factory=signing.new_key)
    dseq: int = 0
    prev: bytes = frame.NO_PREV
    made: list[bytes] = field(default_factory=list)
    cursor: str | None = None
    acked: int = 0
    ops: dict[UUID, bytes] = field(default_factory=dict)  # what the phone has, by op id
    scope: set[UUID] = field(default_factory=set)

    @property
    def id(self) -> UUID:
        return named(f"{self.owner.name} {self.label}")

    @property
    def caller(self) -> Caller:
        return Caller(self.owner.id, self.id, self.owner.role, self.owner.center, OPENING)

    def seal(
        self, bucket: UUID, *, size: int = 64, epoch: int = 1, op_id: UUID | None = None, kind: int = 1, schema: int = 1
    ) -> bytes:
        """The next envelope of this phone's chain; only its owner's app could open it."""
        raw = self.forge(bucket, self.dseq + 1, self.prev, size=size, epoch=epoch, op_id=op_id, kind=kind, schema=schema)
        self.dseq, self.prev = self.dseq + 1, frame.digest(raw)
        self.made.append(raw)
        self.ops[frame.parse(raw).op_id] = raw
        return raw

    def forge(
        self, bucket: UUID, dseq: int, prev: bytes, *, size: int = 64, epoch: int = 1, op_id: UUID | None = None,
        kind: int = 1, schema: int = 1,
    ) -> bytes:  # fmt: skip
        header = frame.header_bytes(
            kind=kind, schema=schema, flags=0, epoch=epoch, bucket=bucket, op_id=op_id or uuid4(), device=self.id,
            dseq=dseq, hlc=dseq << 16, prev=prev, salt=os.urandom(32), commit=os.urandom(32), length=size,
        )  # fmt: skip
        signed = header + os.urandom(size + frame.TAG_BYTES)
        return signed + signing.sign(self.key, signed)

    def beside(self, raw: bytes, *effects: dict[str, Any]) -> Op:
        """A sealed record with what it does to alerts, as this phone's own app signs it."""
        return Op(e=to_text(raw), effects=list(effects), effects_sig=sign_effects(self.key, raw, effects))

    async def push(self, *raws: bytes | Op, buckets: tuple[Bucket, ...] = (), donated: tuple[bytes, ...] = (),
                   gen: UUID | None = None, state: str = "active") -> PushReply:  # fmt: skip
        who = Delivery(device=self.id, staff=self.owner.id, state=state)  # type: ignore[arg-type]
        return await intake.take_in(who, self.pushing(*raws, buckets=buckets, donated=donated, gen=gen), self.clock)

    def pushing(self, *raws: bytes | Op, buckets: tuple[Bucket, ...] = (), donated: tuple[bytes, ...] = (),
                gen: UUID | None = None) -> Push:  # fmt: skip
        ops = [raw if isinstance(raw, Op) else Op(e=to_text(raw)) for raw in raws]
        return Push(
            device=self.id, gen=gen, nonce="n", buckets=list(buckets), ops=ops, donated=[to_text(raw) for raw in donated]
        )

    async def pull(self, *, limit: int = 500, max_bytes: int = 4 * 1024 * 1024) -> PullReply:
        asked = Pull(device=self.id, cursor=self.cursor, limit=limit, max_bytes=max_bytes)
        reply = await outgoing.pull(self.caller, asked, self.clock, KEY)
        self.take(reply)
        return reply

    def take(self, reply: PullReply) -> None:
        """What the app does with a page: delete first, then keep, and forget what is held elsewhere."""
        for gone in reply.gone:
            self.ops = {op: raw for op, raw in self.ops.items() if frame.parse(raw).bucket != gone.bucket}
        for told in reply.ops:
            self.ops[frame.parse(told.e).op_id] = told.e
        for held in reply.held:
            self.ops.pop(held.id, None)
        self.cursor, self.acked = reply.cursor, reply.ack

    async def catch_up(self, *, limit: int = 500) -> None:
        while (await self.pull(limit=limit)).more:
            pass


def grant_of(phone: BlindPhone) -> str:
    """A grant as the web tier sees it: it reads whose it is said to be, and verifies nothing."""
    return sign_statement("kasane-grant", {}, phone.key, str(phone.id)).rpartition(".")[0] + ".c2ln"


def household(
    name: str, *phones: BlindPhone, center: str = NORTH, epoch: int = 1, check: bytes = b"c" * 16, grant: str = "a.b.c"
) -> Bucket:
    """A new bucket with a wrap for each phone named."""
    wraps = [Wrap(device=phone.id, wrap=to_text(b"w" * 113), grant=grant) for phone in phones]
    return Bucket(id=named(name), kind="household", center=center, epoch=epoch, key_check=to_text(check), wraps=wraps)


async def equip(connection: asyncpg.Connection, *phones: BlindPhone) -> None:
    """Put the phones into their owners' hands; their signing keys are real."""
    await settle(connection, VAULT, RECOVERY)
    await settle(connection)
    for phone in phones:
        row = DeviceRow(owner=phone.owner, label=phone.label, sign_key=signing.point_of(phone.key))
        assert await hand_out(connection, row) == phone.id
