"""What must be shown by a test that names it: faults, invariants and scenarios; `python -m tests.house.proof` writes docs/proof.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.promises import FAULTS, INVARIANTS, SCENARIOS, UNSHOWN
from tests.house.tree import ROOT, read, under

PARTS = {"Faults": FAULTS, "Invariants": INVARIANTS, "Scenarios": SCENARIOS}
NAMES = FAULTS | INVARIANTS | SCENARIOS
PAGE = "docs/proof.md"
# `test('Sato … [F-15 IDB-1]', …`: what a Vitest title names stands in brackets at its end.
_NAMES = r" \[(?P<names>[A-Z]+-?\d*(?: [A-Z]+-?\d*)*)\]"
TITLE = re.compile(rf"""(['"`])(?P<title>[^\n]*?){_NAMES}\1""")
END = re.compile(rf"{_NAMES}$")
_HEAD = """# What is shown, and by which test

Written by `python -m tests.house.proof` from `tests/house/promises.py` and from the tests, which name what they show: in Python by
`@pytest.mark.shows("F-03", "I1")`, in the app's tests by `[F-15 IDB-1]` at the end of the title. `tests/house/test_proof.py` fails when a
name is shown by no test and no reason stands here, and when this page is not what the tests say. `make test` ends with how many of these
names were really shown in that run, and with the figures of `tests/figures.py`: what was injected, killed and put back, how long each part took to
come back, pushes and pulls under faults, and the seeds to play it again (`tests/out/figures.json`, one page in `tests/out/figures.txt`).
"""


def in_python() -> Iterator[tuple[str, str]]:
    """(name, test) for every name in a `shows` mark."""
    for path in under("tests", ending=".py"):
        for node in ast.parse(read(path)).body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_"):
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.shows":
                        yield from ((ast.literal_eval(name), f"{path}::{node.name}") for name in mark.args)


def in_the_app() -> Iterator[tuple[str, str]]:
    for path in under("pwa", ending=".test.ts"):
        for found in TITLE.finditer(read(path)):
            yield from ((name, f"{path}: {found['title']}") for name in found["names"].split())


def shown() -> dict[str, list[str]]:
    """Name → the tests that name it; a name nobody knows is there too."""
    by_name: dict[str, list[str]] = {}
    for name, test in (*in_python(), *in_the_app()):
        by_name.setdefault(name, []).append(test)
    return by_name


def _short(test: str) -> str:
    """The file as a path, the test as the sentence it is."""
    path, _, said = test.partition("::") if "::" in test else test.partition(": ")
    return f"`{path}` {said.removeprefix('test_').replace('_', ' ')}"


def page() -> str:
    by_name, lines = shown(), [_HEAD]
    for part, names in PARTS.items():
        lines += [f"## {part}", "| | | shown by |", "|---|---|---|"]
        for name, what in names.items():
            tests = "<br>".join(_short(test).replace("|", "\\|") for test in by_name.get(name, []))
            lines.append(f"| {name} | {what} | {tests or f'— {UNSHOWN[name]}'} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    Path(ROOT / PAGE).write_text(page(), encoding="utf-8")
