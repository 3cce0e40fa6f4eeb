"""The tree stays readable and says nothing about the machine it was written on."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, named, read, texts, under

CODE = (".py", ".ts", ".svelte", ".sh", ".css")
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "managers", "stuff"}
GENERATED = {"pwa/src/casework/catalogue.gen.ts", "pwa/src/casework/postcodes.gen.ts"}
# Split, so that this file does not hold the words it looks for.
HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "registry" + ".npmjs", "npmjs" + ".org", "deb.debian" + ".org"]
MACHINE = ["/work" + "/", "/tmp" + "/plan", "/home" + "/", "/root" + "/"]
UNFINISHED = re.compile(
    r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b|\bfor n" + r"ow\b|\bsimpli" + r"fied\b", re.IGNORECASE
)


def _limit(path: Path) -> int:
    if path.parts[0] == "tests" or path.name.endswith(".test.ts"):
        return 400
    return 250 if path.suffix == ".svelte" else 300


def test_no_source_file_is_longer_than_one_can_read_at_a_sitting() -> None:
    code = [
        p for p in under("server", "pwa", "tests", "bench", "scripts", "deploy", ending=CODE) if str(p) not in GENERATED
    ]
    long = {str(p): n for p in code if ".gen." not in p.name and (n := len(read(p).splitlines())) > _limit(p)}
    assert long == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    code = [path for path in files() if path.suffix in {".py", ".ts", ".svelte"}]
    parts = {(str(path), part.split(".")[0].lower()) for path in code for part in path.parts}
    assert [path for path, part in sorted(parts) if part in FORBIDDEN_NAMES] == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{path}:{number}"
        for path, text in texts()
        if path.suffix in {*CODE, ".toml", ".yaml", ".md"} and path.name != "test_tree.py"
        for number, line in enumerate(text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert found == []


def test_nothing_is_a_link() -> None:
    """One leads to a place of one machine, and takes what stands under its name on every other."""
    assert [str(path) for path in named() if (ROOT / path).is_symlink()] == []


@pytest.mark.parametrize("words", [HOSTS, MACHINE], ids=["registry hosts", "paths of one machine"])
def test_the_tree_does_not_name(words: list[str]) -> None:
    found = [f"{path}: {word}" for path, text in texts() for word in words if word in text]
    assert found == []


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    assert "://" not in read("requirements.lock")
    assert "--hash=sha256:" in read("requirements.lock")
    assert '"resolved"' not in read("pwa/package-lock.json")
    assert Path("uv.lock") not in files()


def test_every_python_module_opens_by_saying_what_it_is_for() -> None:
    silent = [
        str(path)
        for path in under("server", "tests", "bench", "migrations", ending=".py")
        if read(path).strip() and path.name != "__main__.py" and not ast.get_docstring(ast.parse(read(path)))
    ]
    assert silent == []


def test_every_script_opens_by_saying_what_it_is_for() -> None:
    openings = ("/**", "//", "<!--", "#!")
    code = under("pwa", "scripts", ending=(".ts", ".sh"))
    assert [
        str(p) for p in code if not read(p).lstrip().startswith(openings) and not p.name.endswith((".d.ts", ".test.ts"))
    ] == []


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("server/casework", {"msgspec", "server"}),
        ("server/envelope", {"cryptography", "joserfc", "msgspec", "server", "uuid6"}),
        ("server/embedded.py", set()),
        ("server/supervisor.py", set()),
    ],
)
def test_a_pure_part_imports_only_what_it_may(folder: str, allowed: set[str]) -> None:
    allowed = allowed | set(sys.stdlib_module_names)
    parts = [p for p in under("server", ending=".py") if str(p) == folder or str(p).startswith(f"{folder}/")]
    assert parts, f"{folder} is missing"
    strangers = [f"{p}: {name}" for p in parts for name in _imports(p) if name.split(".")[0] not in allowed]
    assert strangers == []


def test_only_the_store_folder_opens_the_phones_database() -> None:
    openers = re.compile(r"\bindexedDB\.open\b|\bopenDB\(|from 'idb'|from \"idb\"")
    inside = under("pwa", ending=(".ts", ".svelte"))
    found = [str(p) for p in inside if openers.search(read(p)) and not str(p).startswith("pwa/src/store/")]
    assert [p for p in found if not p.endswith(".test.ts")] == []


def test_no_setting_of_a_connection_outlives_its_transaction() -> None:
    """The pool takes connections back without resetting them (server/db.py): whom one speaks for must end by itself."""
    lasting = re.compile(r"set_config\([^()]*,\s*false\)|\bset\s+session\b|^\s*\"?set\s+(role|kasane\.)", re.IGNORECASE)
    lines = [(path, line) for path in under("server", ending=(".py",)) for line in read(path).splitlines()]
    assert [f"{path}: {line}" for path, line in lines if lasting.search(line) and "excluded" not in line] == []
