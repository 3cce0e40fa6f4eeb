"""Writes consultations.json: what somebody asked or told, who told it, and what both engines must say of each.

Run from the project's root: python -m tests.vectors.make_consultations. `expect` is written by hand; the rest is
computed here and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.consultations import fold_informant
from server.casework.fold import fold
from server.casework.records import OpenedOp
from server.casework.sheets import fold_sheet
from server.casework.summary import summarise
from tests.vectors.make_sheets import sheet

VECTORS = Path(__file__).with_name("consultations.json")
HOME, PACKET = "00000000-0000-7000-8000-0000000000b1", "p1"
START, HOUR = 1_790_000_000_000, 3_600_000
NOW = "2026-09-23T09:00:00+09:00"
ROLES = {"sato": "outreach_worker", "tanaka": "coordinator", "mori": "office", "oishi": "center_head", "ueda": "agency", "inoue": "outreach_worker"}
Line = tuple[float, str, str, dict[str, Any]]  # hour, operation's id, who, payload
JOB = {"work": "out_of_work"}


def at(hour: float) -> str:
    return f"2026-09-22T{int(hour):02d}:{round(hour % 1 * 60):02d}:00+09:00"


def told(received: float = 9, urgency: str = "now", **more: Any) -> dict[str, Any]:
    return {
        "received_at": at(received), "method": "street", "channel": "neighbour", "concerns": ["no_food", "health"], "most_worried": "no_food",
        "facts": "三日、雨戸が閉まったまま", "quotes": "声がしないんです", "urgency": urgency, "received_by": "sato", **more,
    }  # fmt: skip


def add(hour: float = 9, name: str = "c1", who: str = "sato", **more: Any) -> Line:
    return (hour, name, who, {"kind": "consultation.add", "consultation": told(hour, **more)})


def amend(hour: float, name: str, who: str, target: str = "c1", **more: Any) -> Line:
    return (hour, name, who, {"kind": "consultation.amend", "target": target, "reason": "聞きちがい", "consultation": told(**more)})


def retract(hour: float, name: str, who: str, target: str = "c1") -> Line:
    return (hour, name, who, {"kind": "retract", "target": target, "reason": "別のお宅のことだった"})


def visit(hour: float, name: str, result: str = "met_person") -> Line:
    record = {"occurred_at": at(hour), "method": "visit", "result": result}
    return (hour, name, "sato", {"kind": "visit.add", "visit": record})


def note(hour: float = 9, name: str = "n1", who: str = "sato", called: str = "川端 ヨシ", **more: Any) -> Line:
    said = {"household": HOME, "consultation": "c1", "name": called, "relation": "お隣", "tel": "", "may_be_named": "no"}
    return (hour, name, who, {"kind": "informant.note", **said, **more})


def opened(hour: float, name: str, who: str, why: str = "contact") -> Line:
    return (hour, name, who, {"kind": "informant.opened", "why": why})


def version(hour: float, name: str, who: str) -> Line:
    return (hour, name, who, {"kind": "sheet.version", "sheet": sheet()})


CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("where and what worries is enough",
     [(9, "c1", "sato", {"kind": "consultation.add", "consultation": {
         "received_at": at(9), "method": "", "channel": "", "concerns": [], "facts": "窓が割れている", "quotes": "", "urgency": "usual", "received_by": "sato"}})],
     {"consultations/#": 1, "consultations/0/consultation/facts": "窓が割れている", "waiting": None}),
    ("a neighbour's word waits until somebody of the household is reached", [add()],
     {"waiting/consultation": "c1", "waiting/urgency": "now", "waiting/since": at(9)}),
    ("nobody at the door is no answer", [add(), visit(10, "v1", "absent")], {"waiting/consultation": "c1"}),
    ("somebody met is one", [add(), visit(10, "v1")], {"waiting": None}),
    ("who was met before it came is not", [visit(8, "v1"), add()], {"waiting/consultation": "c1"}),
    ("what can wait waits on no list", [add(urgency="usual")], {"waiting": None}),
    ("the most urgent one is spoken of, then the one that waits longest",
     [add(8, "c0", urgency="this_week"), add(9, "c1"), add(10, "c2")], {"waiting/consultation": "c1", "consultations/0/id": "c2"}),
    ("sato corrects their own word, and the first stays readable",
     [add(), amend(10, "a1", "sato", urgency="usual"), amend(11, "a2", "sato", "a1", urgency="this_week", more=JOB)],
     {"consultations/0/versions/#": 3, "consultations/0/versions/0/consultation/urgency": "now", "consultations/0/versions/2/reason": "聞きちがい",
      "consultations/0/consultation/more/work": "out_of_work", "waiting/urgency": "this_week"}),
    ("tanaka may correct it, inoue and mori may not",
     [add(), amend(10, "a1", "tanaka", urgency="usual"), amend(11, "a2", "inoue"), amend(12, "a3", "mori")],
     {"consultations/0/versions/#": 2, "waiting": None}),
    ("what was withdrawn waits no more, and is not corrected any more",
     [add(), retract(10, "r1", "sato"), amend(11, "a1", "sato")],
     {"consultations/0/retracted/reason": "別のお宅のことだった", "consultations/0/versions/#": 1, "waiting": None}),
    ("nobody withdraws another's word but those who correct for others", [add(), retract(10, "r1", "inoue")], {"consultations/0/retracted": None}),
    ("a visit's correction is none of a consultation, and the other way round",
     [add(), visit(8, "v1"), amend(10, "a1", "sato", "v1"),
      (11, "a2", "sato", {"kind": "amend", "target": "c1", "reason": "", "visit": {"occurred_at": at(9), "result": "met_person"}})],
     {"consultations/0/versions/#": 1}),
    ("an agency may say what it heard, the head of the center receives none", [add(who="ueda"), add(10, "c2", "oishi")],
     {"consultations/#": 1, "consultations/0/by": "ueda"}),
    ("a shape that nobody can read is kept aside",
     [(9, "c1", "sato", {"kind": "consultation.add", "consultation": told() | {"concerns": "health"}}),
      (9.1, "c2", "sato", {"kind": "consultation.add", "consultation": told() | {"received_at": "今朝"}}),
      (9.2, "c3", "sato", {"kind": "consultation.add", "consultation": told() | {"more": {"work": 3}}}),
      (9.3, "c4", "sato", {"kind": "consultation.add", "consultation": told() | {"informant": {"name": "川端"}}})],
     {"consultations": [], "waiting": None}),
    ("who told lies in the packet, with every opening of it",
     [note(), opened(10, "o1", "tanaka"), opened(12, "o2", "oishi", "safety")],
     {"informant/informant/name": "川端 ヨシ", "informant/by": "sato", "informant/openings/#": 2, "informant/openings/0/by": "tanaka",
      "informant/openings/1/why": "safety", "sheet/sheet": None}),
    ("what somebody writes over it changes nothing, whatever their clock says",
     [note(), note(8, "n2", "tanaka", "井上"), note(10, "n3", "sato", "別の人")],
     {"informant/informant/name": "川端 ヨシ", "informant/proposals/#": 2, "informant/proposals/0/reason": "frozen"}),
    ("a sheet written into it later names nobody", [note(), version(8, "s1", "tanaka")],
     {"informant/by": "sato", "sheet/sheet": None, "sheet/by": None, "sheet/recipients": [], "sheet/proposals/0/reason": "frozen"}),
    ("and a sheet's packet tells of nobody who told", [version(9, "s1", "tanaka"), note(8)],
     {"informant/informant": None, "informant/proposals/0/reason": "frozen", "sheet/by": "tanaka"}),
    ("an opening of nothing is told so", [opened(9, "o1", "tanaka")],
     {"informant/openings": [], "informant/proposals/0/reason": "target_missing"}),
]  # fmt: skip


def case_of(name: str, lines: list[Line], expect: dict[str, Any]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": PACKET if payload["kind"].startswith(("informant.", "sheet.")) else HOME,
            "device": f"phone of {who}", "dseq": n + 1, "hlc_ms": START + round(hour * HOUR), "hlc_n": 0, "staff": who,
            "seq": n + 1, "received_at": None, "schema": 1, "payload": {"recorded_at": at(hour), **payload},
        }
        for n, (hour, op_id, who, payload) in enumerate(lines)
    ]  # fmt: skip
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "expect": expect, "state": state_of(ops)}


def state_of(ops: list[dict[str, Any]]) -> dict[str, Any]:
    household = [OpenedOp(**op) for op in ops if op["bucket"] == HOME]
    packet = [OpenedOp(**op) for op in ops if op["bucket"] == PACKET]
    state = fold(HOME, "26101", household, ROLES, NOW)
    return {
        "consultations": state["consultations"], "waiting": summarise(state, NOW)["unanswered"],
        "informant": fold_informant(PACKET, packet, ROLES), "sheet": fold_sheet(PACKET, packet, ROLES),
    }  # fmt: skip


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
