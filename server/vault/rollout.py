"""What each center runs today, as the bureau decided it: with a business that rests, its deadlines rest too."""

import json
from typing import Any

from server.casework.calendar import day_of
from server.casework.catalogue import load
from server.casework.rollout import runs
from server.clock import Clock
from server.vault.link import Link
from server.vault.shelf import Shelf

HEARD, OF = "rollout", "rollout is of"


class Rollout:
    """The last that was heard is kept, so that a vault started anew lets nothing ring that rests."""

    def __init__(self, link: Link, shelf: Shelf, clock: Clock) -> None:
        self._link, self._shelf, self._clock = link, shelf, clock

    async def follow(self, reply: dict[str, Any]) -> None:
        """The answer of a pull counts the versions; a restored office counts anew."""
        mark = f"{reply['gen']} {reply.get('rollout', 0)}"
        if self._shelf.fact(OF) == mark:
            return
        told = await self._link.call("GET", "/rollout/v1/centers")
        self._shelf.note(HEARD, json.dumps({row["center"]: row["spans"] for row in told["centers"]}, sort_keys=True))
        self._shelf.note(OF, mark)

    def runs(self, center: str, part: str) -> bool:
        """What belongs to no business never rests."""
        return not part or runs(self._heard().get(center), part, self._today())

    def resting(self) -> str:
        """By this a day is known on which something else runs than the day before; empty where all run everything."""
        parts, today = [one["code"] for one in load().raw["rollout"]["parts"]], self._today()
        heard = sorted(self._heard().items())
        return " ".join(f"{center}.{part}" for center, spans in heard for part in parts if not runs(spans, part, today))

    def _heard(self) -> dict[str, Any]:
        return json.loads(self._shelf.fact(HEARD) or "{}")

    def _today(self) -> str:
        return day_of(self._clock.now().isoformat())
