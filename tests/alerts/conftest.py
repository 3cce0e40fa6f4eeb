"""The north ward with one household, three phones and a push service that keeps what it gets."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from server.alerts.service import apply_effect, tick
from server.db import reading, write_transaction
from server.first_secrets import ensure_secrets
from server.push import subscriptions
from server.push.sealed_endpoint import PushAddress
from server.push.sender import Sealing, Sender
from server.push.vapid import VapidSigner
from server.push.worker import Worker
from server.sequence import advance
from tests.fakes import ManualClock
from tests.make import KIMURA, MORI, NORTH, SATO, TANAKA, DeviceRow, Person, hand_out, settle
from tests.pushservices.receiver import ORIGIN, Receiver

OFFICE = "https://kasane.example.jp"
KEY, SECRET = bytes(range(32)), bytes(range(1, 33))
HAYASHI = Person(name="林 久美子", kana="はやし くみこ", role="manager")
OGAWA = Person(name="小川 正", kana="おがわ ただし", role="center_head")
WARD = (SATO, TANAKA, MORI, KIMURA, HAYASHI, OGAWA)


@dataclass
class Ward:
    """What a story says: `await ward.raises(SATO, level=1)`."""

    clock: ManualClock
    service: Receiver
    worker: Worker
    sender: Sender
    household: UUID
    alert: UUID

    async def does(self, who: Person, effect: dict[str, object], bucket: UUID | None = None) -> None:
        await self.tells(who, {"alert": str(self.alert), **effect}, bucket)

    async def tells(self, who: Person, effect: dict[str, object], bucket: UUID | None = None) -> None:
        """Any effect, of an alert or not."""
        async with write_transaction() as connection:
            turn = await advance(connection)
            await apply_effect(
                connection, device=DeviceRow(owner=who).id, staff=who.id, op_id=uuid4(), bucket=bucket or self.household,
                effect=effect, seq=turn.last, now=self.clock.now(),
            )  # fmt: skip

    async def raises(self, who: Person = SATO, level: int = 1) -> None:
        await self.does(who, {"k": "alert.raise", "level": level, "observed_at": self.clock.now().isoformat()})

    async def answers(self, who: Person, how: str = "taking", to: Person | None = None) -> None:
        whom = {"to": str(to.id)} if to else {}
        await self.does(who, {"k": "alert.ack", "how": how, **whom})

    async def passes(self, **time: float) -> None:
        """The clock moves, the alert tick runs, everything due is sent."""
        self.clock.forward(**time)
        while await tick(self.clock.now()):
            pass
        await self.sends()

    async def sends(self) -> None:
        while await self.worker.start_due():
            await self.worker.finish()

    def heard(self) -> list[tuple[str, str]]:
        """(phone, purpose) since the last time we asked."""
        seen = sorted(self.service.texts())
        self.service.arrived.clear()
        return seen

    async def row(self) -> dict[str, object]:
        async with reading() as connection:
            found = await connection.fetchrow("select * from alert where id = $1", self.alert)
        assert found is not None
        return dict(found)

    async def events(self) -> list[str]:
        async with reading() as connection:
            rows = await connection.fetch("select kind from alert_event where alert = $1 order by n", self.alert)
        return [row["kind"] for row in rows]

    async def has_phone(self, who: Person) -> None:
        phone = self.service.phone(who.kana.split()[0])
        address = PushAddress(phone.endpoint, phone.p256dh, phone.auth_text)
        owner = subscriptions.Owner(DeviceRow(owner=who).id, who.id)
        async with write_transaction() as connection:
            await subscriptions.keep(connection, KEY, owner, address, kid="kid", now=self.clock.now())


@pytest.fixture
async def service() -> AsyncIterator[Receiver]:
    async with Receiver() as receiver:
        yield receiver


@pytest.fixture
async def sender(service: Receiver, tmp_path: Path) -> AsyncIterator[Sender]:
    key = ensure_secrets(tmp_path) / "vapid.pem"
    signer = VapidSigner.from_file(key, "mailto:kasane@example.jp")
    async with Sender(Sealing(signer, SECRET, OFFICE, {ORIGIN: service.origin})) as made:
        yield made


async def open_household(connection, household: UUID, lead: Person, center: str, *office: Person) -> None:
    device = DeviceRow(owner=lead).id
    await connection.execute(
        "insert into bucket (id, kind, center, opened_seq, opened_by, opened_at) values ($1, 'household', $2, 1, $3, $4)",
        household, center, device, ManualClock().now(),
    )  # fmt: skip
    people = [(lead.id, household, "lead"), *((one.id, household, "center") for one in office)]
    await connection.executemany(
        "insert into scope_grant (staff, bucket, role, basis, granted_seq) values ($1, $2, $3, 'internal_use', 1)",
        people,
    )


@pytest.fixture
async def ward(pool: str, clock: ManualClock, service: Receiver, sender: Sender) -> Ward:
    household = uuid4()
    service.now = lambda: clock.now().timestamp()
    async with write_transaction() as connection:
        await settle(connection, *WARD)
        for one in WARD:
            await hand_out(connection, DeviceRow(owner=one))
        await open_household(connection, household, SATO, NORTH, TANAKA, MORI, HAYASHI, OGAWA)
    made = Ward(clock, service, Worker(sender, KEY, clock), sender, household, uuid4())
    for one in WARD:
        await made.has_phone(one)
    return made
