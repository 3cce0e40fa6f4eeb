"""The office with people of two centers and of the whole city, and an entry of the directory as they would write it."""

from datetime import datetime
from typing import Any

import pytest

from tests.access.conftest import office, rows
from tests.access.handset import Handset, Office
from tests.make import KIMURA, MORI, NORTH, SATO, SOUTH, TANAKA, Person, named, person, settle

__all__ = ["office", "rows"]

ROUTE = "/organizations/v1/organizations"
OKADA = person(TANAKA, name="岡田 千春", kana="おかだ ちはる", center=SOUTH, organisation="南区役所 健康長寿推進課")
NISHIMURA = person(TANAKA, name="西村 隆", kana="にしむら たかし", role="manager")
HARA = person(name="原 和子", kana="はら かずこ", role="community_coordinator")
HASHIMOTO = person(name="橋本 光", kana="はしもと ひかり", role="bureau", center=None, organisation="保健福祉局")
FUJII = person(
    name="藤井 一郎", kana="ふじい いちろう", role="administrator", center=None, organisation="情報システム担当"
)
ONO = person(name="大野 節子", kana="おおの せつこ", role="center_head")


def entry(**changes: Any) -> dict[str, Any]:
    """紫野地域包括支援センター of the north, valid as it is."""
    return {
        "name": "紫野ひだまり地域包括支援センター", "kana": "むらさきのひだまりちいきほうかつしえんせんたー", "kind": "hokatsu",
        "fields": ["elderly_health"], "target": "65歳以上の方とご家族", "center": NORTH, "area_level": "ward", "area_name": "",
        "tels": [{"label": "代表", "number": "075-000-0101"}], "url": "https://hidamari.example.jp/", "hours": "平日 9時から17時",
        "address": "北区紫野", "notes": "金曜は担当者会議", "is_public": True, **changes,
    }  # fmt: skip


def city(**changes: Any) -> dict[str, Any]:
    """A helpline for the whole city."""
    return entry(
        **{"name": "京のくらし相談ダイヤル", "kana": "きょうのくらしそうだんだいやる", "kind": "city_bureau", "center": None,
           "area_level": "city", "fields": ["poverty_community"], "tels": [{"label": "", "number": "075-000-0111"}]} | changes
    )  # fmt: skip


class People:
    """Phones of whoever is asked for, and the calls they make."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._phones: dict[str, Handset] = {}
        self._since: dict[str, datetime] = {}

    async def phone(self, who: Person) -> Handset:
        """Signed in anew on a later day, when the session has ended."""
        now = self.office.clock.now()
        if who.name not in self._phones:
            await settle(self.office.connection, who)
            self._phones[who.name] = await self.office.phone(who)
        elif self._since[who.name] != now:
            assert (await self._phones[who.name].sign_in()).status_code == 200
        self._since[who.name] = now
        return self._phones[who.name]

    async def writes(self, who: Person, body: dict[str, Any], name: str = "ひだまり") -> tuple[int, Any]:
        return await self.posts(who, ROUTE, {"id": str(named(name)), "entry": body})

    async def changes(
        self, who: Person, version: int, body: dict[str, Any], *, checked: bool = False, name: str = "ひだまり"
    ) -> tuple[int, Any]:
        given = {"version": version, "entry": body, "checked": checked}
        return await self.posts(who, f"{ROUTE}/{named(name)}/change", given)

    async def checks(self, who: Person, version: int, name: str = "ひだまり") -> tuple[int, Any]:
        return await self.posts(who, f"{ROUTE}/{named(name)}/check", {"version": version})

    async def ends(self, who: Person, version: int, name: str = "ひだまり") -> tuple[int, Any]:
        return await self.posts(who, f"{ROUTE}/{named(name)}/end", {"version": version})

    async def posts(self, who: Person, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        answer = await (await self.phone(who)).http.post(path, json=body)
        return answer.status_code, answer.json()

    async def reads(self, who: Person, **since: Any) -> dict[str, Any]:
        answer = await (await self.phone(who)).http.get(ROUTE, params=since)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def people(office: Office) -> People:
    await settle(office.connection, SATO, TANAKA, MORI, KIMURA, OKADA)
    return People(office)
