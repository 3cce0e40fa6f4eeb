"""Who we are to a push service: the office's VAPID key and the headers signed with it."""

import base64
import hashlib
import re
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

GOOD_FOR = timedelta(hours=12)  # RFC 8292 allows 24 h; half of it leaves room for a wrong clock
KEPT_FOR = timedelta(hours=1)
NOT_PUBLIC = ("localhost", "invalid", "local", "test", "internal", "localdomain")
SUBJECT = re.compile(r"^(?:mailto:[^@\s]+@|https://)([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:/\S*)?$", re.IGNORECASE)


class VapidKeyMissing(RuntimeError):
    """A new key would silence every phone, so a missing file stops the start instead."""


class BadVapidSubject(ValueError):
    """Apple refuses a contact nobody outside could reach, and only Apple says so."""


class VapidSigner:
    """Signs once an hour for each origin; a header names one origin only and is never reused for another."""

    def __init__(self, private_key: ec.EllipticCurvePrivateKey, subject: str) -> None:
        found = SUBJECT.match(subject)
        if found is None or found[1].lower().rsplit(".", 1)[-1] in NOT_PUBLIC:
            raise BadVapidSubject("the VAPID subject must be a public mailto: or https: address")
        self._vapid = Vapid02(private_key)
        self._subject = subject
        self._headers: dict[str, tuple[datetime, str]] = {}
        point = private_key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.public_key = base64.urlsafe_b64encode(point).rstrip(b"=").decode()
        self.kid = base64.urlsafe_b64encode(hashlib.sha256(point).digest()[:12]).decode()

    @classmethod
    def from_file(cls, path: Path, subject: str) -> "VapidSigner":
        if not path.is_file():
            raise VapidKeyMissing("the VAPID key file is missing; restore it from the backup")
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise VapidKeyMissing("the VAPID key file does not hold a P-256 key")
        return cls(key, subject)

    def header(self, origin: str, now: datetime, *, fresh: bool = False) -> str:
        """The Authorization header for this origin; `fresh` after the service refused the kept one."""
        kept = self._headers.get(origin)
        if kept is not None and not fresh and kept[0] <= now < kept[0] + KEPT_FOR:
            return kept[1]
        claims = {"aud": origin, "sub": self._subject, "exp": int((now + GOOD_FOR).timestamp())}
        signed = self._vapid.sign(claims)["Authorization"]
        self._headers[origin] = (now, signed)
        return signed
