"""The only place of the whole product's server side that opens records."""

import hashlib
import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from server.casework.records import OpenedOp, decode_payload
from server.clock import Clock
from server.envelope import epochs, frame, sealing, signing, wrapping
from server.envelope.encoding import from_b64u, uuid_of
from server.envelope.frame import CannotOpen, Envelope, parse
from server.envelope.trust import Grant, Trust
from server.vault.journal import Journal
from server.vault.keys import KeyProvider
from server.vault.shelf import Kept, Shelf

log = logging.getLogger("kasane.vault")
REMEMBERED = 500  # households kept open in memory
# As on the phones: what only the vault folded could unsay a visit unseen.
FOLDED = (frame.OP, frame.ALERT_BODY, frame.ATTACHMENT_HEADER)


@dataclass
class Opened:
    """A household as far as it can be read."""

    center: str
    ops: list[OpenedOp] = field(default_factory=list)
    epochs: dict[str, int] = field(default_factory=dict)  # op id → epoch it was sealed under
    roles: dict[str, str] = field(default_factory=dict)  # staff → role, as certified
    known: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)  # for want of a key or a certificate, so perhaps later


class Opener:
    def __init__(self, keys: KeyProvider, shelf: Shelf, trust: Trust, journal: Journal, clock: Clock) -> None:
        self._keys, self._shelf, self._trust, self._journal, self._clock = keys, shelf, trust, journal, clock
        self._remembered: OrderedDict[str, Opened] = OrderedDict()
        self._unwrapped: dict[tuple[str, int, str], tuple[bytes, Grant]] = {}
        self.fresh: set[str] = set()  # households with a key that came since the vault last looked who is owed one

    def forget(self, bucket: str) -> None:
        self._remembered.pop(bucket, None)
        self._unwrapped = {place: key for place, key in self._unwrapped.items() if place[0] != bucket}

    def forget_all(self) -> None:
        self._remembered.clear()
        self._unwrapped.clear()

    def household(self, bucket: str, purpose: str) -> Opened:
        """Opens what has come since the last look; the journal knows of it before the first byte is opened."""
        opened = self._remembered.setdefault(bucket, Opened(self._shelf.center_of(bucket)))
        self._remembered.move_to_end(bucket)
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        new = [kept for kept in self._shelf.ops(bucket) if kept.op_id not in opened.known]
        opened.unreadable = set()
        ready = [trio for kept in new if (trio := self._verified(opened, bucket, kept)) is not None]
        if ready:
            self._journal.opening(self._clock.now(), UUID(bucket), purpose, len(ready))
        for kept, envelope, key in ready:
            self._open(opened, bucket, kept, envelope, key)
        return opened

    def key(self, bucket: UUID, epoch: int) -> bytes:
        """Raises CannotOpen without a wrap that an entitled device granted and that is the published key."""
        return self._taken(bucket, epoch)[0]

    def grant(self, bucket: UUID, epoch: int) -> Grant:
        """The word on which the key was taken. Raises CannotOpen."""
        return self._taken(bucket, epoch)[1]

    def accept(self, keys: list[dict[str, Any]]) -> None:
        """Judged as they come, before anybody is revoked who may have granted them; what is refused is written down."""
        for one in keys:
            bucket, epoch = uuid_of(one["bucket"]), one["epoch"]
            self.fresh.add(one["bucket"])
            if one["key_check"] != self._check(bucket, epoch):  # the shelf kept the one that was accepted
                self._count(one["bucket"], epoch, one["grant"], "another key")
                continue
            try:
                self.key(bucket, epoch)
            except CannotOpen:
                self._count(one["bucket"], epoch, one["grant"], self._why_not(bucket, epoch) or "does not hold")

    def is_refused(self, bucket: UUID, epoch: int) -> bool:
        """Whether the newest wrap was granted by somebody who may not."""
        return self._why_not(bucket, epoch) != ""

    def _check(self, bucket: UUID, epoch: int) -> str:
        told = self._shelf.wraps(str(bucket)).get(epoch)
        return told[0] if told else ""

    def _why_not(self, bucket: UUID, epoch: int) -> str:
        told = self._shelf.wraps(str(bucket)).get(epoch)
        if told is None:
            return ""
        try:
            return self._judge(self._trust.read_grant(told[2]), bucket)
        except CannotOpen:
            return "no grant"

    def _judge(self, grant: Grant, bucket: UUID) -> str:
        why = epochs.why_not(grant, self._trust, self._shelf.center_of(str(bucket)))
        if why == "" and grant.signer in self._journal.ended():
            why = "ended"
        # A household that a lost phone delivers late: nothing precedes its first key, so it takes no other key's place.
        if why == "ended" and grant.epoch == 1 and not self._shelf.has_accepted(bucket):
            return ""
        return why

    def _count(self, bucket: str, epoch: int, grant: str, why: str) -> None:
        told = f"refused {bucket} {epoch} {hashlib.sha256(grant.encode()).hexdigest()[:16]}"
        if self._shelf.fact(told) != why:
            self._shelf.note(told, why)
            log.warning("a key of %s, epoch %s, is refused: %s", bucket, epoch, why)
            self._journal.act(self._clock.now(), "refuse_key", bucket=bucket, epoch=epoch, why=why)

    def _taken(self, bucket: UUID, epoch: int) -> tuple[bytes, Grant]:
        told = self._shelf.wraps(str(bucket)).get(epoch)
        if told is None:
            raise CannotOpen
        check, wrapped, grant_jws = told
        place = (str(bucket), epoch, wrapped)
        if place in self._unwrapped:
            return self._unwrapped[place]
        grant = self._trust.read_grant(grant_jws)
        if (grant.bucket, grant.epoch, grant.device) != (bucket, epoch, self._keys.device):
            raise CannotOpen
        if not self._shelf.was_accepted(bucket, epoch, check) and self._judge(grant, bucket):
            raise CannotOpen
        key = wrapping.unwrap(from_b64u(wrapped), self._keys.kem, bucket=bucket, epoch=epoch, device=self._keys.device)
        # The granter's word, the published check and the key itself must be one and the same.
        if from_b64u(check, 16) != grant.key_check or not sealing.same_key(key, bucket, epoch, grant.key_check):
            raise CannotOpen
        if len(self._unwrapped) >= REMEMBERED * 4:
            self._unwrapped.clear()
        self._shelf.accept(bucket, epoch, check)
        self._unwrapped[place] = key, grant
        return self._unwrapped[place]

    def newest(self, bucket: UUID) -> tuple[int, bytes]:
        """The newest epoch whose key holds."""
        for epoch in sorted(self._shelf.wraps(str(bucket)), reverse=True):
            try:
                return epoch, self.key(bucket, epoch)
            except CannotOpen:
                log.warning("the wrap of %s, epoch %s, does not hold", bucket, epoch)
        raise CannotOpen

    def _verified(self, opened: Opened, bucket: str, kept: Kept) -> tuple[Kept, Envelope, bytes] | None:
        try:
            envelope = parse(kept.raw)
        except CannotOpen:
            return self._refuse(opened, bucket, kept.op_id, "malformed")
        if envelope.kind not in FOLDED:
            opened.known.add(kept.op_id)
            return None
        author = self._trust.certificate(envelope.device)
        if author is None:
            opened.unreadable.add(kept.op_id)
            return None
        if not signing.made_by(envelope, author.sign_key):
            return self._refuse(opened, bucket, kept.op_id, "forged")
        try:
            return kept, envelope, self.key(envelope.bucket, envelope.epoch)
        except CannotOpen:
            opened.unreadable.add(kept.op_id)
            return None

    def _open(self, opened: Opened, bucket: str, kept: Kept, envelope: Envelope, key: bytes) -> None:
        author = self._trust.certificate(envelope.device)
        assert author is not None
        try:
            payload = decode_payload(sealing.open_sealed(key, envelope))
        except CannotOpen:
            self._refuse(opened, bucket, kept.op_id, "cannot_open")
            return
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            payload = {"kind": "unreadable", "recorded_at": kept.received_at or ""}
        opened.known.add(kept.op_id)
        opened.epochs[kept.op_id] = envelope.epoch
        opened.roles[str(author.staff)] = author.role
        opened.ops.append(
            OpenedOp(
                id=kept.op_id, bucket=bucket, device=str(envelope.device), dseq=envelope.dseq, hlc_ms=envelope.hlc_ms,
                hlc_n=envelope.hlc_n, staff=str(author.staff), seq=kept.seq, received_at=kept.received_at,
                schema=envelope.schema, payload=payload,
            )
        )  # fmt: skip

    def _refuse(self, opened: Opened, bucket: str, op_id: str, why: str) -> None:
        opened.known.add(op_id)
        if not self._journal.was_refused(op_id):
            self._journal.refused(self._clock.now(), UUID(bucket), op_id, why)
