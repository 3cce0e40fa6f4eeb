"""Decides, under the lock, what becomes of each op of a batch; pure: facts in, verdicts out."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from server.envelope import frame
from server.sync.chain import Item

# Held only because the office did not know enough: nobody need decide about it once it does.
UNTIL_KNOWN = ("key_unknown", "donated_no_scope")


class Known(NamedTuple):
    """An op that the server has: in the stream (`seq`) or held (`reason`); `decided` when a person filed it."""

    op_id: UUID
    device: UUID
    dseq: int
    hash: bytes
    seq: int | None
    reason: str | None
    decided: str | None = None

    @property
    def waits(self) -> bool:
        return self.reason in UNTIL_KNOWN and self.decided is None


@dataclass(slots=True)
class Facts:
    """What the database says, read after the lock was taken."""

    device: UUID
    head: int
    head_hash: bytes
    head_is_dead: bool  # the op at the head was rejected, so nobody vouches for its hash
    may_apply: bool  # the device is active
    quota: int
    known: Sequence[Known]
    dead: Mapping[bytes, str]  # rejected before: hash of the bytes → code
    epochs: Mapping[UUID, int]  # buckets in scope, with their current epoch
    disputed: AbstractSet[tuple[UUID, int]] = frozenset()  # (bucket, epoch) whose key is not the published one
    unheard: AbstractSet[UUID] = frozenset()  # buckets that nobody opened here


class Verdict(NamedTuple):
    item: Item
    s: str
    seq: int | None = None
    reason: str | None = None
    code: str | None = None
    want: int | None = None
    new: bool = False  # held now, not before
    was_held: bool = False  # applied now, after having waited


@dataclass(slots=True)
class Decided:
    verdicts: list[Verdict] = field(default_factory=list)
    head: int = 0
    head_hash: bytes = b""


class Judge:
    """Walks the batch along the device's chain; `gap` and `fork` end the walk."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.by_id = {known.op_id: known for known in facts.known}
        self.by_dseq = {known.dseq: known for known in facts.known if known.device == facts.device}
        self.head, self.head_hash, self.loose = facts.head, facts.head_hash, facts.head_is_dead
        self.left = facts.quota
        self.seen: set[UUID] = set()

    def walk(self, items: Sequence[Item]) -> Decided:
        out = Decided()
        for item in items:
            verdict = self._one(item)
            out.verdicts.append(verdict)
            if verdict.s in ("gap", "fork"):
                break
        out.head, out.head_hash = self.head, self.head_hash
        return out

    def _one(self, item: Item) -> Verdict:
        if item.poison is not None:
            refused = Verdict(item, "rejected", code=self.facts.dead.get(item.digest, item.poison))
            return self._pass(refused) if self._fits(item) else refused
        assert item.dseq is not None
        if item.dseq > self.head + 1:
            return Verdict(item, "gap", want=self.head + 1)
        if item.dseq <= self.head:
            return self._again(item)
        return self._next(item) if self._fits(item) else Verdict(item, "fork")

    def _fits(self, item: Item) -> bool:
        if item.dseq != self.head + 1:
            return False
        # After a rejected op its successor's own signature speaks for the link: the stored bytes may be damaged ones.
        return self.loose or item.prev in (b"", self.head_hash)

    def _again(self, item: Item) -> Verdict:
        known = self.by_dseq.get(item.dseq or 0)
        if known is not None and known.hash == item.digest:
            return self._stored(item, known)
        if known is None and item.digest in self.facts.dead:
            return Verdict(item, "rejected", code=self.facts.dead[item.digest])
        return Verdict(item, "fork")

    def _next(self, item: Item) -> Verdict:
        assert item.envelope is not None
        known = self.by_id.get(item.envelope.op_id) or self.by_dseq.get(item.envelope.dseq)
        if item.envelope.op_id in self.seen or (known is not None and known.hash != item.digest):
            return Verdict(item, "fork")
        if known is not None:  # another phone gave it back after a restore
            return self._pass(self._stored(item, known) if not known.waits else self._now_known(item, known))
        self.seen.add(item.envelope.op_id)
        return self._pass(self._place(item))

    def _place(self, item: Item) -> Verdict:
        assert item.envelope is not None
        bucket, epoch = item.envelope.bucket, item.envelope.epoch
        readable = self.facts.may_apply and bucket in self.facts.epochs
        if item.envelope.kind == frame.KEY_BEGUN and not readable:
            return Verdict(item, "rejected", code="unknown_epoch")  # it says nothing that a person could release
        if not self.facts.may_apply:
            return self._hold(item, "device_revoked")
        if bucket not in self.facts.epochs:
            return self._hold(item, "key_unknown" if bucket in self.facts.unheard else "access_ended")
        if (bucket, epoch) in self.facts.disputed:
            return Verdict(item, "rejected", code="epoch_conflict")
        if epoch > self.facts.epochs[bucket]:
            if item.envelope.kind == frame.KEY_BEGUN:
                return Verdict(item, "rejected", code="unknown_epoch")
            return self._hold(item, "key_unknown")  # a restored office: whoever holds the key begins it again
        if self.left <= 0:
            return self._hold(item, "quota")
        self.left -= 1
        return Verdict(item, "applied")

    def _now_known(self, item: Item, known: Known) -> Verdict:
        verdict = self._place(item)
        return verdict._replace(was_held=True) if verdict.s == "applied" else self._stored(item, known)

    @staticmethod
    def _hold(item: Item, reason: str) -> Verdict:
        return Verdict(item, "held", reason=reason, new=True)

    def _pass(self, verdict: Verdict) -> Verdict:
        self.head, self.head_hash = verdict.item.dseq or 0, verdict.item.digest
        self.loose = verdict.s == "rejected"
        return verdict

    @staticmethod
    def _stored(item: Item, known: Known) -> Verdict:
        if known.reason is not None:
            return Verdict(item, "held", reason=known.reason)
        return Verdict(item, "duplicate", seq=known.seq)
