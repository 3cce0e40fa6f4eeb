"""How an alert begins, and begins anew when things are worse than they were; each in its cause's transaction."""

from datetime import datetime
from uuid import UUID

import msgspec

from server.alerts import store
from server.alerts.effects import Raise
from server.alerts.store import AlertRow, Happening
from server.alerts.telling import Told, reach
from server.audit.log import note
from server.db import Connection
from server.duty import store as duty
from server.duty.plan import next_act
from server.push import queue
from server.scope.store import staff_row


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Whose record carries the effect, and where it stands in the office's sequence."""

    device: UUID
    staff: UUID
    op_id: UUID
    bucket: UUID
    seq: int
    now: datetime


async def raise_alert(connection: Connection, act: Act, effect: Raise) -> None:
    whom = await _with(connection, act.bucket, effect)
    if await begin(connection, act, effect.alert, effect.level, effect.observed_at, whom):
        return
    row = await store.locked(connection, effect.alert)
    assert row is not None
    if row.bucket != act.bucket:
        if not await has_role(connection, act.staff, "vault"):
            await refuse(connection, act, row.id, row, "other_bucket")
            return
        # Only the household's key gives this id: somebody on its team had spent it on another household beforehand.
        await store.bring_home(connection, row.id, act.bucket, act.op_id, act.staff, act.device)
        await lift(connection, act, row, effect.level)
        return
    if row.state in ("closed", "withdrawn") or effect.level >= row.level:
        await write(connection, act, row.id, Happening("raised_again", act.staff, f"L{effect.level}"))
        return
    await lift(connection, act, row, effect.level)


async def _with(connection: Connection, bucket: UUID, effect: Raise) -> Told | None:
    """Whom the record asks for besides those of its level; the lead knows what she has written herself."""
    if not effect.tells:
        return None
    first = duty.read(await duty.of_bucket(connection, bucket)).steps(effect.level)[0]
    return Told(frozenset(first.targets) - {"lead"} | frozenset(effect.tells), frozenset(first.people))


async def begin(
    connection: Connection, act: Act, alert: UUID, level: int, observed_at: datetime, whom: Told | None = None,
    kind: str = store.ESCALATION,
) -> bool:  # fmt: skip
    """False when it had begun before."""
    row = await put_down(connection, act, alert, level, observed_at, kind)
    if row is None:
        return False
    await reach(connection, row, act.device, act.now, whom)
    return True


async def put_down(
    connection: Connection, act: Act, alert: UUID, level: int, observed_at: datetime, kind: str
) -> AlertRow | None:
    """The row with its next step, and nobody told yet; None when it had begun before."""
    written = await duty.of_bucket(connection, act.bucket)
    values = (
        alert, act.bucket, level, act.op_id, act.staff, act.device, observed_at, act.now,
        next_act(duty.read(written), level, 0, act.now), act.seq, kind, written,
    )  # fmt: skip
    if not await store.add(connection, values):
        return None
    await write(connection, act, alert, Happening("raised", act.staff, f"L{level}"))
    return await store.locked(connection, alert)


async def lift(
    connection: Connection, act: Act, row: AlertRow, level: int, whom: Told | None = None
) -> None:
    """A worse level starts the ladder anew, even when somebody had taken the alert on."""
    told = await store.told(connection, row.id)
    when = next_act(row.plan, level, 0, act.now)
    await queue.call_off(connection, alert=row.id, step=row.step, loop=row.loop, now=act.now, keep_showing=told)
    await store.change(connection, row.id, level, "open", None, None, None, None, when, 0, row.loop + 1, act.seq)
    await write(connection, act, row.id, Happening("level_raised", act.staff, f"L{row.level}→L{level}"))
    lifted = await store.locked(connection, row.id)
    assert lifted is not None
    await reach(connection, lifted, act.device, act.now, whom)


async def refuse(connection: Connection, act: Act, alert: UUID, row: AlertRow | None, why: str) -> None:
    if row is not None:
        await write(connection, act, row.id, Happening("refused", act.staff, why))
        return
    # No alert to hang the event on: the audit trail keeps it.
    await note(
        connection, at=act.now, verb="alert.refused", device=act.device, staff=act.staff, subject=alert,
        bucket=act.bucket, purpose=why, allowed=False,
    )  # fmt: skip


async def has_role(connection: Connection, staff: UUID, *roles: str) -> bool:
    person = await staff_row(connection, staff)
    return person is not None and person["role"] in roles


async def write(connection: Connection, act: Act, alert: UUID, *happened: Happening) -> None:
    await store.write_down(connection, alert, act.device, act.now, happened)
