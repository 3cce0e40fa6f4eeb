"""How bytes and ids are spelled in JSON: base64url without padding, lower-case hyphenated UUIDs; one spelling each."""

import base64
import binascii
from uuid import UUID

from server.envelope.frame import CannotOpen


def b64u(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_b64u(text: object, length: int | None = None) -> bytes:
    """Raises CannotOpen for any second spelling, and when another number of bytes was expected."""
    if not isinstance(text, str):
        raise CannotOpen
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise CannotOpen from None
    if b64u(raw) != text or (length is not None and len(raw) != length):
        raise CannotOpen
    return raw


def uuid_of(text: object) -> UUID:
    try:
        value = UUID(text) if isinstance(text, str) else None
    except ValueError:
        raise CannotOpen from None
    if value is None or str(value) != text:
        raise CannotOpen
    return value
