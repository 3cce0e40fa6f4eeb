"""After a restore: which records of a household the phone should give back, and which it lacks."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from server.access.caller import Caller
from server.db import snapshot
from server.problems import Problem
from server.scope.store import in_scope
from server.sequence import speak_as
from server.sync.verdicts import UNTIL_KNOWN
from server.sync.wire import Given, Told

MOST_IDS = 5_000

# Held ones are stored too and need not be sent again, but for those that one who is in the household may lift.
_WANT = """
select t.id from unnest($2::uuid[]) as t (id)
where not exists (select from op where op_id = t.id and bucket = $1)
  and not exists (select from held_op where op_id = t.id and bucket = $1
    and (decided is not null or reason <> all($3::text[])))
order by t.id
"""
_HAVE_MORE = """
select op_id from op where bucket = $1 and not exists (select from unnest($2::uuid[]) as t (id) where t.id = op_id)
order by seq limit $3
"""


class Reconcile(Given, kw_only=True):
    bucket: UUID
    ids: Annotated[list[UUID], Meta(max_length=MOST_IDS)]


class Reconciled(Told, kw_only=True):
    """`epoch`: the newest key the office knows; whoever holds a newer one begins it again."""

    want: list[UUID]
    have_more: list[UUID]
    epoch: int


async def compare(caller: Caller, asked: Reconcile, now: datetime) -> Reconciled:
    ids = list(set(asked.ids))
    async with snapshot() as connection:
        await speak_as(connection, caller.staff)
        if not await in_scope(connection, caller.staff, asked.bucket, now):
            raise Problem("not_found")
        want = await connection.fetch(_WANT, asked.bucket, ids, list(UNTIL_KNOWN))
        more = await connection.fetch(_HAVE_MORE, asked.bucket, ids, MOST_IDS)
        epoch = await connection.fetchval("select epoch from bucket where id = $1", asked.bucket)
    return Reconciled(want=[row["id"] for row in want], have_more=[row["op_id"] for row in more], epoch=int(epoch or 0))
