"""Writes sheets.json: packets with a shared sheet, and what both engines must say of each.

Run from the project's root: python -m tests.vectors.make_sheets. `expect` is written by hand; the rest is computed here
and checked against the twin.
"""

import json
from pathlib import Path
from typing import Any

from server.casework.records import OpenedOp
from server.casework.sheets import digest_of, fold_sheet

VECTORS = Path(__file__).with_name("sheets.json")
PACKET = "00000000-0000-7000-8000-0000000000c1"
START = 1_790_000_000_000
HOUR = 3_600_000
ROLES = {"sato": "outreach_worker", "tanaka": "coordinator", "oishi": "center_head", "tsuji": "outreach_worker", "ueda": "agency"}
Line = tuple[float, str, str, dict[str, Any]]  # hour, operation's id, who, payload


def at(hour: float) -> str:
    return f"2026-09-22T{int(hour):02d}:{round(hour % 1 * 60):02d}:00+09:00"


def sheet(number: int = 1, tried: str = "三度訪ねたが、会えたのは一度", **more: Any) -> dict[str, Any]:
    return {
        "household": "b1", "number": number, "title": "森川", "author": "田中 恵", "as_of": at(9), "members": ["森川 ハツ（84歳・母）"],
        "involved": ["佐藤 みさき（主担当）"], "issues": {"elderly_health": "食事がとれていない"},
        "sections": {"tried": tried, "wish": "家で暮らしたい"},
        "recipients": [
            {"id": "r1", "staff": "tsuji", "name": "辻 あかり", "office": "上京区", "basis": "consent", "word": "前の住まいで関わっていたため"},
            {"id": "r2", "name": "北診療所", "office": "", "basis": "vital_interest", "word": "脱水が心配なため"},
        ],
        **more,
    }  # fmt: skip


def version(hour: float = 9, name: str = "v1", who: str = "tanaka", **more: Any) -> Line:
    return (hour, name, who, {"kind": "sheet.version", "sheet": sheet(**more)})


def opened(hour: float, name: str, who: str, to: str = "r1", how: str = "app", note: str = "") -> Line:
    return (hour, name, who, {"kind": "sheet.opened", "recipient": to, "how": how, "note": note})


def answered(hour: float, name: str, who: str, to: str = "r1", *, accepted: bool = True, note: str = "") -> Line:
    return (hour, name, who, {"kind": "sheet.answered", "recipient": to, "accepted": accepted, "note": note})


CASES: list[tuple[str, list[Line], dict[str, Any]]] = [
    ("an empty packet says nothing", [], {"id": None, "sheet": None, "recipients": []}),
    ("tsuji opens what tanaka shared, and answers",
     [version(), opened(10, "o1", "tsuji"), answered(11, "a1", "tsuji", note="来週うかがいます")],
     {"by": "tanaka", "sheet/number": 1, "recipients/0/opened/by": "tsuji", "recipients/0/opened/how": "app",
      "recipients/0/answers/0/accepted": True, "recipients/1/opened": None, "proposals": []}),
    ("what was opened twice was opened at the first time",
     [version(), opened(10, "o1", "tsuji"), opened(12, "o2", "tsuji")], {"recipients/0/opened/op": "o1"}),
    ("a second answer stands after the first",
     [version(), answered(10, "a1", "tsuji", accepted=False, note="いまは手がいっぱい"), answered(11, "a2", "tsuji")],
     {"recipients/0/answers/#": 2, "recipients/0/answers/1/accepted": True}),
    ("sato handed it to the clinic on paper, and writes down its answer",
     [version(), opened(10, "o1", "sato", "r2", "paper", "受付の方に手渡し"), answered(12, "a1", "sato", "r2", note="往診できる")],
     {"recipients/1/opened/by": "sato", "recipients/1/opened/how": "paper", "recipients/1/answers/0/note": "往診できる"}),
    ("nobody opens or answers for tsuji, not even on paper",
     [version(), opened(10, "o1", "sato"), opened(10.5, "o2", "sato", "r1", "paper"), answered(11, "a1", "tanaka")],
     {"recipients/0/opened": None, "recipients/0/answers": [], "proposals/#": 3, "proposals/0/reason": "not_asked"}),
    ("an agency has no phone to open it with, and a guest writes down nothing for it",
     [version(), opened(10, "o1", "tsuji", "r2"), opened(10.5, "o2", "ueda", "r2", "paper"), answered(11, "a1", "oishi", "r2")],
     {"recipients/1/opened": None, "recipients/1/answers": [], "proposals/#": 3}),
    ("somebody it was not given to is told so", [version(), opened(10, "o1", "sato", "r9")],
     {"proposals/0/reason": "target_missing"}),
    ("a version that somebody writes over the first one changes nothing, whatever their clock says",
     [version(), version(8, "v2", "tsuji", tried="何もしていない"), version(12, "v3", "tanaka", number=2)],
     {"id": "v1", "sheet/number": 1, "sheet/sections/tried": "三度訪ねたが、会えたのは一度", "proposals/#": 2,
      "proposals/0/reason": "frozen", "proposals/0/id": "v2"}),
    ("who may not share has shared nothing", [version(who="ueda"), opened(10, "o1", "tsuji")],
     {"sheet": None, "proposals/0/reason": "role", "proposals/1/reason": "target_missing"}),
    ("a sheet of a shape that nobody can read is none",
     [(9, "v1", "tanaka", {"kind": "sheet.version", "sheet": sheet() | {"members": "森川"}}),
      (9.1, "v2", "tanaka", {"kind": "sheet.version", "sheet": sheet() | {"recipients": [{"id": "r1", "staff": 3}]}}),
      (9.2, "v3", "tanaka", {"kind": "sheet.version", "sheet": sheet() | {"issues": {"elderly_health": 1}}}),
      (9.3, "v4", "tanaka", {"kind": "sheet.version", "sheet": sheet() | {"number": 1.5}})],
     {"sheet": None, "proposals": []}),
]  # fmt: skip


def case_of(name: str, lines: list[Line], expect: dict[str, Any]) -> dict[str, Any]:
    ops = [
        {
            "id": op_id, "bucket": PACKET, "device": f"phone of {who}", "dseq": n + 1, "hlc_ms": START + round(hour * HOUR),
            "hlc_n": 0, "staff": who, "seq": n + 1, "received_at": None, "schema": 1,
            "payload": {"recorded_at": at(hour), **payload},
        }
        for n, (hour, op_id, who, payload) in enumerate(lines)
    ]  # fmt: skip
    state = fold_sheet(PACKET, [OpenedOp(**op) for op in ops], ROLES)
    digest = digest_of(state["sheet"]) if state["sheet"] else None
    return {"name": name, "roles": ROLES, "ops": ops, "expect": expect, "digest": digest, "state": state}


def main() -> None:
    lines = [json.dumps(case_of(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
