"""Looks at every photo that has come whole: makes a clean and a small one of it, or says that it cannot be shown."""

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from server.casework.readable import is_readable
from server.clock import Clock
from server.envelope.attachment import Attachment, open_segments, seal_segments
from server.envelope.encoding import b64u, from_b64u
from server.envelope.frame import ATTACHMENT_HEADER, OP, CannotOpen
from server.vault.darkroom import TOO_HEAVY, NoTime, develop
from server.vault.journal import Journal
from server.vault.keys import KeyProvider
from server.vault.link import Link, Refused
from server.vault.opener import Opened, Opener
from server.vault.pen import Pen, Words
from server.vault.picture import Jpeg
from server.vault.shelf import Shelf

log = logging.getLogger("kasane.vault")
PURPOSE = "photo"
LOOKS_A_ROUND = 20
MOST_TRIES = 6  # of a photo that the machine had no time for
FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0  # seconds between two looks at a photo that has not come whole
NOT_AS_SEALED = "not_as_sealed"  # the pieces are not those the record speaks of

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Print:
    """A rendition, sealed and with its record, before it is sent."""

    words: Words
    segments: list[bytes]


class Photos:
    def __init__(
        self, link: Link, keys: KeyProvider, shelf: Shelf, opener: Opener, pen: Pen, journal: Journal, clock: Clock
    ) -> None:
        self._link, self._keys, self._shelf, self._opener = link, keys, shelf, opener
        self._pen, self._journal, self._clock = pen, journal, clock

    async def work(self) -> bool:
        """Develops one photo at most; True when it did, so there may be more."""
        for att, bucket, tries in self._shelf.photos(self._clock.now().timestamp(), LOOKS_A_ROUND):
            if await self._look(att, bucket, tries):
                return True
        return False

    async def _look(self, att: str, bucket: str, tries: int) -> bool:
        opened = self._opener.household(bucket, PURPOSE)
        entry = next((op.payload for op in opened.ops if op.id == att), None)
        if att in opened.unreadable:
            self._later(att, tries)
            return False
        if entry is None or entry.get("kind") != "photo.add" or not is_readable(entry):
            self._shelf.photo_done(att)  # a rendition of our own, or nothing that could be shown
            return False
        if await self._is_settled(att, opened):
            self._shelf.photo_done(att)
            return False
        if not await self._is_here(att):
            self._later(att, tries)
            return False
        try:
            await self._develop(att, UUID(bucket), entry["file"])
        except NoTime:
            if tries < MOST_TRIES:
                self._later(att, tries)
                return True
            await self._refuse(att, UUID(bucket), TOO_HEAVY)
        self._shelf.photo_done(att)
        return True

    def _later(self, att: str, tries: int) -> None:
        wait = min(FIRST_WAIT * 2 ** min(tries, 10), LONGEST_WAIT)
        self._shelf.photo_later(att, self._clock.now().timestamp() + wait)

    async def _is_settled(self, att: str, opened: Opened) -> bool:
        """Our own word on it stands, and what it speaks of has arrived: a vault may be killed between the two."""
        own = str(self._keys.device)
        said = [op for op in opened.ops if op.device == own and op.payload.get("target") == att]
        if any(op.payload["kind"] == "photo.refused" for op in said):
            return True
        made = {op.payload["use"]: op.id for op in said if op.payload["kind"] == "photo.rendered"}
        return len(made) == 2 and all([await self._is_here(one) for one in made.values()])

    async def _is_here(self, att: str) -> bool:
        try:
            return (await self._link.call("GET", f"/blobs/v1/{att}"))["state"] == "done"
        except Refused:
            return False  # the household has gone since

    async def _develop(self, att: str, bucket: UUID, file: Entry) -> None:
        self._journal.opening(self._clock.now(), bucket, PURPOSE, 1)
        try:
            content = await self._content(att, bucket, file)
        except CannotOpen:
            await self._refuse(att, bucket, NOT_AS_SEALED)
            return
        made = await develop(content)
        if isinstance(made, str):
            await self._refuse(att, bucket, made)
            return
        prints = [self._print(att, bucket, "full", made.whole), self._print(att, bucket, "thumb", made.small)]
        if await self._say(bucket, [one.words for one in prints]):
            for one in prints:
                await self._deliver(one)

    async def _content(self, att: str, bucket: UUID, file: Entry) -> bytes:
        count, epoch = int(file["n"]), int(file["epoch"])
        header = Attachment(from_b64u(file["salt"], 32), int(file["size"]), count, from_b64u(file["digest"], 32))
        if (await self._link.call("GET", f"/blobs/v1/{att}"))["n"] != count:
            raise CannotOpen
        segments = [await self._link.fetch(f"/blobs/v1/{att}/{n}") for n in range(count)]
        key = self._opener.key(bucket, epoch)
        return open_segments(key, header, segments, att=UUID(att), bucket=bucket, epoch=epoch)

    def _print(self, att: str, bucket: UUID, use: str, jpeg: Jpeg) -> Print:
        (epoch, key), own = self._opener.newest(bucket), UUID(str(uuid7()))
        header, segments = seal_segments(key, jpeg.content, att=own, bucket=bucket, epoch=epoch)
        file = {
            "media": "image/jpeg", "width": jpeg.width, "height": jpeg.height, "size": header.size, "n": header.n,
            "salt": b64u(header.salt), "digest": b64u(header.digest), "epoch": epoch,
        }  # fmt: skip
        said = {"kind": "photo.rendered", "target": att, "use": use, "file": file}
        return Print(Words(bucket, epoch, key, said, ATTACHMENT_HEADER, op_id=own), segments)

    async def _refuse(self, att: str, bucket: UUID, why: str) -> None:
        epoch, key = self._opener.newest(bucket)
        log.warning("photo %s cannot be shown: %s", att, why)
        await self._say(bucket, [Words(bucket, epoch, key, {"kind": "photo.refused", "target": att, "why": why}, OP)])

    async def _say(self, bucket: UUID, words: list[Words]) -> bool:
        results = await self._pen.write(words)
        for one in results:
            if one["s"] not in ("applied", "duplicate"):
                self._journal.act(self._clock.now(), "not_applied", bucket=str(bucket), s=one["s"])
        return all(one["s"] in ("applied", "duplicate") for one in results)

    async def _deliver(self, one: Print) -> None:
        for n, segment in enumerate(one.segments):
            await self._link.lay(f"/blobs/v1/{one.words.op_id}/{n}?of={len(one.segments)}", segment)
