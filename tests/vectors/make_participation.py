"""Writes participation.json: wishes, the way to a place and what follows, and a center's shelf; told about 石田 and Sato.

Run from the project's root: python -m tests.vectors.make_participation. `expect` is written by hand; the rest is
computed here and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.community import fold_community
from server.casework.fold import fold
from server.casework.records import OpenedOp
from server.casework.summary import summarise

FOLDER = Path(__file__).parent
HOME, SHELF = "00000000-0000-7000-8000-0000000000b1", "s1"
NOW = "2026-11-24T10:00:00+09:00"
START = 1_790_000_000_000
ROLES = {
    "sato": "outreach_worker", "tanaka": "coordinator", "mori": "office", "endo": "manager", "oishi": "center_head",
    "kawai": "community_coordinator", "ueda": "agency", "vault": "vault",
}  # fmt: skip
Line = tuple[int, str, str, dict[str, Any]]  # minute, operation's id, who, payload
ON_SHELF = ("fields.set", "community.open", "timers.set", "alert.ack")
WORDS = "「自転車なおすの、好きやねん」"
SHOP = "自転車工房わだち"


def wish(minute: int, name: str, who: str = "sato", of: str = "w1", **more: Any) -> Line:
    about = {
        "person": "ishida", "want": WORDS, "avoid": "大勢の前であいさつ", "when": "火曜の昼すぎなら", "kinds": ["work"], "often": "week",
        "times": ["afternoon"], "distance": "walk", "people": "few", "said_on": "2026-06-01", "ended": "",
    }  # fmt: skip
    return (minute, name, who, {"kind": "wish.set", "wish": of, "about": about | more})


def match(minute: int, name: str, who: str = "sato", **more: Any) -> Line:
    said = {"wish": "w1", "resource": "r1", "name": "自転車の修理を手伝う", "org": SHOP, "on": "2026-06-02", "note": ""}
    return (minute, name, who, {"kind": "match.add", "match": said | more})


def step(minute: int, name: str, to: str, on: str = "2026-06-10", who: str = "sato", of: str = "m1", **more: Any) -> Line:
    said = {"to": to, "on": on, "companion": "佐藤が一緒に行く", "tells": [], "reason": "", "result": ""}
    return (minute, name, who, {"kind": "match.step", "target": of, "step": said | more})


def follow(minute: int, name: str, months: Any, on: str = "2026-07-31", who: str = "sato", **more: Any) -> Line:
    said = {"months": months, "on": on, "result": "well", "words": "「来週も行くわ」"}
    return (minute, name, who, {"kind": "match.follow", "target": "m1", "follow": said | more})


def yes(minute: int, name: str, **more: Any) -> Line:
    consent = {
        "person": "ishida", "answer": "given", "purposes": ["participation"], "data": ["living"], "orgs": [SHOP], "method": "oral",
        "obtained_on": "2026-06-01", "by": "sato", "words": "", "capacity_note": "",
    }  # fmt: skip
    return (minute, name, "sato", {"kind": "consent.add", "consent": consent | more})


def taken_back(minute: int, name: str, of: str, on: str) -> Line:
    return (minute, name, "sato", {"kind": "consent.withdrawn", "target": of, "withdrawn_on": on, "who": "石田さん", "how": "電話で"})


def put(minute: int, op_id: str, entity: str, who: str = "kawai", **said: Any) -> Line:
    base = said.pop("base", {})
    return (minute, op_id, who, {"kind": "fields.set", "entity": entity, "set": said, "base": base})


def waits(minute: int, op_id: str, alert: str = "", who: str = "vault") -> Line:
    one = {
        "alert": alert, "chain": alert, "rule": "E-T12", "subject": "shelf", "target": "", "since": "2026-01-05T23:59:00+09:00",
        "due_at": "2026-07-06T08:45:00+09:00", "level": 4,
    }  # fmt: skip
    return (minute, op_id, who, {"kind": "timers.set", "timers": [one] if alert else [], "catalogue": ""})


def answered(minute: int, op_id: str, who: str, alert: str) -> Line:
    return (minute, op_id, who, {"kind": "alert.ack", "alert": alert, "how": "taking", "note": ""})


BEGUN: list[Line] = [wish(1, "v1"), match(2, "m1")]
AGREED: list[Line] = [*BEGUN, yes(3, "c1")]
JOINED: list[Line] = [*AGREED, step(4, "s1", "tour"), step(5, "s2", "trial"), step(6, "s3", "joined", "2026-08-31")]
OPEN: Line = (0, "o1", "sato", {"kind": "community.open", "center": "26101"})

CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("ishida says what he would like, and says more of it later: both stand",
     [wish(1, "v1", people="", often=""), wish(2, "v2", "tanaka", said_on="2026-07-01")],
     {"wishes/#": 1, "wishes/0/versions/#": 2, "wishes/0/about/people": "few", "wishes/0/by": "sato", "rows/wishes/0/about/often": "week"}),
    ("what nobody asked yet stays open, and whose it is may be known later",
     [wish(1, "v1", person="", kinds=[], often="", times=[], distance="", people="", when="", avoid=""), wish(2, "v2")],
     {"wishes/0/versions/0/about/person": "", "wishes/0/about/person": "ishida"}),
    ("what one person said is not made another's", [wish(1, "v1"), wish(2, "v2", person="mother")],
     {"wishes/0/versions/#": 1, "proposals/0/reason": "wrong_target"}),
    ("a place is proposed for a wish that is there, by whoever works with them",
     [wish(1, "v1"), match(2, "m1"), match(3, "m2", wish="w9"), match(4, "m3", "ueda"), match(5, "m4", on="2026-02-30"), wish(6, "v2", "oishi", "w2")],
     {"matches/#": 1, "matches/0/state": "suggested", "proposals/0/reason": "target_missing", "proposals/1/reason": "role", "proposals/2/reason": "no_day",
      "proposals/3/reason": "role", "rows/matches/0/org": SHOP, "rows/matches/0/due": None}),
    ("to look at a place, nothing of the person need be told", [*BEGUN, step(3, "s1", "tour")],
     {"matches/0/state": "tour", "matches/0/steps/#": 1}),
    ("to tell anything takes a yes that covers it", [*BEGUN, step(3, "s1", "tour", tells=["living"])],
     {"matches/0/state": "suggested", "proposals/0/reason": "no_consent"}),
    ("nobody tries a place out under their name without a yes to it", [*BEGUN, step(3, "s1", "trial"), step(4, "s2", "joined")],
     {"matches/0/state": "suggested", "proposals/#": 2, "proposals/1/reason": "no_consent"}),
    ("with the yes the whole way stands: tour, trial, joined", JOINED,
     {"matches/0/state": "joined", "matches/0/joined_on": "2026-08-31", "matches/0/steps/#": 3,
      "rows/matches/0/due": {"months": 1, "on": "2026-09-30"}}),
    ("a yes to another place, another purpose, of somebody else or for less than is told covers nothing",
     [*BEGUN, yes(3, "c1", orgs=["図書館"]), yes(4, "c2", purposes=["plan"]), yes(5, "c3", person="mother"), step(6, "s1", "trial"),
      yes(7, "c4"), step(8, "s2", "trial", tells=["living", "health"]), step(9, "s3", "trial", tells=["living"])],
     {"matches/0/state": "trial", "matches/0/steps/#": 1, "proposals/#": 2, "proposals/1/id": "s2"}),
    ("a yes that came later covers no step before it", [*BEGUN, step(3, "s1", "trial"), yes(4, "c1")],
     {"matches/0/state": "suggested", "proposals/0/reason": "no_consent"}),
    ("a yes that was taken back covers the days before, and none after",
     [*AGREED, taken_back(4, "b1", "c1", "2026-06-20"), step(5, "s1", "trial", "2026-06-19"), step(6, "s2", "joined", "2026-06-21")],
     {"matches/0/state": "trial", "proposals/0/id": "s2"}),
    ("a place that nobody is known to run cannot be told anything", [wish(1, "v1"), match(2, "m1", org=" "), yes(3, "c1", orgs=[" "]), step(4, "s1", "trial")],
     {"matches/0/state": "suggested", "proposals/0/reason": "no_consent"}),
    ("no step goes back, and none from an end",
     [*JOINED, step(7, "x1", "tour"), step(8, "x2", "settled"), step(9, "s4", "stopped", reason="おかあさんの入院", result="health"), step(10, "x3", "joined")],
     {"matches/0/state": "stopped", "proposals/#": 3, "proposals/0/reason": "wrong_target", "proposals/1/reason": "no_reason", "rows/matches/0/due": None}),
    ("a pause has a reason and how it came out",
     [*BEGUN, step(3, "x1", "stopped", result="not_fit"), step(4, "x2", "stopped", reason="音が大きい"), step(5, "s1", "stopped", reason="音が大きい", result="not_fit")],
     {"matches/0/state": "stopped", "proposals/#": 2, "proposals/0/reason": "no_reason"}),
    ("it is settled after one, three and six months",
     [*JOINED, follow(7, "f1", 1), follow(8, "f3", 3), step(9, "x1", "settled", result="going_on"), follow(10, "f6", 6), step(11, "s4", "settled", result="going_on")],
     {"matches/0/state": "settled", "matches/0/follows/#": 3, "proposals/0/reason": "no_follow_up"}),
    ("or before, with a reason", [*JOINED, step(7, "s4", "settled", reason="自分で通い、役員にもなった", result="moved_on")],
     {"matches/0/state": "settled", "proposals": []}),
    ("the first that nobody made is the next due, at the month's last day where there is no such day",
     [*AGREED, step(4, "s3", "joined", "2026-08-31"), follow(5, "f3", 3), follow(6, "f1", 1)],
     {"rows/matches/0/due": {"months": 6, "on": "2027-02-28"}}),
    ("there is nothing to follow up before somebody joined, and no month between",
     [*AGREED, follow(4, "x1", 1), step(5, "s3", "joined"), follow(6, "x2", 2), follow(7, "x3", 1, result="?"), follow(8, "x4", 1, on="昨日"), follow(9, "x5", 1, who="ueda")],
     {"matches/0/follows": [], "proposals/#": 5, "proposals/3/reason": "no_day", "proposals/4/reason": "role"}),
    ("words to what is not there are kept", [wish(1, "v1"), step(2, "x1", "tour", of="v1"), step(3, "x2", "tour", of="m9")],
     {"proposals/0/reason": "wrong_target", "proposals/1/reason": "target_missing"}),
    ("what has no shape that anybody can read is none",
     [wish(1, "v1", kinds="work"), wish(2, "v2", person=None), match(3, "m1", staff=4), step(4, "s1", "tour", tells=None), follow(5, "f1", "1"), follow(6, "f2", True),
      (7, "v3", "sato", {"kind": "wish.set", "wish": "w1", "about": []}), (8, "s2", "sato", {"kind": "match.step", "target": "m1"})],
     {"wishes": [], "matches": [], "unknown/#": 8}),
    ("what a newer app knows of a wish stays with it", [wish(1, "v1", voice="録音あり", distance="boat")],
     {"wishes/0/about/voice": "録音あり", "wishes/0/about/distance": "boat"}),
    ("the shelf holds what kawai and tanaka put there, and no worker's or agency's",
     [OPEN, put(1, "p1", "resource:r1", name=SHOP, kind="work"), put(2, "p2", "resource:r2", "tanaka", name="本の会"), put(3, "x1", "resource:r3", "sato", name="x"),
      put(4, "x2", "meeting:k1", "tanaka", kind="regular"), put(5, "x3", "issue:i9", "ueda", theme="x")],
     {"shelf/resources/#": 2, "shelf/center": "26101", "shelf/proposals/#": 3, "shelf/proposals/0/reason": "role"}),
    ("two who change it at once both stand, and a look again replaces what was seen",
     [OPEN, put(1, "p1", "resource:r1", checked_on="2026-01-05"), put(2, "p2", "resource:r1", base={"checked_on": ["p1"]}, checked_on="2026-11-05"),
      put(3, "p3", "resource:r1", "mori", base={"checked_on": ["p1"]}, checked_on="2026-11-06")],
     {"shelf/resources/0/fields/checked_on/heads/#": 2}),
    ("an issue of the community names no household and no count by which somebody could be found",
     [OPEN, put(1, "p1", "issue:i1", theme="夜に行ける居場所がない", count=7), put(2, "x1", "issue:i1", count=4), put(3, "x2", "issue:i1", text=f"世帯 {HOME} の話"),
      put(4, "x3", "issue:i2", theme="x", areas=[{"of": HOME.upper()}]), put(5, "p2", "issue:i1", base={"count": ["p1"]}, count="few", committee=HOME),
      put(6, "x4", "activity:a1", text=HOME), put(7, "p3", "activity:a1", text="公園のそうじの会を始めた", count=0)],
     {"shelf/issues/#": 1, "shelf/issues/0/fields/count/value": "few", "shelf/proposals/#": 4, "shelf/proposals/0/reason": "small_count",
      "shelf/proposals/1/reason": "names_household", "shelf/activities/#": 1}),
    ("a shelf holds whatever shape a value has", [OPEN, put(1, "p1", "resource:r1", name=None, times={"a": [1, None]}, often=3), put(2, "x1", "__proto__", name="x")],
     {"shelf/resources/#": 1, "shelf/proposals/0/reason": "role"}),
    ("what nobody has looked through is told on the shelf, answered there, and said no more once somebody has",
     [OPEN, put(1, "p1", "resource:r1", checked_on="2026-01-05"), waits(2, "t1", "a1"), waits(3, "x1", "a2", "tanaka"), answered(4, "k1", "tanaka", "a1"), answered(5, "x2", "kawai", "a1"),
      answered(6, "k2", "mori", "a9"), waits(7, "t2")],
     {"shelf/timers/#": 1, "shelf/timers/0/acks/#": 1, "shelf/timers/0/timed/standing": False, "shelf/alerts/#": 1, "shelf/proposals/#": 2}),
]  # fmt: skip


def state_of(ops: list[dict[str, Any]]) -> dict[str, Any]:
    home, shelf = ([OpenedOp(**op) for op in ops if op["bucket"] == bucket] for bucket in (HOME, SHELF))
    state = fold(HOME, "26101", home, ROLES, NOW)
    row = summarise(state, NOW)
    return {name: state[name] for name in ("wishes", "matches", "proposals", "unknown")} | {
        "rows": {name: row[name] for name in ("wishes", "matches")}, "shelf": fold_community(SHELF, shelf, ROLES),
    }  # fmt: skip


def case_of(name: str, lines: list[Line], expect: dict[str, Any]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": SHELF if payload["kind"] in ON_SHELF else HOME, "device": f"phone of {who}",
            "dseq": n + 1, "hlc_ms": START + minute * 60_000, "hlc_n": 0, "staff": who, "seq": n + 1,
            "received_at": f"2026-09-22T10:{minute:02d}:30+09:00", "schema": 1,
            "payload": {"recorded_at": f"2026-09-22T10:{minute:02d}:00+09:00", **payload},
        }
        for n, (minute, op_id, who, payload) in enumerate(lines)
    ]  # fmt: skip
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "expect": expect, "state": state_of(ops)}


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    (FOLDER / "participation.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
