"""What people do to alerts: raise, take on, join, hand over, close, see; each in the transaction of its record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.alerts import rules, store
from server.alerts.effects import Ack, Close, Raise, read
from server.alerts.store import AlertRow, Happening
from server.alerts.telling import reach, tell_again
from server.audit.log import note
from server.db import Connection, write_transaction
from server.problems import Problem
from server.push import queue, subscriptions
from server.scope.rules import KEEPERS
from server.scope.store import in_scope, staff_row
from server.sequence import advance


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Whose record carries the effect, and where it stands in the office's sequence."""

    device: UUID
    staff: UUID
    op_id: UUID
    bucket: UUID
    seq: int
    now: datetime


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
    if isinstance(effect, Raise):
        await _raise(connection, act, effect)
        return
    row = await store.locked(connection, effect.alert)
    refusal = await _why_not(connection, act, row, effect)
    if row is None or refusal:
        await _refuse(connection, act, effect.alert, row, refusal)
        return
    if isinstance(effect, Ack):
        await _acknowledge(connection, act, row, effect)
        return
    await _close(connection, act, row, effect)
    return


async def _raise(connection: Connection, act: Act, effect: Raise) -> None:
    when = rules.next_act(effect.level, act.now)
    fresh = await store.add(
        connection,
        (
            effect.alert, act.bucket, effect.level, act.op_id, act.staff, act.device, effect.observed_at, act.now, when,
            act.seq,
        ),
    )  # fmt: skip
    row = await store.locked(connection, effect.alert)
    assert row is not None
    if fresh:
        await _write(connection, act, row.id, Happening("raised", act.staff, f"L{effect.level}"))
        await reach(connection, row, act.device, act.now)
        return
    if row.bucket != act.bucket:
        if not await _has_role(connection, act.staff, "vault"):
            await _refuse(connection, act, row.id, row, "other_bucket")
            return
        # Only the household's key gives this id: somebody on its team had spent it on another household beforehand.
        await store.bring_home(connection, row.id, act.bucket, act.op_id, act.staff, act.device)
        await _lift(connection, act, row, effect.level, when)
        return
    if row.state in ("closed", "withdrawn") or effect.level >= row.level:
        await _write(connection, act, row.id, Happening("raised_again", act.staff, f"L{effect.level}"))
        return
    await _lift(connection, act, row, effect.level, when)


async def _lift(connection: Connection, act: Act, row: AlertRow, level: int, when: datetime) -> None:
    """A worse level starts the ladder anew, even when somebody had taken the alert on."""
    told = await store.told(connection, row.id)
    await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=act.now, keep_showing=told)
    await store.change(connection, row.id, level, "open", None, None, None, None, when, 0, row.loop + 1, act.seq)
    await _write(connection, act, row.id, Happening("level_raised", act.staff, f"L{row.level}→L{level}"))
    lifted = await store.locked(connection, row.id)
    assert lifted is not None
    await reach(connection, lifted, act.device, act.now)


async def _why_not(connection: Connection, act: Act, row: AlertRow | None, effect: Ack | Close) -> str:
    if row is None:
        return "unknown"
    if row.bucket != act.bucket:
        return "other_bucket"
    if row.state in ("closed", "withdrawn"):
        return "closed"
    told = await store.is_recipient(connection, row.id, act.staff)
    if not told and not await in_scope(connection, act.staff, row.bucket, act.now):
        return "foreign"
    person = await staff_row(connection, act.staff)
    role = person["role"] if person else ""
    answers = isinstance(effect, Ack) and rules.may_answer(role, told=told)
    closes = isinstance(effect, Close) and rules.may_close(role, owns=row.owner == act.staff)
    return "" if answers or closes else "role"


async def _refuse(connection: Connection, act: Act, alert: UUID, row: AlertRow | None, why: str) -> None:
    if row is not None:
        await _write(connection, act, row.id, Happening("refused", act.staff, why))
        return
    # No alert to hang the event on: the audit trail keeps it.
    await note(
        connection, at=act.now, verb="alert.refused", device=act.device, staff=act.staff, subject=alert,
        bucket=act.bucket, purpose=why, allowed=False,
    )  # fmt: skip


async def _acknowledge(connection: Connection, act: Act, row: AlertRow, effect: Ack) -> None:
    if effect.how == "handed_over":
        await _hand_over(connection, act, row, effect.to)
        return
    if row.owner is not None or effect.how == "joint":
        # Somebody is on it already, or this person only helps: the alert goes on asking for an owner if it has none.
        await _keep(connection, act, row)
        await _write(connection, act, row.id, Happening("joined", act.staff, effect.how))
        return
    await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=act.now)
    await _settle_on(connection, act, row, act.staff, row.loop)
    await _write(connection, act, row.id, Happening("acked", act.staff, "taking"))


async def _hand_over(connection: Connection, act: Act, row: AlertRow, to: UUID | None) -> None:
    may_own = to is not None and await in_scope(connection, to, row.bucket, act.now)
    # The vault and the recovery key are on every household, and are nobody who could go and look.
    if to is None or not may_own or await _has_role(connection, to, *KEEPERS):
        await _write(connection, act, row.id, Happening("refused", act.staff, "handed_over_out_of_scope"))
        return
    loop = row.loop + 1
    await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=act.now, keep_showing=[to])
    await _settle_on(connection, act, row, to, loop)
    await store.tell(connection, row.id, row.step, [(to, "handed_over")], act.now)
    if to != act.staff:
        await queue.enqueue(
            connection, alert=row.id, staff=[to], purpose="alert", step=row.step, loop=loop, level=row.level,
            due=act.now, now=act.now,
        )  # fmt: skip
    await _write(connection, act, row.id, Happening("acked", act.staff, "handed_over"), Happening("handed_over", to))


async def _has_role(connection: Connection, staff: UUID, *roles: str) -> bool:
    person = await staff_row(connection, staff)
    return person is not None and person["role"] in roles


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
    await _write(connection, act, row.id, Happening("closed", act.staff, effect.outcome))


async def _write(connection: Connection, act: Act, alert: UUID, *happened: Happening) -> None:
    await store.write_down(connection, alert, act.device, act.now, happened)


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
    """Move each unanswered alert that is due by one step; returns how many moved. Safe to run anywhere, twice."""
    async with write_transaction() as connection:
        if not await store.any_due(connection, now):
            return 0
    async with write_transaction() as connection:
        turn = await advance(connection)
        due = await store.due(connection, now, limit)
        for row in due:
            await tell_again(connection, row, turn.last, now)
        return len(due)


async def ask_anew(
    connection: Connection, bucket: UUID, leavers: Sequence[UUID], *, device: UUID, seq: int, now: datetime
) -> None:
    """The household went to other people: what none of them has taken on asks them, from the first step."""
    for row in await store.unsettled(connection, bucket, leavers):
        await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=now)
        when = rules.next_act(row.level, now)
        await store.change(
            connection, row.id, row.level, "open", None, None, None, None, when, 0, row.loop + 1, seq
        )
        await store.write_down(connection, row.id, device, now, [Happening("household_moved", row.owner)])
        asked = await store.locked(connection, row.id)
        assert asked is not None
        await reach(connection, asked, device, now)
