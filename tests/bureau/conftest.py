"""The offices of two wards and the bureau, and a month's figures as Tanaka's device would hand them in."""

from datetime import timedelta
from typing import Any

import pytest

from server.envelope.figures import Handed, sign_figures
from server.figures.cells import CELLS
from tests.access.conftest import office, rows
from tests.access.handset import Office
from tests.make import KIMURA, MORI, SATO, TANAKA, Person, settle
from tests.organizations.conftest import FUJII, HASHIMOTO, NISHIMURA, OKADA, ONO, People

__all__ = ["office", "rows"]


def figures(**changes: Any) -> dict[str, Any]:
    return dict.fromkeys(CELLS, 12) | {"closed": 0, "outreach.before": None, "outreach.after": None} | changes


class Bureau(People):
    """What people do at the door of the figures: `(status, code or answer)`."""

    def month(self, back: int = 1) -> str:
        """So many months ago."""
        first = self.office.clock.now().date().replace(day=1)
        for _ in range(back):
            first = (first - timedelta(days=1)).replace(day=1)
        return first.isoformat()[:7]

    async def word(self, who: Person, month: str, version: int, given: dict[str, Any], center: str | None = None) -> str:
        phone = await self.phone(who)
        of = Handed(center or who.center or "", month, version + 1, given)
        return sign_figures(of, int(self.office.clock.now().timestamp()), phone.signing, phone.id)

    async def hands_in(
        self, who: Person, given: dict[str, Any] | None = None, *, version: int = 0, month: str = "", **changes: Any
    ) -> tuple[int, Any]:
        month, given = month or self.month(), given or figures()
        body = {"version": version, "figures": given, "word": await self.word(who, month, version, given)} | changes
        answer = await (await self.phone(who)).http.put(f"/figures/v1/months/{month}", json=body)
        return answer.status_code, answer.json()

    async def sees(self, who: Person, month: str = "") -> tuple[int, Any]:
        answer = await (await self.phone(who)).http.get(f"/figures/v1/months/{month or self.month()}")
        return answer.status_code, answer.json()


@pytest.fixture
async def bureau(office: Office) -> Bureau:
    await settle(office.connection, SATO, TANAKA, MORI, KIMURA, OKADA, NISHIMURA, ONO, HASHIMOTO, FUJII)
    return Bureau(office)
