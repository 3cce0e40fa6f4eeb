"""A pull as a phone asks for it (docs/wire.md): its JSON tells how long each record is, and the records follow."""

import json
from typing import Any


def taken_apart(body: bytes) -> tuple[dict[str, Any], bytes]:
    """The JSON, and the records behind it."""
    at = 4 + int.from_bytes(body[:4], "big")
    return json.loads(body[4:at]), body[at:]


def put_together(told: dict[str, Any], records: bytes) -> bytes:
    head = json.dumps(told).encode()
    return len(head).to_bytes(4, "big") + head + records


def records_of(body: bytes) -> list[bytes]:
    told, rest = taken_apart(body)
    found = []
    for op in told.get("pull", {}).get("ops", ()):
        found.append(rest[: op["n"]])
        rest = rest[op["n"] :]
    return found
