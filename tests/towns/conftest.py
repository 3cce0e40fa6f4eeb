"""The bureau and the offices of two wards at the door of the table of towns: `(status, answer)`."""

from typing import Any

import pytest

from tests.access.conftest import office, rows
from tests.access.handset import Office
from tests.make import KIMURA, MORI, SATO, TANAKA, Person, settle
from tests.organizations.conftest import HASHIMOTO, NISHIMURA, ONO, People

__all__ = ["office", "rows"]

ROUTE = "/towns/v1/table"


class Towns(People):
    async def names(self, towns: Any, *, who: Person = HASHIMOTO, version: int = 0, **more: Any) -> tuple[int, Any]:
        answer = await (await self.phone(who)).http.put(ROUTE, json={"version": version, "towns": towns} | more)
        return answer.status_code, answer.json()

    async def sees(self, who: Person) -> tuple[int, Any]:
        answer = await (await self.phone(who)).http.get(ROUTE)
        return answer.status_code, answer.json()

    async def counted(self, who: Person) -> int:
        """What a pull tells of the version there is."""
        phone = await self.phone(who)
        answer = await phone.http.post("/sync/v1/sync", json={"pull": {"device": str(phone.id), "cursor": None}})
        assert answer.status_code == 200, answer.text
        return answer.json()["pull"]["towns"]


@pytest.fixture
async def towns(office: Office) -> Towns:
    await settle(office.connection, SATO, TANAKA, MORI, KIMURA, NISHIMURA, ONO, HASHIMOTO)
    await office.connection.execute(
        "insert into center (id, name, jis_code, sort_order) values ('26109', '伏見区役所', '26109', 90), ('26109-D', '醍醐支所', '26109', 91)"
        " on conflict do nothing"
    )
    return Towns(office)
