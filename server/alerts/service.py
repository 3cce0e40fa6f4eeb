"""What people do to alerts: raise, take on, join, hand over, close, see; each in the transaction of its record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.alerts import holds, rules, store, timers, watches
from server.alerts.effects import Ack, Close, Raise, TimersSet, WatchEnd, WatchSet, read
from server.alerts.raising import Act, has_role, raise_alert, refuse, write
from server.alerts.store import AlertRow, Happening
from server.alerts.telling import reach, send, tell_again
from server.db import Connection, write_transaction
from server.duty import store as duty
from server.duty.plan import next_act
from server.problems import Problem
from server.push import queue, subscriptions
from server.rounds import apart
from server.scope.rules import KEEPERS
from server.scope.store import in_scope, staff_row
from server.sequence import advance

AFTER_TROUBLE = timedelta(minutes=1)


async def apply_effect(
    connection: Connection,
    *,
    device: UUID,
    staff: UUID,
    op_id: UUID,
    bucket: UUID,
    effect: Any,
    seq: int,
    now: datetime,
) -> None:
    """Apply one effect of an accepted record. A refused effect is written down; the record itself never fails."""
    act = Act(device=device, staff=staff, op_id=op_id, bucket=bucket, seq=seq, now=now)
    effect = read(effect)
    if isinstance(effect, TimersSet):
        await timers.publish(connection, act, effect)
        return
    if isinstance(effect, Raise):
        await raise_alert(connection, act, effect)
        return
    if isinstance(effect, WatchSet):
        await watches.arm(connection, act, effect)
        return
    if isinstance(effect, WatchEnd):
        await watches.end(connection, act, effect)
        return
    row = await store.locked(connection, effect.alert)
    refusal = await _why_not(connection, act, row, effect)
    if row is None or refusal:
        await refuse(connection, act, effect.alert, row, refusal)
        return
    if isinstance(effect, Ack):
        await _acknowledge(connection, act, row, effect)
        return
    await _close(connection, act, row, effect)


async def _why_not(connection: Connection, act: Act, row: AlertRow | None, effect: Ack | Close) -> str:
    if row is None:
        return "unknown"
    if row.bucket != act.bucket:
        return "other_bucket"
    if row.state in ("closed", "withdrawn"):
        return "closed"
    if await watches.is_hers(connection, row.id, act.staff):
        return "own_watch"
    if await holds.is_hers(connection, row.id, act.staff):
        return "own_device"
    told = await store.is_recipient(connection, row.id, act.staff)
    if not told and not await in_scope(connection, act.staff, row.bucket, act.now):
        return "foreign"
    person = await staff_row(connection, act.staff)
    role = person["role"] if person else ""
    answers = isinstance(effect, Ack) and rules.may_answer(role, told=told)
    closes = isinstance(effect, Close) and rules.may_close(role, owns=row.owner == act.staff)
    return "" if answers or closes else "role"


async def _acknowledge(connection: Connection, act: Act, row: AlertRow, effect: Ack) -> None:
    if effect.how == "handed_over":
        await _hand_over(connection, act, row, effect.to)
        return
    if row.owner is not None or effect.how == "joint":
        # Somebody is on it already, or this person only helps: the alert goes on asking for an owner if it has none.
        await _keep(connection, act, row)
        await write(connection, act, row.id, Happening("joined", act.staff, effect.how))
        return
    await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=act.now)
    await _settle_on(connection, act, row, act.staff, row.loop)
    await write(connection, act, row.id, Happening("acked", act.staff, "taking"))


async def _hand_over(connection: Connection, act: Act, row: AlertRow, to: UUID | None) -> None:
    may_own = to is not None and await in_scope(connection, to, row.bucket, act.now)
    # Nor she whom it is about: it would ring beside whoever keeps her from speaking.
    may_own = may_own and to is not None and not await watches.is_hers(connection, row.id, to)
    # The vault and the recovery key are on every household, and are nobody who could go and look.
    if to is None or not may_own or await has_role(connection, to, *KEEPERS):
        await write(connection, act, row.id, Happening("refused", act.staff, "handed_over_out_of_scope"))
        return
    loop = row.loop + 1
    await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=act.now, keep_showing=[to])
    await _settle_on(connection, act, row, to, loop)
    await store.tell(connection, row.id, row.step, [(to, "handed_over")], act.now)
    if to != act.staff:
        await send(connection, replace(row, loop=loop), [to], "alert", act.now, due=act.now)
    await write(connection, act, row.id, Happening("acked", act.staff, "handed_over"), Happening("handed_over", to))


async def _settle_on(connection: Connection, act: Act, row: AlertRow, owner: UUID, loop: int) -> None:
    await store.change(
        connection, row.id, row.level, "acked", owner, act.now, None, None, None, row.step, loop, act.seq
    )


async def _keep(connection: Connection, act: Act, row: AlertRow) -> None:
    """Nothing changes but the number, so that every phone reads who joined."""
    await store.touch(connection, row.id, act.seq)


async def _close(connection: Connection, act: Act, row: AlertRow, effect: Close) -> None:
    await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=act.now)
    await store.close(connection, row.id, effect.outcome, act.now, act.seq)
    await watches.stop(connection, row.id, act.now)
    await write(connection, act, row.id, Happening("closed", act.staff, effect.outcome))


async def note_receipt(delivery: UUID, kind: str, now: datetime) -> None:
    """A phone says that a push arrived: the raiser learns 「端末に届いた」. Saying it again changes nothing."""
    async with write_transaction() as connection:
        row = await queue.note_receipt(connection, delivery, kind, now)
        if row is None:
            raise Problem("not_found")
        await subscriptions.note_receipt(connection, row["subscription"], now)
    if row["purpose"] in ("alert", "reminder"):
        await _mark_once(row["alert"], row["staff"], "reached_at", "reached", now)


async def note_seen(alert: UUID, staff: UUID, now: datetime) -> None:
    """The person opened the alert in the app, which also proves that it reached them."""
    async with write_transaction() as connection:
        if not await store.is_recipient(connection, alert, staff):
            raise Problem("not_found")
    await _mark_once(alert, staff, "reached_at", "reached", now)
    await _mark_once(alert, staff, "seen_at", "seen", now)


async def _mark_once(alert: UUID, staff: UUID, column: str, kind: str, now: datetime) -> None:
    """The office-wide lock is taken only when there is something new to tell."""
    async with write_transaction() as connection:
        if not await store.is_unmarked(connection, alert, staff, column):
            return
    async with write_transaction() as connection:
        turn = await advance(connection)
        if await store.mark(connection, alert, staff, column, now, turn.last):
            await store.write_down(connection, alert, None, now, [Happening(kind, staff)])


async def tick(now: datetime, limit: int = 100) -> int:
    """Begin what has become due and move each unanswered alert by one step; returns how many. Safe anywhere, twice."""
    async with write_transaction() as connection:
        asked = (store.any_due, timers.any_due, holds.any_due)
        if not any([await is_due(connection, now) for is_due in asked]):
            return 0
    async with write_transaction() as connection:
        turn = await advance(connection)
        fired = await timers.fire(connection, turn.last, now, limit)
        fired += await holds.fire(connection, turn.last, now, limit)
        due = await store.due(connection, now, limit)
        for alert in due:
            if not await apart(connection, "a step of the ladder", _climb(connection, alert, turn.last, now)):
                await store.put_off(connection, alert, now + AFTER_TROUBLE)
        return fired + len(due)


async def _climb(connection: Connection, alert: UUID, seq: int, now: datetime) -> None:
    row = await store.locked(connection, alert)
    assert row is not None, "it is locked"
    await tell_again(connection, row, seq, now)


async def ask_anew(
    connection: Connection, bucket: UUID, leavers: Sequence[UUID], *, device: UUID, seq: int, now: datetime
) -> None:
    """The household went to other people: what none of them has taken on asks them, from the first step."""
    for row in await store.unsettled(connection, bucket, leavers):
        await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=now)
        # Of the center it came to: its own plan from now on.
        written = await duty.of_bucket(connection, bucket)
        await store.plan_anew(connection, row.id, written)
        when = next_act(duty.read(written), row.level, 0, now)
        await store.change(
            connection, row.id, row.level, "open", None, None, None, None, when, 0, row.loop + 1, seq
        )
        await store.write_down(connection, row.id, device, now, [Happening("household_moved", row.owner)])
        asked = await store.locked(connection, row.id)
        assert asked is not None
        await reach(connection, asked, device, now)
