"""A sealed record and the people around it, for the tests of the envelope."""

import os
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec

from server.envelope import frame, sealing, signing


@dataclass
class Maker:
    """A device that seals for one household."""

    key: bytes = field(default_factory=sealing.new_household_key)
    signer: ec.EllipticCurvePrivateKey = field(default_factory=signing.new_key)
    bucket: UUID = field(default_factory=uuid4)
    device: UUID = field(default_factory=uuid4)

    @property
    def point(self) -> bytes:
        return signing.point_of(self.signer)

    def seal(self, payload: bytes = "玄関先で面会".encode(), *, dseq: int = 1, prev: bytes = frame.NO_PREV) -> bytes:
        return sealing.seal(
            self.key, self.signer, payload, kind=frame.OP, schema=1, epoch=1, bucket=self.bucket, op_id=uuid4(),
            device=self.device, dseq=dseq, hlc=1_795_417_030_632 << 16, prev=prev,
        )  # fmt: skip


def read(raw: bytes, key: bytes, point: bytes) -> bytes:
    """As every reader does it: parse, author, then the seal."""
    envelope = frame.parse(raw)
    if not signing.made_by(envelope, point):
        raise frame.CannotOpen
    return sealing.open_sealed(key, envelope)


def noise(length: int) -> bytes:
    return os.urandom(length)
