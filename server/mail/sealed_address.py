"""A mail address at rest: sealed under the office's subscription key and bound to its row, as a push address is."""

import hashlib
import hmac
import os
import re
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LONGEST = 254
# One plain mailbox; what could start another header, another recipient or a quoted part is not in the alphabet.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}")


class CannotOpenAddress(Exception):
    """Sealed under another key, or damaged."""


def is_address(text: str) -> bool:
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None


def seal(key: bytes, row: UUID, address: str) -> bytes:
    """nonce (12) ‖ AES-256-GCM. Padded, so that the length tells nothing of the name."""
    nonce = os.urandom(12)
    return nonce + AESGCM(_derived(key)).encrypt(nonce, address.encode().ljust(LONGEST), row.bytes)


def open_sealed(key: bytes, row: UUID, sealed: bytes) -> str:
    try:
        return AESGCM(_derived(key)).decrypt(sealed[:12], sealed[12:], row.bytes).decode().rstrip()
    except (InvalidTag, ValueError) as error:
        raise CannotOpenAddress from error


def _derived(key: bytes) -> bytes:
    return hmac.digest(key, b"kasane mail address v1", hashlib.sha256)
