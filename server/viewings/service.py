"""閲覧の記録: who opened which household, as each device tells it; looked into by whoever answers for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from server.audit.log import note
from server.db import snapshot, write_transaction
from server.problems import Problem
from server.scope.rules import Actor
from server.scope.store import in_scope
from server.sequence import speak_as
from server.viewings import store
from server.viewings.rules import Pair, chosen, moment_of, span_of

KEEPERS = ("manager", "center_head")  # look into the month of their center
READERS = (*KEEPERS, "coordinator")  # see who opened a household
MOST = 500
AROUND = timedelta(days=7)  # a record or an alert so near explains why somebody looked

Word = Literal["fine", "asked", "grave"]


class Viewing(msgspec.Struct, frozen=True, kw_only=True):
    bucket: UUID
    staff: UUID
    name: str
    at: datetime
    role: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    word: str
    at: datetime
    name: str


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """`why` it is among those to look into; `own`: somebody else has to."""

    staff: UUID
    name: str
    bucket: UUID
    times: int
    first: datetime
    last: datetime
    role: str
    wrote: bool
    told: bool
    why: str
    own: bool
    said: Said | None = None


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """`people`, `households`, `times`: of all of the month, that the few may be seen against them."""

    month: str
    people: int
    households: int
    times: int
    rows: list[Checked]


async def tell(caller: Actor, told: Sequence[tuple[UUID, datetime]], now: datetime) -> None:
    async with write_transaction() as connection:
        at = [moment_of(moment, now) for _, moment in told]
        await store.add(connection, caller.device, caller.staff, now, [bucket for bucket, _ in told], at)


async def of_household(caller: Actor, bucket: UUID, now: datetime) -> list[Viewing]:
    """To those of its center who answer for it and may open it themselves."""
    async with snapshot() as connection:
        center = await store.center_of(connection, bucket)
        if caller.role not in READERS or center is None or caller.center != center:
            raise Problem("not_found")
        if not await in_scope(connection, caller.staff, bucket, now):
            raise Problem("not_found")
        return [_viewing(row) for row in await store.of_bucket(connection, bucket, MOST)]


async def own(caller: Actor) -> list[Viewing]:
    """Everybody sees what is written down of them."""
    async with snapshot() as connection:
        return [_viewing(row) for row in await store.of_staff(connection, caller.staff, MOST)]


async def check(caller: Actor, month: str) -> Check:
    begins, ends = _span(month)
    center = _center(caller)
    async with snapshot() as connection:
        await speak_as(connection, caller.staff)
        rows = {
            (row["staff"], row["bucket"]): row for row in await store.pairs(connection, center, begins, ends, AROUND)
        }
        said = {(row["staff"], row["bucket"]): row for row in await store.words(connection, center, month)}
    pairs = [Pair(*key, row["role"], row["wrote"], row["told"]) for key, row in rows.items()]
    few = chosen(center, month, pairs, said)
    looked = [_checked(rows[pair[:2]], said.get(pair[:2]), why, caller) for pair, why in few]
    return Check(
        month=month, people=len({staff for staff, _ in rows}), households=len({bucket for _, bucket in rows}),
        times=sum(row["times"] for row in rows.values()), rows=looked,
    )  # fmt: skip


async def say(caller: Actor, month: str, staff: UUID, bucket: UUID, word: Word, now: datetime) -> Check:
    """One's own are looked into by somebody else. Every word stays; the newest counts."""
    if staff == caller.staff:
        raise Problem("not_allowed")
    if not any((row.staff, row.bucket) == (staff, bucket) for row in (await check(caller, month)).rows):
        raise Problem("not_found")
    async with write_transaction() as connection:
        values = (_center(caller), month, staff, bucket, word, now, caller.staff, caller.device)
        await store.say(connection, values)
        await note(
            connection, at=now, verb="viewings.say", device=caller.device, staff=caller.staff, subject=staff,
            bucket=bucket, purpose=word,
        )  # fmt: skip
    return await check(caller, month)


def _center(caller: Actor) -> str:
    if caller.role not in KEEPERS or caller.center is None:
        raise Problem("not_allowed")
    return caller.center


def _span(month: str) -> tuple[datetime, datetime]:
    span = span_of(month)
    if span is None:
        raise Problem("wrong_value", field="month")
    return span


def _viewing(row: Any) -> Viewing:
    return Viewing(bucket=row["bucket"], staff=row["staff"], name=row["name"], at=row["at"], role=row["role"])


def _checked(row: Any, said: Any, why: str, caller: Actor) -> Checked:
    told = {name: row[name] for name in ("staff", "name", "bucket", "times", "first", "last", "role", "wrote", "told")}
    word = Said(word=said["word"], at=said["at"], name=said["name"]) if said else None
    return Checked(**told, why=why, own=row["staff"] == caller.staff, said=word)
