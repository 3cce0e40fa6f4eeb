"""Counts a household to another center once both sides have signed for it: on the web tier's word alone none moves."""

import logging
from typing import Any
from uuid import UUID

from server.clock import Clock
from server.envelope import transfer
from server.envelope.encoding import uuid_of
from server.envelope.frame import CannotOpen
from server.envelope.statement import mark_of
from server.envelope.transfer import Act, Move
from server.envelope.trust import Trust
from server.vault.journal import Journal
from server.vault.link import Link
from server.vault.opener import Opener
from server.vault.shelf import Shelf

log = logging.getLogger("kasane.vault")


class Moving:
    def __init__(self, link: Link, shelf: Shelf, trust: Trust, opener: Opener, journal: Journal, clock: Clock) -> None:
        self._link, self._shelf, self._trust = link, shelf, trust
        self._opener, self._journal, self._clock = opener, journal, clock

    async def follow(self) -> None:
        """Whatever the web tier tells of another center than the shelf has."""
        for bucket, told in self._shelf.elsewhere():
            moves = (await self._link.call("GET", f"/transfers/v1/moves/{bucket}"))["moves"]
            before = self._shelf.center_of(bucket)
            now, used = self._walk(UUID(bucket), before, moves)
            if now != told:
                self._doubt(bucket, told)
                continue
            self._shelf.move(bucket, now, used)
            self._opener.forget(bucket)
            self._journal.act(self._clock.now(), "move", bucket=bucket, from_center=before, to_center=now)

    def _walk(self, bucket: UUID, center: str, moves: list[dict[str, Any]]) -> tuple[str, list[str]]:
        """Where the signed words lead from `center`, and which of them count from now on as spent."""
        used = []
        for one in moves:
            move = self._move(bucket, one)
            # Each hand-over moves it once: old words do not bring a household back to where it was.
            if move is None or move.from_center != center or self._shelf.was_used(str(move.transfer)):
                continue
            center = move.to_center
            used.append(str(move.transfer))
        return center, used

    def _move(self, bucket: UUID, told: dict[str, Any]) -> Move | None:
        try:
            asked = self._said(told["asked"], "ask")
            accepted = self._said(told["accepted"], "accept")
        except CannotOpen:
            return None
        return asked if asked == accepted and asked.bucket == bucket else None

    def _said(self, word: Any, act: Act) -> Move:
        """By somebody who answers for their own side of it, with a device that is still theirs. Raises CannotOpen."""
        if not isinstance(word, str):
            raise CannotOpen
        signer = uuid_of(mark_of(word).kid)
        by = self._trust.recipient(signer)
        if by is None or signer in self._journal.ended() or by.role not in transfer.ANSWER_FOR_A_CENTER:
            raise CannotOpen
        move = transfer.read_move(word, act, signer, by.sign_key)
        if by.center != (move.from_center if act == "ask" else move.to_center):
            raise CannotOpen
        return move

    def _doubt(self, bucket: str, told: str) -> None:
        name = f"no move {bucket}"
        if self._shelf.fact(name) != told:
            self._shelf.note(name, told)
            log.warning("household %s is said to be in %s, which nobody signed for", bucket, told)
            self._journal.act(self._clock.now(), "no_move", bucket=bucket, to_center=told)
