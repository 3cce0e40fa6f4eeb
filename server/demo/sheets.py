"""Shared sheets of the invented households: one still being written, and one that went to two recipients."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from server.casework.sheets import digest_of

Json = dict[str, Any]
Ids = Callable[[str], Any]
Tell = Callable[..., Any]


def packet_key(household: str) -> str:
    """Beside the households' own keys."""
    return f"packet:{household}"


def written(household: str, told: Json, now: datetime, say: Tell, ids: tuple[Ids, Ids], by: str) -> Iterator[Any]:
    """`ids`: of households and packets, and of staff. What the packet holds is said `into` it."""
    bucket_id, staff_id = ids
    at = now - timedelta(days=told["days"])
    yield say(at, by, {"kind": "fields.set", "entity": "sheet", "set": told["draft"], "base": {}})
    share = told.get("share")
    if share is None:
        return
    at += timedelta(hours=share["hours"])
    recipients = [_recipient(n, one, staff_id) for n, one in enumerate(share["recipients"])]
    sheet = _sheet(str(bucket_id(household)), told["draft"], share, recipients, at)
    packet = packet_key(household)
    given = [
        {"k": "packet.grant", "staff": one["staff"], "basis": one["basis"]} for one in recipients if "staff" in one
    ]
    yield say(at, by, {"kind": "sheet.version", "sheet": sheet}, into=packet, effects=given)
    noted = {"packet": str(bucket_id(packet)), "number": 1, "digest": digest_of(sheet), "recipients": recipients}
    yield say(at, by, {"kind": "sheet.share", **noted})
    for known, one in zip(share["recipients"], recipients, strict=True):
        if "opened_after" in known:
            opened = {"kind": "sheet.opened", "recipient": one["id"], "how": "app", "note": ""}
            yield say(at + timedelta(hours=known["opened_after"]), known["to"], opened, into=packet)


def _recipient(n: int, one: Json, staff_id: Ids) -> Json:
    to = {"staff": str(staff_id(one["to"]))} if "to" in one else {}
    words = {name: one[name] for name in ("name", "office", "basis", "word")}
    return {"id": f"recipient-{n}", **to, **words}


def _sheet(household: str, draft: Json, share: Json, recipients: list[Json], at: datetime) -> Json:
    issues = {name.removeprefix("issue_"): text for name, text in draft.items() if name.startswith("issue_")}
    sections = {name: text for name, text in draft.items() if not name.startswith("issue_")}
    return {
        "household": household, "number": 1, "title": share["title"], "author": share["author"],
        "as_of": at.isoformat(timespec="seconds"), "members": share["members"],
        "involved": share["involved"], "issues": issues, "sections": sections, "recipients": recipients,
    }  # fmt: skip
