"""Writes outings.json: who is out until when, whether the office looks out for her, how it ends, and what was hostile.

Run from the project's root: python -m tests.vectors.make_outings. `expect` is written by hand; the rest is computed here
and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.fold import fold
from server.casework.records import OpenedOp
from server.casework.summary import summarise

FOLDER = Path(__file__).parent
HOME = "00000000-0000-7000-8000-0000000000b1"
NOW = "2026-11-24T18:00:00+09:00"
START = 1_795_480_200_000  # 2026-11-24T09:30 in Kyoto
ROLES = {"sato": "outreach_worker", "tanaka": "coordinator", "ueda": "agency"}
Line = tuple[int, str, str, dict[str, Any]]  # minutes after 9:30, operation's id, who, payload; `late`: minutes on the way


def at(minutes: float) -> str:
    whole = 570 + int(minutes)
    return f"2026-11-{24 + whole // 1440:02d}T{whole // 60 % 24:02d}:{whole % 60:02d}:00+09:00"


def start(minutes: int, name: str = "c1", who: str = "sato", lasts: int = 30, **more: Any) -> Line:
    said = {"watch": "w1", "second": "s1", "until": at(minutes + lasts), "companions": [], "place": "", "tel": "", "reason": "", "alone": "", **more}
    return (minutes, name, who, {"kind": "checkin.start", **said})


def longer(minutes: int, name: str, until: int, who: str = "sato", **more: Any) -> Line:
    return (minutes, name, who, {"kind": "checkin.extend", "target": "c1", "until": at(until), **more})


def back(minutes: int, name: str = "e1", who: str = "sato", word: Any = "safe", **more: Any) -> Line:
    return (minutes, name, who, {"kind": "checkin.end", "target": "c1", "word": word, **more})


def answered(minutes: int, name: str, alert: str = "w1") -> Line:
    return (minutes, name, "tanaka", {"kind": "alert.ack", "alert": alert, "how": "taking", "note": ""})


def closed(minutes: int, name: str, alert: str = "w1") -> Line:
    return (minutes, name, "tanaka", {"kind": "alert.closed", "alert": alert, "outcome": "resolved", "note": "電話で話せた"})


CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("she is out, and the office looks out for her", [start(0)],
     {"outings/0/armed": True, "outings/0/ended": None, "rows/#": 1, "rows/0/until": at(30), "outings/0/alarms/#": 1, "outings/0/alarms/0/id": "w1"}),
    ("her word is still on the phone: nobody looks out for her yet", [start(0, late=None)],
     {"outings/0/armed": False, "outings/0/received_at": None, "rows/0/armed": False}),
    ("her word came when the time was over: nobody ever did", [start(0, late=40)], {"outings/0/armed": False, "rows/#": 1}),
    ("her word came in time, if late", [start(0, late=20)], {"outings/0/armed": True}),
    ("an end before the start, and three days, are not watched", [start(0, lasts=-5), start(1, "c2", lasts=4320, watch="w2", second="s2")],
     {"outings/0/armed": False, "outings/1/armed": False}),
    ("more time", [start(0), longer(20, "m1", 45), longer(40, "m2", 60)],
     {"outings/0/until": at(60), "outings/0/more/#": 2, "outings/0/alarms/0/raised_at": at(60)}),
    ("more time that came after it had run out changes nothing", [start(0), longer(20, "m1", 45, late=30)],
     {"outings/0/until": at(30), "outings/0/more/#": 1}),
    ("she is back", [start(0), back(25)], {"outings/0/ended/by": "sato", "rows": [], "outings/0/alarms/#": 1}),
    ("back in time, and only her word of it was late", [start(0), back(25, late=60)], {"outings/0/ended/at": at(25), "rows": []}),
    ("a second word changes nothing", [start(0), back(25), back(50, "e2")], {"outings/0/ended/op": "e1"}),
    ("she calls for help: nothing but a second alarm tells it", [start(0), back(25, word="help"), answered(26, "a1", "s1")],
     {"outings/0/ended/op": "e1", "rows": [], "alerts": [], "proposals": [], "outings/0/alarms/1/id": "s1", "outings/0/alarms/1/level": 1,
      "outings/0/alarms/1/rules/0/rule": "E-S02", "outings/0/alarms/1/acks/#": 1}),
    ("she calls for help after she had said that she was back", [start(0), back(25), back(27, "e2", word="help")],
     {"outings/0/ended/op": "e1", "outings/0/alarms/#": 2}),
    ("a word nobody knows is an end like any other", [start(0), back(25, word="maybe")], {"outings/0/ended/op": "e1", "outings/0/alarms/#": 1}),
    ("Tanaka takes it on and closes it: she is not out any more", [start(0), answered(45, "a1"), closed(50, "z1")],
     {"outings/0/alarms/0/acks/#": 1, "outings/0/alarms/0/closed/by": "tanaka", "outings/0/ended": None, "rows": [], "proposals": []}),
    ("nobody says for her that she is back, or stays longer", [start(0), back(20, who="tanaka"), longer(21, "m1", 90, "tanaka")],
     {"outings/0/ended": None, "outings/0/until": at(30), "proposals/#": 2, "proposals/0/reason": "role"}),
    ("an agency checks nobody in; an end of nothing is kept as a proposal", [start(0, who="ueda"), back(5, "e9", target="gone")],
     {"outings": [], "proposals/#": 2, "proposals/1/reason": "target_missing"}),
    ("alone where two are asked for: an alert with her reason, whose end is not hers",
     [start(0, alone="n3", reason="田中さんが熱を出した"), answered(5, "a1", "n3"), closed(6, "z1", "n3")],
     {"outings/0/alarms/#": 2, "outings/0/alarms/1/rules/0/rule": "E-S03", "outings/0/alarms/1/note": "田中さんが熱を出した", "rows/#": 1, "proposals": []}),
    ("what happened at a visit, the latest first",
     [(0, "i1", "sato", {"kind": "incident.add", "target": "v1", "alert": "n1", "what": "どなられた", "hurt": "none", "next": "ふたりで"}),
      (9, "i2", "sato", {"kind": "incident.add", "target": "v2", "alert": "n2", "what": "物が飛んだ", "hurt": "worker", "next": "行かない"})],
     {"incidents/1/alarms/0/rules/0/rule": "E-S04", "incidents/#": 2, "incidents/0/id": "i2", "incidents/1/next": "ふたりで"}),
    ("of another shape: kept beside the fold",
     [start(0, until="きょう"), start(1, "c2", companions="tanaka"), start(2, "c3", watch=None), longer(3, "m1", 20, target=5), back(4, word=1),
      (5, "i1", "sato", {"kind": "incident.add", "target": "v1", "alert": "n1", "what": ["x"], "hurt": "none", "next": ""})],
     {"outings": [], "incidents": [], "unknown/#": 6}),
]  # fmt: skip


def state_of(ops: list[dict[str, Any]]) -> dict[str, Any]:
    state = fold(HOME, "26101", [OpenedOp(**op) for op in ops], ROLES, NOW)
    names = ("outings", "incidents", "alerts", "timers", "proposals", "unknown")
    return {name: state[name] for name in names} | {"rows": summarise(state, NOW)["outings"]}


def case_of(name: str, lines: list[Line], expect: dict[str, Any]) -> dict[str, Any]:
    ops = []
    for n, (minutes, op_id, who, payload) in enumerate(lines):
        late = payload.get("late", 0)
        said = {field: value for field, value in payload.items() if field != "late"}
        ops.append({
            "id": op_id, "bucket": HOME, "device": f"phone of {who}", "dseq": n + 1, "hlc_ms": START + minutes * 60_000,
            "hlc_n": 0, "staff": who, "seq": None if late is None else n + 1,
            "received_at": None if late is None else at(minutes + late), "schema": 1,
            "payload": {"recorded_at": at(minutes), **said},
        })  # fmt: skip
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "expect": expect, "state": state_of(ops)}


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    (FOLDER / "outings.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
