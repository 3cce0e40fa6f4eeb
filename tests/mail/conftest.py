"""The north ward with mailboxes, and a mail server that keeps what it gets."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from server.db import write_transaction
from server.mail import addresses
from server.mail.addresses import Holder
from server.mail.sender import Postman
from server.mail.worker import MailWorker
from server.settings import Settings
from tests.alerts.conftest import KEY, OFFICE, SECRET, Ward, sender, service, ward  # noqa: F401 - fixtures
from tests.mail.post_office import PostOffice, post_office, relay_at
from tests.make import Person


@dataclass
class Mailed:
    """The ward, and what reaches its people by mail."""

    ward: Ward
    office: PostOffice
    worker: MailWorker

    async def has_mailbox(self, who: Person | str, name: str) -> None:
        """A person's, or that of a center."""
        async with write_transaction() as connection:
            now = self.ward.clock.now()
            holder = Holder(center=who) if isinstance(who, str) else Holder(staff=who.id)
            row = await addresses.ask(connection, KEY, holder, f"{name}@example.jp", now)
            await addresses.confirm(connection, holder, row, now)
        await self.delivers()
        assert self.office.heard() == [], "the code is of no use any more"

    async def delivers(self) -> None:
        while await self.worker.start_due():
            await self.worker.finish()

    async def passes(self, **time: float) -> None:
        await self.ward.passes(**time)
        await self.delivers()


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    async with post_office() as made:
        yield made


@pytest.fixture
def installed(settings: Settings) -> Settings:
    return replace(settings, subscription_key=KEY, push_secret=SECRET, origin=OFFICE)


@pytest.fixture
async def mailed(ward: Ward, office: PostOffice, installed: Settings) -> Mailed:  # noqa: F811
    return Mailed(ward, office, MailWorker(Postman(relay_at(office.port)), installed, ward.clock))
