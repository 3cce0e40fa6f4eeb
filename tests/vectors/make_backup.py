"""Writes backup.json and opening.json: requests for backup, what is done, the meetings of others, and the clock of the answer.

Run from the project's root: python -m tests.vectors.make_backup. `expect` is written by hand; the rest is computed here
and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.calendar import jst
from server.casework.fold import fold
from server.casework.opening import MINUTE, due_after, open_between
from server.casework.records import OpenedOp
from server.casework.summary import summarise

FOLDER = Path(__file__).parent
HOME = "00000000-0000-7000-8000-0000000000b1"
NOW = "2026-11-24T10:00:00+09:00"
START = 1_790_000_000_000
HOUR = 3_600_000
ROLES = {
    "sato": "outreach_worker", "ito": "outreach_worker", "tanaka": "coordinator", "mori": "office", "endo": "manager",
    "oishi": "center_head", "kawai": "community_coordinator", "ueda": "agency",
}  # fmt: skip
QUESTION = "だれが最初に声をかけるか"
Line = tuple[float, str, str, dict[str, Any]]  # hour, operation's id, who, payload


def at(hour: float) -> str:
    return f"2026-09-{22 + int(hour) // 24:02d}T{int(hour) % 24:02d}:{round(hour % 1 * 60):02d}:00+09:00"


def ask(hour: float, name: str, who: str = "sato", **more: str) -> Line:
    said = {"question": QUESTION, "tried": "民生委員の方と2度訪ねた", "urgency": "normal", **more}
    return (hour, name, who, {"kind": "backup.ask", **said})


def take(hour: float, name: str, who: str = "mori", of: str = "q1") -> Line:
    return (hour, name, who, {"kind": "backup.take", "target": of})


def say(hour: float, name: str, who: str = "mori", text: str = "保健師に聞いてみます", of: str = "q1") -> Line:
    return (hour, name, who, {"kind": "backup.say", "target": of, "text": text})


def end(hour: float, name: str, who: str = "tanaka", outcome: str = "settled", text: str = "佐藤が声をかける", of: str = "q1", **more: str) -> Line:
    return (hour, name, who, {"kind": "backup.end", "target": of, "outcome": outcome, "text": text, **more})


def item(hour: float, name: str, who: str = "tanaka", **more: Any) -> Line:
    about = {"meeting": "k1", "held_on": "2026-10-08", "basis": "", "question": QUESTION, "invitees": [], "withdrawn": False, **more}
    return (hour, name, who, {"kind": "conference.item", "item": "i1", "about": about})


def task(hour: float, name: str, who: str = "mori", **more: str) -> Line:
    return (hour, name, who, {"kind": "task.add", "text": "保健師に電話する", "agency": "", **more})


def mark(hour: float, name: str, who: str, of: str = "t1", *, done: bool = True) -> Line:
    return (hour, name, who, {"kind": "task.mark", "target": of, "done": done, "note": ""})


def outside(hour: float, name: str, who: str = "sato", kind: str = "outside.add", **more: Any) -> Line:
    said = {
        "meeting": "community_care", "held_on": "2026-09-18", "host": "紫野地域包括支援センター", "attended": "ケアマネジャー、民生委員",
        "outcome": "週2回の配食が始まる", "next": "10月に様子を聞く", **more.pop("outside", {}),
    }  # fmt: skip
    return (hour, name, who, {"kind": kind, "outside": said, **more})


CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("sato asks, and until somebody has answered it waits", [ask(1, "q1")],
     {"requests/0/by": "sato", "requests/0/answered": None, "requests/0/ended": None, "rows/requests/0/taken": None}),
    ("mori takes it on and answers; that she has it is no answer yet",
     [ask(1, "q1"), take(2, "k1"), say(3, "w1"), say(4, "w2", "sato", "ありがとうございます")],
     {"requests/0/taken/by": "mori", "requests/0/answered/op": "w1", "requests/0/words/#": 2, "requests/0/words/1/answers": False,
      "rows/requests/0/taken": "mori"}),
    ("what the asker adds, and what another worker says, answers nothing",
     [ask(1, "q1"), say(2, "w1", "sato", "もう一つ"), say(3, "w2", "ito", "私も同じことで困っている")],
     {"requests/0/answered": None, "requests/0/words/#": 2}),
    ("a coordinator who asks does not answer herself, nor ends what she asked",
     [ask(1, "q1", "tanaka"), say(2, "w1", "tanaka"), end(3, "e1", "tanaka"), end(4, "e2", "mori")],
     {"requests/0/ended/by": "mori", "requests/0/answered/op": "e2", "proposals/0/id": "e1", "proposals/0/reason": "own_word"}),
    ("tanaka ends it: it is settled, and the word counts as an answer", [ask(1, "q1"), end(2, "e1")],
     {"requests/0/ended/outcome": "settled", "requests/0/answered/op": "e1", "rows/requests/0/ended/outcome": "settled"}),
    ("it is sent back with what it lacks, and asked anew", [ask(1, "q1"), end(2, "e1", outcome="returned", text="家計のこと"), ask(3, "q2")],
     {"requests/0/ended/text": "家計のこと", "requests/1/ended": None}),
    ("whoever may not decide decides nothing, and takes nothing on",
     [ask(1, "q1"), end(2, "e1", "sato"), end(3, "e2", "oishi"), take(4, "k1", "ito"), ask(5, "q2", "ueda")],
     {"requests/#": 1, "requests/0/ended": None, "requests/0/taken": None, "proposals/#": 4, "proposals/0/reason": "role"}),
    ("no request ends in words that nobody wrote, or in something that is no end",
     [ask(1, "q1"), end(2, "e1", text=" "), end(3, "e2", outcome="forgotten"), end(4, "e3", outcome="withdrawn")],
     {"requests/0/ended": None, "requests/0/ends": [], "proposals/0/reason": "target_missing", "proposals/1/reason": "wrong_target"}),
    ("before a conference it comes only with an item on its agenda",
     [ask(1, "q1"), end(2, "e1", outcome="to_conference", text="調整できない"), end(3, "e2", outcome="to_conference", text="調整できない", item="i1"),
      item(4, "x1"), end(5, "e3", outcome="to_conference", text="調整できない", item="i1")],
     {"requests/0/ended/op": "e3", "requests/0/ended/item": "i1", "proposals/0/id": "e1", "proposals/1/id": "e2"}),
    ("taken off the agenda again it is open again, and put there again it is not",
     [ask(1, "q1"), item(2, "x1"), end(3, "e1", outcome="to_conference", text="調整できない", item="i1"), item(4, "x2", withdrawn=True)],
     {"requests/0/ended": None, "requests/0/ends/#": 1, "rows/requests/0/ended": None}),
    ("and may then be settled, whatever becomes of the item",
     [ask(1, "q1"), item(2, "x1"), end(3, "e1", outcome="to_conference", text="調整できない", item="i1"), item(4, "x2", withdrawn=True),
      end(5, "e2"), item(6, "x3")],
     {"requests/0/ended/op": "e2", "requests/0/ends/#": 2}),
    ("of two who end it without knowing of each other the first one counts, the other word is kept",
     [ask(1, "q1"), end(2, "e1", "mori"), end(3, "e2", outcome="returned", text="家計のこと")],
     {"requests/0/ended/op": "e1", "proposals/0/id": "e2", "proposals/0/reason": "wrong_target"}),
    ("words to a request that is not there are kept",
     [say(1, "w1"), ask(2, "q1"), say(3, "w2", of="w1"), take(4, "k1", of="q9")],
     {"requests/0/words": [], "proposals/0/reason": "wrong_target", "proposals/1/reason": "wrong_target", "proposals/2/reason": "target_missing"}),
    ("an urgent one is due after four hours of the next day the office is open, one of a newer app as soon as what is usual",
     [ask(9, "q1", urgency="urgent"), ask(9, "q2", urgency="someday"), ask(9, "q3")],
     {"requests/0/due_ms": 1_790_221_500_000, "rows/requests/0/urgency": "urgent"}),
    ("what must be done is seen by all, done by whoever has it, and taken up again",
     [task(1, "t1", to="sato", due="2026-10-01", request="q1"), mark(2, "k1", "sato"), task(3, "t2", agency="紫野いずみ診療所"),
      mark(4, "k2", "mori", "t2"), mark(5, "k3", "tanaka", done=False)],
     {"tasks/0/done": None, "tasks/1/done/by": "mori", "rows/tasks/#": 1, "rows/tasks/0/to": "sato", "rows/tasks/0/request": "q1"}),
    ("what another has to do is not said to be done by whoever passes by",
     [task(1, "t1", to="sato"), mark(2, "k1", "ito"), mark(3, "k2", "sato", "t9"), task(4, "t2", "ueda")],
     {"tasks/#": 1, "tasks/0/done": None, "proposals/0/reason": "role", "proposals/1/reason": "target_missing", "proposals/2/reason": "role"}),
    ("what another body's meeting came to stands with its source, and a correction is a new version",
     [outside(1, "o1"), outside(2, "o2", "kawai", outside={"meeting": "child_case", "held_on": "2026-09-20"}),
      outside(3, "o3", kind="outside.amend", target="o1", reason="回数の書きまちがい", outside={"outcome": "週3回の配食が始まる"})],
     {"outside/0/id": "o2", "outside/1/outside/outcome": "週3回の配食が始まる", "outside/1/versions/#": 2, "outside/1/versions/1/reason": "回数の書きまちがい"}),
    ("it is corrected by whoever wrote it, and by those who correct for others",
     [outside(1, "o1"), outside(2, "o2", "ito", "outside.amend", target="o1", reason="x"), outside(3, "o3", "endo", "outside.amend", target="o1", reason="主催"),
      outside(4, "o4", "sato", "outside.amend", target="o3", reason="日付", outside={"held_on": "2026-09-19"})],
     {"outside/0/versions/#": 3, "outside/0/outside/held_on": "2026-09-19", "proposals/0/id": "o2", "proposals/0/reason": "role"}),
    ("what has no shape that anybody can read is none",
     [(1, "q1", "sato", {"kind": "backup.ask", "question": 3, "tried": "", "urgency": "normal"}),
      (2, "e1", "tanaka", {"kind": "backup.end", "target": "q1", "outcome": "settled", "text": "", "item": 4}),
      (3, "t1", "mori", {"kind": "task.add", "text": "電話", "agency": "", "to": []}),
      (4, "o1", "sato", {"kind": "outside.add", "outside": {"meeting": "other", "organization": 1}})],
     {"requests": [], "tasks": [], "outside": [], "unknown/#": 4}),
]  # fmt: skip

DUE = (
    ("2026-11-24T10:00:00+09:00", 1050), ("2026-11-27T16:00:00+09:00", 1050), ("2026-11-28T12:00:00+09:00", 1050),
    ("2026-11-24T03:00:00+09:00", 240), ("2026-11-27T16:00:00+09:00", 240), ("2026-11-24T17:30:00+09:00", 240),
    ("2026-11-24T13:30:00+09:00", 240), ("2026-11-24T22:59:59.999+09:00", 1), ("2026-11-20T16:00:00+09:00", 1050), ("2026-12-28T15:00:00+09:00", 240),
)  # fmt: skip
WAITED = (
    ("2026-11-24T10:00:00+09:00", "2026-11-24T12:30:00+09:00"), ("2026-11-24T10:00:00+09:00", "2026-11-26T10:00:00+09:00"),
    ("2026-11-27T17:00:00+09:00", "2026-11-30T09:00:00+09:00"), ("2026-11-28T08:00:00+09:00", "2026-11-29T20:00:00+09:00"), ("2026-12-28T17:00:00+09:00", "2027-01-04T09:00:00+09:00"),
)  # fmt: skip


def clocks() -> dict[str, Any]:
    due = [[moment, minutes, jst(due_after(moment, minutes)).isoformat()] for moment, minutes in DUE]
    waited = [[start, until, open_between(start, until) // MINUTE] for start, until in WAITED]
    return {"due": due, "waited": waited}


def state_of(ops: list[dict[str, Any]]) -> dict[str, Any]:
    state = fold(HOME, "26101", [OpenedOp(**op) for op in ops], ROLES, NOW)
    row = summarise(state, NOW)
    names = ("requests", "tasks", "outside", "items", "steps", "proposals", "unknown")
    return {name: state[name] for name in names} | {"rows": {name: row[name] for name in ("requests", "tasks", "phase")}}


def case_of(name: str, lines: list[Line], expect: dict[str, Any]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": HOME, "device": f"phone of {who}", "dseq": n + 1, "hlc_ms": START + round(hour * HOUR),
            "hlc_n": 0, "staff": who, "seq": n + 1, "received_at": at(hour + 0.5), "schema": 1,
            "payload": {"recorded_at": at(hour), **payload},
        }
        for n, (hour, op_id, who, payload) in enumerate(lines)
    ]  # fmt: skip
    return {"name": name, "now": NOW, "roles": ROLES, "ops": ops, "expect": expect, "state": state_of(ops)}


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    (FOLDER / "backup.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
    (FOLDER / "opening.json").write_text(json.dumps(clocks(), ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
