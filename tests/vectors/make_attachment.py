"""Writes attachment.json: what both languages must make of the same photos; sealing is exact, so digests are enough.

Run from the project's root: python -m tests.vectors.make_attachment
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from server.envelope.attachment import SEGMENT_BYTES, seal_segments
from server.envelope.encoding import b64u
from tests.vectors.make_envelope import _fixed, _uuid, stream

VECTORS = Path(__file__).with_name("attachment.json")
SIZES = {
    "one byte": 1,
    "one segment, full to the brim": SEGMENT_BYTES,
    "one byte more than a segment": SEGMENT_BYTES + 1,
    "three segments": 2 * SEGMENT_BYTES + 70_001,
}


def place(name: str, number: int) -> dict[str, Any]:
    return {"att": UUID(str(_uuid(f"att {name}"))), "bucket": _uuid("bucket"), "epoch": 1 + number}


def _case(number: int, name: str, size: int, key: bytes) -> dict[str, Any]:
    at, salt = place(name, number), _fixed(f"att salt {name}")
    header, segments = seal_segments(key, stream(size), salt=salt, **at)
    told = {field: str(value) if isinstance(value, UUID) else value for field, value in at.items()}
    return {
        "name": name, "place": told, "salt": b64u(salt), "size": header.size, "n": header.n,
        "digest": b64u(header.digest), "begins": [b64u(one[:16]) for one in segments],
    }  # fmt: skip


def vectors() -> dict[str, Any]:
    key = _fixed("household key")
    return {
        "household_key": b64u(key),
        "cases": [_case(n, name, size, key) for n, (name, size) in enumerate(SIZES.items())],
    }


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n")
