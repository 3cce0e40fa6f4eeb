"""A browser's half of Web Push without a browser: makes subscriptions, takes pushes, opens them."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import http_ece
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.pushservices.service import LocalService
from tests.pushservices.vapid_check import VapidRefused, check, to_base64url

ORIGIN = "https://push.test.example"


@dataclass
class Phone:
    """One browser's keys, and what arrived for it."""

    name: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def endpoint(self) -> str:
        return f"{ORIGIN}/p/{self.name.encode().hex()}"

    @property
    def p256dh(self) -> str:
        return to_base64url(
            self.private.public_key().public_bytes(
                serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
            )
        )

    @property
    def auth_text(self) -> str:
        return to_base64url(self.auth)

    def read(self, body: bytes) -> bytes:
        """What the service worker would see."""
        return http_ece.decrypt(body, private_key=self.private, auth_secret=self.auth, version="aes128gcm")


@dataclass(frozen=True)
class Arrived:
    phone: str
    headers: dict[str, str]
    body: bytes
    url: str


class Receiver(LocalService):
    """A push service that keeps what it gets. `answers` are used up in order, then everything is accepted with 201."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.phones: dict[str, Phone] = {}
        self.arrived: list[Arrived] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.refused: list[str] = []
        self.now: Callable[[], float] = time.time
        self.web.router.add_post("/p/{phone}", self._take)

    @property
    def extra(self) -> str:
        """The setting that leads ORIGIN here; the VAPID audience stays ORIGIN."""
        return f"{ORIGIN}={self.origin}"

    def phone(self, name: str) -> Phone:
        return self.phones.setdefault(name, Phone(name))

    def texts(self) -> list[tuple[str, str]]:
        """(phone, purpose) in the order of arrival."""
        return [(one.phone, self.content(one)["kasane"]["p"]) for one in self.arrived]

    def content(self, one: Arrived) -> dict[str, Any]:
        return json.loads(self.phones[one.phone].read(one.body))

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            check(request.headers.get("Authorization"), audiences=(ORIGIN,), key=None, now=self.now())
        except VapidRefused as refusal:
            self.refused.append(str(refusal))
            return web.Response(status=401)
        self.arrived.append(
            Arrived(bytes.fromhex(request.match_info["phone"]).decode(), dict(request.headers), body, str(request.url))
        )
        status, headers = self.answers.pop(0) if self.answers else (201, {})
        return web.Response(status=status, headers=headers)
