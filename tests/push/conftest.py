"""A sender whose four known hosts can be led to any local push service."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from server.first_secrets import ensure_secrets
from server.push.payload import Note
from server.push.sealed_endpoint import PushAddress
from server.push.sender import Sealing
from server.push.vapid import VapidSigner
from tests.pushservices.hostile import Hostile
from tests.pushservices.receiver import ORIGIN, Phone, Receiver

OFFICE = "https://kasane.example.jp"
SECRET = bytes(range(32))


@pytest.fixture
def signer(tmp_path: Path) -> VapidSigner:
    return VapidSigner.from_file(ensure_secrets(tmp_path) / "vapid.pem", "mailto:kasane@example.jp")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as service:
        yield service


@pytest.fixture
async def hostile() -> AsyncIterator[Hostile]:
    async with Hostile() as service:
        yield service


def sealing_to(signer: VapidSigner, target: str) -> Sealing:
    return Sealing(signer, SECRET, OFFICE, {ORIGIN: target})


def address_of(phone: Phone, path: str | None = None) -> PushAddress:
    endpoint = phone.endpoint if path is None else f"{ORIGIN}/{path}"
    return PushAddress(endpoint, phone.p256dh, phone.auth_text)


def note(purpose: str = "alert") -> Note:
    return Note(uuid4(), None if purpose == "test" else uuid4(), uuid4(), purpose)  # type: ignore[arg-type]
