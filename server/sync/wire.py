"""What phones and the vault say to the sync door, and what it answers (docs/wire.md)."""

import binascii
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from server.scope.rules import BucketKind

OPS_A_PUSH = 200
OPS_A_PAGE = 500
BYTES_A_PAGE = 4 * 1024 * 1024
OPS_A_DAY = 5_000
BYTES_AN_OP = 64 * 1024
BYTES_A_BODY = 1024 * 1024
WRAP_BYTES = 256
GRANT_LETTERS = 4_096

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_+/", b"+/!!")  # the other alphabet becomes invalid


class Given(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Something received."""


class Told(msgspec.Struct, kw_only=True):
    """Something answered."""


class Wrap(Given, kw_only=True):
    device: UUID
    wrap: Annotated[str, Meta(max_length=2 * WRAP_BYTES)]
    grant: Annotated[str, Meta(max_length=GRANT_LETTERS)]


class Bucket(Given, kw_only=True):
    id: UUID
    kind: BucketKind
    center: Annotated[str, Meta(max_length=16)]
    epoch: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    key_check: Annotated[str, Meta(max_length=32)]
    wraps: Annotated[list[Wrap], Meta(max_length=500)]


class Op(Given, kw_only=True):
    e: str
    # The alert part knows the shapes; a shape it refuses must not stop the record it came with.
    effects: Annotated[list[dict[str, Any]], Meta(max_length=8)] = []
    effects_sig: Annotated[str, Meta(max_length=128)] = ""


class Push(Given, kw_only=True):
    device: UUID
    gen: UUID | None
    nonce: Annotated[str, Meta(max_length=64)]
    buckets: Annotated[list[Bucket], Meta(max_length=OPS_A_PUSH)] = []
    ops: list[Op]
    donated: list[str] = []


class RescuedOp(Op, kw_only=True):
    """An op of a rescue file, with what its phone would have pushed beside it."""

    opens: Annotated[list[Bucket], Meta(max_length=8)] = []


class SignedLine(Given, kw_only=True):
    """A RescuedOp, spelled as its phone signed it with the upload key."""

    raw: str
    sig: Annotated[str, Meta(max_length=128)]


class Rescue(Given, kw_only=True):
    """A part of a rescue file."""

    device: UUID
    lines: list[SignedLine]


class Pull(Given, kw_only=True):
    device: UUID
    cursor: Annotated[str, Meta(max_length=512 * 1024)] | None
    limit: Annotated[int, Meta(ge=1, le=OPS_A_PAGE)] = OPS_A_PAGE
    max_bytes: Annotated[int, Meta(ge=1, le=BYTES_A_PAGE)] = BYTES_A_PAGE


class Sync(Given, kw_only=True):
    push: Push | None = None
    pull: Pull | None = None


class Result(Told, omit_defaults=True):
    id: UUID | None
    s: str
    seq: int | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    want: int | UnsetType = UNSET


class PushReply(Told, kw_only=True):
    gen: UUID
    nonce: str
    ack: int
    ack_hash: str
    results: list[Result]
    server_time: datetime


class Rescued(Told, kw_only=True):
    """Whose phone it is, and what became of each record of the part; the counts add up to all of it."""

    staff: UUID
    taken: int
    known: int
    held: int
    unread: int


class PulledOp(Told):
    seq: int
    rcv: datetime
    e: bytes  # spelled or framed by server/sync/frames.py


class Gone(Told, kw_only=True):
    bucket: UUID
    reason: str


class Held(Told, kw_only=True):
    id: UUID
    reason: str


class Key(Told, kw_only=True):
    bucket: UUID
    epoch: int
    key_check: str
    wrap: str
    grant: str


class ScopeBucket(Told, kw_only=True):
    id: UUID
    kind: str
    role: str
    basis: str
    center: str
    epoch: int


class Owed(Told, kw_only=True):
    bucket: UUID
    epoch: int


class Scope(Told, omit_defaults=True):
    rev: int
    digest: str
    buckets: list[ScopeBucket] | UnsetType = UNSET


class Behind(Told, kw_only=True, omit_defaults=True):
    """Buckets of which older records are still to come, the next one first."""

    buckets: list[UUID]
    today: int | UnsetType = UNSET  # so many of them bear on today
    ops: int | UnsetType = UNSET  # how many records come in all, with the first page


class PullReply(Told, kw_only=True):
    gen: UUID
    cursor: str
    ops: list[PulledOp]
    gone: list[Gone]
    held: list[Held]
    keys: list[Key]
    scope: Scope
    owed: list[Owed]
    alerts: list[Any]
    ack: int
    more: bool
    server_time: datetime
    directory_head: int
    rollout: int  # versions of which business the caller's center runs; of all centers for whoever has none
    towns: int  # version of the table of towns
    bounds: int  # versions of the numbers that centers set, of all centers: one may help in another's household
    behind: Behind | UnsetType = UNSET


class Numbered(Told, kw_only=True):
    seq: int


class SyncReply(Told, omit_defaults=True):
    push: PushReply | UnsetType = UNSET
    pull: PullReply | UnsetType = UNSET


def to_text(raw: bytes) -> str:
    return binascii.b2a_base64(raw, newline=False).translate(_TO_URL).rstrip(b"=").decode()


def from_text(text: str) -> bytes | None:
    """None for anything but base64url without padding."""
    try:
        raw = text.encode("ascii").translate(_FROM_URL)
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4), strict_mode=True)
    except ValueError:
        return None
