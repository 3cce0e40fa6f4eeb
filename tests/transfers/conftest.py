"""Two centers with everybody a hand-over needs, below HTTP; each test runs as the owner and as the walled role."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from server.db import snapshot, write_transaction
from server.envelope.transfer import Act, Move, sign_move
from server.scope import service as scope
from server.sequence import speak_as
from server.transfers import service, store
from server.transfers.store import Transfer
from tests.fakes import OPENING
from tests.make import KIMURA, NORTH, SOUTH, TANAKA, Person, named, person, settle
from tests.sync.blind import BlindPhone, equip, grant_of, household
from tests.sync.conftest import Field, field

__all__ = ["field"]

INOUE = person(name="井上 直樹", kana="いのうえ なおき")
OKADA = person(TANAKA, name="岡田 千春", kana="おかだ ちはる", center=SOUTH, organisation="南区役所 健康長寿推進課")
HOUSE = named("世帯A")


@dataclass
class Two:
    """Sato leads a northern household; Inoue is his colleague, Okada the coordinator of the south."""

    field: Field
    inoue: BlindPhone
    okada: BlindPhone

    @property
    def now(self) -> Any:
        return self.field.clock.now()

    def word(self, by: BlindPhone, transfer: UUID, act: Act, to: str = SOUTH, *, from_center: str = NORTH) -> str:
        return sign_move(Move(transfer, HOUSE, from_center, to), act, int(OPENING.timestamp()), by.key, by.id)

    async def ask_inoue(self, name: str = "引き継ぎ", by: BlindPhone | None = None) -> Transfer:
        caller = (by or self.field.tanaka).caller
        return await service.ask(caller, named(name), HOUSE, NORTH, INOUE.id, None, self.now)

    async def ask_south(self, name: str = "引き継ぎ", by: BlindPhone | None = None) -> Transfer:
        by = by or self.field.tanaka
        word = self.word(by, named(name), "ask")
        return await service.ask(by.caller, named(name), HOUSE, SOUTH, None, word, self.now)

    async def accept(self, by: BlindPhone, name: str = "引き継ぎ") -> Transfer:
        """Within the center as it is; for the south with its coordinator's word and Kimura as lead."""
        if by.owner.center == NORTH:
            return await service.accept(by.caller, named(name), None, None, self.now)
        return await service.accept(by.caller, named(name), KIMURA.id, self.word(by, named(name), "accept"), self.now)

    async def listed(self, by: BlindPhone) -> list[tuple[UUID, str]]:
        async with snapshot() as connection:
            await speak_as(connection, by.owner.id)
            rows = await store.seen_by(connection, by.caller, self.now)
        return [(row["id"], row["state"]) for row in rows]

    async def team(self) -> dict[str, str]:
        """Name and role of everybody on the household who is a person."""
        rows = await self.field.owner.fetch(
            "select s.name, g.role from scope_grant g join staff s on s.id = g.staff where g.bucket = $1"
            " and s.role not in ('vault', 'recovery')", HOUSE
        )  # fmt: skip
        return {row["name"]: row["role"] for row in rows}

    async def leads(self) -> set[str]:
        return {name for name, role in (await self.team()).items() if role == "lead"}

    async def let_in(self, who: Person, role: str) -> None:
        async with write_transaction() as connection:
            await scope.grant(
                connection,
                self.field.tanaka.caller,
                bucket=HOUSE,
                staff=who.id,
                role=role,
                basis="consent",
                now=self.now,
            )


@pytest.fixture
async def two(field: Field) -> Two:
    inoue, okada = BlindPhone(INOUE, field.clock), BlindPhone(OKADA, field.clock)
    await settle(field.owner, INOUE, OKADA)
    await equip(field.owner, inoue, okada)
    kept = household("世帯A", field.sato, field.tanaka, field.vault, grant=grant_of(field.vault))
    await field.sato.push(field.sato.seal(HOUSE), buckets=(kept,))
    return Two(field, inoue, okada)
