"""The shapes of つながり: who is around a household, and what there is between two of them."""

from typing import Any

from server.casework.records import Recorded


class AroundSet(Recorded):
    """Somebody around the household, or an agency. `set`: name, who (around_kinds), organization (of the directory),
    note, gone; `base`: for each field the writes it replaces, as in `fields.set`."""

    around: str
    set: dict[str, Any]
    base: dict[str, list[str]]


class TieSet(Recorded):
    """Between two ends (`household`, `person:<id>`, `around:<id>`, `staff:<id>`). `set`: ends, kind (tie_kinds; of 親子
    `from` is the older), quality, since, known (tie_sources), third_party, door (door_words), word, gone."""

    tie: str
    set: dict[str, Any]
    base: dict[str, list[str]]
