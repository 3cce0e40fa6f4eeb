"""Who is around some invented households, and who can open their doors."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

Json = dict[str, Any]
Tell = Callable[..., Any]
Ids = Callable[[str], UUID]
DRAWN = "h12"  # ハルさん and her son: mother in bed, a son nobody meets, and those who are let in
TOLD = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


def written(now: datetime, say: Tell, person_id: Callable[[str, int], UUID], staff_id: Ids) -> Iterator[Any]:
    for key, told in TOLD.items():
        at, by = now - timedelta(days=told["days"]), told["by"]
        ids = {name: str(uuid5(person_id(key, 0), f"around:{name}")) for name in told["around"]}

        def end(name: str, key: str = key, ids: dict[str, str] = ids) -> str:
            """`p0`: of the household; a key of `around`; `staff:<key>`; `household`."""
            if name.startswith("staff:"):
                return f"staff:{staff_id(name.removeprefix('staff:'))}"
            if name[0] == "p" and name[1:].isdigit():
                return f"person:{person_id(key, int(name[1:]))}"
            return f"around:{ids[name]}" if name in ids else name

        for n, (name, said) in enumerate(told["around"].items()):
            payload = {"kind": "around.set", "around": ids[name], "set": said, "base": {}}
            yield say(at + timedelta(minutes=n), by, key, payload)
        for n, said in enumerate(told["ties"]):
            ends = {"from": end(said["from"]), "to": end(said["to"])}
            payload = {
                "kind": "tie.set", "tie": str(uuid5(person_id(key, 0), f"tie:{n}")), "set": said | ends, "base": {},
            }  # fmt: skip
            yield say(at + timedelta(minutes=20 + n), by, key, payload)
