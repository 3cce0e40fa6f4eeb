"""What an app must know about this installation before it syncs."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from server.db import reading
from server.envelope.signing import point_of
from server.settings import Settings
from server.sync import wire

MIN_APP = "1.0.0"
LEASE_HOURS = 72  # a device that heard nothing from the office for so long does not open


class Limits(msgspec.Struct, frozen=True):
    op_bytes: int = wire.BYTES_AN_OP
    push_ops: int = wire.OPS_A_PUSH
    push_bytes: int = wire.BYTES_A_BODY
    page_ops: int = wire.OPS_A_PAGE
    page_bytes: int = wire.BYTES_A_PAGE
    ops_a_day: int = wire.OPS_A_DAY
    lease_hours: int = LEASE_HOURS


class Config(msgspec.Struct, frozen=True):
    gen: UUID
    limits: Limits
    min_app: str
    profile: str
    server_time: datetime
    vapid_key: str


async def config_of(settings: Settings, now: datetime) -> Config:
    async with reading() as connection:
        gen = await connection.fetchval("select gen from sync_clock where id = 1")
    assert gen is not None
    return Config(gen, Limits(), MIN_APP, settings.profile, now, _vapid_key(settings.vapid_key_path))


@lru_cache(maxsize=8)
def _vapid_key(path: Path) -> str:
    """The public half, as browsers want it for a push subscription."""
    key = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    return wire.to_text(point_of(key))
