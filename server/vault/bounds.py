"""After how many days each center wants to be told: the vault reckons a household with the numbers of its center."""

import hashlib
import json
from typing import Any

from server.casework.bounds import Bounds, bounds_of
from server.vault.link import Link
from server.vault.shelf import Shelf

HEARD, OF = "bounds", "bounds are of"


class CenterBounds:
    """The last that was heard is kept, so that a vault started anew reckons as the one before."""

    def __init__(self, link: Link, shelf: Shelf) -> None:
        self._link, self._shelf = link, shelf

    async def follow(self, reply: dict[str, Any]) -> None:
        """The answer of a pull counts the versions; an older office knows of none, and a restored one counts anew."""
        if "bounds" not in reply or self._shelf.fact(OF) == (mark := f"{reply['gen']} {reply['bounds']}"):
            return
        told = await self._link.call("GET", "/bounds/v1/centers")
        self._shelf.note(HEARD, json.dumps({row["center"]: row["numbers"] for row in told["centers"]}, sort_keys=True))
        self._shelf.note(OF, mark)

    def of(self, center: str) -> Bounds:
        return bounds_of(self._heard().get(center))

    def mark(self) -> str:
        """By this it is known that some center counts otherwise than before; empty where none has set a number."""
        counted = {center: dict(bounds_of(said).numbers) for center, said in self._heard().items() if said}
        return hashlib.sha256(json.dumps(counted, sort_keys=True).encode()).hexdigest() if counted else ""

    def _heard(self) -> dict[str, Any]:
        """What lies there and cannot be read counts as never heard."""
        try:
            heard = json.loads(self._shelf.fact(HEARD) or "{}")
        except ValueError:
            return {}
        return heard if isinstance(heard, dict) else {}
