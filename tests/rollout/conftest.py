"""The bureau, the offices of two wards, and what they do at the door of which center runs what: `(status, answer)`."""

from typing import Any

import pytest

from tests.access.conftest import office, rows
from tests.access.handset import Office
from tests.make import KIMURA, MORI, NORTH, SATO, TANAKA, Person, settle
from tests.organizations.conftest import FUJII, HASHIMOTO, NISHIMURA, OKADA, ONO, People

__all__ = ["office", "rows"]

ROUTE = "/rollout/v1/centers"
ALL_YEAR = [{"begins": "2026-04-01", "ends": None}]


class Rollout(People):
    async def decides(
        self, spans: dict[str, Any], center: str = NORTH, *, who: Person = HASHIMOTO, version: int = 0, why: str = "pilot", **more: Any
    ) -> tuple[int, Any]:
        body = {"version": version, "why": why, "spans": spans} | more
        answer = await (await self.phone(who)).http.put(f"{ROUTE}/{center}", json=body)
        return answer.status_code, answer.json()

    async def sees(self, who: Person) -> tuple[int, Any]:
        answer = await (await self.phone(who)).http.get(ROUTE)
        return answer.status_code, answer.json()

    async def past(self, who: Person, center: str = NORTH) -> tuple[int, Any]:
        answer = await (await self.phone(who)).http.get(f"{ROUTE}/{center}/versions")
        return answer.status_code, answer.json()

    async def counted(self, who: Person) -> int:
        """What a pull tells of how many versions there are."""
        phone = await self.phone(who)
        answer = await phone.http.post("/sync/v1/sync", json={"pull": {"device": str(phone.id), "cursor": None}})
        assert answer.status_code == 200, answer.text
        return answer.json()["pull"]["rollout"]


@pytest.fixture
async def rollout(office: Office) -> Rollout:
    await settle(office.connection, SATO, TANAKA, MORI, KIMURA, OKADA, NISHIMURA, ONO, HASHIMOTO, FUJII)
    return Rollout(office)
