"""The office of the north ward with its manager and head, and a rota written as they would write it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from server.duty.plan import DAY, DEFAULT, Plan, Shift, Step
from tests.access.conftest import office, rows
from tests.access.handset import Office
from tests.make import KIMURA, MORI, SATO, TANAKA, Person, settle
from tests.organizations.conftest import NISHIMURA, OKADA, ONO, People

__all__ = ["office", "rows"]

NIGHT = Shift(days=["weekday", "holiday", "year_end"], begins=17 * 60 + 15, ends=DAY + 8 * 60 + 30)
BY_DUTY = [Step(targets=["duty"], wait=20), Step(targets=["manager"], wait=10)]


def plan(first: list[Step] | None = None, **changes: Any) -> dict[str, Any]:
    """Nights need somebody, and the most urgent asks them first."""
    values: dict[str, Any] = {"shifts": [NIGHT], **changes}
    return msgspec.to_builtins(Plan(levels=[first or BY_DUTY, *DEFAULT.levels[1:]], **values))


class Rota(People):
    """What people do at the rota's door: `(status, code or answer)`."""

    def hours(self, begins: float, ends: float) -> dict[str, str]:
        """From now on."""
        now = self.office.clock.now()
        return {
            "begins": (now + timedelta(hours=begins)).isoformat(), "ends": (now + timedelta(hours=ends)).isoformat(),
        }  # fmt: skip

    async def does(self, who: Person, path: str, body: dict[str, Any] | None = None) -> tuple[int, str]:
        http = (await self.phone(who)).http
        answer = await http.post(f"/duty/v1/{path}", json=body or {}) if body else await http.post(f"/duty/v1/{path}")
        return answer.status_code, answer.json()["code"] if answer.content else ""

    async def plans(self, who: Person, version: int, body: dict[str, Any]) -> tuple[int, Any]:
        answer = await (await self.phone(who)).http.put("/duty/v1/plan", json={"version": version, "plan": body})
        return answer.status_code, answer.json()

    async def gives(
        self, who: Person, to: Person, begins: float = 1, ends: float = 13, duty: Any = None
    ) -> tuple[int, str]:
        one = {"id": str(duty or uuid4()), "staff": str(to.id), **self.hours(begins, ends)}
        return await self.does(who, "duties", {"duties": [one]})

    async def rests(
        self, who: Person, of: Person, deputy: Person | None = None, begins: float = 1, ends: float = 13, leave: Any = None
    ) -> tuple[int, str]:
        one = {"id": str(leave or uuid4()), "staff": str(of.id), "deputy": deputy and str(deputy.id)}
        return await self.does(who, "leaves", one | self.hours(begins, ends))

    async def swaps(self, who: Person, duty: Any, to: Person, swap: Any = None) -> tuple[int, str]:
        return await self.does(who, "swaps", {"id": str(swap or uuid4()), "duty": str(duty), "asked": str(to.id)})

    async def sees(self, who: Person, **query: Any) -> dict[str, Any]:
        answer = await (await self.phone(who)).http.get("/duty/v1/rota", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def rota(office: Office) -> Rota:
    await settle(office.connection, SATO, TANAKA, MORI, KIMURA, OKADA, NISHIMURA, ONO)
    return Rota(office)
