"""What two invented households of 北区 agreed to: one plan runs and is to be looked at again, one is proposed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from server.casework.plans import offer_of

Json = dict[str, Any]
Ids = Callable[[str], Any]
Tell = Callable[..., Any]
RUNS, PROPOSED = "h09", "s2_ozaki"  # and the person of each who said yes
CENTER_HEAD, OFFICE, COORDINATOR, WORKER = "ono", "mori", "tanaka", "sato"
QUESTION = "ミンくんの学校とのやりとりと、お母さんの通院を、だれがどのことばで支えるか。"
SAID = (
    "お母さんが自分で話せる場を先に作る。学校からの手紙は、やさしい日本語で田中が一緒に読む。"
    "通院は、通訳の方と日をそろえる。"
)


def written(now: datetime, held: datetime, meeting: str, say: Tell, ids: Ids, staff_id: Ids) -> Iterator[Any]:
    """`held`: the day of the meeting that decided on the one."""
    yield from _asked_and_not_yet(now, say, staff_id)
    yield from _runs(now, held, meeting, say, ids, staff_id)


def _person(household: str) -> str:
    return str(uuid5(UUID("8a4f2f0e-6f0f-5c7e-9d7b-6b6173616e65"), f"person:{household}:0"))


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _consent(at: datetime, who: str, by: str, **more: Any) -> Json:
    said = {
        "person": who, "answer": "given", "purposes": ["plan", "sharing"], "data": ["living", "health"],
        "method": "oral", "obtained_on": _day(at), "by": by, "capacity_note": "",
    }  # fmt: skip
    return {"kind": "consent.add", "consent": said | more}


def _version(at: datetime, **more: Any) -> Json:
    plan = {"number": 1, "author": "森 由紀", "as_of": at.isoformat(timespec="seconds"), "reason": ""}
    return {"kind": "collaboration.version", "plan": plan | more}


def _asked_and_not_yet(now: datetime, say: Tell, staff_id: Ids) -> Iterator[Any]:
    who, sato = _person(PROPOSED), str(staff_id(WORKER))
    at = now - timedelta(days=34)
    first = _consent(
        at, who, sato, answer="explained", orgs=[], data=[], words="「まあ、よう考えてみるわ」",
        capacity_note="耳が遠いので、紙に大きく書いて説明した。",
    )  # fmt: skip
    yield say(at, WORKER, PROPOSED, first)
    at = now - timedelta(days=6)
    yes = _consent(
        at, who, sato, orgs=["消防署の予防課", "地域包括支援センター"],
        words="「火のことやったら、相談してくれてええよ」", until=_day(at + timedelta(days=365)),
    )  # fmt: skip
    yield say(at, WORKER, PROPOSED, yes)
    at = now - timedelta(days=1)
    plan = _version(
        at, title="尾﨑さん宅", members=["尾﨑 シズ（90歳・世帯主）"],
        wish="「この家で、思い出の物と一緒にいたい。夏が涼しかったらええのに」",
        goal_long="思い出の物を大切にしながら、安心して寝起きできる部屋がある",
        goal_short="寝る部屋から玄関まで、つまずかずに歩ける",
        issues=["通り道に物が多く、夜に歩くと危ない", "エアコンが使えず、夏の暑さが心配"],
        actions=[
            {"what": "片づける物と残す物を一緒に決める", "who": "佐藤 みさき", "to": sato, "frequency": "週に一度"},
            {"what": "火の元を一緒に見る", "who": "消防署の予防課", "frequency": "月に一度"},
        ],
        monitor_on=_day(now + timedelta(days=60)), outreach=True, participation=False,
    )  # fmt: skip
    yield say(at, OFFICE, PROPOSED, plan)


def _runs(now: datetime, held: datetime, meeting: str, say: Tell, ids: Ids, staff_id: Ids) -> Iterator[Any]:
    who, sato, tanaka = _person(RUNS), str(staff_id(WORKER)), str(staff_id(COORDINATOR))
    at = held - timedelta(days=12)
    yes = _consent(
        at, who, sato, method="written", orgs=["小学校", "国際交流の通訳の方", "診療所"],
        data=["living", "health", "family"], words="「ミンの学校のこと、知りたいです。いっしょに話してください」",
        capacity_note="やさしい日本語と、ベトナム語の紙で説明した。",
    )  # fmt: skip
    yield say(at, WORKER, RUNS, yes)
    move = {"from": "in_support", "to": "conference", "reason": "学校・通院・ことばのことを、一緒に決めたい。"}
    put = {"kind": "case.move", "move": move | {"meeting_on": _day(held), "meeting": meeting}}
    yield say(held - timedelta(days=10), COORDINATOR, RUNS, put)
    item = str(ids(f"item:{RUNS}"))
    about = {
        "meeting": meeting, "held_on": _day(held), "basis": "consent", "question": QUESTION, "invitees": [],
        "withdrawn": False,
    }  # fmt: skip
    yield say(held - timedelta(days=9), COORDINATOR, RUNS, {"kind": "conference.item", "item": item, "about": about})
    at = held - timedelta(days=2)
    actions = [
        {"what": "学校からの手紙を一緒に読む", "who": "田中 恵", "to": tanaka, "frequency": "週に一度"},
        {"what": "診察の日に通訳で入る", "who": "国際交流の通訳の方", "frequency": "月に一度"},
    ]
    plan = _version(
        at, title="グエンさん宅", members=["グエン ティ・ラン（世帯主）", "グエン ミン（子）"],
        wish="「ミンの宿題を、わたしも見てあげたい。ここで長く暮らしたいです」",
        goal_long="お母さんが、学校や病院で自分のことばで話せる", goal_short="学校からの手紙を、その週のうちに読める",
        issues=["手紙の日本語がむずかしい", "通院の日に通訳がいない"], actions=actions,
        monitor_on=_day(now - timedelta(days=3)), outreach=False, participation=False,
    )  # fmt: skip
    yield say(at, OFFICE, RUNS, plan, name="plan:runs")
    words = {"kind": "conference.minutes", "item": item, "text": SAID, "reason": ""}
    yield say(held + timedelta(hours=4), OFFICE, RUNS, words, name="minutes:runs")
    offers = [{name: value for name, value in offer_of(action).items() if value is not None} for action in actions]
    decided = {
        "kind": "case.move",
        "move": {
            "from": "conference", "to": "in_support", "reason": "", "item": item, "offers": offers,
            "tracks": [{"kind": "plan", "basis": "consent"}],
        },
    }  # fmt: skip
    yield say(held + timedelta(hours=5), COORDINATOR, RUNS, decided, name="plan:asked", refers="plan:runs")
    at = held + timedelta(days=2)
    yield say(at, CENTER_HEAD, RUNS, {"kind": "conference.approved", "note": ""}, refers="minutes:runs")
    agreed = {"kind": "case.decide", "agree": True, "note": ""}
    yield say(at + timedelta(minutes=2), CENTER_HEAD, RUNS, agreed, refers="plan:asked")
    yes = {"kind": "role.answer", "target": ":1", "accepted": True, "note": "月のはじめの診察の日に合わせます。"}
    yield say(at + timedelta(days=1), COORDINATOR, RUNS, yes, refers="plan:asked")
