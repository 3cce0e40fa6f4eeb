"""Opening a session with an unlocked device key, and stepping up in it with a factor shown anew."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.access import proofs, sessions
from server.access.caller import Caller
from server.audit.log import note
from server.db import reading, write_transaction
from server.envelope import signing
from server.problems import Problem
from server.staff.store import Person, person
from server.wire import bytes_of, spell


@dataclass(frozen=True, slots=True)
class Opened:
    person: Person
    token: str
    ends_at: datetime


def make_challenge(key: bytes, device: UUID, now: datetime) -> str:
    """Whoever asks gets one, known or not."""
    return spell(proofs.make_challenge(key, proofs.for_device(device), now))


def make_step_up(key: bytes, token: str, now: datetime) -> str:
    return spell(proofs.make_challenge(key, proofs.for_session(sessions.token_hash(token)), now))


async def step_up(key: bytes, caller: Caller, token: str, challenge: str, signature: str, now: datetime) -> bool:
    """The app signs this only after passkey or passphrase were asked for once more; once for each challenge."""
    value = bytes_of(challenge, "challenge", proofs.CHALLENGE_BYTES)
    signed = bytes_of(signature, "signature", 64)
    hash_of_token = sessions.token_hash(token)
    ends_at = proofs.challenge_ends(key, proofs.for_session(hash_of_token), value, now)
    async with reading() as connection:
        standing = await sessions.standing_of(connection, caller.device, now)
    if standing is None or ends_at is None:
        return False
    if not signing.verify(standing.sign_key, proofs.step_up_message(caller.device, challenge), signed):
        return False
    async with write_transaction() as connection:
        if not await sessions.spend_challenge(connection, value, caller.device, ends_at, now):
            return False
        await sessions.step_up(connection, hash_of_token, now)
        await note(connection, at=now, verb="session.step_up", device=caller.device, staff=caller.staff)
    return True


async def open_session(key: bytes, device: UUID, challenge: str, signature: str, now: datetime) -> Opened | None:
    """A new session and token; None whatever it was that did not hold."""
    value = bytes_of(challenge, "challenge", proofs.CHALLENGE_BYTES)
    signed = bytes_of(signature, "signature", 64)
    message = proofs.session_message(device, challenge)
    async with reading() as connection:
        standing = await sessions.standing_of(connection, device, now)
    if standing is None:
        proofs.is_valid_for_unknown(message, signed)
        return None
    holds = signing.verify(standing.sign_key, message, signed)
    ends_at = proofs.challenge_ends(key, proofs.for_device(device), value, now)
    if not holds or ends_at is None or standing.state != "active" or not standing.active:
        return None
    return await _open(device, standing.staff, value, ends_at, now)


async def _open(device: UUID, staff: UUID, value: bytes, challenge_ends: datetime, now: datetime) -> Opened | None:
    token = secrets.token_urlsafe(32)
    async with write_transaction() as connection:
        if not await sessions.spend_challenge(connection, value, device, challenge_ends, now):
            return None
        ends_at = await sessions.open_session(connection, token, device, now)
        who = await person(connection, staff, now)
    if who is None:
        raise Problem("not_found")
    return Opened(who, token, ends_at)
