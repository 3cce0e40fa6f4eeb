"""What only the server's own terminal may do: begin the directory from the key ceremony's bundle, make a first link."""

from typing import Literal
from uuid import UUID

import msgspec

from server import db
from server.clock import Clock, SystemClock
from server.devices.service import make_code
from server.directory import rules
from server.directory.service import Bundle, Keeper, bootstrap
from server.envelope.encoding import b64u, from_b64u


class NotYet(Exception):
    """The act makes no sense yet; the sentence says what comes first."""


class _KeeperFile(msgspec.Struct, frozen=True, kw_only=True):
    device: UUID
    staff: UUID
    role: Literal["vault", "recovery"]
    kem_key: str
    sign_key: str
    upload_key: str
    statement: str

    def keeper(self) -> Keeper:
        kem, sign, upload = (from_b64u(key, 65) for key in (self.kem_key, self.sign_key, self.upload_key))
        return Keeper(self.role, self.staff, self.device, kem, sign, upload, self.statement)


class _BundleFile(msgspec.Struct, frozen=True, kw_only=True):
    """`bootstrap.json`, public keys and signed statements only."""

    root_statement: str
    vault: _KeeperFile
    recovery: _KeeperFile


async def begin_directory(content: bytes, clock: Clock | None = None) -> bool:
    """Take in the vault's bundle; False when this directory began before."""
    try:
        told = msgspec.json.decode(content, type=_BundleFile)
    except msgspec.MsgspecError:
        raise NotYet("bootstrap.json を読み取れません。python -m server.vault init を先に実行してください。") from None
    bundle = Bundle(told.root_statement, (told.vault.keeper(), told.recovery.keeper()))
    async with db.write_transaction() as connection:
        return await bootstrap(connection, bundle, (clock or SystemClock()).now())


async def enrolment_link(staff: UUID, origin: str) -> str:
    """A one-time link made on the server's own terminal: the device it admits needs no further approval."""
    async with db.reading() as connection:
        known = await connection.fetchval("select true from staff where id = $1 and active_to is null", staff)
        root = await connection.fetchval("select jws from statement where n = 1")
    if not known:
        raise NotYet("その職員IDの、在職中の職員はいません。")
    if root is None:
        raise NotYet("証明書の台帳がまだありません。先に python -m server.cli up を実行してください。")
    secret = await make_code(staff, created_by=None, now=SystemClock().now(), preapproved=True)
    return f"{origin}/enrol#{b64u(secret)}.{rules.root_print(root)}"


async def people() -> list[tuple[UUID, str, str, str]]:
    """Who works here: id, name, role, organisation; the vault and the recovery key are nobody."""
    async with db.reading() as connection:
        rows = await connection.fetch(
            "select id, name, role, organisation from staff where role not in ('vault', 'recovery', 'robot')"
            " and active_to is null order by center nulls last, role, kana"
        )
    return [(row["id"], row["name"], row["role"], row["organisation"]) for row in rows]
