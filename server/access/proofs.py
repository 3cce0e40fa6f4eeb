"""What devices sign to come in, and challenges nobody can invent: pure, and equally slow for known and unknown."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from server.envelope import signing

CHALLENGE_LIVES = timedelta(minutes=2)
CHALLENGE_BYTES = 32

# A point nobody holds the key to: checking against it costs what a real check costs.
_NOBODY = signing.point_of(signing.new_key())


def session_message(device: UUID, challenge: str) -> bytes:
    return f"kasane session v1\n{device}\n{challenge}".encode()


def step_up_message(device: UUID, challenge: str) -> bytes:
    return f"kasane step-up v1\n{device}\n{challenge}".encode()


def upload_message(device: UUID, body: bytes) -> bytes:
    return f"kasane upload v1\n{device}\n{hashlib.sha256(body).hexdigest()}".encode()


def chunk_message(device: UUID, target: str, body: bytes) -> bytes:
    """Names the place as well: the same bytes must not be laid where they do not belong."""
    return f"kasane chunk v1\n{device}\n{target}\n{hashlib.sha256(body).hexdigest()}".encode()


def rescue_message(device: UUID, line: bytes) -> bytes:
    """A record in a file goes through other hands: nothing may be taken from it or laid beside it there."""
    return f"kasane rescue v1\n{device}\n{hashlib.sha256(line).hexdigest()}".encode()


def is_valid_for_unknown(message: bytes, signature: bytes) -> bool:
    """Always False; spends the time of a verification so that an unknown device cannot be told from a wrong proof."""
    signing.verify(_NOBODY, message, signature)
    return False


def for_device(device: UUID) -> bytes:
    """What a challenge to sign in is made for."""
    return b"kasane challenge v1" + device.bytes


def for_session(token_hash: bytes) -> bytes:
    """What a challenge to step up is made for: in another session it is worth nothing."""
    return b"kasane step-up v1" + token_hash


def make_challenge(key: bytes, of: bytes, now: datetime) -> bytes:
    """12 random bytes, the second it ends, and our mark over both and what it is for: nothing need be remembered."""
    body = secrets.token_bytes(12) + int((now + CHALLENGE_LIVES).timestamp()).to_bytes(4, "big")
    return body + _mark(key, of, body)


def challenge_ends(key: bytes, of: bytes, challenge: bytes, now: datetime) -> datetime | None:
    """When it ends, if it is ours, for this, and still alive."""
    body, mark = challenge[:16], challenge[16:]
    if len(challenge) != CHALLENGE_BYTES or not hmac.compare_digest(mark, _mark(key, of, body)):
        return None
    ends_at = datetime.fromtimestamp(int.from_bytes(body[12:], "big"), UTC)
    return ends_at if ends_at > now else None


def _mark(key: bytes, of: bytes, body: bytes) -> bytes:
    return hmac.digest(key, of + body, "sha256")[:16]
