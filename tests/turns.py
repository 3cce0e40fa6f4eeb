"""The lanes of a run share the tests: whoever is free takes the next file, so that none stands idle while another goes on.

Only where KASANE_TURNS names a folder that the run itself empties; else whoever asks takes all of them.
"""

import os
from pathlib import Path

APART = ("tests/e2e/test_screens.py",)  # its stories are long and know nothing of each other; others of one file stay together


def turn_of(node: str) -> str:
    """The name of the turn in which a test is taken; `node` as pytest names it, `tests/sync/test_door.py::test_…[…]`."""
    file = node.partition("::")[0]
    return (node if file in APART else file).replace("/", ".")


class Turns:
    def __init__(self, folder: str | None) -> None:
        self._folder = Path(folder) if folder else None
        self._mine: dict[str, bool] = {}

    @classmethod
    def of_this_run(cls) -> "Turns":
        """Taken out of the surroundings: a run that a test starts is another run."""
        return cls(os.environ.pop("KASANE_TURNS", None))

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
