"""Writes protection.json: 支援措置, what it hides, and what both engines must say of each.

Run from the project's root: python -m tests.vectors.make_protection. `expect` is written by hand; the rest is computed
here and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.fold import fold, write_fields
from server.casework.protection import sealed_of
from server.casework.records import OpenedOp
from server.casework.summary import summarise

VECTORS = Path(__file__).with_name("protection.json")
HOME = "00000000-0000-7000-8000-0000000000b1"
START, HOUR = 1_790_000_000_000, 3_600_000
NOW = "2026-09-23T09:00:00+09:00"
ROLES = {"sato": "outreach_worker", "tanaka": "coordinator", "mori": "office", "oishi": "manager"}
Line = tuple[float, str, str, dict[str, Any]]  # hour, operation's id, who, payload
PLACE = {"ward": "北区", "town": "紫野西野町", "banchi": "99-1", "room": "203", "postal_code": "6038201", "hint": "青い門", "phone": "075-999-1234"}
SECRETS = ("紫野西野町", "99-1", "6038201", "青い門", "075-999-1234", "0759991234", "090-9999-4321", "09099994321", "第三保育所", "里中", "さとなか")


def mark(hour: float, name: str, who: str = "tanaka", **more: Any) -> Line:
    said = {
        "persons": ["p1"], "since": "2026-09-01", "until": "2027-08-31", "basis": "registry", "called": "あじさい",
        "people": [{"staff": "sato", "name": "佐藤", "basis": "consent"}], "told": "北区役所 市民窓口課", **more,
    }  # fmt: skip
    return (hour, name, who, {"kind": "protection.set", "protection": said})


def end(hour: float, name: str, who: str = "tanaka", target: str = "m1") -> Line:
    return (hour, name, who, {"kind": "protection.end", "target": target, "reason": "ご本人の申出で終わり"})


def opened(hour: float, name: str, who: str = "sato", why: str = "visit") -> Line:
    return (hour, name, who, {"kind": "protection.opened", "why": why})


def write(hour: float, name: str, who: str, entity: str, **fields: Any) -> Line:
    return (hour, name, who, {"kind": "fields.set", "entity": entity, "set": fields, "base": {}})


BEGUN: list[Line] = [
    (1, "o1", "sato", {"kind": "household.open", "center": "26101", "fields": {"name": "里中", "kana": "さとなか", "risk_tier": "A", "lead": "sato", **PLACE}}),
    (1, "o2", "sato", {"kind": "person.add", "person": "p1", "fields": {"family_name": "里中", "given_name": "咲", "family_kana": "さとなか", "phone": "090-9999-4321"}}),
    (1, "o3", "sato", {"kind": "person.add", "person": "p2", "fields": {"given_name": "蓮", "estimated_age": 5}}),
    write(2, "o4", "sato", "reach:p2", school="第三保育所"),
]  # fmt: skip

CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("before anybody marks it, it is a household like any other", BEGUN[:3],
     {"state/protection": None, "row/protected": False, "row/town": "紫野西野町", "state/fields/phone/value": "075-999-1234"}),
    ("what leads to a person is in no household, marked or not", BEGUN,
     {"state/entities": {}, "sealed/reach/p2/school/value": "第三保育所"}),
    ("from the mark on lists know neither place nor name", [*BEGUN, mark(3, "m1")],
     {"state/protection/id": "m1", "state/fields/town": None, "state/persons/0/fields/phone": None, "row/title": "伏せた世帯（あじさい）",
      "row/kana": "", "row/area": "", "row/phone_digits": "", "row/worst_person": "対象者", "row/protected": True,
      "row/search_key": "伏せた世帯あじさい", "sealed/fields/town/value": "紫野西野町", "sealed/persons/p1/phone/value": "090-9999-4321"}),
    ("without another name it is called what it is", [*BEGUN, mark(3, "m1", called=" ")], {"row/title": "伏せた世帯"}),
    ("an address written afterwards is as hidden as the one before, and both that differ",
     [*BEGUN, mark(3, "m1"), write(4, "w1", "sato", "household", town="上賀茂池端町"), write(4, "w2", "tanaka", "household", town="大宮薬師山東町")],
     {"state/fields/town": None, "state/conflicts": [], "sealed/fields/town/heads/#": 3}),
    ("an address that somebody had no right to write is proposed without itself",
     [*BEGUN, mark(3, "m1"), (4, "w1", "oishi", {"kind": "household.open", "center": "26101", "fields": {"phase": "closed", **PLACE}})],
     {"state/proposals/0/id": "w1", "state/proposals/0/payload/fields": {"phase": "closed"}}),
    ("sato asks for it: only who answers for the household decides", [*BEGUN, mark(3, "m1", "sato")],
     {"state/protection": None, "state/proposals/0/reason": "role"}),
    ("who looked, when and why stands in the household", [*BEGUN, mark(3, "m1"), opened(4, "x1"), opened(5, "x2", "tanaka", "contact")],
     {"state/openings/#": 2, "state/openings/0/by": "sato", "state/openings/0/why": "visit"}),
    ("a renewal takes the place of what was said before", [*BEGUN, mark(3, "m1"), mark(5, "m2", "oishi", until="2028-08-31")],
     {"state/protection/id": "m2", "state/protection/until": "2028-08-31"}),
    ("a day that passed uncovers nobody", [*BEGUN, mark(3, "m1", until="2020-01-01")], {"row/protected": True, "state/fields/town": None}),
    ("ended, it is a household like any other; whoever looked stays written", [*BEGUN, mark(3, "m1"), opened(4, "x1"), end(5, "e1")],
     {"state/protection": None, "row/town": "紫野西野町", "state/openings/#": 1}),
    ("marked again after its end", [*BEGUN, mark(3, "m1"), end(4, "e1"), mark(5, "m2")], {"state/protection/id": "m2"}),
    ("sato and mori do not end it", [*BEGUN, mark(3, "m1"), end(4, "e1", "sato"), end(5, "e2", "mori")],
     {"state/protection/id": "m1", "state/proposals/#": 2}),
    ("an end of nothing ends nothing", [*BEGUN, mark(3, "m1"), end(4, "e1", target="o1"), end(5, "e2", target="nowhere")],
     {"state/protection/id": "m1", "state/proposals/0/reason": "wrong_target", "state/proposals/1/reason": "target_missing"}),
    ("a shape that nobody can read hides nothing and closes nothing",
     [*BEGUN, mark(3, "m1", people="佐藤"), mark(3.1, "m2", persons=[1]), mark(3.2, "m3", until=None),
      (3.3, "m4", "tanaka", {"kind": "protection.set"}), (3.4, "x1", "sato", {"kind": "protection.opened", "why": 1})],
     {"state/protection": None, "state/unknown/#": 5}),
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
    told = ("protection", "openings", "fields", "persons", "entities", "conflicts", "proposals", "unknown")
    return {
        "state": {name: state[name] for name in told}, "row": summarise(state, NOW),
        "sealed": sealed_of(HOME, all_of_it, write_fields, ROLES),
    }  # fmt: skip


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
