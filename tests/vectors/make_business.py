"""Writes business.json: to which business each record of Hana's household belongs, before and after her yes.

Run from the project's root: python -m tests.vectors.make_business. `expect` is written by hand; the rest is computed
here and checked against the twin, for the households of the neighbouring vectors too, hostile ones among them.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.business import business_records
from server.casework.fold import fold
from server.casework.records import OpenedOp
from tests.vectors.make_course import (
    BUCKET,
    DAY,
    ROLES,
    START,
    Line,
    answer,
    at,
    backup,
    decide,
    move,
    offer,
    opened,
    trigger,
)
from tests.vectors.make_participation import match, wish
from tests.vectors.make_plans import NOW, consent, item, taken_back, version

FOLDER = Path(__file__).parent
BORROWED = ("fold", "course", "plans", "participation", "backup", "conferences", "consultations", "outreach", "protection")


def visit(day: float, name: str, method: str = "visit", **more: Any) -> Line:
    said = {
        "occurred_at": at(day), "method": method, "result": "met_person", "staff": ["sato"], "accompanied": [],
        "met_persons": ["hana"], "presence_signs": [], "safety": [], "observations": [], "facts": "", "quotes": "",
        "assessment": "", "third_party": [], "promises": "", **more,
    }  # fmt: skip
    return (day, name, "sato", {"kind": "visit.add", "visit": said})


def amended(day: float, name: str, target: str, method: str, **more: Any) -> Line:
    return (day, name, "sato", {"kind": "amend", "target": target, "visit": visit(day, name, method, **more)[3]["visit"], "reason": "書き間違い"})


def told(day: float, name: str) -> Line:
    said = {
        "received_at": at(day), "method": "phone", "channel": "neighbour", "concerns": ["health"], "facts": "", "quotes": "",
        "urgency": "usual", "received_by": "mori",
    }  # fmt: skip
    return (day, name, "mori", {"kind": "consultation.add", "consultation": said})


def note(day: float, name: str) -> Line:
    return (day, name, "sato", {"kind": "note.add", "text": "民生委員の方から電話"})


def tracks(*kinds: str) -> list[dict[str, str]]:
    return [{"kind": kind, "basis": "conf_106_6" if kind == "outreach" else "consent"} for kind in kinds]


def supported(*kinds: str) -> list[Line]:
    """A conference on day 3 and its word on day 4: support on these tracks, of the time before a plan needed a yes."""
    return [
        *opened(), move(3, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
        move(4, "m2", "tanaka", ("conference", "in_support"), tracks=tracks(*kinds)), decide(4.1, "d1", "endo", "m2"),
    ]  # fmt: skip


INTAKE: list[Line] = opened("intake")
CASES: list[tuple[str, list[Line], dict[str, str]]] = [
    ("what somebody told the office is ①, and going to the door is ③ before anybody said yes",
     [*INTAKE, told(1, "k1"), visit(2, "v1"), (2.5, "s1", "sato", {"kind": "obs.add", "observation": {"occurred_at": at(2.5), "observations": [], "presence_signs": [], "facts": ""}})],
     {"k1": "comprehensive_consultation before", "v1": "outreach before", "s1": "outreach before"}),
    ("a telephone call while it is being received goes on with the consultation, a letter in the post box does not",
     [*INTAKE, visit(1, "v1", "phone"), visit(1.2, "v2", "interview"), visit(1.4, "v3", "letter")],
     {"v1": "comprehensive_consultation before", "v2": "comprehensive_consultation before", "v3": "outreach before"}),
    ("the day of her yes divides ③: what was done on it is after",
     [*opened(), visit(65, "v1"), consent(66, "c1", obtained_on=at(66)[:10]), visit(66.05, "v2"), visit(68, "v3")],
     {"v1": "outreach before", "v2": "outreach after", "v3": "outreach after", "c1": "multi_agency after"}),
    ("what she took back holds no more from that day on, and what stood before is not counted anew",
     [*opened(), consent(60, "c1", obtained_on=at(60)[:10]), visit(61, "v1"), taken_back(63, "t1", "sato", "c1", at(63)[:10]), visit(64, "v2")],
     {"v1": "outreach after", "v2": "outreach before"}),
    ("②: asking for backup, a sheet, a task, and an item on its own basis, whatever else was agreed",
     [*opened(), consent(60, "c1", obtained_on=at(60)[:10]), backup(61, "b1", "sato"), (61.5, "e1", "mori", {"kind": "backup.say", "target": "b1", "text": "調べます"}),
      item(62, "x1", "conf_106_6"), item(62.1, "x2", "consent", of="i2"), item(62.2, "x3", of="i3"), item(62.3, "x4", of="i3", withdrawn=True), version(62.4, "p1")],
     {"b1": "multi_agency after", "e1": "multi_agency after", "i1": "multi_agency before", "i2": "multi_agency after", "p1": "multi_agency after"}),
    ("under a track that a conference decided, a visit belongs to it from that day on: outreach before the others",
     [*supported("plan", "participation", "outreach"), visit(3.5, "v1"), visit(68, "v2"), note(68.5, "n1")],
     {"v1": "outreach before", "v2": "outreach before", "n1": "outreach before"}),
    ("participation and no outreach: the way along to a place is ④", [*supported("participation", "plan"), visit(68, "v1"), note(68.1, "n1")],
     {"v1": "participation before", "n1": "participation before"}),
    ("a plan alone: ②", [*supported("plan"), visit(68, "v1")], {"v1": "multi_agency before"}),
    ("the same call is ③ once a conference has decided on outreach", [*supported("outreach"), visit(68, "v1", "phone")], {"v1": "outreach before"}),
    ("once it is watched only, no track runs: going to see is ③",
     [*supported("plan"), offer(69, "o1", "tanaka", "sato"), answer(69.2, "a1", "sato", "o1"), trigger(69.4), move(70, "m3", "tanaka", ("in_support", "monitoring"), watch={"reason": "refused", "tier": "C", "review_on": "2026-12-30"}), decide(70.5, "d2", "endo", "m3"), visit(72, "v1")],
     {"v1": "outreach before", "m3": "multi_agency before"}),
    ("a meeting is ② and a wish ④, on whatever track",
     [*supported("outreach"), visit(68, "v1", "meeting"), wish(1, "w", who="sato"), match(2, "m9")],
     {"v1": "multi_agency before", "w1": "participation before", "m9": "participation before"}),
    ("a visit that was corrected counts once, as it is now; a withdrawn one not at all",
     [*opened(), visit(60, "v1"), amended(61, "y1", "v1", "meeting", occurred_at=at(59)), visit(62, "v2"), (63, "r1", "sato", {"kind": "retract", "target": "v2", "reason": "別の世帯"})],
     {"v1": "multi_agency before"}),
    ("two who went together made one visit", [*opened(), visit(60, "v1", staff=["sato", "ito"])], {"v1": "outreach before"}),
    ("a way of which this app knows nothing is still one of ①–⑤",
     [*INTAKE, visit(1, "v1", "drone"), note(2, "n1"), item(3, "x1", "some_new_law")],
     {"v1": "outreach before", "n1": "comprehensive_consultation before", "i1": "multi_agency before"}),
    ("tracks of no shape are none", [*opened(), move(66, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-12-20", tracks=["x", {"kind": 3}, None]), visit(67, "v1")],
     {"v1": "outreach before"}),
    ("of nothing, nothing", [], {}),
]  # fmt: skip


def records_of(ops: list[dict[str, Any]], roles: dict[str, str] | None, now: str) -> list[dict[str, Any]]:
    return business_records(fold(BUCKET, "26101", [OpenedOp(**op) for op in ops], roles, now))


def case_of(name: str, lines: list[Line], expect: dict[str, str]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": BUCKET, "device": f"phone of {who}", "dseq": n, "hlc_ms": START + round(day * DAY), "hlc_n": 0,
            "staff": who, "seq": n + 1, "received_at": None, "schema": 1, "payload": {"recorded_at": at(day), **payload},
        }
        for n, (day, op_id, who, payload) in enumerate(lines)
    ]  # fmt: skip
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "expect": expect, "records": records_of(ops, ROLES, NOW)}


def borrowed() -> dict[str, list[list[dict[str, Any]]]]:
    """The same of every household of these files, in their order."""
    files = {name: json.loads((FOLDER / f"{name}.json").read_text("utf-8")) for name in BORROWED}
    return {
        name: [records_of(one["ops"], one.get("roles"), one["now"]) for one in cases] for name, cases in files.items()
    }


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    others = json.dumps(borrowed(), ensure_ascii=False, separators=(",", ":"))
    (FOLDER / "business.json").write_text('{"cases":[\n' + ",\n".join(lines) + '\n],"borrowed":\n' + others + "}\n", "utf-8")


if __name__ == "__main__":
    main()
