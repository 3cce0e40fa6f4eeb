"""Writes timers.json: deadlines as the vault publishes them, and what both engines must say of each.

Run from the project's root: python -m tests.vectors.make_timers. `expect` is written by hand; the rest is computed
here and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.calendar import moment_ms
from server.casework.fold import fold
from server.casework.raised import overdue
from server.casework.records import OpenedOp

VECTORS = Path(__file__).with_name("timers.json")
HOME = "00000000-0000-7000-8000-0000000000b1"
NOW = "2026-11-24T20:00:00+09:00"
ROLES = {"sato": "outreach_worker", "tanaka": "coordinator", "vault": "vault"}
Line = tuple[float, str, str, dict[str, Any]]  # hour of the day, operation's id, who, payload


def at(hour: float) -> str:
    return f"2026-11-24T{int(hour):02d}:{round(hour % 1 * 60):02d}:00+09:00"


def timer(alert: str, due: float, chain: str = "", **more: Any) -> dict[str, Any]:
    return {
        "alert": alert, "chain": chain or alert, "rule": "E-T01", "subject": "p1", "target": "v1",
        "since": "2026-11-17T09:00:00+09:00", "due_at": at(due), "level": 3, **more,
    }  # fmt: skip


def publish(hour: float, name: str, *timers: dict[str, Any], who: str = "vault") -> Line:
    return (hour, name, who, {"kind": "timers.set", "timers": list(timers), "catalogue": "2026"})


def ack(hour: float, name: str, alert: str) -> Line:
    return (hour, name, "tanaka", {"kind": "alert.ack", "alert": alert, "how": "taking", "note": "行きます"})


def close(hour: float, name: str, alert: str) -> Line:
    return (hour, name, "tanaka", {"kind": "alert.closed", "alert": alert, "outcome": "resolved", "note": "会えた"})


CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("a deadline has its words before it is due", [publish(9, "t1", timer("a1", 22))],
     {"timers/0/id": "a1", "timers/0/raised_at": at(22), "timers/0/rules/0/rule": "E-T01", "timers/0/timed/standing": True, "alerts": [], "due": []}),
    ("and is an alert from that moment on", [publish(9, "t1", timer("a1", 12))], {"due": ["a1"], "timers/0/closed": None}),
    ("called off before it was due, it never was one", [publish(9, "t1", timer("a1", 22)), publish(10, "t2")], {"timers": []}),
    ("called off afterwards, it was one whose cause has ended",
     [publish(9, "t1", timer("a1", 12)), publish(13, "t2", timer("a2", 22))],
     {"timers/0/id": "a1", "timers/0/timed/standing": False, "timers/1/id": "a2", "due": []}),
    ("two clocks that differ by minutes lose nothing", [publish(9, "t1", timer("a1", 12.1)), publish(12, "t2")], {"timers/0/id": "a1"}),
    ("what stands again stands again", [publish(9, "t1", timer("a1", 12)), publish(13, "t2"), publish(14, "t3", timer("a1", 12))],
     {"timers/#": 1, "timers/0/timed/standing": True, "due": ["a1"]}),
    ("it is taken on and closed like any other", [publish(9, "t1", timer("a1", 12)), ack(13, "k1", "a1"), close(14, "c1", "a1")],
     {"timers/0/acks/0/note": "行きます", "timers/0/closed/note": "会えた", "due": []}),
    ("the next stage of a cause asks anew after the first was closed",
     [publish(9, "t1", timer("a1", 12), timer("a2", 15, "a1")), close(14, "c1", "a1")], {"due": ["a2"]}),
    ("closing the alert after its last stage ends the whole cause",
     [publish(9, "t1", timer("a1", 12), timer("a2", 15, "a1")), close(16, "c1", "a1")], {"due": []}),
    ("nobody but the vault publishes one", [publish(9, "t1", timer("a1", 12), who="tanaka")],
     {"timers": [], "proposals/0/reason": "role"}),
    ("an answer to what was never due points nowhere", [publish(9, "t1", timer("a1", 22)), publish(10, "t2"), ack(11, "k1", "a1")],
     {"timers": [], "proposals/0/reason": "target_missing"}),
    ("a shape that nobody can read is kept aside",
     [publish(9, "t1", timer("a1", 12, level=5)), publish(9.1, "t2", timer("a1", 12, since="昨日")), publish(9.2, "t3", {"alert": "a1"})],
     {"timers": [], "unknown/#": 3}),
]  # fmt: skip


def case_of(name: str, lines: list[Line], expect: dict[str, Any]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": HOME, "device": f"phone of {who}", "dseq": n + 1,
            "hlc_ms": int(moment_ms(at(hour))), "hlc_n": 0, "staff": who, "seq": n + 1, "received_at": None, "schema": 1,
            "payload": {"recorded_at": at(hour), **payload},
        }
        for n, (hour, op_id, who, payload) in enumerate(lines)
    ]  # fmt: skip
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "expect": expect, "state": state_of(ops)}


def state_of(ops: list[dict[str, Any]]) -> dict[str, Any]:
    state = fold(HOME, "26101", [OpenedOp(**op) for op in ops], ROLES, NOW)
    told = {name: state[name] for name in ("alerts", "timers", "proposals", "unknown")}
    return told | {"due": [one["id"] for one in overdue(state["timers"], moment_ms(NOW))]}


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
