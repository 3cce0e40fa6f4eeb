"""Whoever stands at the door, looked up once per request and remembered for it."""

import re
from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection

from server.access import sessions
from server.access.caller import Caller, Delivery
from server.access.proofs import chunk_message, is_valid_for_unknown, upload_message
from server.db import reading
from server.envelope import signing
from server.problems import Problem
from server.wire import bytes_of

COOKIE = "__Host-kasane"
UPLOAD = re.compile(r'Kasane-Upload device="([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", sig="([A-Za-z0-9_-]{86})"')
DELIVERS = ("active", "lost", "revoked", "retired")

Door = ASGIConnection[Any, Any, Any, Any]


async def identify(connection: Door) -> Caller:
    """The signed-in person, or 401; read once, so a guard and the handler see the same caller."""
    known = connection.scope.get("kasane_caller")
    if isinstance(known, Caller):
        return known
    token = connection.cookies.get(COOKIE)
    if not token:
        raise Problem("auth_required")
    async with reading() as database:
        caller = await sessions.caller_of(database, token, connection.app.state.clock.now())
    if caller is None:
        raise Problem("session_ended")
    connection.scope["kasane_caller"] = caller  # type: ignore[typeddict-unknown-key]
    return caller


async def identify_delivery(connection: Door) -> Delivery:
    """A session, or else a signature by the upload key over exactly this body, of a photo with its place."""
    known = connection.scope.get("kasane_delivery")
    if isinstance(known, Delivery):
        return known
    given = connection.headers.get("authorization")
    if given is None:
        caller = await identify(connection)
        delivery = Delivery(device=caller.device, staff=caller.staff, state="active", sign_key=caller.sign_key)
    else:
        delivery = await _by_upload_key(connection, given)
    connection.scope["kasane_delivery"] = delivery  # type: ignore[typeddict-unknown-key]
    return delivery


async def _by_upload_key(connection: Door, given: str) -> Delivery:
    match = UPLOAD.fullmatch(given)
    if match is None:
        raise Problem("device_proof_invalid")
    device, signature = UUID(match[1]), bytes_of(match[2], "sig", 64)
    body: bytes = connection.scope.get("kasane_body", b"")
    message = upload_message(device, body)
    if connection.url.path.startswith("/blobs/"):
        message = chunk_message(device, f"{connection.url.path}?{connection.url.query}", body)
    async with reading() as database:
        standing = await sessions.standing_of(database, device, connection.app.state.clock.now())
    if standing is None or standing.state not in DELIVERS:
        is_valid_for_unknown(message, signature)
        raise Problem("device_proof_invalid")
    if not signing.verify(standing.upload_key, message, signature):
        raise Problem("device_proof_invalid")
    # What someone wrote before leaving must still arrive, but a person looks at it first.
    state = "revoked" if standing.state == "active" and not standing.active else standing.state
    return Delivery(device=standing.device, staff=standing.staff, state=state, sign_key=standing.sign_key)
