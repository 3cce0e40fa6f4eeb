"""The author's word for what a record does to an alert: clear effects, bound to the very envelope they belong to."""

import json
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from server.envelope import frame, signing
from server.envelope.encoding import b64u

_PREFIX = b"KEP1 effects"


def sign_effects(key: ec.EllipticCurvePrivateKey, raw: bytes, effects: Sequence[dict[str, Any]]) -> str:
    """As it travels beside the envelope `raw`, whose device holds `key`."""
    return b64u(signing.sign(key, message_of(frame.digest(raw), effects)))


def are_signed(point: bytes, digest: bytes, effects: Sequence[dict[str, Any]], signature: bytes) -> bool:
    """`digest` is the hash of the whole envelope: the same effects beside another record are not signed."""
    return signing.verify(point, message_of(digest, effects), signature)


def message_of(digest: bytes, effects: Sequence[dict[str, Any]]) -> bytes:
    """What is signed."""
    # One spelling, so that a database may keep the effects as values and nobody needs the bytes that were sent.
    text = json.dumps(list(effects), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _PREFIX + digest + text.encode("utf-8", "surrogatepass")
