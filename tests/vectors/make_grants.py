"""Writes grants.json: a directory, and what Python and TypeScript must both say of grants and of keys that are owed.

Run from the project's root: python -m tests.vectors.make_grants
"""

import json
from pathlib import Path
from typing import Any

from server.envelope import signing, statement
from server.envelope.encoding import b64u
from tests.vectors.make_envelope import _fixed, _key, _uuid

VECTORS = Path(__file__).with_name("grants.json")
PEOPLE: list[tuple[str, str, str | None]] = [
    ("vault", "vault", None), ("sato", "outreach_worker", "26101"), ("tanaka", "coordinator", "26101"),
    ("mori", "office", "26101"), ("kimura", "outreach_worker", "26107"), ("agency", "agency", "26101"),
    ("administrator", "administrator", None), ("lost", "coordinator", "26101"), ("lost worker", "outreach_worker", "26101"),
    ("lost agency", "agency", "26101"),
]  # fmt: skip
# (who signs, epoch, center of the household, what a reader says)
GRANTS = [
    ("vault", 1, "26101", ""), ("vault", 7, "26107", ""), ("sato", 1, "26101", ""), ("sato", 2, "26101", ""),
    ("tanaka", 1, "26101", ""), ("tanaka", 2, "26101", ""), ("mori", 1, "26101", ""), ("mori", 2, "26101", "role"),
    ("kimura", 1, "26101", "another center"), ("kimura", 2, "26101", "another center"), ("kimura", 2, "26107", ""),
    ("agency", 1, "26101", "role"), ("agency", 2, "26101", "role"), ("administrator", 1, "26101", "role"),
    ("lost", 1, "26101", "ended"), ("lost", 2, "26101", "ended"), ("lost", 2, "26107", "another center"),
    ("tanaka", 2, None, "another center"), ("stranger", 1, "26101", "no certificate"),
]  # fmt: skip
# (who granted, the directory's number then, center of the household, who wrote in it, whether a new key is owed)
OWED: list[tuple[str, int, str, list[str], bool]] = [
    ("vault", 0, "26101", [], True), ("vault", 11, "26101", [], True), ("vault", 12, "26101", [], False),
    ("vault", 12, "26101", ["lost worker"], True), ("vault", 13, "26101", ["lost worker"], False),
    ("vault", 0, "26107", [], False), ("vault", 0, "26107", ["lost worker"], True),
    ("vault", 13, "26101", ["lost agency"], True), ("vault", 14, "26101", ["lost agency"], False),
    ("lost", 14, "26107", [], True), ("sato", 14, "26101", ["sato"], False),
]  # fmt: skip


def _certificate(name: str, role: str, center: str | None) -> dict[str, Any]:
    return {
        "device": str(_uuid(f"device {name}")), "staff": str(_uuid(f"staff {name}")), "name": name, "kana": name,
        "role": role, "center": center, "organisation": "", "kem_key": b64u(signing.point_of(_key(f"kem {name}"))),
        "sign_key": b64u(signing.point_of(_key(f"sign {name}"))), "iat": 2,
    }  # fmt: skip


def _grant(name: str, epoch: int, n: int) -> str:
    claims = {
        "bucket": str(_uuid("bucket")), "epoch": epoch, "key_check": b64u(_fixed("check", 16)),
        "device": str(_uuid("device mori")), "role": "center", "basis": "internal_use", "reason": "", "n": n, "iat": 3,
    }  # fmt: skip
    return statement.sign_statement("kasane-grant", claims, _key(f"sign {name}"), str(_uuid(f"device {name}")))


def vectors() -> dict[str, Any]:
    root = _key("root of grants")
    point = signing.point_of(root)
    lines = [("kasane-root", {"office": "京都市", "sign_key": b64u(point), "iat": 1})]
    lines += [("kasane-device", _certificate(*person)) for person in PEOPLE]
    for name in ("lost", "lost worker", "lost agency"):  # n = 12, 13, 14
        lines.append(("kasane-revoke", {"device": str(_uuid(f"device {name}")), "iat": 4, "reason": "lost"}))
    return {
        "root_print": b64u(signing.print_of(point)),
        "statements": [statement.sign_statement(typ, claims, root, "root") for typ, claims in lines],  # type: ignore[arg-type]
        "grants": [
            {"by": name, "epoch": epoch, "center": center, "why_not": why, "grant": _grant(name, epoch, 9)}
            for name, epoch, center, why in GRANTS
        ],
        "owed": [
            {
                "by": name, "signer": str(_uuid(f"device {name}")), "n": n, "center": center,
                "wrote": [str(_uuid(f"staff {one}")) for one in wrote], "owed": owed,
            }
            for name, n, center, wrote, owed in OWED
        ],
    }  # fmt: skip


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n")
