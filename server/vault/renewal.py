"""Begins the next key of every household whose newest one somebody outside may still know."""

import logging
from typing import Any
from uuid import UUID

from server.clock import Clock
from server.envelope import epochs, frame, sealing, wrapping
from server.envelope.encoding import b64u
from server.envelope.frame import CannotOpen
from server.envelope.statement import sign_statement
from server.envelope.trust import Certificate, Trust
from server.vault.journal import Journal
from server.vault.keys import KeyProvider
from server.vault.opener import Opener
from server.vault.pen import Pen, Words
from server.vault.shelf import Shelf

log = logging.getLogger("kasane.vault")


class Renewal:
    def __init__(
        self, keys: KeyProvider, shelf: Shelf, trust: Trust, opener: Opener, pen: Pen, journal: Journal, clock: Clock
    ) -> None:
        self._keys, self._shelf, self._trust, self._opener = keys, shelf, trust, opener
        self._pen, self._journal, self._clock = pen, journal, clock
        self._looked_at = -1  # the directory's number when every household was last looked at

    async def work(self) -> bool:
        """True when a key was begun: pull, then it can be written under and handed out."""
        head, fresh = self._trust.head, set(self._opener.fresh)
        owed = self._owed(fresh)
        words = [self._words(bucket) for bucket in sorted(owed)]
        results = await self._pen.write(words) if words else []
        for word, result in zip(words, results, strict=True):
            told: dict[str, Any] = {"bucket": str(word.bucket), "epoch": word.epoch, "s": result["s"]}
            self._journal.act(self._clock.now(), "begin_key", **told)
        self._looked_at = head
        self._opener.fresh -= fresh
        return bool(words)

    def _owed(self, fresh: set[str]) -> set[str]:
        """What the web tier tells, and what signed revocations say whether or not it tells: neither alone is enough."""
        told = self._shelf.owed()
        looked_at = self._shelf.buckets() if self._trust.head != self._looked_at else sorted(fresh)
        return told | {bucket for bucket in looked_at if self._is_owed(bucket)}

    def _is_owed(self, bucket: str) -> bool:
        known = self._shelf.wraps(bucket)
        if not known:
            return False
        try:
            grant = self._opener.grant(UUID(bucket), max(known))
        except CannotOpen:
            return self._opener.is_refused(UUID(bucket), max(known))  # planted: nobody shall go on writing under it
        ended = self._trust.ended_since(grant.n)
        if any(self._shelf.was_handed(bucket, one.device) for one in ended):
            return True
        wrote = self._staff(bucket) if ended else set[UUID]()
        return epochs.is_owed(grant, self._trust, self._shelf.center_of(bucket), wrote)

    def _staff(self, bucket: str) -> set[UUID]:
        found = (self._trust.certificate(device) for device in self._shelf.devices(bucket))
        return {one.staff for one in found if one is not None}

    def _words(self, bucket_id: str) -> Words:
        """A record of its own that says nothing: whoever writes next, however soon, already finds the new key."""
        bucket = UUID(bucket_id)
        epoch, key = self._newest(bucket_id) + 1, sealing.new_household_key()
        check = sealing.key_check(key, bucket, epoch)
        to = [one for one in self._trust.recipients() if one.role in epochs.KEEPERS]
        opens = {
            "id": bucket_id, "kind": "household", "center": self._shelf.center_of(bucket_id), "epoch": epoch,
            "key_check": b64u(check), "wraps": [self._wrap(bucket, epoch, key, check, one) for one in to],
        }  # fmt: skip
        return Words(bucket, epoch, key, {"kind": "key.begun"}, frame.KEY_BEGUN, opens=opens)

    def _newest(self, bucket: str) -> int:
        """Of all that is known, also of what was refused: the web tier counts it too."""
        sealed = (frame.parse(kept.raw).epoch for kept in self._shelf.ops(bucket))
        return max((*self._shelf.wraps(bucket), *sealed, self._shelf.owed_epoch(bucket)), default=0)

    def _wrap(self, bucket: UUID, epoch: int, key: bytes, check: bytes, to: Certificate) -> dict[str, str]:
        claims = {
            "bucket": str(bucket), "epoch": epoch, "key_check": b64u(check), "device": str(to.device), "role": to.role,
            "basis": "internal_use", "reason": "begun", "n": self._trust.head,
            "iat": int(self._clock.now().timestamp()),
        }  # fmt: skip
        return {
            "device": str(to.device),
            "wrap": b64u(wrapping.wrap(key, to.kem_key, bucket=bucket, epoch=epoch, device=to.device)),
            "grant": sign_statement("kasane-grant", claims, self._keys.sign, str(self._keys.device)),
        }
