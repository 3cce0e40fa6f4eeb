"""Bytes and ids as they are spelled on the wire; a wrong spelling names its field."""

from server.envelope.encoding import b64u, from_b64u
from server.envelope.frame import CannotOpen
from server.problems import Problem


def spell(raw: bytes) -> str:
    return b64u(raw)


def bytes_of(text: str, field: str, size: int | None = None) -> bytes:
    """base64url without padding, in its one canonical spelling."""
    try:
        return from_b64u(text, size)
    except CannotOpen:
        raise Problem("wrong_value", field=field) from None
