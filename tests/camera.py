"""What a phone does with a photo: seals it in segments, records its header, lays its chunks down at the office."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from uuid6 import uuid7

from server.envelope import frame, signing
from server.envelope.attachment import Attachment, seal_segments
from server.envelope.encoding import b64u
from tests.phone import Phone

TAKEN = "2026-11-24T09:40:00+09:00"


@dataclass
class Shot:
    """One photo of `phone`, sealed; its record waits in the outbox."""

    phone: Phone
    bucket: UUID
    content: bytes = field(repr=False)
    media: str = "image/jpeg"
    width: int = 64
    height: int = 48
    place: str = "entrance"
    visit: UUID | None = None
    header: Attachment = field(init=False)
    segments: list[bytes] = field(init=False, repr=False)
    att: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.att = UUID(str(uuid7()))
        epoch = self.phone.epochs[self.bucket]
        key = self.phone.keys[self.bucket, epoch]
        self.header, self.segments = seal_segments(key, self.content, att=self.att, bucket=self.bucket, epoch=epoch)

    def file(self) -> dict[str, Any]:
        return {
            "media": self.media, "width": self.width, "height": self.height, "size": self.header.size,
            "n": self.header.n, "salt": b64u(self.header.salt), "digest": b64u(self.header.digest),
            "epoch": self.phone.epochs[self.bucket],
        }  # fmt: skip

    def record(self, **changes: Any) -> UUID:
        photo = {"taken_at": TAKEN, "place": self.place, "caption": ""}
        if self.visit is not None:
            photo["visit"] = str(self.visit)
        payload = {"kind": "photo.add", "photo": photo, "file": self.file()} | changes
        return self.phone.record(self.bucket, payload, kind=frame.ATTACHMENT_HEADER, op_id=self.att)

    async def lay_all(self) -> None:
        for n in range(self.header.n):
            answer = await lay(self.phone, self.att, n, self.segments[n], of=self.header.n)
            assert answer.status_code in (200, 201), answer.text


async def lay(
    phone: Phone, att: UUID | str, n: int | str, content: bytes, *, of: int | str = 1, unlocked: bool = True,
    **headers: str,
) -> httpx.Response:  # fmt: skip
    """`unlocked=False` delivers by the upload key; a header given as "" is left out."""
    target = f"/blobs/v1/{att}/{n}?of={of}"
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    sent = {"content-type": "application/octet-stream", "if-none-match": "*", "content-digest": f"sha-256=:{digest}:"}
    if unlocked:
        sent["cookie"] = f"__Host-kasane={phone.cookie}"
    else:
        sent["authorization"] = by_upload_key(phone, target, content)
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    return await phone.http.put(target, content=content, headers={name: v for name, v in sent.items() if v})


def by_upload_key(phone: Phone, target: str, content: bytes) -> str:
    message = f"kasane chunk v1\n{phone.device}\n{target}\n{hashlib.sha256(content).hexdigest()}".encode()
    return f'Kasane-Upload device="{phone.device}", sig="{b64u(signing.sign(phone.upload, message))}"'


async def look(phone: Phone, att: UUID | str, n: int | str | None = None) -> httpx.Response:
    path = f"/blobs/v1/{att}" if n is None else f"/blobs/v1/{att}/{n}"
    return await phone.http.get(path, headers={"cookie": f"__Host-kasane={phone.cookie}"})
