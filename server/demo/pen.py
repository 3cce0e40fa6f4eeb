"""The device an invented author once wrote with: seals and signs records of the past in one chain."""

import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric import ec

from server.demo.course import SPACE
from server.envelope import frame, sealing, signing, wrapping
from server.envelope.encoding import b64u
from server.envelope.statement import sign_statement


@dataclass(frozen=True)
class Recipient:
    device: UUID
    kem_key: bytes
    role: str


@dataclass
class Pen:
    """Keys live only while the demo data is written; nobody can write with this device afterwards."""

    key: str
    staff: UUID
    kem: ec.EllipticCurvePrivateKey = field(default_factory=signing.new_key)
    signer: ec.EllipticCurvePrivateKey = field(default_factory=signing.new_key)
    upload: ec.EllipticCurvePrivateKey = field(default_factory=signing.new_key)
    dseq: int = 0
    prev: bytes = frame.NO_PREV

    @property
    def device(self) -> UUID:
        return uuid5(SPACE, f"pen:{self.key}")

    def certificate(self, person: dict[str, Any], root: ec.EllipticCurvePrivateKey, at: datetime) -> str:
        claims = {
            "device": str(self.device), "staff": str(self.staff), "name": person["name"], "kana": person["kana"],
            "role": person["role"], "center": person["center"], "organisation": person["organisation"],
            "kem_key": b64u(signing.point_of(self.kem)), "sign_key": b64u(signing.point_of(self.signer)),
            "iat": int(at.timestamp()),
        }  # fmt: skip
        return sign_statement("kasane-device", claims, root, "root")

    def bucket(
        self, bucket: UUID, kind: str, center: str, key: bytes, to: list[Recipient], at: datetime
    ) -> dict[str, Any]:
        check = sealing.key_check(key, bucket, 1)
        return {
            "id": str(bucket), "kind": kind, "center": center, "epoch": 1, "key_check": b64u(check),
            "wraps": [self._wrap(bucket, key, check, one, at) for one in to],
        }  # fmt: skip

    def _wrap(self, bucket: UUID, key: bytes, check: bytes, to: Recipient, at: datetime) -> dict[str, str]:
        claims = {
            "bucket": str(bucket), "epoch": 1, "key_check": b64u(check), "device": str(to.device), "role": to.role,
            "basis": "internal_use", "reason": "", "iat": int(at.timestamp()),
        }  # fmt: skip
        return {
            "device": str(to.device),
            "wrap": b64u(wrapping.wrap(key, to.kem_key, bucket=bucket, epoch=1, device=to.device)),
            "grant": sign_statement("kasane-grant", claims, self.signer, str(self.device)),
        }

    def write(self, bucket: UUID, key: bytes, payload: dict[str, Any], at: datetime, op_id: UUID) -> bytes:
        kind = frame.ALERT_BODY if payload["kind"] == "alert.raised" else frame.OP
        body = json.dumps({**payload, "recorded_at": at.isoformat()}, ensure_ascii=False, separators=(",", ":"))
        raw = sealing.seal(
            key, self.signer, body.encode(), kind=kind, schema=1, epoch=1, bucket=bucket, op_id=op_id,
            device=self.device, dseq=self.dseq + 1, hlc=int(at.timestamp() * 1000) << 16, prev=self.prev,
        )  # fmt: skip
        self.dseq, self.prev = self.dseq + 1, frame.digest(raw)
        return raw


def past_id(at: datetime) -> UUID:
    """A UUIDv7 (RFC 9562) of that moment: the library only makes those of the present."""
    random = int.from_bytes(os.urandom(10), "big")
    value = int(at.timestamp() * 1000) << 80 | random
    value = value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62
    return UUID(int=value)
