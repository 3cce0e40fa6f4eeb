"""Writes conferences.json: items, their material and minutes, a center's meetings, and what both engines must say of each.

Run from the project's root: python -m tests.vectors.make_conferences. `expect` is written by hand; the rest is computed
here and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.conferences import fold_center, fold_material
from server.casework.fold import fold
from server.casework.records import OpenedOp
from server.casework.sheets import fold_sheet
from server.casework.summary import summarise
from tests.vectors.make_sheets import sheet

VECTORS = Path(__file__).with_name("conferences.json")
HOME = "00000000-0000-7000-8000-0000000000b1"
PACKET, CENTER = "p1", "c1"
NOW = "2026-11-24T10:00:00+09:00"
START = 1_790_000_000_000
HOUR = 3_600_000
ROLES = {
    "sato": "outreach_worker", "tsuji": "outreach_worker", "kimura": "outreach_worker", "tanaka": "coordinator", "mori": "office",
    "endo": "manager", "oishi": "center_head", "ueda": "agency", "vault": "vault",
}  # fmt: skip
Line = tuple[float, str, str, str, dict[str, Any]]  # hour, operation's id, who, bucket, payload


def at(hour: float) -> str:
    return f"2026-09-{22 + int(hour) // 24:02d}T{int(hour) % 24:02d}:{round(hour % 1 * 60):02d}:00+09:00"


def invited(who: str = "tsuji", pledged_on: str | None = "2026-04-01", **more: Any) -> dict[str, Any]:
    pledge = {} if pledged_on is None else {"pledged_on": pledged_on}
    return {"id": f"i {who}", "staff": who, "name": who, "office": "", **pledge, **more}


def item(hour: float, name: str, who: str = "tanaka", *, of: str = "i1", **more: Any) -> Line:
    about = {
        "meeting": "k1", "held_on": "2026-10-08", "basis": "conf_106_6", "question": "だれが最初に声をかけるか",
        "invitees": [invited()], "withdrawn": False, **more,
    }  # fmt: skip
    return (hour, name, who, HOME, {"kind": "conference.item", "item": of, "about": about})


def given(hour: float, name: str, who: str = "tanaka", *invitees: dict[str, Any], of: str = "i1") -> Line:
    said = {"item": of, "packet": PACKET, "digest": "d" * 64, "invitees": list(invitees or (invited(),))}
    return (hour, name, who, HOME, {"kind": "conference.material", **said})


def minutes(hour: float, name: str, who: str = "mori", *, text: str = "まず佐藤が訪ねる", reason: str = "", of: str = "i1") -> Line:
    return (hour, name, who, HOME, {"kind": "conference.minutes", "item": of, "text": text, "reason": reason})


def timed(hour: float, name: str, who: str, alert: str) -> Line:
    one = {
        "alert": alert, "chain": alert, "rule": "E-T10", "subject": "regular", "target": "", "since": at(0), "due_at": at(90),
        "level": 4,
    }  # fmt: skip
    return (hour, name, who, CENTER, {"kind": "timers.set", "timers": [one], "catalogue": ""})


def answered(hour: float, name: str, who: str, alert: str) -> Line:
    return (hour, name, who, CENTER, {"kind": "alert.ack", "alert": alert, "how": "taking", "note": ""})


def approved(hour: float, name: str, who: str, target: str) -> Line:
    return (hour, name, who, HOME, {"kind": "conference.approved", "target": target, "note": ""})


def visited(hour: float, name: str, result: str = "met_person", level: str = "A_seen") -> Line:
    visit = {
        "occurred_at": at(hour), "method": "visit", "result": result, "staff": ["sato"], "accompanied": [], "met_persons": [], "presence_signs": [],
        "safety": [{"person": "hana", "level": level}], "observations": [], "facts": "", "quotes": "", "assessment": "", "third_party": [], "promises": "",
    }  # fmt: skip
    return (hour, name, "sato", HOME, {"kind": "visit.add", "visit": visit})


def material(hour: float, name: str, who: str = "tanaka", **more: Any) -> Line:
    said = {
        "household": "b1", "item": "i1", "title": "森川", "author": "田中 恵", "as_of": at(hour), "meeting": {"held_on": "2026-10-08"},
        "basis": "conf_106_6", "question": "だれが最初に声をかけるか", "sections": {"phase": "重層支援会議"}, "invitees": [invited()], **more,
    }  # fmt: skip
    return (hour, name, who, PACKET, {"kind": "material.version", "material": said})


def looked(hour: float, name: str, who: str, to: str) -> Line:
    return (hour, name, who, PACKET, {"kind": "material.opened", "invitee": to})


def meeting(hour: float, op_id: str, who: str = "mori", entity: str = "meeting:k1", base: dict[str, Any] | None = None, **fields: Any) -> Line:
    return (hour, op_id, who, CENTER, {"kind": "fields.set", "entity": entity, "set": fields, "base": base or {}})


def closed(hour: float, name: str, who: str, of: str = "k1") -> Line:
    return (hour, name, who, CENTER, {"kind": "meeting.approved", "meeting": of, "note": ""})


BEGUN: Line = (0, "c0", "mori", CENTER, {"kind": "center.open", "center": "26101"})
PUT = meeting(1, "c1", kind="regular", held_on="2026-10-08", begins_at="14:00", place="北区役所", chair="oishi", status="scheduled")

CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("an item says for which meeting, on which basis and whom it calls",
     [item(1, "x1")],
     {"items/0/id": "i1", "items/0/about/basis": "conf_106_6", "items/0/about/invitees/0/staff": "tsuji", "rows/items/0/minutes": "none",
      "rows/items/0/packet": None, "rows/items/0/invitees": 1}),
    ("said anew it is the same item, and withdrawn it is on no list",
     [item(1, "x1"), item(2, "x2", "mori", basis="consent"), item(3, "x3", withdrawn=True)],
     {"items/#": 1, "items/0/by": "tanaka", "items/0/about/withdrawn": True, "rows/items": []}),
    ("sato puts nobody's household on a meeting by herself", [item(1, "x1", "sato"), given(2, "g1", "sato")],
     {"items": [], "proposals/0/reason": "role", "proposals/1/reason": "role"}),
    ("tanaka gives the material of an item to whom it calls",
     [item(1, "x1"), given(2, "g1")],
     {"items/0/materials/0/packet": "p1", "rows/items/0/packet": "p1", "proposals": []}),
    ("without a basis nobody is called", [item(1, "x1", basis=""), given(2, "g1")],
     {"items/0/materials": [], "proposals/0/reason": "no_basis"}),
    ("nor on a basis that is none of a conference's", [item(1, "x1", basis="internal_use"), given(2, "g1")],
     {"proposals/0/reason": "no_basis"}),
    ("to an item of 法106条の6 nobody is called who has not pledged secrecy",
     [item(1, "x1"), given(2, "g1", "tanaka", invited(), invited("kimura", pledged_on=None)), given(3, "g2", "tanaka", invited(pledged_on="2026-02-30"))],
     {"items/0/materials": [], "proposals/0/reason": "not_pledged", "proposals/1/reason": "not_pledged"}),
    ("where the person agreed, the pledge is not what opens the door",
     [item(1, "x1", basis="consent"), given(2, "g1", "tanaka", invited("kimura", pledged_on=None))],
     {"items/0/materials/#": 1, "items/0/materials/0/invitees/0/pledged_on": None}),
    ("what was given on a basis stays given when the item is said anew", [item(1, "x1"), given(2, "g1"), item(3, "x2", basis="")],
     {"items/0/materials/#": 1, "items/0/about/basis": ""}),
    ("nothing is given, written or approved of an item that is not there",
     [given(1, "g1"), minutes(2, "w1"), approved(3, "z1", "oishi", "w9")],
     {"proposals/0/reason": "target_missing", "proposals/1/reason": "target_missing", "proposals/2/reason": "target_missing"}),
    ("mori writes the minutes, the head of the center approves them",
     [item(1, "x1"), minutes(2, "w1"), minutes(3, "w2", text="まず佐藤と辻が訪ねる"), approved(4, "z1", "oishi", "w2")],
     {"items/0/minutes/#": 2, "items/0/minutes/1/approved/by": "oishi", "rows/items/0/minutes": "approved"}),
    ("what was approved is not written over, only corrected with a reason, and approved anew",
     [item(1, "x1"), minutes(2, "w1"), approved(3, "z1", "oishi", "w1"), minutes(4, "w2", text="佐藤は訪ねない"),
      minutes(5, "w3", text="まず佐藤が電話する", reason="電話と決めたため"), approved(6, "z2", "oishi", "w3")],
     {"items/0/minutes/#": 2, "proposals/0/reason": "frozen", "proposals/0/id": "w2", "items/0/minutes/1/reason": "電話と決めたため",
      "items/0/minutes/1/approved/op": "z2", "rows/items/0/minutes": "approved"}),
    ("nobody approves what they wrote, and whoever is no chair approves nothing",
     [item(1, "x1"), minutes(2, "w1"), approved(3, "z1", "tanaka", "w1"), minutes(4, "w2", "tanaka"), approved(5, "z2", "mori", "w2"),
      approved(6, "z3", "endo", "x1")],
     {"rows/items/0/minutes": "draft", "proposals/0/reason": "role", "proposals/1/reason": "role", "proposals/2/reason": "wrong_target"}),
    ("tsuji opens what she was called to, kimura opens nothing in her name",
     [material(1, "m1"), looked(2, "o1", "tsuji", "i tsuji"), looked(3, "o2", "tsuji", "i tsuji"), looked(4, "o3", "kimura", "i tsuji"),
      looked(5, "o4", "kimura", "i kimura")],
     {"material/by": "tanaka", "material/invitees/0/opened/op": "o1", "material/proposals/0/reason": "not_asked",
      "material/proposals/1/reason": "target_missing"}),
    ("a drawing goes along as it is, however damaged: who was called reads the rest",
     [material(1, "m1", drawing={"nodes": [{"key": 5}, None], "lines": "x"}), looked(2, "o1", "tsuji", "i tsuji")],
     {"material/material/drawing/lines": "x", "material/invitees/0/opened/op": "o1", "material/proposals": []}),
    ("a packet without a basis names nobody", [material(1, "m1", basis=""), looked(2, "o1", "tsuji", "i tsuji")],
     {"material/material": None, "material/by": None, "material/invitees": [], "material/proposals/0/reason": "no_basis"}),
    ("nor one of 法106条の6 for whoever has not pledged", [material(1, "m1", invitees=[invited(), invited("kimura", pledged_on=None)])],
     {"material/material": None, "material/invitees": [], "material/proposals/0/reason": "not_pledged"}),
    ("material that is written over later changes nothing, and makes no sheet of it",
     [material(1, "m1"), material(0.5, "m2", "mori", question="別のこと"), (2, "v1", "tanaka", PACKET, {"kind": "sheet.version", "sheet": sheet()})],
     {"material/id": "m1", "material/proposals/0/reason": "frozen", "sheet/sheet": None}),
    ("a sheet's packet is a sheet's, whatever material is written into it",
     [(1, "v1", "tanaka", PACKET, {"kind": "sheet.version", "sheet": sheet()}), material(0.5, "m1", "mori", invitees=[invited("kimura")])],
     {"material/material": None, "material/invitees": [], "sheet/id": "v1"}),
    ("who told stays sealed, whatever material is written over it",
     [(1, "n1", "sato", PACKET, {"kind": "informant.note", "household": "b1", "consultation": "k", "name": "川端", "relation": "", "tel": "", "may_be_named": "no"}),
      material(0.5, "m1", invitees=[invited("kimura")])],
     {"material/material": None, "material/invitees": [], "sheet/sheet": None}),
    ("sato gives out nothing in the office's name", [material(1, "m1", "sato")], {"material/material": None, "material/proposals/0/reason": "role"}),
    ("a center's meeting is put down, held, and approved by its chair",
     [BEGUN, PUT, meeting(2, "c2", status="minutes_draft", base={"status": ["c1"]}), closed(3, "c3", "oishi"), closed(4, "c4", "endo")],
     {"center/center": "26101", "center/meetings/0/id": "k1", "center/meetings/0/fields/place/value": "北区役所",
      "center/meetings/0/approved/by": "oishi", "center/proposals": []}),
    ("minutes that nobody has written are approved by nobody, nor by whoever wrote them",
     [BEGUN, PUT, closed(2, "c3", "oishi"), meeting(3, "c4", "endo", status="minutes_draft", base={"status": ["c1"]}), closed(4, "c5", "endo"),
      closed(5, "c6", "mori"), closed(6, "c7", "oishi", "k9")],
     {"center/meetings/0/approved": None, "center/proposals/0/reason": "wrong_target", "center/proposals/1/reason": "own_word",
      "center/proposals/2/reason": "role", "center/proposals/3/reason": "target_missing"}),
    ("who sits in it, who came, and nothing of any household",
     [BEGUN, PUT, meeting(2, "c2", entity="member:u1", name="辻 あかり", staff="tsuji", pledged_on="2026-04-01"),
      meeting(3, "c3", "mori", "meeting:k1", None, **{"came:u1": "present"}), meeting(4, "c4", "tanaka", entity="household", name="森川"), meeting(5, "c5", "ueda", place="どこか")],
     {"center/members/0/fields/pledged_on/value": "2026-04-01", "center/meetings/0/fields/came:u1/value": "present",
      "center/proposals/#": 2, "center/proposals/0/reason": "role"}),
    ("what becomes due of its meetings stands beside what its people said of it, and of alerts that lie in no household",
     [BEGUN, PUT, timed(1, "t1", "vault", "al"), answered(2, "a1", "mori", "al"), answered(3, "a2", "tanaka", "of a phone"),
      answered(4, "a3", "sato", "of another"), timed(5, "t2", "mori", "al2"),
      (6, "z1", "endo", CENTER, {"kind": "alert.closed", "alert": "of a phone", "outcome": "resolved", "note": "電話した"})],
     {"center/timers/#": 1, "center/timers/0/acks/0/by": "mori", "center/timers/0/timed/subject": "regular", "center/alerts/#": 1,
      "center/alerts/0/acks/0/by": "tanaka", "center/alerts/0/closed/note": "電話した", "center/proposals/#": 2}),
    ("answers of no shape are none, and what is due may be called off",
     [BEGUN, timed(1, "t1", "vault", "al"), (2, "t2", "vault", CENTER, {"kind": "timers.set", "timers": [], "catalogue": ""}),
      (3, "a1", "mori", CENTER, {"kind": "alert.ack", "alert": ["al"], "how": "taking", "note": ""}), (4, "a2", "mori", CENTER, {"kind": "timers.set", "timers": "none"})],
     {"center/timers": [], "center/alerts": [], "center/opened_at": at(0)}),
    ("what has changed since the last time is counted from the day after, also where more is still to come",
     [item(1, "x1", held_on="2026-09-22"), item(1.1, "x2", of="i2", held_on="2026-12-10"), item(1.2, "x3", of="i3", held_on="2026-10-01", withdrawn=True),
      item(1.3, "x4", of="i4", held_on="soon"), visited(10, "v1"), visited(30, "v2"), visited(50, "v3", "absent", "E_none"),
      (51, "f1", "tanaka", HOME, {"kind": "fields.set", "entity": "household", "set": {"risk_tier": "A"}, "base": {}}),
      (52, "r1", "sato", HOME, {"kind": "alert.raised", "alert": "al", "target": "v3", "level": 2, "rules": [], "catalogue": "", "note": ""}),
      (53, "m1", "tanaka", HOME, {"kind": "case.move", "move": {"from": "intake", "to": "conference", "reason": "x", "meeting_on": "2026-12-10"}}),
      (54, "m2", "sato", HOME, {"kind": "role.offer", "offer": {"role": "co", "to": "sato", "agency": "", "task": "訪ねる"}}),
      (55, "m3", "tanaka", HOME, {"kind": "case.move", "move": {"from": "intake", "to": "field_support", "reason": ""}})],
     {"rows/since/on": "2026-09-22", "rows/since/visits": 2, "rows/since/contacts": 1, "rows/since/direct": 1, "rows/since/alerts": 1,
      "rows/since/tier": "A", "rows/since/phase": "field_support"}),
    ("what never came before a conference has nothing to be counted from", [item(1, "x1", held_on="2026-11-24"), visited(2, "v1")], {"rows/since": None}),
    ("what has no shape that anybody can read is none",
     [(1, "x1", "tanaka", HOME, {"kind": "conference.item", "item": "i1", "about": {"meeting": "k1"}}),
      (2, "g1", "tanaka", HOME, {"kind": "conference.material", "item": "i1", "packet": "p1", "digest": "", "invitees": [{"id": 1}]}),
      (3, "m1", "tanaka", PACKET, {"kind": "material.version", "material": {"title": "森川"}})],
     {"items": [], "material/material": None, "proposals": []}),
]  # fmt: skip


def state_of(ops: list[dict[str, Any]]) -> dict[str, Any]:
    opened = [OpenedOp(**op) for op in ops]
    home = fold(HOME, "26101", [op for op in opened if op.bucket == HOME], ROLES, NOW)
    packet, center = ([op for op in opened if op.bucket == bucket] for bucket in (PACKET, CENTER))
    row = summarise(home, NOW)
    return {
        "items": home["items"], "proposals": home["proposals"], "rows": {name: row[name] for name in ("items", "meeting", "since")},
        "material": fold_material(PACKET, packet, ROLES), "sheet": fold_sheet(PACKET, packet, ROLES),
        "center": fold_center(CENTER, center, ROLES),
    }  # fmt: skip


def case_of(name: str, lines: list[Line], expect: dict[str, Any]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": bucket, "device": f"phone of {who}", "dseq": n + 1, "hlc_ms": START + round(hour * HOUR),
            "hlc_n": 0, "staff": who, "seq": n + 1, "received_at": None, "schema": 1,
            "payload": {"recorded_at": at(hour), **payload},
        }
        for n, (hour, op_id, who, bucket, payload) in enumerate(lines)
    ]  # fmt: skip
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "expect": expect, "state": state_of(ops)}


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
