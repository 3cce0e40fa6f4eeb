"""Builders of valid things: a test names only what it is about, the rest is filled in here."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from server.db import Connection
from tests.fakes import OPENING

_SPACE = UUID("6b617361-6e65-4b59-8f74-6f0000000001")
NORTH, SOUTH = "26101", "26107"
CENTER_NAMES = {NORTH: "北区", SOUTH: "南区"}


def named(text: str) -> UUID:
    """The same id for the same name in every run, so that a failure reads the same twice."""
    return uuid5(_SPACE, text)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody of the invented cast."""

    name: str
    kana: str
    role: str
    center: str | None = NORTH
    organisation: str = "北区役所 健康長寿推進課"

    @property
    def id(self) -> UUID:
        return named(self.name)


SATO = Person(name="佐藤 みさき", kana="さとう みさき", role="outreach_worker", organisation="北区社会福祉協議会")
TANAKA = Person(name="田中 恵", kana="たなか めぐみ", role="coordinator")
MORI = Person(name="森 由紀", kana="もり ゆき", role="office")
KIMURA = Person(
    name="木村 亮", kana="きむら りょう", role="outreach_worker", center=SOUTH, organisation="南区社会福祉協議会"
)
CAST = (SATO, TANAKA, MORI, KIMURA)


def person(like: Person = SATO, **changes: str | None) -> Person:
    return replace(like, **changes)


async def settle_centers(connection: Connection) -> None:
    """The two centers of the cast."""
    rows = [(code, name, code, n) for n, (code, name) in enumerate(CENTER_NAMES.items())]
    await connection.executemany(
        "insert into center (id, name, jis_code, sort_order) values ($1, $2, $3, $4) on conflict do nothing", rows
    )


async def settle(connection: Connection, *people: Person, since: date = date(2026, 4, 1)) -> None:
    """Put people on the staff list; the whole cast when nobody is named."""
    await settle_centers(connection)
    await connection.executemany(
        "insert into staff (id, center, role, name, kana, organisation, active_from)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        [(p.id, p.center, p.role, p.name, p.kana, p.organisation, since) for p in people or CAST],
    )


@dataclass(frozen=True, kw_only=True)
class DeviceRow:
    """A device as the table has it; the keys are bytes of the right length unless a test gives real ones."""

    owner: Person
    label: str = "Pixel 8a"
    state: str = "active"
    kem_key: bytes = b"\x04" + bytes(64)
    sign_key: bytes = b"\x04" + bytes(64)
    upload_key: bytes = b"\x04" + bytes(64)
    at: datetime = OPENING

    @property
    def id(self) -> UUID:
        return named(f"{self.owner.name} {self.label}")


async def hand_out(connection: Connection, device: DeviceRow) -> UUID:
    """Put a device into a person's hands without the enrolment walk."""
    await connection.execute(
        "insert into device (id, staff, state, label, kem_key, sign_key, upload_key, check_code, enrolled_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, '000000', $8)",
        device.id, device.owner.id, device.state, device.label,
        device.kem_key, device.sign_key, device.upload_key, device.at.astimezone(UTC),
    )  # fmt: skip
    return device.id
