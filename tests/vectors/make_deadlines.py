"""Writes deadlines.json: what a center's numbers are read as, and when the deadlines they move speak.

Run from the project's root: python -m tests.vectors.make_deadlines. `expect` of a reading is written by hand; moments
are computed here, read by eye, and checked against the twin (pwa/src/casework/deadlines.ts). E-T08, E-T09 and E-T13,
whose moments no center sets, are the vault's alone.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from server.casework.bounds import bounds_of
from server.casework.calendar import moment_ms
from server.casework.center_deadlines import center_deadlines
from server.casework.conferences import fold_center
from server.casework.deadlines import deadlines
from server.casework.due import Deadline
from server.casework.fold import fold
from server.casework.records import OpenedOp

VECTORS = Path(__file__).with_name("deadlines.json")
BOTH = ("E-T01", "E-T02", "E-T03", "E-T05", "E-T07", "E-T11")
START = datetime.fromisoformat("2026-11-02T10:00:00+09:00")  # a Monday; Tuesday 3 November is a holiday
NOW = "2026-11-24T10:00:00+09:00"
ROLES = {
    "sato": "outreach_worker", "tanaka": "coordinator", "ueda": "outreach_worker", "mori": "office", "oishi": "center_head", "vault": "vault",
}  # fmt: skip
SOON = {
    "E-T01.A": 5, "E-T01.B": 10, "E-T02.hours": 6, "E-T02.heavy_hour": 12, "E-T03.attempts": 2, "E-T03.heavy_attempts": 1,
    "E-T03.days": 7, "E-T05.hours": 1, "E-T07.workdays": 2, "E-T10.days": 14, "E-T10.minutes_days": 5, "E-T11.days": 60,
}  # fmt: skip
Line = tuple[float, str, dict[str, Any]]  # hours after START, who, payload

READINGS: list[tuple[str, Any, dict[str, int]]] = [
    ("what was never set is the catalogue's", {}, {"E-T01.A": 7, "E-T01.D": 92, "E-T05.hours": 4, "E-T11.days": 30}),
    ("what was set counts", {"E-T01.A": 5}, {"E-T01.A": 5, "E-T01.B": 14}),
    ("a number as another program writes it", {"E-T01.A": 5.0}, {"E-T01.A": 5}),
    ("no numbers at all", None, {"E-T01.A": 7}),
    ("a list", [{"E-T01.A": 5}], {"E-T01.A": 7}),
    ("a word", "E-T01.A", {"E-T01.A": 7}),
    ("a number out of bounds", {"E-T01.A": 15, "E-T05.hours": 0, "E-T03.days": 9999}, {"E-T01.A": 7, "E-T05.hours": 4, "E-T03.days": 14}),
    ("what is no whole number", {"E-T01.A": "5", "E-T05.hours": True, "E-T03.days": 3.5, "E-T11.days": None, "E-T01.D": {}}, {"E-T01.A": 7, "E-T05.hours": 4, "E-T03.days": 14, "E-T11.days": 30, "E-T01.D": 92}),
    ("the closely watched after the others: all of them are the catalogue's", {"E-T01.A": 14, "E-T01.B": 10, "E-T05.hours": 2}, {"E-T01.A": 7, "E-T01.B": 14, "E-T05.hours": 2}),
    ("more attempts for tier A than for others", {"E-T03.attempts": 2, "E-T03.heavy_attempts": 3}, {"E-T03.attempts": 3, "E-T03.heavy_attempts": 2}),
    ("a rule that no center sets", {"E-T13.hours": 96, "constructor": 3, "__proto__": 5}, {"E-T01.A": 7}),
]  # fmt: skip


def at(hour: float) -> str:
    return (START + timedelta(hours=hour)).isoformat()


def opens(tier: str = "B", **fields: Any) -> Line:
    begun = {"risk_tier": tier, "lead": "sato", "phase": "field_support", **fields}
    return (0, "tanaka", {"kind": "household.open", "center": "26101", "fields": begun})


def lives(name: str = "hatsu", **fields: Any) -> Line:
    return (0, "sato", {"kind": "person.add", "person": name, "fields": {"given_name": name, **fields}})


def visit(hour: float, result: str = "met_person", seen: str = "", *, later: float = 0) -> Line:
    said = {
        "occurred_at": at(hour), "method": "visit", "result": result, "staff": ["sato"],
        "safety": [{"person": seen, "level": "A_seen"}] if seen else [], "observations": [],
    }  # fmt: skip
    return (hour + later, "sato", {"kind": "visit.add", "visit": said})


def plan(hour: float, until: str = "") -> Line:
    window = {"window_from": at(hour - 2), "window_to": until or at(hour)}
    return (0, "sato", {"kind": "plan.add", "plan": {"staff": ["sato"], "purpose": "様子を見る", "required_two": True, **window}})


def asked() -> Line:
    return (1, "tanaka", {"kind": "role.offer", "offer": {"role": "watcher", "to": "ueda", "agency": "", "task": "週に一度見る"}})


def consent(until: str, **more: Any) -> Line:
    said = {
        "person": "hatsu", "answer": "given", "purposes": ["welfare"], "data": ["contact"], "orgs": ["地域包括"],
        "method": "oral", "obtained_on": "2026-11-02", "by": "sato", "words": "", "capacity_note": "", "until": until, **more,
    }  # fmt: skip
    return (1, "sato", {"kind": "consent.add", "consent": said})


def urgent(target: str) -> Line:
    return (2, "vault", {"kind": "verdict", "target": target, "level": 1, "rules": [], "catalogue": "2026"})


CASES: list[tuple[str, list[Line], Any]] = [
    ("nobody has seen Hatsu for as long as her tier allows", [opens("A"), lives(), visit(5, seen="hatsu")], {}),
    ("for as long as her center allows", [opens("A"), lives(), visit(5, seen="hatsu")], SOON),
    ("each child by itself", [opens(), lives("yui", estimated_age=8), lives("haru", estimated_age=8), visit(5, seen="yui")], SOON),
    ("a household of nobody", [opens()], SOON),
    ("no tier, no days", [opens(""), lives()], SOON),
    ("a household nobody leads, and a role nobody has answered", [opens(lead=""), asked()], SOON),
    ("the same in tier A", [opens("A", lead=""), asked()], {}),
    ("a planned visit without a record", [opens(), plan(4)], SOON),
    ("in tier A by noon of the same day, or when its time is over", [opens("A"), plan(1), plan(9)], SOON),
    ("twice nobody was met", [opens(), visit(10, "absent"), visit(30, "no_answer_present"), visit(40, "absent")], SOON),
    ("three times by the catalogue", [opens(), visit(10, "absent"), visit(30, "no_answer_present"), visit(40, "absent")], {}),
    ("once in tier A", [opens("A"), visit(10, "absent")], SOON),
    ("a first attempt that nothing followed", [opens(), visit(10, "absent")], SOON),
    ("an attempt that arrives a day late", [opens(), visit(10, "absent"), visit(30, "absent", later=24)], SOON),
    ("met in between", [opens(), visit(10, "absent"), visit(30), visit(40, "proxy_info")], SOON),
    ("a record with a sign of level 1", [opens(), visit(2), urgent("r2")], SOON),
    ("a yes that ends in a month", [opens(), lives(), consent("2026-12-20")], {}),
    ("warned two months before", [opens(), lives(), consent("2026-12-20")], SOON),
    ("a longer yes to the same", [opens(), lives(), consent("2026-12-20"), consent("2027-12-20")], SOON),
    ("a yes to the end of time", [opens(), lives(), consent("2200-12-31")], SOON),
    ("a plan of the last day that there is", [opens(), plan(4), plan(4, "9999-12-31T23:59:00+00:00"), plan(9), visit(10, "absent")], SOON),
    ("nothing is due in what was merged away", [opens(), lives(), asked(), (5, "tanaka", {"kind": "household.merge", "merge": "m1", "into": "other"})], SOON),
    ("numbers that cannot be read", [opens("A"), lives(), asked(), plan(4)], {"E-T01.A": "5", "E-T07.heavy_workdays": -1}),
]  # fmt: skip


def begins(hour: float = 0) -> Line:
    return (hour, "mori", {"kind": "center.open", "center": "26101"})


def meets(hour: float, on: str, name: str = "k1", *, kind: str = "regular", status: str = "held") -> Line:
    said = {"kind": kind, "held_on": on, "status": status}
    return (hour, "mori", {"kind": "fields.set", "entity": f"meeting:{name}", "set": said, "base": {}})


def approves(hour: float, name: str = "k1") -> Line:
    return (hour, "oishi", {"kind": "meeting.approved", "meeting": name, "note": ""})


# Each of the buckets that a center's people began for its meetings.
CENTERS: list[tuple[str, list[list[Line]], Any]] = [
    ("a center that has begun and held none", [[begins()]], {}),
    ("the last regular meeting counts, not the one between", [[begins(), meets(20, "2026-11-04"), meets(50, "2026-11-13", "k2", kind="extra")]], SOON),
    ("minutes that were approved", [[begins(), meets(20, "2026-11-04", status="minutes_draft"), approves(30)]], SOON),
    ("a meeting of others has no minutes here", [[begins(), meets(20, "2026-11-04", kind="outside")]], SOON),
    ("one that is only planned, one of tomorrow, one of a day that is none", [[begins(), meets(20, "2026-11-04", status="planned"), meets(21, "2026-11-25", "k2"), meets(22, "2026-02-31", "k3")]], SOON),
    ("two phones each began a bucket", [[begins(40), meets(60, "2026-11-06")], [begins(), meets(20, "2026-11-12", "k2")]], SOON),
    ("nothing at all", [[]], SOON),
    ("numbers that cannot be read", [[begins(), meets(20, "2026-11-04")]], {"E-T10.days": 13, "E-T10.minutes_days": "5"}),
]  # fmt: skip


def case_of(name: str, lines: list[Line], numbers: Any) -> dict[str, Any]:
    ops = _ops_of("home", lines)
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "numbers": numbers, "dues": dues_of(ops, numbers)}


def center_of(name: str, buckets: list[list[Line]], numbers: Any) -> dict[str, Any]:
    ops = [_ops_of(f"c{n}", lines) for n, lines in enumerate(buckets, 1)]
    return {"name": name, "now": NOW, "roles": ROLES, "buckets": ops, "numbers": numbers, "dues": center_dues_of(ops, numbers)}


def _ops_of(bucket: str, lines: list[Line]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"r{n + 1}", "bucket": bucket, "device": f"phone of {who}", "dseq": n + 1,
            "hlc_ms": int(moment_ms(at(hour))), "hlc_n": 0, "staff": who, "seq": n + 1, "received_at": at(hour), "schema": 1,
            "payload": {"recorded_at": at(hour), **payload},
        }
        for n, (hour, who, payload) in enumerate(lines)
    ]  # fmt: skip


def dues_of(ops: list[dict[str, Any]], numbers: Any) -> list[dict[str, Any]]:
    state = fold("home", "26101", [OpenedOp(**op) for op in ops], ROLES, NOW)
    found = deadlines(state, datetime.fromisoformat(NOW), bounds=bounds_of(numbers))
    return [_due(one) for one in found if one.rule in BOTH]


def center_dues_of(buckets: list[list[dict[str, Any]]], numbers: Any) -> list[dict[str, Any]]:
    states = [fold_center(f"c{n}", [OpenedOp(**op) for op in ops], ROLES) for n, ops in enumerate(buckets, 1)]
    return [_due(one) for one in center_deadlines(states, datetime.fromisoformat(NOW), bounds_of(numbers))]


def _due(one: Deadline) -> dict[str, Any]:
    return {
        "rule": one.rule, "stage": one.stage, "subject": one.subject, "target": one.target,
        "since": round(one.since.timestamp() * 1000), "due": round(one.due_at.timestamp() * 1000), "part": one.part,
    }  # fmt: skip


def main() -> None:
    readings = [{"name": name, "given": given, "expect": expect} for name, given, expect in READINGS]
    cases, centers = [case_of(*one) for one in CASES], [center_of(*one) for one in CENTERS]
    parts = (
        f'"{key}":[\n' + ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in every) + "\n]"
        for key, every in (("readings", readings), ("cases", cases), ("centers", centers))
    )
    VECTORS.write_text("{" + ",\n".join(parts) + "}\n", "utf-8")


if __name__ == "__main__":
    main()
