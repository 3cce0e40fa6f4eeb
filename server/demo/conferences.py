"""The invented conferences of 北区: one to come with an item of each world, and one that was held and approved."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from server.casework.sheets import digest_of
from server.demo import agreed

Json = dict[str, Any]
Ids = Callable[[str], Any]
Tell = Callable[..., Any]
CENTER, BUCKET = "26101", "center:26101"
COMING, HELD = "conference:coming", "conference:held"
WATCHED, CONSENTED, DECIDED = "h07", "s2_ozaki", "h20"  # the households of the three items
PEOPLE = (
    ("ono", "大野 節子", "北区・保健福祉センター長", True),
    ("nishimura", "西村 隆", "北区・課長", True),
    ("tanaka", "田中 恵", "北区・連携支援ケースワーカー", True),
    ("tsuji", "辻 あかり", "上京区・地域あんしん支援員", True),
    ("kimura", "木村 亮", "南区・地域あんしん支援員", False),
)
QUESTIONS = {
    WATCHED: "声をかけるのを、だれが、どんなきっかけで始めるか。前の住まいで関わりのあった方の話も聞きたい。",
    CONSENTED: "片づけと暑さのそなえを、ご本人の「捨てたくない」を大切にしながら、どの順で進めるか。",
    DECIDED: "外からの見守りを続けるあいだ、だれが何に気づいたら動くか。",
}
SAID = (
    "ご本人が決めるまで待つことと、安全を見ることを分けた。見守りは続け、郵便受けと灯りの変化があれば、"
    "その日のうちに集まる。"
)


def item_id(household: str, ids: Ids) -> str:
    return str(ids(f"item:{household}"))


def packet_key(household: str) -> str:
    """Beside the households' own keys."""
    return f"material:{household}"


def written(now: datetime, say: Tell, bucket_id: Ids, staff_id: Ids) -> Iterator[Any]:
    now = now.replace(hour=1, minute=0, second=0, microsecond=0)  # ten in the morning of Kyoto
    begun, soon, past = now - timedelta(days=70), _working(now + timedelta(days=9)), _working(now - timedelta(days=20))
    yield say(begun, "mori", BUCKET, {"kind": "center.open", "center": CENTER})
    members = {key: str(bucket_id(f"member:{key}")) for key, *_ in PEOPLE}
    for n, (key, name, post, pledged) in enumerate(PEOPLE):
        day = begun.date().isoformat() if pledged else ""
        said = {"staff": str(staff_id(key)), "name": name, "post": post, "pledged_on": day, "ended": False}
        yield say(begun + timedelta(minutes=1 + n), "mori", BUCKET, _fields(f"member:{members[key]}", said))
    meeting = {
        "kind": "regular", "begins_at": "14:00", "place": "北区役所 3階", "chair": "大野 節子", "status": "scheduled",
    }  # fmt: skip
    ids = {name: str(bucket_id(name)) for name in (COMING, HELD)}
    for at, name, day in ((past - timedelta(days=20), HELD, past), (past + timedelta(days=1), COMING, soon)):
        yield say(at, "mori", BUCKET, _fields(f"meeting:{ids[name]}", meeting | {"held_on": day.date().isoformat()}))
    came = {f"came:{members[key]}": "present" for key in ("ono", "nishimura", "tanaka", "tsuji")}
    after = came | {"status": "minutes_draft"}
    yield say(past + timedelta(hours=3), "mori", BUCKET, _fields(f"meeting:{ids[HELD]}", after))
    called = [_invitee(members[key], key, begun, staff_id) for key in ("tsuji", "tanaka")]
    for household, name, day, basis, at in (
        (DECIDED, HELD, past, "conf_106_6", past - timedelta(days=6)),
        (WATCHED, COMING, soon, "conf_106_6", now - timedelta(days=3)),
        (CONSENTED, COMING, soon, "consent", now - timedelta(days=2)),
    ):
        about = {
            "meeting": ids[name], "held_on": day.date().isoformat(), "basis": basis, "question": QUESTIONS[household],
            "invitees": called if household != CONSENTED else called[1:], "withdrawn": False,
        }  # fmt: skip
        put = {"kind": "conference.item", "item": item_id(household, bucket_id), "about": about}
        yield say(at, "tanaka", household, put)
        if household == WATCHED:
            yield from _given(at + timedelta(hours=2), about, meeting, say, bucket_id)
    yield from agreed.written(now, past, ids[HELD], say, bucket_id, staff_id)
    words = {"item": item_id(DECIDED, bucket_id), "text": SAID, "reason": ""}
    yield say(past + timedelta(hours=4), "mori", DECIDED, {"kind": "conference.minutes", **words}, name="minutes:held")
    approved = past + timedelta(days=2)
    yield say(approved, "ono", DECIDED, {"kind": "conference.approved", "note": ""}, refers="minutes:held")
    closed = {"kind": "meeting.approved", "meeting": ids[HELD], "note": ""}
    yield say(approved + timedelta(minutes=1), "ono", BUCKET, closed)


def _working(day: datetime) -> datetime:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _fields(entity: str, said: Json) -> Json:
    return {"kind": "fields.set", "entity": entity, "set": said, "base": {}}


def _invitee(member: str, key: str, begun: datetime, staff_id: Ids) -> Json:
    name, post = next((name, post) for one, name, post, _ in PEOPLE if one == key)
    day = begun.date().isoformat()
    return {"id": member, "staff": str(staff_id(key)), "name": name, "office": post, "pledged_on": day}


def _given(at: datetime, about: Json, meeting: Json, say: Tell, bucket_id: Ids) -> Iterator[Any]:
    facts = {name: meeting[name] for name in ("kind", "begins_at", "place", "chair")}
    material = {
        "household": str(bucket_id(WATCHED)), "item": item_id(WATCHED, bucket_id), "title": "小川さん宅",
        "author": "田中 恵", "as_of": at.isoformat(timespec="seconds"), "basis": about["basis"],
        "meeting": facts | {"held_on": about["held_on"]}, "question": about["question"],
        "invitees": about["invitees"],
        "sections": {
            "phase": "状況把握世帯", "tier": "把握のみ", "watch": "つながりを保つ\n灯りがつかない：その日に外から見る",
        },
    }  # fmt: skip
    packet = packet_key(WATCHED)
    grants = [{"k": "packet.grant", "staff": one["staff"], "basis": about["basis"]} for one in about["invitees"][:1]]
    yield say(at, "tanaka", packet, {"kind": "material.version", "material": material}, effects=grants)
    told = {"packet": str(bucket_id(packet)), "digest": digest_of(material), "invitees": about["invitees"]}
    yield say(at, "tanaka", WATCHED, {"kind": "conference.material", "item": material["item"], **told})
