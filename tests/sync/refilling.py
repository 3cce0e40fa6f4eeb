"""A phone that gives a restored office back what it lost, as pwa/src/sync/restore.ts does, over a database that can be put back."""

from dataclasses import dataclass, field
from uuid import UUID

import asyncpg

from server.envelope import frame
from server.problems import Problem
from server.sync.reconcile import Reconcile, Reconciled, compare
from server.sync.wire import PushReply
from tests.sync.blind import BlindPhone, household

TABLES = ("bucket", "bucket_epoch", "scope_grant", "scope_event", "key_wrap", "op", "held_op", "dead_letter")


@dataclass
class RefillingPhone(BlindPhone):
    gen: UUID | None = None
    opened: dict[UUID, str] = field(default_factory=dict)  # households this phone opened, by name
    names: dict[UUID, str] = field(default_factory=dict)  # how a household is called, for opening it again
    refilling: bool = False  # the office was put back, and has not been given everything yet
    given: set[UUID] = field(default_factory=set)  # what the office took of it, into its stream or into hold

    async def sync(self) -> None:
        """One whole round; meets a restore by itself, and goes on with it where an earlier round was cut."""
        for _ in range(3):
            try:
                return await self._round()
            except Problem as problem:
                if problem.code not in ("generation_changed", "bad_cursor"):
                    raise
                self.cursor, self.gen, self.acked = None, None, 0
                self.refilling, self.given = True, set()
        raise AssertionError("the office says another generation each time")

    async def _round(self) -> None:
        await self._send()
        if self.refilling:
            await self._give_back()
            own = {frame.parse(raw).op_id for raw in self.made}
            self.ops = {op: raw for op, raw in self.ops.items() if op in own or op in self.given}
            self.refilling = False
        await self.catch_up(limit=3)
        await self.push(gen=self.gen)  # lets in what waited for its household
        await self.catch_up(limit=3)

    async def _send(self) -> None:
        waiting = self.made[self.acked :]
        mine = {frame.parse(raw).bucket for raw in waiting} & self.opened.keys()
        reply = await self._push(waiting, mine)
        assert not [result for result in reply.results if result.s in ("gap", "fork")], "the chain broke"
        self.gen, self.acked = reply.gen, reply.ack

    async def _push(self, raws: list[bytes], opens: set[UUID]) -> PushReply:
        return await self.push(*raws, gen=self.gen, buckets=tuple(household(self.opened[one], self) for one in opens))

    async def _give_back(self) -> None:
        own = {frame.parse(raw).op_id for raw in self.made}
        theirs: dict[UUID, list[bytes]] = {}
        for op, raw in self.ops.items():
            if op not in own:
                theirs.setdefault(frame.parse(raw).bucket, []).append(raw)
        for bucket, raws in theirs.items():
            wanted = await self._asked(bucket, raws)
            if wanted is None:
                await self._begin_again(bucket)
                wanted = await self._asked(bucket, raws)
            give = [raw for raw in raws if wanted is None or frame.parse(raw).op_id in wanted]
            reply = await self.push(donated=tuple(give))
            self.given |= {one.id for one in reply.results if one.id and one.s in ("applied", "duplicate", "held")}

    async def _begin_again(self, bucket: UUID) -> None:
        """If the answer is lost the record goes out once more with the household beside it, as the app keeps them together."""
        begun = self.seal(bucket, kind=frame.KEY_BEGUN)
        self.opened[bucket] = self.names[bucket]
        await self.push(begun, buckets=(household(self.names[bucket], self),))
        self.acked = self.dseq

    async def _asked(self, bucket: UUID, raws: list[bytes]) -> set[UUID] | None:
        """None where the office knows no such household, or not this person in it."""
        try:
            asked = Reconcile(bucket=bucket, ids=[frame.parse(raw).op_id for raw in raws])
            return set((await self.compared(asked)).want)
        except Problem as problem:
            if problem.code != "not_found":
                raise
            return None

    async def compared(self, asked: Reconcile) -> Reconciled:
        return await compare(self.caller, asked, self.clock.now())


async def back_up(owner: asyncpg.Connection, place: str = "backup") -> None:
    async with owner.transaction():
        await owner.execute(f"drop schema if exists {place} cascade; create schema {place}")
        for table in (*TABLES, "device", "sync_clock"):
            await owner.execute(f"create table {place}.{table} as table {table}")


async def put_back(owner: asyncpg.Connection, place: str = "backup") -> None:
    """As `pg_restore` and `new-generation` leave it: yesterday's rows, yesterday's numbers, another generation."""
    async with owner.transaction():
        for table in reversed(TABLES):
            await owner.execute(f"delete from {table}")
        for table in TABLES:
            identity = "overriding system value" if table == "dead_letter" else ""
            await owner.execute(f"insert into {table} {identity} table {place}.{table}")
        await owner.execute(
            "update device d set head_dseq = b.head_dseq, head_hash = b.head_hash"
            f" from {place}.device b where b.id = d.id"
        )
        await owner.execute(
            f"update sync_clock set gen = gen_random_uuid(), seq = (select seq from {place}.sync_clock)"
        )
