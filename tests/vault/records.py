"""Payloads of visits as the phone writes them, for the tests of the vault."""

from typing import Any


def visit(*observations: dict[str, Any], **changes: Any) -> dict[str, Any]:
    body = {
        "occurred_at": "2026-11-24T09:30:00+09:00", "method": "visit", "result": "absent", "staff": [], "accompanied": [],
        "met_persons": [], "presence_signs": [], "safety": [], "observations": list(observations),
        "facts": "郵便受けに新聞が5日分たまっている。", "quotes": "", "assessment": "", "third_party": [], "promises": "",
    }  # fmt: skip
    return {"kind": "visit.add", "visit": body | changes}


MET = "met_person"


def worried(level: int = 2, note: str = "様子がおかしい", result: str = "absent") -> dict[str, Any]:
    """心配 E-O15: the worker's own judgement, which raises at the level she chose."""
    return visit(worry={"level": level, "note": note}, result=result)
