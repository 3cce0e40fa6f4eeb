"""The offices of two wards, and what their people do at the door of a center's own numbers: `(status, answer)`."""

from typing import Any

import pytest

from tests.access.conftest import office, rows
from tests.access.handset import Office
from tests.make import KIMURA, MORI, NORTH, SATO, TANAKA, Person, settle
from tests.organizations.conftest import FUJII, HASHIMOTO, NISHIMURA, OKADA, ONO, People

__all__ = ["office", "rows"]

ROUTE = "/bounds/v1/centers"


class Bounds(People):
    async def decides(
        self, numbers: Any, center: str = NORTH, *, who: Person = NISHIMURA, version: int = 0, **more: Any
    ) -> tuple[int, Any]:
        body = {"version": version, "numbers": numbers} | more
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
        return answer.json()["pull"]["bounds"]


@pytest.fixture
async def bounds(office: Office) -> Bounds:
    await settle(office.connection, SATO, TANAKA, MORI, KIMURA, OKADA, NISHIMURA, ONO, HASHIMOTO, FUJII)
    return Bounds(office)
