"""Two lanes of a run share the stories: whoever is free tells the next, so that neither stands idle while the other goes on.

Only where KASANE_TURNS names a folder that the run itself empties; else whoever asks tells all of them.
"""

import os
from pathlib import Path

APART = ("test_screens",)  # its stories are long and know nothing of each other; others of one file stay together


def turn_of(module: str, story: str) -> str:
    return f"{module}.{story}" if module in APART else module


class Turns:
    def __init__(self, folder: str | None) -> None:
        self._folder = Path(folder) if folder else None
        self._mine: dict[str, bool] = {}

    @classmethod
    def of_this_run(cls) -> "Turns":
        return cls(os.environ.get("KASANE_TURNS"))

    def takes(self, turn: str) -> bool:
        """True for exactly one lane, however often it asks."""
        if self._folder is None:
            return True
        if turn not in self._mine:
            self._mine[turn] = self._is_first(self._folder, turn)
        return self._mine[turn]

    @staticmethod
    def _is_first(folder: Path, turn: str) -> bool:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            (folder / turn).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True
