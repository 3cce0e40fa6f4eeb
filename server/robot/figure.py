"""Who the robot is: a principal of the installation like the vault, in a center of its own that no list shows.

Its keys come from the office's push secret, so that any number of web processes are the same robot.
"""

import base64
import hashlib
import hmac
import os
from datetime import datetime
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.db import Connection
from server.push import subscriptions
from server.push.sealed_endpoint import PushAddress
from server.settings import Settings
from server.staff.store import ROBOT, today

_SPACE = UUID("6b617361-6e65-5072-8f62-6f7400000001")
STAFF, DEVICE, BUCKET = (uuid5(_SPACE, name) for name in ("staff", "device", "bucket"))
ORIGIN = "https://robot.invalid"  # no push service; each process leads it to its own ear
_ORDER = int("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16)  # of P-256
_NAME, _KANA = "しくみの確認", "しくみのかくにん"

_CENTER = "insert into center (id, name, jis_code, sort_order) values ($1, $2, $1, 9999) on conflict do nothing"
_PERSON = """
insert into staff (id, center, role, name, kana, organisation, active_from) values ($1, $2, $2, $3, $4, '', $5)
on conflict do nothing
"""
_DEVICE = """
insert into device (id, staff, state, label, kem_key, sign_key, upload_key, check_code, enrolled_at)
values ($1, $2, 'active', $3, $4, $4, $4, '000000', $5) on conflict do nothing
"""
_BUCKET = """
insert into bucket (id, kind, center, opened_seq, opened_by, opened_at)
select $1, 'center', $2, seq, $3, $4 from sync_clock on conflict do nothing
"""
_GRANT = """
insert into scope_grant (staff, bucket, role, basis, granted_seq)
select $1, $2, 'lead', 'internal_use', seq from sync_clock on conflict do nothing
"""


def private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The key a browser would have made; good for nothing but this robot's own pushes."""
    wide = hmac.digest(secret, b"robot key", hashlib.sha512)
    return ec.derive_private_key(int.from_bytes(wide, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def auth_secret(secret: bytes) -> bytes:
    return hmac.digest(secret, b"robot auth", "sha256")[:16]


def path(secret: bytes) -> str:
    """Known to whoever sends here and to nobody else on this machine."""
    return "/" + hmac.digest(secret, b"robot path", "sha256").hex()


def address(secret: bytes) -> PushAddress:
    point = _point(private_key(secret))
    return PushAddress(ORIGIN + path(secret), _text(point), _text(auth_secret(secret)))


async def settle(connection: Connection, settings: Settings, kid: str, now: datetime) -> None:
    """The rows it lives in; asking again changes nothing, and repairs a subscription of another key."""
    await connection.execute(_CENTER, ROBOT, _NAME)
    await connection.execute(_PERSON, STAFF, ROBOT, _NAME, _KANA, today(now))
    await connection.execute(_DEVICE, DEVICE, STAFF, _NAME, b"\x04" + os.urandom(64), now)
    await connection.execute(_BUCKET, BUCKET, ROBOT, DEVICE, now)
    await connection.execute(_GRANT, STAFF, BUCKET)
    owner = subscriptions.Owner(DEVICE, STAFF)
    given = address(settings.push_secret)
    await subscriptions.keep(connection, settings.subscription_key, owner, given, kid=kid, now=now)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
