"""What some people of 北区 would like, how far they have come, and the shelf of their center."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Ids = Callable[[str], Any]
Tell = Callable[..., Any]
CENTER, SHELF = "26101", "community:26101"
JOINED, TRIED, ALONE = "h23", "h19", "h13"  # 石田さん joined, 内藤さん tries, 藤田さん looks for a place
TOLD = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
SHOP, GARDEN = "自転車工房わだち", "ひなた菜園の会"


def written(now: datetime, say: Tell, person_id: Callable[[str, int], Any], ids: Ids, staff_id: Ids) -> Iterator[Any]:
    yield from _shelf(now, say, ids)
    for n, told in enumerate(TOLD["wishes"]):
        key, by = told["key"], told["by"]
        at = now - timedelta(days=150 - n * 4)
        yield say(at, by, key, _fields("household", {"gakku": told["gakku"]}))
        words = {name: value for name, value in told.items() if name not in ("key", "by", "gakku")}
        about = words | {"person": str(person_id(key, 0)), "when": "", "said_on": _day(at), "ended": ""}
        wish = {"kind": "wish.set", "wish": str(ids(f"wish:{key}")), "about": about}
        yield say(at + timedelta(minutes=3), by, key, wish)
    yield from _walked(now, say, person_id, ids, staff_id)


def _walked(now: datetime, say: Tell, person_id: Callable[[str, int], Any], ids: Ids, staff_id: Ids) -> Iterator[Any]:
    for key, place, org, name, steps in (
        (JOINED, "r:shop", SHOP, "自転車の修理を手伝う", (("tour", 120), ("trial", 113), ("joined", 100))),
        (TRIED, "r:garden", GARDEN, "畑しごと", (("tour", 30), ("trial", 9))),
    ):
        begun = now - timedelta(days=steps[0][1] + 4)
        consent = {
            "person": str(person_id(key, 0)),
            "answer": "given",
            "purposes": ["participation"],
            "data": ["living"],
            "orgs": [org],
            "method": "oral",
            "obtained_on": _day(begun),
            "by": str(staff_id("inoue")),
            "words": "「行くことだけ、伝えてもろたら」",
            "capacity_note": "",
        }
        yield say(begun, "inoue", key, {"kind": "consent.add", "consent": consent})
        match = {
            "wish": str(ids(f"wish:{key}")),
            "resource": str(ids(place)),
            "name": name,
            "org": org,
            "on": _day(begun),
            "note": "まずは見るだけ",
            "staff": str(staff_id("inoue")),
        }
        yield say(
            begun + timedelta(minutes=2), "inoue", key, {"kind": "match.add", "match": match}, name=f"{key}:match"
        )
        for to, ago in steps:
            at = now - timedelta(days=ago)
            step = {
                "to": to,
                "on": _day(at),
                "companion": "井上が一緒に",
                "tells": ["living"] if to == "trial" else [],
                "reason": "",
                "result": "",
            }
            yield say(at, "inoue", key, {"kind": "match.step", "step": step}, refers=f"{key}:match")
    at = now - timedelta(days=68)
    follow = {"months": 1, "on": _day(at), "result": "well", "words": "「火曜が楽しみや」"}
    yield say(at, "inoue", JOINED, {"kind": "match.follow", "follow": follow}, refers=f"{JOINED}:match")


def _shelf(now: datetime, say: Tell, ids: Ids) -> Iterator[Any]:
    begun = now - timedelta(days=210)
    yield say(begun, "mori", SHELF, {"kind": "community.open", "center": CENTER})
    for n, told in enumerate(TOLD["resources"]):
        checked = {"organization": "", "closed": False, "checked_on": _day(now - timedelta(days=told["days"]))}
        place = _fields(f"resource:{ids(told['id'])}", checked | told["said"])
        yield say(begun + timedelta(minutes=1 + n), "mori", SHELF, place)
    past, coming = now - timedelta(days=40), now + timedelta(days=15)
    for name, at, agenda, outcome in (
        ("committee:past", past, "夜の居場所について", "会館を夜も使えるか、自治連合会に相談する"),
        ("committee:coming", coming, "集まった地域課題票を見る", ""),
    ):
        said = {
            "held_on": _day(at),
            "begins_at": "18:30",
            "place": "区社協 会議室",
            "agenda": agenda,
            "outcome": outcome,
        }
        yield say(past - timedelta(days=20), "tanaka", SHELF, _fields(f"committee:{ids(name)}", said))
    issue = {
        "theme": "夜に行ける居場所がない",
        "gakku": "紫野",
        "count": 5,
        "text": "夕方から夜に、少ない人数で過ごせる場の希望が続いている。",
        "action": "会館の夜の利用を相談中",
        "state": "acting",
        "committee": str(ids("committee:coming")),
        "raised_on": _day(past),
    }
    yield say(past, "tanaka", SHELF, _fields(f"issue:{ids('issue:night')}", issue))
    small = {
        "theme": "朝の早い時間しか開いていない",
        "gakku": "",
        "count": "few",
        "text": "午後に通える運動の場がほしい。",
        "action": "",
        "state": "raised",
        "committee": "",
        "raised_on": _day(now - timedelta(days=6)),
    }
    yield say(now - timedelta(days=6), "tanaka", SHELF, _fields(f"issue:{ids('issue:sport')}", small))
    for name, ago, kind, people, text in (
        ("activity:1", 25, "find", 3, "商店街の自転車工房に、手伝いを受け入れてもらえることになった。"),
        ("activity:2", 11, "network", 14, "菜園の会と学区社協の顔合わせをした。"),
    ):
        done = {"on": _day(now - timedelta(days=ago)), "kind": kind, "gakku": "紫野", "people": people, "text": text}
        yield say(now - timedelta(days=ago), "tanaka", SHELF, _fields(f"activity:{ids(name)}", done))


def _fields(entity: str, said: Json) -> Json:
    return {"kind": "fields.set", "entity": entity, "set": said, "base": {}}


def _day(at: datetime) -> str:
    return at.date().isoformat()
