"""Beginning the directory, and taking statements into it."""

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from server.audit.log import note
from server.db import Connection, write_transaction
from server.devices.rules import ENDED
from server.directory import rules, store
from server.envelope.frame import CannotOpen
from server.problems import Problem
from server.sequence import hold

KEEPER_NAMES = {"vault": ("金庫", "きんこ"), "recovery": ("復旧鍵", "ふっきゅうかぎ")}


class Given(NamedTuple):
    kind: Literal["device", "revoke"]
    subject: UUID
    jws: str


class Keeper(NamedTuple):
    """The vault or the recovery key: a staff row without a center and one device, certified from the start."""

    role: Literal["vault", "recovery"]
    staff: UUID
    device: UUID
    kem_key: bytes
    sign_key: bytes
    upload_key: bytes
    statement: str


class Bundle(NamedTuple):
    """The public half of what the key ceremony made."""

    root_statement: str
    keepers: tuple[Keeper, ...]


async def bootstrap(connection: Connection, bundle: Bundle, now: datetime) -> bool:
    """Statement 1 and the keepers; False when the same directory began before, Problem when another one did."""
    await hold(connection)
    known = await store.root(connection)
    if known is not None:
        if known != bundle.root_statement:
            raise Problem("other_root")
        return False
    try:
        root = rules.root_key_of(bundle.root_statement)
    except CannotOpen:
        raise Problem("bad_statement") from None
    await store.append(connection, "root", UUID(int=0), bundle.root_statement, now)
    for keeper in bundle.keepers:
        await _admit_keeper(connection, keeper, now)
        await _take_in(connection, root, Given("device", keeper.device, keeper.statement), now)
    await note(connection, at=now, verb="directory.begin", count=1 + len(bundle.keepers))
    return True


async def _admit_keeper(connection: Connection, keeper: Keeper, now: datetime) -> None:
    name, kana = KEEPER_NAMES[keeper.role]
    await connection.execute(
        "insert into staff (id, center, role, name, kana, organisation, active_from)"
        " values ($1, null, $2, $3, $4, '', $5)",
        keeper.staff,
        keeper.role,
        name,
        kana,
        now.date(),
    )
    await connection.execute(
        "insert into device (id, staff, state, label, kem_key, sign_key, upload_key, check_code, enrolled_at,"
        " approved_at) values ($1, $2, 'active', $3, $4, $5, $6, '', $7, $7)",
        keeper.device,
        keeper.staff,
        name,
        keeper.kem_key,
        keeper.sign_key,
        keeper.upload_key,
        now,
    )


async def take_in(given: list[Given], *, device: UUID, staff: UUID, now: datetime) -> int:
    """All or none; the new head. What is there already is passed over, so a repeated call changes nothing."""
    async with write_transaction() as connection:
        await hold(connection)
        root_statement = await store.root(connection)
        if root_statement is None:
            raise Problem("no_root")
        root = rules.root_key_of(root_statement)
        taken = 0
        for one in given:
            taken += await _take_in(connection, root, one, now)
        if taken:
            await note(connection, at=now, verb="directory.add", device=device, staff=staff, count=taken)
        return (await store.head(connection))[0]


async def _take_in(connection: Connection, root: bytes, given: Given, now: datetime) -> int:
    known = await store.certified_keys(connection, given.subject)
    if known is None:
        raise Problem("bad_statement")
    try:
        claims = rules.read(given.jws, given.kind, root)
    except CannotOpen:
        raise Problem("bad_statement") from None
    if given.kind == "device" and not rules.speaks_of(claims, given.subject, dict(known)):
        raise Problem("bad_statement")
    if given.kind == "revoke" and (claims["device"] != str(given.subject) or known["state"] not in ENDED):
        raise Problem("bad_statement")
    if await store.said(connection, given.subject, given.kind):
        return 0
    await store.append(connection, given.kind, given.subject, given.jws, now)
    return 1
