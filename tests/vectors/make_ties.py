"""Writes ties.json: つながり, who is around a household, and what both engines must say of them.

Run from the project's root: python -m tests.vectors.make_ties. `expect` is written by hand; the rest is computed here
and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.fold import fold, write_fields
from server.casework.protection import sealed_of
from server.casework.records import OpenedOp
from server.casework.summary import summarise
from tests.vectors.make_protection import mark

VECTORS = Path(__file__).with_name("ties.json")
HOME = "00000000-0000-7000-8000-0000000000b1"
START, HOUR = 1_790_000_000_000, 3_600_000
NOW = "2026-09-23T09:00:00+09:00"
ROLES = {"sato": "outreach_worker", "tanaka": "coordinator", "ono": "center_head", "tsuji": "agency"}
Line = tuple[float, str, str, dict[str, Any]]  # hour, operation's id, who, payload
TOLD = {"source": "二軒となりの方", "text": "夕方に話し声がする"}
BETWEEN = {"from": "person:p1", "to": "around:a1", "kind": "contact", "quality": "strong", "since": "1998", "known": "person", "door": "meet"}


def around(hour: float, op: str, by: str = "sato", /, one: str = "a1", base: Any = None, **fields: Any) -> Line:
    return (hour, op, by, {"kind": "around.set", "around": one, "set": fields, "base": base or {}})


def tie(hour: float, op: str, by: str = "sato", /, one: str = "t1", base: Any = None, **fields: Any) -> Line:
    said = {"from" if field == "of" else field: value for field, value in fields.items()}
    return (hour, op, by, {"kind": "tie.set", "tie": one, "set": said, "base": base or {}})


def whole(hour: float, op: str, by: str = "sato", /, one: str = "t1", **fields: Any) -> Line:
    return (hour, op, by, {"kind": "tie.set", "tie": one, "set": BETWEEN | fields, "base": {}})


BEGUN: list[Line] = [
    (1, "o1", "sato", {"kind": "household.open", "center": "26101", "fields": {"name": "里中", "lead": "sato"}}),
    (1, "o2", "sato", {"kind": "person.add", "person": "p1", "fields": {"given_name": "咲", "relation": "head"}}),
    (1, "o3", "sato", {"kind": "person.add", "person": "p2", "fields": {"given_name": "蓮", "relation": "child"}}),
    (1, "o4", "sato", {"kind": "person.add", "person": "p3", "fields": {"given_name": "修", "relation": "spouse"}}),
]
LEFT: Line = (2.5, "o5", "tanaka", {"kind": "fields.set", "entity": "person:p3", "set": {"left_on": "2026-09-01"}, "base": {}})
MINSEI = around(2, "w1", name="川村さん", who="minsei")

CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("nobody has written any", BEGUN, {"around": [], "ties": [], "conflicts": []}),
    ("sato writes who can open the door, and since when", [*BEGUN, MINSEI, whole(2.1, "w2")],
     {"around/0/fields/name/value": "川村さん", "ties/0/fields/door/value": "meet", "ties/0/by": "sato", "ties/0/fields/since/value": "1998", "ties/0/versions/#": 1}),
    ("what she learns later takes the place of what she knew, field by field",
     [*BEGUN, MINSEI, whole(2.1, "w2"), tie(5, "w3", quality="tense", door="hard", base={"quality": ["w2"], "door": ["w2"]})],
     {"ties/0/fields/quality/value": "tense", "ties/0/fields/since/value": "1998", "ties/0/versions/#": 2, "conflicts": []}),
    ("sato and tanaka wrote differently without knowing of each other: both stay, and it is said",
     [*BEGUN, MINSEI, whole(2.1, "w2"), tie(3, "w3", door="call", base={"door": ["w2"]}), tie(4, "w4", "tanaka", door="hard", quality="tense", base={"door": ["w2"], "quality": ["w2"]})],
     {"ties/0/fields/door/heads/#": 2, "conflicts": [{"entity": "tie:t1", "field": "door"}], "row/conflicts": 1}),
    ("tanaka chose one of the two",
     [*BEGUN, MINSEI, whole(2.1, "w2"), tie(3, "w3", door="call", base={"door": ["w2"]}), tie(4, "w4", "tanaka", door="hard", base={"door": ["w2"]}), tie(5, "w5", "tanaka", door="hard", base={"door": ["w3", "w4"]})],
     {"ties/0/fields/door/value": "hard", "conflicts": [], "ties/0/versions/#": 4}),
    ("two names for one neighbour are two names until somebody chooses",
     [*BEGUN, around(2, "w1", name="谷さん", who="neighbour"), around(3, "w2", "tanaka", name="谷口さん", who="neighbour")],
     {"conflicts": [{"entity": "around:a1", "field": "name"}]}),
    ("a tie taken back stays with why, and can come again",
     [*BEGUN, MINSEI, whole(2.1, "w2"), tie(3, "w3", gone="人ちがいでした"), tie(4, "w4", gone="", base={"gone": ["w3"]})],
     {"ties/0/fields/gone/value": "", "ties/0/versions/1/set/gone": "人ちがいでした"}),
    ("what somebody else told lies with the tie", [*BEGUN, MINSEI, whole(2.1, "w2", known="third", third_party=TOLD)],
     {"ties/0/fields/third_party/value/source": "二軒となりの方"}),
    ("the head of the center writes; whoever is of an agency proposes",
     [*BEGUN, around(2, "w1", "tsuji", name="川村さん"), whole(3, "w2", "tsuji"), whole(4, "w3", "ono", one="t2")],
     {"around": [], "ties/#": 1, "proposals/#": 2, "proposals/0/reason": "role"}),
    ("the order in which the ends came does not matter, nor that one is not known yet", [*BEGUN, whole(2, "w2", to="around:later"), around(3, "w1", one="later", name="妹さん", who="kin")],
     {"ties/0/fields/to/value": "around:later", "around/0/id": "later"}),
    ("a field of a newer app is kept as it was written", [*BEGUN, around(2, "w1", name="川村さん", who="robot", colour={"h": 3})],
     {"around/0/fields/colour/value/h": 3, "around/0/fields/who/value": "robot"}),
    ("damaged values break nothing: each is kept, and nothing is made of it",
     [*BEGUN, around(2, "w1", name=5, who=None, note=["x"], gone={}), tie(3, "w2", of=7, to=None, kind=[], quality={"a": 1}, since=1998, door=True, third_party="x", known=None), tie(4, "w3", one="t2", of="person:nobody", to="household")],
     {"around/#": 1, "ties/#": 2, "ties/0/fields/from/value": 7}),
    ("a shape that nobody can read stays beside the household",
     [*BEGUN, (2, "w1", "sato", {"kind": "tie.set", "tie": "t1", "set": "x", "base": {}}), (2.1, "w2", "sato", {"kind": "tie.set", "tie": 3, "set": {}, "base": {}}),
      (2.2, "w3", "sato", {"kind": "around.set", "around": "a1", "set": {}}), (2.3, "w4", "sato", {"kind": "around.set", "around": "a1", "set": {}, "base": {"name": [1]}})],
     {"around": [], "ties": [], "unknown/#": 4}),
    ("under 支援措置 nobody around and nobody who went away is in the household any more; who lives there and who works for them stays",
     [*BEGUN, MINSEI, whole(2.1, "w2"), whole(2.2, "w3", one="t2", to="person:p3", kind="separated", quality="tense", word="修さんには言わない"),
      whole(2.3, "w4", one="t3", to="person:p2", kind="parent", third_party=TOLD), whole(2.4, "w5", one="t4", to="staff:sato"), LEFT, mark(3, "m1"), around(4, "w6", name="第三保育所", who="school")],
     {"around": [], "ties/#": 2, "ties/0/id": "t3", "ties/0/fields/third_party": None, "ties/0/versions": [], "ties/1/id": "t4", "conflicts": [], "sealed/around/a1/name/heads/#": 2}),
    ("where people differ about somebody hidden, nothing of it is said",
     [*BEGUN, MINSEI, around(2.1, "w2", "tanaka", name="川上さん"), whole(2.2, "w3"), tie(2.3, "w4", "tanaka", door="hard"), mark(3, "m1")], {"conflicts": [], "ties": []}),
    ("what somebody had no right to write of them is proposed without its words",
     [*BEGUN, mark(3, "m1"), around(4, "w1", "tsuji", name="第三保育所"), whole(4.1, "w2", "tsuji", word="第三保育所の前")],
     {"proposals/0/payload/set": {}, "proposals/1/payload/set": {}}),
]  # fmt: skip


def case_of(name: str, lines: list[Line], expect: dict[str, Any]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": HOME, "device": f"phone of {who}", "dseq": n + 1,
            "hlc_ms": round(START + hour * HOUR), "hlc_n": 0, "staff": who, "seq": n + 1, "received_at": None,
            "schema": 1, "payload": {"recorded_at": f"2026-09-22T{int(hour):02d}:00:00+09:00", **payload},
        }
        for n, (hour, op_id, who, payload) in enumerate(lines)
    ]  # fmt: skip
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "expect": expect, "state": state_of(ops)}


def state_of(ops: list[dict[str, Any]]) -> dict[str, Any]:
    all_of_it = [OpenedOp(**op) for op in ops]
    state = fold(HOME, "26101", all_of_it, ROLES, NOW)
    told = ("around", "ties", "conflicts", "proposals", "unknown")
    sealed = sealed_of(HOME, all_of_it, write_fields, ROLES)
    row = summarise(state, NOW)
    return {name: state[name] for name in told} | {"row": row, "sealed": {"around": sealed["around"]}}


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
