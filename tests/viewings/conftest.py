"""The north with three households, and what its devices tell of who opened which: `(status, answer)`."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.access.conftest import office, rows
from tests.access.handset import Office
from tests.make import KIMURA, MORI, NORTH, SATO, SOUTH, TANAKA, Person, named, settle
from tests.organizations.conftest import FUJII, HASHIMOTO, NISHIMURA, OKADA, ONO, People

__all__ = ["office", "rows"]

ROUTE = "/viewings/v1"
NISHINO, OZAKI, FAR = named("西野さん宅"), named("尾﨑さん宅"), named("南の世帯")
WIDE = (TANAKA, MORI, NISHIMURA, ONO)  # see all of the north


class Viewings(People):
    async def opens(self, who: Person, *buckets: UUID, at: datetime | None = None) -> int:
        moment = (at or self.office.clock.now()).isoformat()
        return await self.tells(who, [{"bucket": str(bucket), "at": moment} for bucket in buckets])

    async def tells(self, who: Person, viewings: Any) -> int:
        return (await (await self.phone(who)).http.post(f"{ROUTE}/viewings", json={"viewings": viewings})).status_code

    async def asks(self, who: Person, path: str) -> tuple[int, Any]:
        answer = await (await self.phone(who)).http.get(f"{ROUTE}/{path}")
        return answer.status_code, answer.json()

    async def looks(self, who: Person, month: str = "2026-11") -> Any:
        status, told = await self.asks(who, f"months/{month}")
        assert status == 200, told
        return told

    async def says(
        self, who: Person, of: Person, bucket: UUID, word: str = "fine", month: str = "2026-11"
    ) -> tuple[int, Any]:
        body = {"staff": str(of.id), "bucket": str(bucket), "word": word}
        answer = await (await self.phone(who)).http.post(f"{ROUTE}/months/{month}/words", json=body)
        return answer.status_code, answer.json()


async def house(rows: asyncpg.Connection, bucket: UUID, center: str, opener: UUID, team: dict[Person, str]) -> None:
    await rows.execute(
        "insert into bucket (id, kind, center, opened_seq, opened_by, opened_at) values ($1, 'household', $2, 1, $3, now())",
        bucket, center, opener,
    )  # fmt: skip
    await rows.executemany(
        "insert into scope_grant (staff, bucket, role, basis, granted_seq) values ($1, $2, $3, 'internal_use', 1)",
        [(who.id, bucket, role) for who, role in team.items()],
    )


@pytest.fixture
async def viewings(office: Office, rows: asyncpg.Connection) -> Viewings:
    await settle(office.connection, SATO, *WIDE, KIMURA, OKADA, HASHIMOTO, FUJII)
    made = Viewings(office)
    opener = (await made.phone(TANAKA)).id
    wide = dict.fromkeys(WIDE, "center")
    await house(rows, NISHINO, NORTH, opener, {SATO: "lead", OKADA: "external", **wide})
    await house(rows, OZAKI, NORTH, opener, {SATO: "co", **wide})
    await house(rows, FAR, SOUTH, opener, {KIMURA: "lead", OKADA: "center"})
    return made
