"""Writes course.json: households on their way through the phases, and what both engines must say of each.

Run from the project's root: python -m tests.vectors.make_course. `expect` is written by hand; the rest is computed here
and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.fold import fold
from server.casework.records import OpenedOp

VECTORS = Path(__file__).with_name("course.json")
BUCKET = "00000000-0000-7000-8000-0000000000b1"
NOW = "2026-11-24T10:00:00+09:00"
START = 1_790_000_000_000  # 2026-09-21T22:13:20+09:00
DAY = 86_400_000
ROLES = {
    "sato": "outreach_worker", "ito": "outreach_worker", "tanaka": "coordinator", "mori": "office", "endo": "manager",
    "hara": "manager", "oishi": "center_head", "kawai": "community_coordinator",
}  # fmt: skip
Line = tuple[float, str, str, dict[str, Any]]  # day, operation's id, who, payload
WATCH = {"reason": "refused", "tier": "C", "review_on": "2026-10-20"}
DECIDED = {"role": "co", "agency": "", "task": "週に一度訪ねる"}
WENT_WELL = {"achieved": "most", "changes": "通院が続いている", "person_view": "", "left_issues": ""}


def at(day: float) -> str:
    hours = round(day * 24) + 22
    return f"2026-{9 + (20 + hours // 24) // 30:02d}-{(20 + hours // 24) % 30 + 1:02d}T{hours % 24:02d}:13:20+09:00"


def opened(phase: str = "in_support", tier: str = "C", lead: str = "sato") -> list[Line]:
    fields = {"ward": "北区", "phase": phase, "risk_tier": tier, "lead": lead}
    return [
        (0, "open", lead, {"kind": "household.open", "center": "26101", "fields": fields}),
        (0.01, "hana", lead, {"kind": "person.add", "person": "hana", "fields": {"given_name": "花", "key_person": True}}),
    ]


def offer(day: float, name: str, who: str, to: str, role: str = "watcher", task: str = "月に一度、通りから見る") -> Line:
    return (day, name, who, {"kind": "role.offer", "offer": {"role": role, "to": to, "agency": "", "task": task}})


def answer(day: float, name: str, who: str, target: str, *, accepted: bool = True) -> Line:
    return (day, name, who, {"kind": "role.answer", "target": target, "accepted": accepted, "note": ""})


def trigger(day: float, who: str = "tanaka", owner: str = "tanaka", **more: Any) -> Line:
    said = {"label": "電気が止まった", "codes": ["MON01"], "level": 2, "owner": owner, "action": "その日に訪ねる"} | more
    return (day, f"trigger{day}", who, {"kind": "fields.set", "entity": "trigger:t1", "set": said, "base": {}})


def move(day: float, name: str, who: str, way: tuple[str, str], **more: Any) -> Line:
    said = {"from": way[0], "to": way[1], "reason": more.pop("reason", "本人が望んでいない")} | more
    return (day, name, who, {"kind": "case.move", "move": said})


def decide(day: float, name: str, who: str, target: str, *, agree: bool = True) -> Line:
    return (day, name, who, {"kind": "case.decide", "target": target, "agree": agree, "note": ""})


def seen(day: float, level: str = "A_seen") -> Line:
    visit = {
        "occurred_at": at(day), "method": "visit", "result": "met_person", "staff": ["sato"], "accompanied": [],
        "met_persons": ["hana"], "presence_signs": [], "safety": [{"person": "hana", "level": level}],
        "observations": [], "facts": "", "quotes": "", "assessment": "", "third_party": [], "promises": "",
    }  # fmt: skip
    return (day, f"visit{day}", "sato", {"kind": "visit.add", "visit": visit})


def shared(day: float, name: str, who: str, *to: dict[str, str], number: int = 1) -> Line:
    recipients = [{"id": f"r{n}", "name": "誰か", "office": "", "basis": "consent", "word": "", **one} for n, one in enumerate(to)]
    said = {"packet": f"packet {name}", "number": number, "digest": "d" * 64, "recipients": recipients}
    return (day, name, who, {"kind": "sheet.share", **said})


def backup(day: float, name: str, who: str, **ended: str) -> Line:
    """A request for backup, or the end of one."""
    if ended:
        return (day, name, who, {"kind": "backup.end", "outcome": "settled", "text": "役割が決まった", **ended})
    return (day, name, who, {"kind": "backup.ask", "question": "だれが声をかけるか", "tried": "", "urgency": "normal"})


WATCHED: list[Line] = [*opened(), offer(1, "o1", "tanaka", "sato"), answer(1.5, "a1", "sato", "o1"), trigger(2)]
LISTED: list[Line] = [
    *WATCHED, move(3, "m1", "tanaka", ("in_support", "monitoring"), watch=WATCH), decide(4, "d1", "endo", "m1"),
]  # fmt: skip
CLOSING: list[Line] = [
    *opened(), seen(5),
    move(6, "m1", "sato", ("in_support", "closing_review"), evaluation=WENT_WELL, lead_after="民生委員の方"),
]  # fmt: skip


def closed(day: float, who: str, name: str = "m2", **closure: str) -> Line:
    said = {"reason": "goal_met", "proof": ""} | closure
    return move(day, name, who, ("closing_review", "closed"), closure=said)


CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("a watched household is listed by two people",
     LISTED,
     {"fields/phase/value": "monitoring", "fields/monitoring_reason/value": "refused", "fields/review_on/value": "2026-10-20",
      "steps/0/state": "stands", "steps/0/code": "C13", "steps/0/decided/by": "endo", "conflicts": []}),
    ("nobody agrees to what they asked for themselves",
     [*WATCHED, move(3, "m1", "endo", ("in_support", "monitoring"), watch=WATCH), decide(4, "d1", "endo", "m1")],
     {"fields/phase/value": "in_support", "steps/0/state": "asked", "proposals/0/reason": "own_word"}),
    ("a second manager decides what the first asked for",
     [*WATCHED, move(3, "m1", "endo", ("in_support", "monitoring"), watch=WATCH), decide(4, "d1", "hara", "m1")],
     {"fields/phase/value": "monitoring"}),
    ("a worker cannot list a household",
     [*WATCHED, move(3, "m1", "sato", ("in_support", "monitoring"), watch=WATCH)],
     {"fields/phase/value": "in_support", "steps/0/state": "lacking", "steps/0/missing": ["role"]}),
    ("the office cannot decide",
     [*WATCHED, move(3, "m1", "tanaka", ("in_support", "monitoring"), watch=WATCH), decide(4, "d1", "mori", "m1")],
     {"steps/0/state": "asked", "proposals/0/reason": "role"}),
    ("a watcher who has not accepted watches nothing",
     [*opened(), offer(1, "o1", "tanaka", "sato"), trigger(2),
      move(3, "m1", "tanaka", ("in_support", "monitoring"), watch=WATCH), decide(4, "d1", "endo", "m1"),
      answer(5, "a1", "sato", "o1"), decide(6, "d2", "endo", "m1")],
     {"fields/phase/value": "monitoring", "steps/0/decided/op": "d2", "steps/0/missing": []}),
    ("a watcher who declined is none",
     [*opened(), offer(1, "o1", "tanaka", "sato"), answer(1.5, "a1", "sato", "o1", accepted=False), trigger(2),
      move(3, "m1", "tanaka", ("in_support", "monitoring"), watch=WATCH), decide(4, "d1", "endo", "m1")],
     {"fields/phase/value": "in_support", "steps/0/state": "asked", "steps/0/missing": ["watch"]}),
    ("without a trigger nothing is listed",
     [line for line in LISTED if line[1] != "trigger2"],
     {"fields/phase/value": "in_support", "steps/0/missing": ["watch"]}),
    ("a review later than a quarter is too late",
     [*WATCHED, move(3, "m1", "tanaka", ("in_support", "monitoring"), watch=WATCH | {"review_on": "2026-12-27"}),
      decide(4, "d1", "endo", "m1")],
     {"steps/0/missing": ["watch"]}),
    ("a day that is none is no review",
     [*WATCHED, move(3, "m1", "tanaka", ("in_support", "monitoring"), watch=WATCH | {"review_on": "2026-11-31"}),
      decide(4, "d1", "endo", "m1")],
     {"steps/0/missing": ["watch"]}),
    ("nobody answers in another's place",
     [*opened(), offer(1, "o1", "tanaka", "sato"), answer(1.5, "a1", "tanaka", "o1")],
     {"team/0/answers": [], "proposals/0/reason": "not_asked"}),
    ("for an agency without an account its answer is written down",
     [*opened(), (1, "o1", "tanaka", {"kind": "role.offer", "offer": {
         "role": "external", "agency": "鴨川診療所", "task": "往診の相談", "due": "2026-10-01"}}),
      answer(2, "a1", "tanaka", "o1")],
     {"team/0/answers/0/accepted": True, "team/0/agency": "鴨川診療所"}),
    ("what one takes on oneself is taken on",
     [*opened(), offer(1, "o1", "tanaka", "tanaka")], {"team/0/answers/0/by": "tanaka"}),
    ("a role is ended by whoever has it or by the office, not by others",
     [*WATCHED, (3, "e1", "ito", {"kind": "role.end", "target": "o1", "how": "done", "note": ""}),
      (4, "e2", "sato", {"kind": "role.end", "target": "o1", "how": "ended", "note": "異動"})],
     {"team/0/ended/op": "e2", "proposals/0/id": "e1"}),
    ("a phase is not set by writing it",
     [*opened(), (1, "w1", "tanaka", {
         "kind": "fields.set", "entity": "household", "set": {"phase": "closed", "risk_tier": "B"}, "base": {}})],
     {"fields/phase/value": "in_support", "fields/risk_tier/heads/#": 2, "proposals/0/reason": "needs_step",
      "proposals/0/payload/set": {"phase": "closed"}}),
    ("no household begins as closed or listed",
     opened("monitoring"), {"fields/ward/value": "北区", "proposals/0/reason": "needs_step", "steps": []}),
    ("a household without a phase was received",
     [(0, "open", "sato", {"kind": "household.open", "center": "26101", "fields": {"ward": "北区"}}),
      offer(1, "o1", "sato", "sato", "co"), move(2, "m1", "tanaka", ("intake", "field_support"))],
     {"fields/phase/value": "field_support", "steps/0/code": "C02"}),
    ("the lead may go on alone, another worker asks",
     [*opened("intake"), offer(1, "o1", "sato", "sato", "co"), move(2, "m1", "ito", ("intake", "field_support")),
      move(3, "m2", "sato", ("intake", "field_support"))],
     {"fields/phase/value": "field_support", "steps/0/state": "lacking", "steps/0/missing": ["overtaken"],
      "steps/1/state": "stands"}),
    ("there is no step from receiving to closed",
     [*opened("intake"), move(1, "m1", "endo", ("intake", "closed"), closure={"reason": "goal_met", "proof": ""})],
     {"fields/phase/value": "intake", "steps/0/missing": ["no_such_step"], "steps/0/code": None}),
    ("a step from a phase that is over is overtaken",
     [*LISTED, move(5, "m2", "sato", ("in_support", "closing_review"), evaluation=WENT_WELL, lead_after="姉")],
     {"fields/phase/value": "monitoring", "steps/1/missing": ["overtaken"]}),
    ("the trigger's owner has it, and support begins",
     [*LISTED, move(5, "m2", "tanaka", ("monitoring", "in_support"), trigger="trigger:t1")],
     {"fields/phase/value": "in_support", "steps/1/code": "C11", "fields/phase/heads/#": 1}),
    ("a trigger that was never agreed on begins nothing",
     [*LISTED, move(5, "m2", "tanaka", ("monitoring", "in_support"), trigger="trigger:t9")],
     {"fields/phase/value": "monitoring", "steps/1/missing": ["trigger"]}),
    ("one who was seen lately may be closed by a manager",
     [*CLOSING, closed(7, "endo")],
     {"fields/phase/value": "closed", "fields/closure_reason/value": "goal_met", "steps/1/state": "stands"}),
    ("nobody closes whom nobody has seen",
     [line for line in [*CLOSING, closed(7, "endo")] if line[2] != "sato" or "visit" not in line[1]],
     {"fields/phase/value": "closing_review", "steps/1/missing": ["confirmed"]}),
    ("hearsay does not close",
     [*opened(), seen(5, "C_cohabitant"), *CLOSING[3:], closed(7, "endo")], {"steps/1/missing": ["confirmed"]}),
    ("seen too long ago for the tier does not close",
     [*CLOSING, closed(40, "endo")], {"steps/1/missing": ["confirmed"]}),
    ("who died needs no sight, but a proof",
     [*CLOSING, closed(40, "endo", reason="died"), closed(41, "endo", "m3", reason="died", proof="葬祭の届")],
     {"fields/phase/value": "closed", "steps/1/missing": ["confirmed"], "steps/2/state": "stands"}),
    ("an open alert keeps a household open",
     [*CLOSING[:3], (5.5, "r1", "sato", {
         "kind": "alert.raised", "alert": "al", "target": "visit5", "level": 1, "rules": [], "catalogue": "", "note": ""}),
      *CLOSING[3:]],
     {"fields/phase/value": "in_support", "steps/0/missing": ["no_open_alert"]}),
    ("an open task keeps a household open",
     [*CLOSING[:3], offer(5.5, "o1", "tanaka", "tanaka", "co", "受診の同行"), *CLOSING[3:]],
     {"fields/phase/value": "in_support", "steps/0/missing": ["no_open_task"]}),
    ("an alert that arrives late, raised before, opens it again",
     [*CLOSING, closed(7, "endo"), (6.5, "r1", "ito", {
         "kind": "alert.raised", "alert": "al", "target": "visit5", "level": 1, "rules": [], "catalogue": "", "note": ""})],
     {"fields/phase/value": "closing_review", "steps/1/missing": ["no_open_alert"]}),
    ("whoever was 重点 lately is closed by the head of the center",
     [*opened(tier="A"), seen(5), *CLOSING[3:],
      (6.5, "t1", "tanaka", {"kind": "fields.set", "entity": "household", "set": {"risk_tier": "C"},
                             "base": {"risk_tier": ["open"]}}),
      closed(7, "endo"), closed(8, "oishi", "m3")],
     {"fields/phase/value": "closed", "steps/1/missing": ["heavy"], "steps/2/decided/by": "oishi"}),
    ("who asked for the end does not close",
     [*opened(), seen(5),
      move(6, "m1", "endo", ("in_support", "closing_review"), evaluation=WENT_WELL, lead_after="姉"), closed(7, "endo")],
     {"fields/phase/value": "closing_review", "steps/1/missing": ["other_person"]}),
    ("support goes on where it came from, nowhere else",
     [*CLOSING, move(7, "m2", "endo", ("closing_review", "monitoring")),
      move(8, "m3", "endo", ("closing_review", "in_support"), reason="まだ心配がある")],
     {"fields/phase/value": "in_support", "steps/1/missing": ["previous"], "steps/2/state": "stands"}),
    ("a closed household is received again",
     [*CLOSING, closed(7, "endo"), move(30, "m3", "ito", ("closed", "intake"), reason="民生委員から電話")],
     {"fields/phase/value": "intake", "steps/2/code": "C17"}),
    ("a conference's support needs a basis for each track",
     [*opened(), move(3, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
      move(4, "m2", "tanaka", ("conference", "in_support"), tracks=[{"kind": "plan", "basis": "conf_106_6"}]),
      decide(5, "d1", "oishi", "m2"), decide(6, "d2", "tanaka", "m2", agree=False),
      move(7, "m3", "tanaka", ("conference", "in_support"), tracks=[{"kind": "outreach", "basis": "conf_106_6"}]),
      decide(8, "d3", "oishi", "m3")],
     {"fields/phase/value": "in_support", "steps/1/state": "withdrawn", "steps/1/missing": ["tracks"],
      "steps/2/state": "stands"}),
    ("back from the conference, sent back, asked again, and to the conference once more",
     [*opened(), move(1, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
      move(2, "m2", "tanaka", ("conference", "backup_support"), reason=" "), decide(2.1, "d1", "endo", "m2"),
      decide(2.2, "d2", "endo", "m2", agree=False),
      move(2.3, "m3", "tanaka", ("conference", "backup_support"), reason="病院の話が要る"), decide(2.4, "d3", "endo", "m3"),
      move(3, "m4", "mori", ("backup_support", "sheet_shared"), outcome={"kind": "settled", "text": "違う答え"}),
      move(4, "m5", "mori", ("backup_support", "sheet_shared"), outcome={"kind": "returned", "text": "家計のことを足す"}),
      offer(4.1, "o1", "sato", "ito", "co"), move(4.2, "m6", "sato", ("sheet_shared", "field_support")),
      move(5, "m7", "sato", ("sheet_shared", "backup_support")), backup(5.5, "b1", "sato"),
      move(6, "m8", "sato", ("sheet_shared", "backup_support")), backup(6.5, "b2", "mori", target="b1"),
      move(7, "m9", "mori", ("backup_support", "field_support"), outcome={"kind": "returned", "text": ""}),
      move(8, "m10", "tanaka", ("backup_support", "conference"), reason="", meeting_on="2026-10-20"),
      move(9, "m11", "tanaka", ("backup_support", "conference"), reason="調整が不可能", meeting_on="2026-10-20"),
      trigger(10), answer(10.1, "a1", "ito", "o1"), offer(10.2, "o2", "tanaka", "tanaka"),
      move(11, "m12", "tanaka", ("conference", "monitoring"), watch=WATCH), decide(12, "d4", "oishi", "m12")],
     {"fields/phase/value": "monitoring", "steps/1/missing": ["reason"], "steps/3/missing": ["returned"],
      "steps/5/missing": ["accepted_role", "all_answered"], "steps/6/missing": ["request"], "steps/8/missing": ["settled"],
      "steps/9/missing": ["reason"], "steps/11/code": "C09", "steps/11/state": "stands"}),
    ("what was sent back is settled among those who took it on",
     [*opened(), move(1, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
      move(2, "m2", "tanaka", ("conference", "backup_support")), decide(2.1, "d1", "endo", "m2"),
      move(3, "m3", "mori", ("backup_support", "sheet_shared"), outcome={"kind": "returned", "text": "家計のことを足す"}),
      offer(4, "o1", "sato", "ito", "co"), answer(4.1, "a1", "ito", "o1"),
      move(5, "m4", "sato", ("sheet_shared", "field_support"))],
     {"fields/phase/value": "field_support", "steps/3/code": "C04"}),
    ("what the office could settle goes on in the field",
     [*opened(), move(1, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
      move(2, "m2", "tanaka", ("conference", "backup_support")), decide(2.1, "d1", "endo", "m2"),
      move(3, "m3", "mori", ("backup_support", "field_support"), outcome={"kind": "settled", "text": "保健師が声をかける"})],
     {"fields/phase/value": "field_support", "steps/2/code": "C06"}),
    ("nobody leaves backup, and nothing is closed, while somebody waits for an answer or a task is not done",
     [*opened(), move(1, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
      move(2, "m2", "tanaka", ("conference", "backup_support")), decide(2.1, "d1", "endo", "m2"), backup(2.2, "b1", "sato"),
      move(3, "m3", "mori", ("backup_support", "field_support"), outcome={"kind": "settled", "text": "保健師が声をかける"}),
      move(3.1, "m4", "mori", ("backup_support", "sheet_shared"), outcome={"kind": "returned", "text": "家計のこと"}),
      move(3.2, "m5", "tanaka", ("backup_support", "conference"), meeting_on="2026-10-20"), backup(4, "b2", "tanaka", target="b1"),
      move(5, "m6", "mori", ("backup_support", "field_support"), outcome={"kind": "settled", "text": "保健師が声をかける"}),
      backup(6, "b3", "sato"), (6.1, "t1", "sato", {"kind": "task.add", "text": "保健師に電話", "agency": "", "to": "ito"}),
      move(7, "m7", "sato", ("field_support", "closing_review"), evaluation=WENT_WELL, lead_after="姉"),
      backup(8, "b4", "tanaka", target="b3"), (8.1, "k1", "ito", {"kind": "task.mark", "target": "t1", "done": True, "note": ""}), seen(8.2),
      move(9, "m8", "sato", ("field_support", "closing_review"), evaluation=WENT_WELL, lead_after="姉"), backup(9.5, "b5", "sato"),
      closed(10, "endo", "m9"), backup(11, "b6", "tanaka", target="b5"), closed(12, "endo", "m10")],
     {"fields/phase/value": "closed", "steps/2/missing": ["no_open_request"], "steps/3/missing": ["no_open_request"],
      "steps/4/missing": ["no_open_request"], "steps/5/code": "C06", "steps/6/missing": ["no_open_task", "no_open_request"],
      "steps/7/state": "stands", "steps/8/missing": ["no_open_request"], "steps/9/state": "stands"}),
    ("an end without a look back, a name and a reason is none",
     [*opened(), seen(5), move(6, "m1", "sato", ("in_support", "closing_review"), evaluation={"achieved": "all"}),
      move(6.5, "m2", "sato", ("in_support", "closing_review"), evaluation=WENT_WELL, lead_after="姉"),
      move(7, "m3", "endo", ("closing_review", "closed"), closure={"reason": "unreachable", "proof": ""})],
     {"fields/phase/value": "closing_review", "steps/0/missing": ["evaluation", "lead_after"],
      "steps/2/missing": ["closure_reason"]}),
    ("a conference in the past calls nobody",
     [*opened(), move(3, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-22")],
     {"steps/0/missing": ["meeting"]}),
    ("a refused step is over, and its words are kept",
     [*WATCHED, move(3, "m1", "tanaka", ("in_support", "monitoring"), watch=WATCH),
      decide(4, "d1", "endo", "m1", agree=False), decide(5, "d2", "hara", "m1")],
     {"fields/phase/value": "in_support", "steps/0/state": "refused", "proposals/0/id": "d2",
      "proposals/0/reason": "wrong_target"}),
    ("a tier written while the listing waited stands beside it until somebody chooses",
     [*LISTED, (4.5, "t1", "tanaka", {"kind": "fields.set", "entity": "household", "set": {"risk_tier": "A"},
                                      "base": {"risk_tier": ["open"]}})],
     {"fields/risk_tier/heads/#": 2, "fields/risk_tier/value": "A", "conflicts/#": 1}),
    ("what nobody would write is no reason, and closes nothing",
     [*opened(), move(1, "m1", "tanaka", ("in_support", "closing_review"), evaluation={"achieved": [], "changes": {}}),
      move(2, "m2", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
      move(3, "m3", "tanaka", ("conference", "in_support"), tracks=[{"kind": "constructor", "basis": "consent"}]),
      decide(3.1, "d1", "endo", "m3"), decide(3.2, "d2", "tanaka", "m3", agree=False),
      move(4, "m4", "tanaka", ("conference", "in_support"), tracks=[{"kind": [], "basis": {}}, None]),
      decide(4.1, "d3", "endo", "m4")],
     {"fields/phase/value": "conference", "steps/0/missing": ["evaluation", "lead_after"],
      "steps/2/missing": ["tracks"], "steps/3/missing": ["tracks"]}),
    ("back to being watched, nothing slips in that no guard has looked at",
     [*LISTED, seen(4.5), move(5, "m2", "sato", ("monitoring", "closing_review"), evaluation=WENT_WELL, lead_after="姉"),
      move(6, "m3", "endo", ("closing_review", "monitoring"), watch={"reason": "x", "tier": "Z", "review_on": ""})],
     {"fields/phase/value": "monitoring", "fields/risk_tier/value": "C", "fields/review_on/value": "2026-10-20"}),
    ("a step of a shape that nobody can read closes nothing",
     [*opened(), (1, "m1", "tanaka", {"kind": "case.move", "move": {"from": "in_support", "to": 3, "reason": ""}}),
      (2, "m2", "tanaka", {"kind": "case.move", "move": {
          "from": "in_support", "to": "conference", "reason": "x", "meeting_on": 5, "tracks": "plan"}})],
     {"fields/phase/value": "in_support", "unknown/0/id": "m1", "steps/0/missing": ["meeting"]}),
    ("what a conference decided beside the phase stands with it, all at once and not before",
     [*opened(), move(3, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30", meeting="k1"),
      move(8, "m2", "tanaka", ("conference", "in_support"), item="i1", tracks=[{"kind": "outreach", "basis": "conf_106_6"}],
           offers=[DECIDED | {"to": "ito", "due": "2026-10-20"}, DECIDED | {"to": "tanaka"}, DECIDED | {"agency": "北診療所"}],
           settles={"tier": "A", "review_on": "2026-10-30"}),
      answer(8.5, "a0", "ito", "m2:0"), decide(9, "d1", "oishi", "m2"), answer(9.5, "a1", "ito", "m2:0")],
     {"fields/phase/value": "in_support", "fields/risk_tier/value": "A", "fields/review_on/value": "2026-10-30",
      "team/#": 3, "team/0/id": "m2:0", "team/0/due": "2026-10-20", "team/0/answers/#": 2, "team/1/answers/0/by": "tanaka",
      "team/2/agency": "北診療所"}),
    ("nothing of what a conference decided stands before the chair agrees, or where the chair does not",
     [*opened(), move(3, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
      move(8, "m2", "tanaka", ("conference", "backup_support"), offers=[DECIDED | {"to": "ito"}], settles={"tier": "A"}),
      decide(9, "d1", "oishi", "m2", agree=False)],
     {"fields/phase/value": "conference", "fields/risk_tier/value": "C", "team/#": 0}),
    ("half a decision is none: a role of nobody's, an unknown tier, a review that has passed",
     [*opened(), move(3, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
      move(8, "m2", "tanaka", ("conference", "backup_support"), offers=[DECIDED]), decide(8.1, "d1", "oishi", "m2"),
      decide(8.2, "d1w", "tanaka", "m2", agree=False),
      move(8.3, "m3", "tanaka", ("conference", "backup_support"), settles={"tier": "Z"}), decide(8.4, "d2", "oishi", "m3"),
      decide(8.5, "d2w", "tanaka", "m3", agree=False),
      move(8.6, "m4", "tanaka", ("conference", "backup_support"), settles={"review_on": "2026-09-23"}),
      decide(8.7, "d3", "oishi", "m4"), decide(8.8, "d3w", "tanaka", "m4", agree=False),
      move(8.9, "m5", "tanaka", ("conference", "backup_support"), offers=[DECIDED | {"to": "ito", "task": " "}]),
      decide(9, "d4", "oishi", "m5")],
     {"fields/phase/value": "conference", "team/#": 0, "steps/1/missing": ["decision"], "steps/2/missing": ["decision"],
      "steps/3/missing": ["decision"], "steps/4/missing": ["decision"]}),
    ("roles on a step that no conference took ask nobody",
     [*opened(), move(3, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30",
                      offers=[DECIDED | {"to": "ito"}], settles={"tier": "A"})],
     {"fields/phase/value": "conference", "fields/risk_tier/value": "C", "team/#": 0}),
    ("a decision of a shape that nobody can read decides nothing",
     [*opened(), move(3, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
      move(4, "m2", "tanaka", ("conference", "backup_support"), offers=[{"role": 3}]),
      move(5, "m3", "tanaka", ("conference", "backup_support"), settles={"tier": 1}),
      move(6, "m4", "tanaka", ("conference", "backup_support"), meeting=3)],
     {"fields/phase/value": "conference", "steps/#": 1, "unknown/#": 3}),
    ("a sheet that went to a colleague and to the clinic, each with a basis, is shared",
     [*opened("intake"), shared(1, "s1", "sato", {"staff": "kawai"}, {"name": "北診療所", "basis": "vital_interest"}),
      move(2, "m1", "sato", ("intake", "sheet_shared"))],
     {"fields/phase/value": "sheet_shared", "steps/0/code": "C03", "sheets/0/recipients/0/staff": "kawai",
      "sheets/0/recipients/1/name": "北診療所"}),
    ("without a sheet, without anybody, without a basis and without a name nothing is shared",
     [*opened("field_support"), move(1, "m1", "tanaka", ("field_support", "sheet_shared")),
      shared(1.1, "s1", "sato"), move(1.2, "m2", "tanaka", ("field_support", "sheet_shared")),
      shared(2, "s2", "sato", {"staff": "kawai"}, {"staff": "ito", "basis": "because"}),
      move(2.1, "m3", "tanaka", ("field_support", "sheet_shared")),
      shared(3, "s3", "sato", {"staff": "ito", "name": " "}), move(3.1, "m4", "tanaka", ("field_support", "sheet_shared"))],
     {"fields/phase/value": "field_support", "steps/0/missing": ["sheet"], "steps/1/missing": ["sheet"],
      "steps/2/missing": ["sheet"], "steps/3/missing": ["sheet"], "sheets/#": 3}),
    ("what is shared later does not make a step stand that was taken before",
     [*opened("intake"), move(2, "m1", "tanaka", ("intake", "sheet_shared")), shared(3, "s1", "sato", {"staff": "kawai"})],
     {"fields/phase/value": "intake", "steps/0/missing": ["sheet"], "sheets/#": 1}),
    ("the head of the center shares nothing in the worker's name",
     [*opened("intake"), shared(1, "s1", "oishi", {"staff": "kawai"}), move(2, "m1", "tanaka", ("intake", "sheet_shared"))],
     {"fields/phase/value": "intake", "sheets/#": 0, "proposals/0/reason": "role"}),
    ("a sheet of a shape that nobody can read was not shared",
     [*opened("intake"), (1, "s1", "sato", {"kind": "sheet.share", "packet": "p", "number": 0, "digest": "", "recipients": []}),
      (1.1, "s2", "sato", {"kind": "sheet.share", "packet": "p", "number": 1, "digest": "", "recipients": [None]}),
      move(2, "m1", "tanaka", ("intake", "sheet_shared"))],
     {"fields/phase/value": "intake", "sheets/#": 0, "unknown/#": 2}),
]  # fmt: skip


def case_of(name: str, lines: list[Line], expect: dict[str, Any]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": BUCKET, "device": f"phone of {who}", "dseq": n, "hlc_ms": START + round(day * DAY),
            "hlc_n": 0, "staff": who, "seq": n + 1, "received_at": at(day + 0.25), "schema": 1,
            "payload": {"recorded_at": at(day), **payload},
        }
        for n, (day, op_id, who, payload) in enumerate(lines)
    ]  # fmt: skip
    state = fold(BUCKET, "26101", [OpenedOp(**op) for op in ops], ROLES, NOW)
    kept = {name: state[name] for name in ("fields", "team", "steps", "sheets", "conflicts", "proposals", "unknown")}
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "expect": expect, "state": kept}


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
