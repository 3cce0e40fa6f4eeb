"""Writes outreach.json: a relation's course, the home, 判定 and the months nobody was met, and what both engines must say of each.

Run from the project's root: python -m tests.vectors.make_outreach. `expect` is written by hand; the rest is computed
here and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.fold import fold
from server.casework.outreach import course_of
from server.casework.records import OpenedOp
from server.casework.rules import judge
from server.casework.schemes import HOME, WITHDRAWN, contacts_of, homes_of, judgements_of, unmet, withdrawn_person

VECTORS = Path(__file__).with_name("outreach.json")
BUCKET = "00000000-0000-7000-8000-0000000000b1"
NOW = "2026-11-24T10:00:00+09:00"
START = 1_790_000_000_000
ROLES = {"sato": "outreach_worker", "tanaka": "coordinator", "ono": "center_head", "ueda": "agency"}
Line = tuple[str, str, str, dict[str, Any]]  # when, operation's id, who, payload


def opened(when: str = "2026-01-10T10:00:00+09:00") -> Line:
    return (when, "open", "sato", {"kind": "household.open", "center": "26101", "fields": {"ward": "北区"}})


def person(who: str, **fields: Any) -> Line:
    return ("2026-01-10T10:00:00+09:00", f"add {who}", "sato", {"kind": "person.add", "person": who, "fields": fields})


def visit(when: str, name: str, by: str = "sato", *, result: str = "met_person", safety: dict[str, str] | None = None, **more: Any) -> Line:
    said = {
        "occurred_at": when, "method": "visit", "result": result, "staff": [by], "accompanied": [], "met_persons": [], "presence_signs": [],
        "safety": [{"person": one, "level": level} for one, level in (safety or {}).items()], "observations": [], "facts": "", "quotes": "",
        "assessment": "", "third_party": [], "promises": "", **more,
    }  # fmt: skip
    return (when, name, by, {"kind": "visit.add", "visit": said})


def noticed(when: str, name: str, by: str = "sato", **more: Any) -> Line:
    said = {"occurred_at": when, "observations": [], "presence_signs": [], "facts": "", **more}
    return (when, name, by, {"kind": "obs.add", "observation": said})


def wrote(when: str, name: str, by: str, entity: str, base: dict[str, Any] | None = None, **fields: Any) -> Line:
    return (when, name, by, {"kind": "fields.set", "entity": entity, "set": fields, "base": base or {}})


def withdrew(when: str, name: str, target: str) -> Line:
    return (when, name, "sato", {"kind": "retract", "target": target, "reason": "書きまちがい"})


def day(month: int, of: int, hour: int = 10) -> str:
    return f"2026-{month:02d}-{of:02d}T{hour:02d}:00:00+09:00"


def clutter(number: Any, room: str = "living_room") -> dict[str, Any]:
    return {"code": "LIV05", "value": "yes", "number": number, "qualifier": room}


def judged(state: str, on: str, word: str = "") -> dict[str, str]:
    return {"state": state, "on": on, "word": word}


SISTERS = [opened(), person("haha", given_name="ハツ"), person("makoto", given_name="誠")]
FUSA = [opened(), person("fusa", given_name="フサ")]
CASES: list[tuple[str, list[Line], str, dict[str, Any]]] = [
    ("nothing said is no course, no home and no judgement", [opened()], "open",
     {"course": [], "homes": [], "judgements": [], "person": None, "unmet": None}),
    ("the course is told by visits and by what was noticed between them, in the order of time",
     [*FUSA, visit(day(3, 2), "v2", relation_stage=3, relation_word="猫の話"), noticed(day(2, 20), "n1", relation_stage=2, relation_word="手をふってくださった"),
      visit(day(2, 1), "v1", relation_stage=0), visit(day(4, 1), "v3")], "v2",
     {"course/#": 3, "course/0/stage": 0, "course/1/id": "n1", "course/1/word": "手をふってくださった", "course/2/stage": 3, "rules": []}),
    ("a stage that is none is none: half of one, a seventh, a word, yes",
     [opened(), visit(day(2, 1), "v1", relation_stage=2.5), visit(day(2, 2), "v2", relation_stage=7), visit(day(2, 3), "v3", relation_stage=True),
      visit(day(2, 4), "v4", relation_stage=6)], "open", {"course/#": 1, "course/0/stage": 6}),
    ("a withdrawn look said nothing", [opened(), noticed(day(2, 1), "n1", relation_stage=4), withdrew(day(2, 2), "w1", "n1")], "n1", {"course": []}),
    ("a corrected visit says what it says now",
     [opened(), visit(day(2, 1), "v1", relation_stage=4),
      (day(2, 2), "a1", "sato", {"kind": "amend", "target": "v1", "reason": "番号ちがい", "visit": visit(day(2, 1), "v1", relation_stage=1)[3]["visit"]})], "v1",
     {"course/#": 1, "course/0/stage": 1, "course/0/id": "v1"}),
    ("who falls by two on the household's page is told of, though no visit said so before",
     [opened(), noticed(day(2, 1), "n1", relation_stage=5), noticed(day(3, 1), "n2", relation_stage=3)], "n2", {"rules/0/rule": "E-O12", "rules/0/level": 3}),
    ("a visit is measured by what was said on the page before it",
     [opened(), visit(day(1, 20), "v1", relation_stage=2), noticed(day(2, 1), "n1", relation_stage=5), visit(day(3, 1), "v2", relation_stage=2)], "v2",
     {"rules/0/rule": "E-O12"}),
    ("one step back is a rest, nobody is alarmed", [opened(), noticed(day(2, 1), "n1", relation_stage=5), visit(day(3, 1), "v1", relation_stage=4)], "v1",
     {"rules": [], "course/1/stage": 4}),
    ("the home over time: rooms, extents and what else is true",
     [opened(), visit(day(2, 1), "v1", observations=[clutter(6), clutter(4, "kitchen"), clutter(5, "kitchen")]),
      noticed(day(5, 1), "n1", observations=[clutter(4)], home={"extents": [{"place": "corridor", "height": 90, "width": 120, "depth": 300}], "spread": ["road", "weeds"], "word": "通り道ができた"})],
     "n1", {"homes/#": 2, "homes/0/rooms/kitchen": 5, "homes/0/rooms/living_room": 6, "homes/1/rooms/living_room": 4, "homes/1/extents/0/width": 120,
            "homes/1/spread/1": "weeds", "homes/1/word": "通り道ができた", "rules": []}),
    ("a room that fills by two is told of, whether a visit said so or a look at the home",
     [opened(), visit(day(2, 1), "v1", observations=[clutter(3)]), noticed(day(5, 1), "n1", observations=[clutter(5)])], "n1", {"rules/0/rule": "E-O12"}),
    ("a measure without its sides is none, a look without anything is none",
     [opened(), noticed(day(2, 1), "n1", home={"extents": [{"place": "entrance", "height": 0, "width": 1, "depth": 1}, {"height": 5, "width": 4}, "wide", {"height": True, "width": 1, "depth": 1}], "spread": [3, "road"], "word": 7}),
      noticed(day(2, 2), "n2", home={"extents": [{"height": 5, "width": 4.5, "depth": 3}], "spread": "road", "word": ""}), noticed(day(2, 3), "n3", home={"spread": []}), noticed(day(2, 4), "n4", home="full")],
     "n1", {"homes/#": 2, "homes/0/extents": [], "homes/0/spread": ["road"], "homes/1/extents/0/place": "", "homes/1/extents/0/width": 4.5, "homes/1/spread": []}),
    ("判定 is written by the center, and the one before stays",
     [opened(), wrote(day(6, 1), "j1", "tanaka", HOME, **{"said:1": judged("judged", "2026-05-30", "5月の会議")}), wrote(day(9, 1), "j2", "ono", HOME, **{"said:2": judged("cleared", "2026-09-01")})], "open",
     {"judgements/#": 2, "judgements/0/state": "judged", "judgements/0/by": "tanaka", "judgements/1/state": "cleared", "judgements/1/by": "ono", "proposals": []}),
    ("what sato writes as 判定 is her proposal, and ueda's too",
     [opened(), wrote(day(6, 1), "j1", "sato", HOME, **{"said:1": judged("judged", "2026-05-30")}), wrote(day(6, 2), "j2", "ueda", HOME, **{"said:2": judged("cleared", "2026-06-02")})], "open",
     {"judgements": [], "proposals/#": 2, "proposals/0/reason": "role", "proposals/0/id": "j1"}),
    ("the day of 判定 puts it in order, not the day it was written down",
     [opened(), wrote(day(6, 5), "j1", "tanaka", HOME, **{"said:1": judged("supported", "2026-06-05")}), wrote(day(6, 9), "j2", "tanaka", HOME, **{"said:2": judged("judged", "2026-05-01")})], "open",
     {"judgements/0/state": "judged", "judgements/1/state": "supported"}),
    ("months without meeting makoto, his mother met each time",
     [*SISTERS, wrote(day(1, 11), "f1", "sato", WITHDRAWN, person="makoto", since="2006年ごろ"), visit(day(2, 24), "v1", safety={"makoto": "A_seen"}),
      visit(day(5, 1), "v2", result="met_family_only", safety={"haha": "A_seen", "makoto": "C_cohabitant"}), visit(day(8, 1), "v3", safety={"haha": "A_seen"}),
      visit(day(9, 1), "v4", result="spoke_through_door", safety={"makoto": "B_voice"}), visit(day(10, 1), "v5", result="absent")], "open",
     {"person": "makoto", "unmet/months": 9, "unmet/last_met_at": day(2, 24), "unmet/last_voice_at": day(9, 1), "unmet/family_contacts": 2, "unmet/family_since": day(5, 1),
      "unmet/last_family_at": day(8, 1), "contacts/0/met": "nobody", "contacts/1/met": "voice", "contacts/2/met": "family", "contacts/4/met": "person"}),
    ("a voice is no meeting: months go on", [*FUSA, visit(day(9, 24), "v1", safety={"fusa": "A_seen"}), visit(day(11, 1), "v2", safety={"fusa": "B_voice"})], "open",
     {"person": "fusa", "unmet/months": 2}),
    ("a month is whole on its day, not before", [*FUSA, visit(day(9, 25), "v1", safety={"fusa": "A_seen"})], "open", {"unmet/months": 1}),
    ("never met: counted since the household is known", [*FUSA], "open", {"unmet/months": 10, "unmet/last_met_at": None}),
    ("of two and nobody named there is nothing to count", [*SISTERS], "open", {"person": None, "unmet": None}),
    ("a withdrawn visit met nobody, and one dated ahead counts from when it was told",
     [*FUSA, visit(day(11, 20), "v1", safety={"fusa": "A_seen"}), withdrew(day(11, 21), "w1", "v1"),
      (day(10, 24), "v2", "sato", {"kind": "visit.add", "visit": visit("2027-05-01T10:00:00+09:00", "v2", safety={"fusa": "A_seen"})[3]["visit"]})], "open",
     {"unmet/last_met_at": day(10, 24), "unmet/months": 1, "contacts/#": 1}),
]  # fmt: skip


def state_of(ops: list[dict[str, Any]], target: str) -> dict[str, Any]:
    state = fold(BUCKET, "26101", [OpenedOp(**op) for op in ops], ROLES, NOW)
    person = withdrawn_person(state)
    return {
        "course": course_of(state), "homes": homes_of(state), "judgements": judgements_of(state), "person": person,
        "unmet": None if person is None else unmet(state, person, NOW), "contacts": [] if person is None else contacts_of(state, person),
        "rules": judge(state, target, NOW), "proposals": state["proposals"],
    }  # fmt: skip


def case_of(name: str, lines: list[Line], target: str, expect: dict[str, Any]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": BUCKET, "device": f"phone of {who}", "dseq": n + 1, "hlc_ms": START + n * 1000, "hlc_n": 0, "staff": who,
            "seq": n + 1, "received_at": None, "schema": 1, "payload": {"recorded_at": when, **payload},
        }
        for n, (when, op_id, who, payload) in enumerate(lines)
    ]  # fmt: skip
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "target": target, "expect": expect, "state": state_of(ops, target)}


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
