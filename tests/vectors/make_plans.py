"""Writes plans.json: what Hana agreed to, the plan that was made with her, and what both engines must say of each.

Run from the project's root: python -m tests.vectors.make_plans. `expect` is written by hand; the rest is computed here and
checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.consents import state_on
from server.casework.fold import fold
from server.casework.plans import plan_row
from server.casework.records import OpenedOp
from tests.vectors.make_course import BUCKET, DAY, ROLES, START, WENT_WELL, Line, answer, at, decide, move, opened, seen

VECTORS = Path(__file__).with_name("plans.json")
NOW, TODAY = "2026-12-24T10:00:00+09:00", "2026-12-24"  # day 0 is 21 September, day 66 the 26th of November
ACTIONS = [
    {"what": "朝の散歩の時間に訪ねる", "who": "伊藤", "to": "ito", "frequency": "週に一度", "until": "2026-12-28"},
    {"what": "往診", "who": "鴨川診療所", "frequency": ""},
]
OFFERS = [
    {"role": "co", "to": "ito", "agency": "", "task": "朝の散歩の時間に訪ねる（週に一度）", "due": "2026-12-28"},
    {"role": "external", "agency": "鴨川診療所", "task": "往診"},
]
TRACK = [{"kind": "plan", "basis": "consent"}]


def consent(day: float, name: str, who: str = "sato", **more: Any) -> Line:
    said = {
        "person": "hana", "answer": "given", "purposes": ["plan"], "data": ["living"], "orgs": ["鴨川診療所"], "method": "oral",
        "obtained_on": "2026-11-26", "by": who, "words": "「話してもろてかまへん」", "capacity_note": "", **more,
    }  # fmt: skip
    return (day, name, who, {"kind": "consent.add", "consent": said})


def taken_back(day: float, name: str, who: str, target: str, on: str = "2026-12-01") -> Line:
    return (day, name, who, {"kind": "consent.withdrawn", "target": target, "withdrawn_on": on, "who": "花", "how": "電話で"})


def version(day: float, name: str, who: str = "mori", **more: Any) -> Line:
    plan = {
        "number": 1, "title": "花さん宅", "author": "森", "as_of": at(day), "members": ["花"], "wish": "「この家で、猫と暮らしたい」",
        "goal_long": "この家で冬を越す", "goal_short": "月に一度、受診する", "issues": ["通院が途切れている"], "actions": ACTIONS,
        "monitor_on": "2027-01-20", "outreach": True, "participation": False, "reason": "", **more,
    }  # fmt: skip
    return (day, name, who, {"kind": "collaboration.version", "plan": plan})


def item(day: float, name: str, basis: str = "consent", *, of: str = "i1", withdrawn: bool = False) -> Line:
    about = {"meeting": "k1", "held_on": "2026-12-20", "basis": basis, "question": "冬をどう越すか", "invitees": [], "withdrawn": withdrawn}
    return (day, name, "tanaka", {"kind": "conference.item", "item": of, "about": about})


def asked(day: float, name: str = "m2", **more: Any) -> Line:
    return move(day, name, "tanaka", ("conference", "in_support"), **{"item": "i1", "plan": "v1", "tracks": TRACK, "offers": OFFERS, **more})


def looked_back(day: float, name: str, who: str = "sato", target: str = "v1", **more: Any) -> Line:
    said = {"on": "2026-12-10", "changes": "月に一度、受診できた", "achieved": "most", "person_view": "", "next": "end", "left_issues": "", "handover": "", **more}
    return (day, name, who, {"kind": "collaboration.evaluated", "target": target, "evaluation": said})


def again(day: float, first: str, name: str, **more: Any) -> list[Line]:
    """What lacked something is taken back and asked for anew."""
    return [decide(day, f"{first}w", "tanaka", first, agree=False), asked(day + 0.1, name, **more), decide(day + 0.2, f"{name}d", "oishi", name)]


CONFERENCE: list[Line] = [*opened(), move(66, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-12-20")]
READY: list[Line] = [*CONFERENCE, consent(66.2, "c1"), item(66.3, "x1"), version(66.4, "v1")]
DECIDED: list[Line] = [*READY, asked(67), decide(67.1, "d1", "oishi", "m2")]
RUNS: list[Line] = [*DECIDED, answer(67.2, "a1", "ito", "m2:0")]

CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("hana says yes at her door, the conference decides, and the plan runs from the day ito takes it on",
     RUNS,
     {"consents/0/consent/words": "「話してもろてかまへん」", "states": ["stands"], "steps/1/state": "stands", "fields/phase/value": "in_support",
      "collaborations/0/state": "active", "collaborations/0/monitor_on": "2027-01-20", "collaborations/0/decided/by": "oishi",
      "team/#": 2, "team/0/due": "2026-12-28", "row/number": 1, "proposals": []}),
    ("until somebody takes on what it asks for it is decided, and no more", DECIDED, {"collaborations/0/state": "decided", "row/state": "decided"}),
    ("a proposal asks nobody for anything", READY, {"collaborations/0/state": "proposed", "collaborations/0/monitor_on": None, "team": [], "row": None}),
    ("without her yes nothing is decided, and with it the same step stands",
     [line for line in DECIDED if line[1] != "c1"] + [consent(68, "c1"), decide(68.1, "d2", "oishi", "m2")],
     {"steps/1/state": "stands", "steps/1/decided/op": "d2", "collaborations/0/decided/op": "d2"}),
    ("what she took back the day before does not carry a plan, and stays written as she said it",
     [*READY, taken_back(66.5, "t1", "sato", "c1", "2026-11-26"), asked(67), decide(67.1, "d1", "oishi", "m2")],
     {"steps/1/missing": ["consent"], "states": ["withdrawn"], "consents/0/consent/answer": "given", "consents/0/withdrawals/0/who": "花",
      "collaborations/0/decided": None}),
    ("what she takes back later does not undo what was decided",
     [*RUNS, taken_back(70, "t1", "oishi", "c1")], {"states": ["withdrawn"], "collaborations/0/state": "active"}),
    ("a yes whose last day has passed carries nothing",
     [*CONFERENCE, consent(66.2, "c1", until="2026-11-26"), *READY[4:], asked(67), decide(67.1, "d1", "oishi", "m2")],
     {"steps/1/missing": ["consent"], "states": ["expired"]}),
    ("a no that came later is the last word, one to something else is not",
     [*READY, consent(66.5, "c2", answer="refused", purposes=["participation"]), consent(66.6, "c3", answer="refused", purposes=[], obtained_on="2026-11-27"),
      asked(67), decide(67.1, "d1", "oishi", "m2"), consent(67.2, "c4", obtained_on="2026-11-29"), decide(67.3, "d2", "oishi", "m2"), decide(68.5, "d3", "oishi", "m2")],
     {"steps/1/decided/op": "d3", "states": ["overtaken", "refused", "refused", "stands"]}),
    ("having been told what it is about is no yes", [*CONFERENCE, consent(66.2, "c1", answer="explained"), *READY[4:], asked(67), decide(67.1, "d1", "oishi", "m2")],
     {"steps/1/missing": ["consent"], "states": ["explained"]}),
    ("a yes to being talked over is none to a plan, and one for a day to come is not yet one",
     [*CONFERENCE, consent(66.2, "c1", purposes=["sharing"]), consent(66.25, "c2", obtained_on="2027-01-05"), *READY[4:], asked(67), decide(67.1, "d1", "oishi", "m2")],
     {"steps/1/missing": ["consent"], "states": ["stands", "coming"]}),
    ("nobody outside the household says yes in her place, nor somebody who has left it",
     [*CONFERENCE, consent(66.2, "c1", person="neighbour"), consent(66.25, "c2"), *READY[4:],
      (66.5, "left", "sato", {"kind": "fields.set", "entity": "person:hana", "set": {"left_on": "2026-11-25"}, "base": {}}), asked(67), decide(67.1, "d1", "oishi", "m2")],
     {"steps/1/missing": ["consent"]}),
    ("her guardian may, and who that is stands beside it",
     [*CONFERENCE, consent(66.2, "c1", method="proxy", proxy="成年後見人 西川"), *READY[4:], asked(67), decide(67.1, "d1", "oishi", "m2")],
     {"steps/1/state": "stands", "consents/0/consent/proxy": "成年後見人 西川"}),
    ("参加支援 needs a yes of its own",
     [*READY, asked(67, tracks=[{"kind": "participation", "basis": "consent"}], plan="", offers=[]), decide(67.1, "d1", "oishi", "m2"),
      consent(67.2, "c2", purposes=["participation"]), decide(67.3, "d2", "oishi", "m2")],
     {"steps/1/decided/op": "d2", "collaborations/0/decided": None}),
    ("outreach on a 支援会議 alone needs none",
     [*CONFERENCE, asked(67, tracks=[{"kind": "outreach", "basis": "conf_106_6"}], plan="", item="", offers=[]), decide(67.1, "d1", "endo", "m2")],
     {"steps/1/state": "stands"}),
    ("a step of the time before stays what it was",
     [*opened(), move(3, "m1", "tanaka", ("in_support", "conference"), meeting_on="2026-09-30"),
      move(4, "m2", "tanaka", ("conference", "in_support"), tracks=TRACK), decide(70, "d1", "endo", "m2")],
     {"fields/phase/value": "in_support", "steps/1/state": "stands"}),
    ("a manager does not decide on a plan, the head of the center does",
     [*READY, asked(67), decide(67.1, "d1", "endo", "m2")], {"steps/1/state": "asked", "steps/1/missing": ["plan"], "proposals": []}),
    ("nor is it decided in a 支援会議, of an item that was withdrawn, or of none",
     [*CONFERENCE, consent(66.2, "c1"), item(66.3, "x1", "conf_106_6"), version(66.4, "v1"), item(66.5, "x2", of="i2", withdrawn=True), asked(67), decide(67.1, "d1", "oishi", "m2"),
      *again(67.2, "m2", "m3", item="i2"), *again(67.6, "m3", "m4", item="")],
     {"steps/1/missing": ["plan"], "steps/2/missing": ["plan"], "steps/3/missing": ["plan"], "unconsented": {"i1": True, "i2": False}}),
    ("no version, one that nobody wrote, a role left out, another day or another name: none of them is decided",
     [*READY, asked(67, plan=""), decide(67.1, "d1", "oishi", "m2"), *again(67.2, "m2", "m3", plan="v9"), *again(67.6, "m3", "m4", offers=OFFERS[:1]),
      *again(68, "m4", "m5", offers=[OFFERS[0] | {"due": "2026-12-29"}, OFFERS[1]]), *again(68.4, "m5", "m6", offers=[OFFERS[0] | {"to": "sato"}, OFFERS[1]])],
     {"steps/1/missing": ["plan"], "steps/2/missing": ["plan"], "steps/3/missing": ["plan"], "steps/4/missing": ["plan"], "steps/5/missing": ["plan"]}),
    ("a plan whose day to look again has passed, or is none, is made anew before it is decided on",
     [*CONFERENCE, consent(66.2, "c1"), item(66.3, "x1"), version(66.4, "v1", monitor_on="2026-11-27"), asked(67), decide(67.1, "d1", "oishi", "m2"),
      version(67.2, "v2", number=2, monitor_on="2027-02-30"), *again(67.3, "m2", "m3", plan="v2")],
     {"steps/1/missing": ["plan"], "steps/2/missing": ["plan"], "collaborations/0/state": "superseded", "collaborations/1/state": "proposed"}),
    ("what the meeting saw is decided on, though somebody wrote another version meanwhile",
     [*READY, asked(67), version(67.05, "v2", number=2), decide(67.1, "d1", "oishi", "m2")],
     {"collaborations/0/state": "decided", "collaborations/1/state": "proposed", "row/number": 1}),
    ("an item of 支援会議 that is later one with her yes can decide, and stays marked",
     [*CONFERENCE, item(66.1, "x0", "conf_106_6"), consent(66.2, "c1"), item(66.3, "x1"), version(66.4, "v1"), asked(67), decide(67.1, "d1", "oishi", "m2")],
     {"steps/1/state": "stands", "unconsented": {"i1": True}}),
    ("while a plan runs nobody ends the support, unless it was looked back on",
     [*RUNS, (67.5, "e1", "ito", {"kind": "role.end", "target": "m2:0", "how": "done", "note": ""}),
      move(68, "m3", "sato", ("in_support", "closing_review"), evaluation=WENT_WELL, lead_after="姉"),
      looked_back(68.1, "l1", next="go_on", monitor_on="2027-03-01"), move(68.2, "m4", "sato", ("in_support", "closing_review"), evaluation=WENT_WELL, lead_after="姉"),
      looked_back(69, "l2"), move(69.1, "m5", "sato", ("in_support", "closing_review"), evaluation=WENT_WELL, lead_after="姉")],
     {"steps/2/missing": ["plan_evaluated"], "steps/3/missing": ["plan_evaluated"], "steps/4/state": "stands", "collaborations/0/state": "ended",
      "collaborations/0/evaluations/#": 2, "row": None}),
    ("looked back on and gone on with, it is looked at again on the new day",
     [*RUNS, looked_back(68, "l1", next="go_on", monitor_on="2027-03-01")], {"collaborations/0/state": "active", "collaborations/0/monitor_on": "2027-03-01", "row/monitor_on": "2027-03-01"}),
    ("made anew, the next version takes its place once it is decided",
     [*RUNS, looked_back(68, "l1", next="replan"), move(69, "m3", "tanaka", ("in_support", "conference"), meeting_on="2026-12-20"),
      version(69.1, "v2", number=2, reason="冬を越せたので"), asked(69.2, "m4", plan="v2"), decide(69.3, "d2", "oishi", "m4")],
     {"collaborations/0/state": "superseded", "collaborations/1/state": "decided", "collaborations/1/plan/reason": "冬を越せたので", "row/number": 2}),
    ("rested, and taken up again by another conference",
     [*RUNS, looked_back(68, "l1", next="pause"), move(69, "m3", "tanaka", ("in_support", "conference"), meeting_on="2026-12-20"), asked(69.2, "m4"), decide(69.3, "d2", "oishi", "m4")],
     {"collaborations/0/state": "decided", "collaborations/0/evaluations/#": 1, "row/number": 1}),
    ("what ended is not decided on once more",
     [*RUNS, looked_back(68, "l1"), move(69, "m3", "tanaka", ("in_support", "conference"), meeting_on="2026-12-20"), asked(69.2, "m4"), decide(69.3, "d2", "oishi", "m4")],
     {"collaborations/0/state": "ended", "steps/3/missing": ["plan"]}),
    ("days that the calendar does not have are no days",
     [*RUNS, consent(68, "c2", obtained_on="2026-02-29"), consent(68.1, "c3", until="2026-13-01"), consent(68.2, "c4", until="2026-11-25"), taken_back(68.3, "t1", "sato", "c1", "昨日"),
      looked_back(68.4, "l1", on="2026-11-31"), looked_back(68.5, "l2", next="go_on"), looked_back(68.6, "l3", next="go_on", monitor_on="")],
     {"consents/#": 1, "consents/0/withdrawals": [], "collaborations/0/evaluations": [], "proposals/#": 7, "proposals/0/reason": "no_day", "proposals/6/reason": "no_day"}),
    ("nothing is taken back or looked back on that is not there",
     [*READY, taken_back(67, "t1", "sato", "c9"), taken_back(67.1, "t2", "sato", "v1"), looked_back(67.2, "l1"), looked_back(67.3, "l2", target="v9")],
     {"proposals/0/reason": "target_missing", "proposals/1/reason": "wrong_target", "proposals/2/reason": "wrong_target", "proposals/3/reason": "target_missing"}),
    ("the head of the center decides, and writes none of it; what hana takes back she may hear too",
     [*READY[:3], consent(66.1, "c1", "oishi"), version(66.2, "v1", "oishi"), consent(66.3, "c2", "kawai"), taken_back(66.4, "t1", "oishi", "c2")],
     {"consents/#": 1, "consents/0/withdrawals/#": 1, "collaborations": [], "proposals/0/reason": "role", "proposals/1/reason": "role"}),
    ("of a shape that nobody can read nothing was agreed",
     [*opened(), (66, "c1", "sato", {"kind": "consent.add", "consent": {"person": "hana"}}), consent(66.1, "c2", purposes="plan"), version(66.2, "v1", number=0),
      version(66.3, "v2", actions=[{"what": 1}]), version(66.4, "v3", as_of="昨日"), looked_back(66.5, "l1", achieved=3), version(66.6, "v4", outreach="yes")],
     {"consents": [], "collaborations": [], "unknown/#": 7}),
    ("what a newer app writes beside it is kept", [*opened(), consent(66, "c1", voice="録音あり"), version(66.1, "v1", ward="北区"), seen(66.2)],
     {"consents/0/consent/voice": "録音あり", "collaborations/0/plan/ward": "北区"}),
]  # fmt: skip


def state_of(ops: list[dict[str, Any]]) -> dict[str, Any]:
    state = fold(BUCKET, "26101", [OpenedOp(**op) for op in ops], ROLES, NOW)
    kept = {name: state[name] for name in ("fields", "team", "steps", "consents", "collaborations", "proposals", "unknown")}
    return kept | {
        "states": [state_on(state["consents"], entry, TODAY) for entry in state["consents"]], "row": plan_row(state["collaborations"]),
        "unconsented": {entry["id"]: entry["unconsented"] for entry in state["items"]},
    }  # fmt: skip


def case_of(name: str, lines: list[Line], expect: dict[str, Any]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": BUCKET, "device": f"phone of {who}", "dseq": n, "hlc_ms": START + round(day * DAY), "hlc_n": 0,
            "staff": who, "seq": n + 1, "received_at": None, "schema": 1, "payload": {"recorded_at": at(day), **payload},
        }
        for n, (day, op_id, who, payload) in enumerate(lines)
    ]  # fmt: skip
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "expect": expect, "state": state_of(ops)}


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
