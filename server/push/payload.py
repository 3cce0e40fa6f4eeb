"""What a phone receives: one fixed sentence and opaque names, always 1,024 bytes."""

import base64
import hmac
import json
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

SIZE = 1024
TITLE = "かさね：確認のお願い"
ASK = "アプリを開いて確認してください"
CLEARED = "対応者が決まりました"
TEST = "テスト通知です。この端末に届いています"

Purpose = Literal["alert", "reminder", "cleared", "test"]
BODIES: dict[str, str] = {"alert": ASK, "reminder": ASK, "cleared": CLEARED, "test": TEST}
TOKEN_MAC_BYTES = 16


@dataclass(frozen=True, slots=True)
class Note:
    """One delivery as ids only; everything readable is fixed."""

    delivery: UUID
    alert: UUID | None
    subscription: UUID
    purpose: Purpose


def body(secret: bytes, origin: str, note: Note) -> bytes:
    """Declarative Web Push JSON, padded with spaces so that no two purposes differ in size."""
    path = f"/a/{note.alert}" if note.alert else "/more"
    token = receipt_token(secret, note.delivery)
    text = json.dumps(
        {
            "web_push": 8030,
            # Safari wakes the service worker, which sends the receipt, only when told that it may have a say.
            "mutable": True,
            "notification": {
                "title": TITLE,
                "body": BODIES[note.purpose],
                "lang": "ja",
                "navigate": origin + path,
                "tag": tag(secret, note),
                "silent": note.purpose == "cleared",
                "data": {"r": token},
            },
            "kasane": {"v": 1, "r": token, "p": note.purpose},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    if len(text) > SIZE:
        raise ValueError("the payload outgrew its constant size")
    return text.ljust(SIZE)


def tag(secret: bytes, note: Note) -> str:
    """Same for every push of one alert, so that a phone shows it once."""
    return _base64url(hmac.digest(secret, b"tag" + _subject(note), "sha256"))[:22]


def topic(secret: bytes, note: Note) -> str:
    """Lets the push service drop an undelivered push of the same alert for the same phone."""
    return _base64url(hmac.digest(secret, b"topic" + _subject(note) + note.subscription.bytes, "sha256"))[:32]


def receipt_token(secret: bytes, delivery: UUID) -> str:
    """Good for one thing only: to say that this delivery arrived."""
    mac = hmac.digest(secret, b"receipt" + delivery.bytes, "sha256")[:TOKEN_MAC_BYTES]
    return _base64url(delivery.bytes + mac)


def read_receipt_token(secret: bytes, token: str) -> UUID | None:
    """The delivery a token was made for, None if we did not make it."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    if len(raw) != 16 + TOKEN_MAC_BYTES:
        return None
    delivery = UUID(bytes=raw[:16])
    return delivery if hmac.compare_digest(receipt_token(secret, delivery), token) else None


def _subject(note: Note) -> bytes:
    return note.alert.bytes if note.alert else b"test" + note.subscription.bytes


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
