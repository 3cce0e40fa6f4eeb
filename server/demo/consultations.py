"""What was told of the invented households, and, sealed apart, who told it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]
Ids = Callable[[str], Any]
Tell = Callable[..., Any]


def sealed_key(household: str, n: int) -> str:
    """Beside the households' own keys."""
    return f"told:{household}:{n}"


def written(household: str, asked: list[Json], now: datetime, say: Tell, ids: tuple[Ids, Ids]) -> Iterator[Any]:
    """`ids`: of households and packets, and of staff."""
    bucket_id, staff_id = ids
    for n, one in enumerate(asked):
        at = now - timedelta(hours=one["hours_ago"])
        told, name = one.get("informant"), f"{household}:c{n}"
        packet = sealed_key(household, n)
        seal = {"informant": str(bucket_id(packet))} if told else {}
        names = ("method", "channel", "concerns", "most_worried", "facts", "quotes", "urgency", "more")
        record = {part: one[part] for part in names if part in one}
        consultation = {"received_at": at.isoformat(timespec="seconds"), "received_by": str(staff_id(one["by"]))}
        yield say(
            at, one["by"], {"kind": "consultation.add", "consultation": consultation | record | seal}, name=name
        )
        if told:
            note = {"kind": "informant.note", "household": str(bucket_id(household)), **told}
            yield say(at + timedelta(seconds=1), one["by"], note, into=packet, refers=name)
