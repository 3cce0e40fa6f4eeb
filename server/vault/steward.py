"""Certifies approved devices, ends lost ones, and hands household keys to those whom the office let in."""

import hmac
import logging
from typing import Any
from uuid import UUID

from server.casework.book import Book
from server.casework.conferences import fold_material
from server.casework.consultations import fold_informant
from server.casework.protection import fold_protection, may_know
from server.casework.sheets import fold_sheet
from server.clock import Clock
from server.envelope import epochs, sealing, wrapping
from server.envelope.approval import Subject, subject_of
from server.envelope.encoding import b64u, uuid_of
from server.envelope.frame import CannotOpen
from server.envelope.signing import public_key
from server.envelope.statement import ROOT, sign_statement
from server.envelope.trust import Certificate, Trust
from server.vault import admission
from server.vault.journal import Journal
from server.vault.keys import KeyProvider, NotReady
from server.vault.link import Link, Refused
from server.vault.opener import Opener
from server.vault.shelf import Shelf

log = logging.getLogger("kasane.vault")
AT_ONCE = 100
WANTED_AT_ONCE = 500
NEVER = ("administrator", "bureau", "auditor")  # their work needs no content: no key, whatever is asked
CENTER_WIDE = "center"
PURPOSE = "hand_out"


class Steward:
    def __init__(
        self, link: Link, keys: KeyProvider, shelf: Shelf, trust: Trust, opener: Opener, journal: Journal,
        clock: Clock, *, trust_terminal: bool = False,
    ) -> None:  # fmt: skip
        self._link, self._keys, self._shelf, self._trust = link, keys, shelf, trust
        self._opener, self._journal, self._clock = opener, journal, clock
        self._trust_terminal = trust_terminal

    async def learn_directory(self) -> bool:
        """True when it has grown."""
        before = self._trust.head
        while True:
            page = await self._link.call("GET", f"/directory/v1?since={self._trust.head}")
            for line in page["statements"]:
                self._trust.take(line["n"], line["jws"])
            if not page["statements"] or self._trust.head >= page["head"]:
                return self._trust.head > before

    async def awaiting(self) -> dict[str, Any]:
        """Who waits for a certificate or for their revocation."""
        return await self._link.call("GET", "/devices/v1/awaiting")

    async def certify(self, told: dict[str, Any]) -> bool:
        """True when the directory changed."""
        statements = [made for one in told["revoked"] if (made := self._revocation(one))]
        statements += [made for one in told["awaiting"] if (made := self._certificate(one))]
        for start in range(0, len(statements), AT_ONCE):
            part = statements[start : start + AT_ONCE]
            await self._link.call("POST", "/directory/v1/statements", {"statements": part})
        return bool(statements)

    async def certify_by_hand(self, device: UUID, check_code: str) -> str:
        """Whose device it is; the person at the vault's own host has compared the six digits. Raises NotReady."""
        await self.learn_directory()
        told = await self.awaiting()
        one = next((one for one in told["awaiting"] if one["device"] == str(device)), None)
        if one is None or (subject := self._subject(one)) is None:
            waiting = "".join(f"\n  {one['device']}  {one['name']}（{one['role']}）" for one in told["awaiting"])
            raise NotReady(f"その端末は、証明書を待っている端末の中にありません。待っている端末：{waiting or 'なし'}")
        if subject.role in admission.KEEPERS:
            raise NotReady("金庫や復旧鍵の端末は、鍵の作成のときにだけ作られます。")
        if not hmac.compare_digest(subject.check_code.encode(), check_code.encode()):
            raise NotReady("確認番号が一致しません。端末の画面の6桁を本人と読み合わせてください。何もしていません。")
        statement = self._sign(one, subject, admission.TERMINAL)
        await self._link.call("POST", "/directory/v1/statements", {"statements": [statement]})
        return f"{subject.name}（{subject.role}・{subject.center or '所属センターなし'}）"

    def _certificate(self, one: dict[str, Any]) -> dict[str, str] | None:
        subject = self._subject(one)
        if subject is None or self._trust.certificate(subject.device) is not None:
            return None
        verdict = admission.judge(
            subject, one.get("approval"), self._trust, self._journal.ended(), self._clock.now(),
            trust_terminal=self._trust_terminal,
        )  # fmt: skip
        if verdict.why_not:
            self._refuse(subject, verdict.why_not)
            return None
        return self._sign(one, subject, verdict.by)

    def _subject(self, one: dict[str, Any]) -> Subject | None:
        try:
            subject = subject_of(one)
            public_key(subject.kem_key)
            public_key(subject.sign_key)
            if not all(isinstance(one.get(name), str) for name in ("kana", "organisation")):
                raise CannotOpen
        except CannotOpen:
            log.error("a device awaiting its certificate is not told of as it should be")
            return None
        return subject

    def _sign(self, one: dict[str, Any], subject: Subject, by: str) -> dict[str, str]:
        names = ("device", "staff", "name", "kana", "role", "center", "organisation", "kem_key", "sign_key")
        claims = {name: one[name] for name in names} | {"iat": self._iat()}
        self._journal.act(self._clock.now(), "certify", device=str(subject.device), staff=str(subject.staff), by=by)
        return {
            "kind": "device", "subject": str(subject.device),
            "jws": sign_statement("kasane-device", claims, self._keys.root, ROOT),
        }  # fmt: skip

    def _refuse(self, subject: Subject, why: str) -> None:
        told = f"not certified {subject.device}"
        if self._shelf.fact(told) != why:
            self._shelf.note(told, why)
            log.warning("device %s is not certified: %s", subject.device, why)
            at, device, staff = self._clock.now(), str(subject.device), str(subject.staff)
            self._journal.act(at, "not_certified", device=device, staff=staff, why=why)

    def _revocation(self, one: dict[str, Any]) -> dict[str, str] | None:
        device = uuid_of(one["device"])
        if self._trust.certificate(device) is None or self._trust.is_revoked(device) or device == self._keys.device:
            return None
        claims = {"device": str(device), "iat": self._iat(), "reason": str(one["reason"])}
        self._journal.act(self._clock.now(), "revoke", device=str(device))
        return {
            "kind": "revoke", "subject": str(device),
            "jws": sign_statement("kasane-revoke", claims, self._keys.root, ROOT),
        }  # fmt: skip

    async def hand_out(self) -> int:
        """Wraps every key somebody waits for; how many were stored. Goes on while that brings new ones."""
        stored = 0
        while True:
            told = await self._link.call("GET", f"/keys/v1/wanted?limit={WANTED_AT_ONCE}")
            wraps = [made for one in told["wanted"] if (made := self._wrap(one))]
            if not wraps:
                return stored
            for one in wraps:
                self._shelf.hand(one["bucket"], one["device"])
            new = await self._store(wraps)
            stored += new
            if not new or len(told["wanted"]) < WANTED_AT_ONCE:
                return stored

    async def _store(self, wraps: list[dict[str, Any]]) -> int:
        try:
            return (await self._link.call("POST", "/keys/v1/wraps", {"wraps": wraps}))["stored"]
        except Refused as refused:
            log.warning("wraps were refused: %s", refused)
            return 0

    def _wrap(self, one: dict[str, Any]) -> dict[str, Any] | None:
        bucket, epoch, device = uuid_of(one["bucket"]), one["epoch"], uuid_of(one["device"])
        certificate = self._trust.recipient(device)
        why = self._why_not(one, bucket, certificate)
        if why or certificate is None:
            self._doubt(bucket, device, why)
            return None
        try:
            key, begun = self._opener.key(bucket, epoch), self._opener.grant(bucket, epoch).n
        except CannotOpen:
            return None  # our own wrap has not come yet, or does not hold
        wrapped = wrapping.wrap(key, certificate.kem_key, bucket=bucket, epoch=epoch, device=device)
        claims = {
            "bucket": str(bucket), "epoch": epoch, "key_check": b64u(sealing.key_check(key, bucket, epoch)),
            "device": str(device), "role": one["role"], "basis": one["basis"], "reason": "", "n": begun,
            "iat": self._iat(),
        }  # fmt: skip
        grant = sign_statement("kasane-grant", claims, self._keys.sign, str(self._keys.device))
        return {"bucket": str(bucket), "epoch": epoch, "device": str(device), "wrap": b64u(wrapped), "grant": grant}

    def _why_not(self, one: dict[str, Any], bucket: UUID, certificate: Certificate | None) -> str:
        """The web tier says who waits; that the root certified this very person's device is checked here."""
        if certificate is None:
            return "no certificate"
        if certificate.device in self._journal.ended():
            return "device has ended"
        if str(certificate.staff) != one["staff"]:
            return "another person's device"
        if certificate.role in NEVER:
            return "role without content"
        center = self._shelf.center_of(str(bucket))
        if self._shelf.is_packet(str(bucket)) and not self._is_named(bucket, certificate, center):
            return "not named in the packet"
        if self._shelf.is_protected(str(bucket)) and not self._may_know(bucket, certificate):
            return "not named in the protection"
        if one["role"] == CENTER_WIDE and certificate.center != center and certificate.role not in admission.KEEPERS:
            return "another center"
        return ""

    def _is_named(self, bucket: UUID, certificate: Certificate, center: str) -> bool:
        """A packet is for its author and whom their own signed words name, besides the center's own people."""
        sees_center = certificate.role in epochs.CENTER_WIDE and certificate.center == center
        if sees_center or certificate.role in epochs.KEEPERS:
            return True
        opened = self._opener.household(str(bucket), PURPOSE)
        sheet = fold_sheet(str(bucket), opened.ops, opened.roles)
        told = fold_informant(str(bucket), opened.ops, opened.roles)
        material = fold_material(str(bucket), opened.ops, opened.roles)
        given = (*sheet["recipients"], *material["invitees"])
        named = {sheet["by"], told["by"], material["by"], *(one["staff"] for one in given)}
        return str(certificate.staff) in named

    def _may_know(self, bucket: UUID, certificate: Certificate) -> bool:
        """支援措置: whom the household's own signed mark names, whoever else the web tier puts on it."""
        if certificate.role in epochs.KEEPERS:
            return True
        opened = self._opener.household(str(bucket), PURPOSE)
        return may_know(fold_protection(Book(opened.ops, opened.roles)), str(certificate.staff))

    def _doubt(self, bucket: UUID, device: UUID, why: str) -> None:
        told = f"doubt {bucket} {device}"
        if self._shelf.fact(told) != why:
            self._shelf.note(told, why)
            log.warning("no key for device %s: %s", device, why)
            self._journal.act(self._clock.now(), "no_key", bucket=str(bucket), device=str(device), why=why)

    def _iat(self) -> int:
        return int(self._clock.now().timestamp())
