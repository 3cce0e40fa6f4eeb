"""Writes envelope.json: what Python seals, wraps and signs; make_envelope.mjs then adds what TypeScript makes of the same.

Run from the project's root: python -m tests.vectors.make_envelope && node tests/vectors/make_envelope.mjs
"""

import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.envelope import effects, frame, sealing, signing, statement, wrapping
from server.envelope.encoding import b64u

VECTORS = Path(__file__).with_name("envelope.json")
NOTE = "玄関先で本人と面会。新聞受けに3日分の新聞がたまっている。ごみ袋は玄関内に5袋ほど。少し咳が出るとのこと。"


def _fixed(name: str, length: int = 32) -> bytes:
    return hashlib.sha256(f"kasane vector {name}".encode()).digest()[:length]


def _key(name: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(_fixed(name), "big") >> 1, ec.SECP256R1())


def _uuid(name: str) -> UUID:
    return UUID(bytes=_fixed(name, 16), version=4)


def stream(length: int) -> bytes:
    """Bytes no packer can shorten: SHA-256 of 0, 1, 2, … as 4-byte numbers."""
    blocks = (hashlib.sha256(i.to_bytes(4, "big")).digest() for i in range(length // 32 + 1))
    return b"".join(blocks)[:length]


def payload_of(recipe: dict[str, Any]) -> bytes:
    if "stream" in recipe:
        return stream(recipe["stream"])
    return (recipe["text"] * recipe.get("times", 1)).encode()


RECIPES: list[tuple[str, dict[str, Any]]] = [
    ("empty", {"text": ""}),
    ("one letter", {"text": "a"}),
    ("a visit note in Japanese", {"text": json.dumps({"kind": "note.add", "text": NOTE}, ensure_ascii=False)}),
    ("60 KB of text", {"text": "あ面会できた。", "times": 2900}),
    ("255 bytes that cannot be packed", {"stream": 255}),
    ("256 bytes that cannot be packed", {"stream": 256}),
    ("12,345 bytes that cannot be packed", {"stream": 12345}),
]


def _case(number: int, name: str, recipe: dict[str, Any], key: bytes, signer: ec.EllipticCurvePrivateKey) -> Any:
    place: dict[str, Any] = {
        "kind": 1 + number % 5, "schema": 1 + number, "epoch": 1 + number, "bucket": _uuid("bucket"),
        "op_id": _uuid(name), "device": _uuid("device"), "dseq": 10**number, "hlc": (1_795_417_030_632 << 16) + number,
        "prev": _fixed(f"prev {name}"),
    }  # fmt: skip
    salt = _fixed(f"salt {name}")
    raw = sealing.seal(key, signer, payload_of(recipe), salt=salt, **place)
    told = place | {n: str(place[n]) for n in ("bucket", "op_id", "device", "hlc")} | {"prev": b64u(place["prev"])}
    return {"name": name, "payload": recipe, "place": told, "salt": b64u(salt), "python": b64u(raw)}


def vectors() -> dict[str, Any]:
    key, signer, kem, root = _fixed("household key"), _key("sign"), _key("kem"), _key("root")
    bucket, device = _uuid("bucket"), _uuid("device")
    claims = {"bucket": str(bucket), "epoch": 2, "key_check": b64u(sealing.key_check(key, bucket, 2)),
              "device": str(_uuid("other device")), "role": "lead", "basis": "internal_use", "reason": "担当", "iat": 1}  # fmt: skip
    return {
        "household_key": b64u(key),
        "sign": {"private": _pkcs8(signer), "point": b64u(signing.point_of(signer))},
        "kem": {"private": _pkcs8(kem), "point": b64u(signing.point_of(kem))},
        "bucket": str(bucket), "device": str(device), "op_id": str(_uuid("op")),
        "key_check": {"epoch": 2, "value": b64u(sealing.key_check(key, bucket, 2))},
        "alert_id": str(sealing.alert_id(key, _uuid("op"))),
        "wraps": {"epoch": 3, "python": b64u(wrapping.wrap(key, signing.point_of(kem), bucket=bucket, epoch=3, device=device))},
        "grant": {"claims": claims, "python": statement.sign_statement("kasane-grant", claims, signer, str(device))},
        "directory": _directory(root, signer, kem, device),
        "effects": _effects(signer),
        "cases": [_case(i, name, recipe, key, signer) for i, (name, recipe) in enumerate(RECIPES)],
    }  # fmt: skip


def _effects(signer: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    """Names out of order on purpose: what is signed is one spelling, not the bytes that were sent."""
    raw = _fixed("an envelope")
    wanted: list[dict[str, Any]] = [
        {"observed_at": "2026-11-24T10:00:00+09:00", "level": 1, "k": "alert.raise", "alert": str(_uuid("alert"))},
        {"k": "alert.ack", "to": None, "how": "handed_over", "alert": str(_uuid("alert"))},
        {"k": '\u5f8c\u65e5 "\n\u2028', "alert": ["", {"b": True, "a": 2}]},
    ]
    return {
        "raw": b64u(raw), "wanted": wanted, "signed": b64u(effects.message_of(frame.digest(raw), wanted)),
        "python": effects.sign_effects(signer, raw, wanted),
    }  # fmt: skip


def _directory(
    root: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey, kem: ec.EllipticCurvePrivateKey, device: UUID
) -> dict[str, Any]:
    point = signing.point_of(root)
    cert = {
        "device": str(device), "staff": str(_uuid("staff")), "name": "佐藤 恵", "kana": "サトウ メグミ",
        "role": "outreach_worker", "center": "kita", "organisation": "北区社協",
        "kem_key": b64u(signing.point_of(kem)), "sign_key": b64u(signing.point_of(signer)), "iat": 2,
    }  # fmt: skip
    statements = [
        statement.sign_statement("kasane-root", {"office": "京都市", "sign_key": b64u(point), "iat": 1}, root, "root"),
        statement.sign_statement("kasane-device", cert, root, "root"),
        statement.sign_statement("kasane-revoke", {"device": str(device), "iat": 3, "reason": "lost"}, root, "root"),
    ]
    head = statement.NO_HASH
    for one in statements:
        head = statement.chain_hash(head, one)
    return {"root_print": b64u(signing.print_of(point)), "statements": statements, "hash": b64u(head)}


def _pkcs8(key: ec.EllipticCurvePrivateKey) -> str:
    return b64u(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n")
