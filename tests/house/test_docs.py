"""What the documents name is there: paths, make targets, error codes, links between documents."""

import re

import pytest

from server.problems import CODES
from tests.house.tree import ROOT, read, under

DOCS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(str(p) for p in under("docs", ending=".md"))]
FOLDERS = ("server", "pwa", "tests", "docs", "migrations", "bench", "deploy", "scripts", ".ci")
IN_TICKS = re.compile(r"`([^`\n]+)`")
MAKE = re.compile(r"\bmake ([a-z]+)\b")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
MADE_LATER = re.compile(r"^(\.run|pwa/dist|pwa/node_modules|tests/out|bench/out)\b")


def _paths(text: str) -> set[str]:
    """Words in back-ticks that look like a path of ours; `server/demo/*.json` and `a.py::test` are paths too."""
    words = {word.split("::")[0].rstrip("/") for word in IN_TICKS.findall(text) if " " not in word}
    return {
        word for word in words if word.split("/")[0] in FOLDERS and "/" in word and not re.search(r"[<>{}…:]", word)
    }


@pytest.mark.parametrize("doc", DOCS)
def test_every_path_a_document_names_exists(doc: str) -> None:
    named = {path for path in _paths(read(doc)) if not MADE_LATER.match(path)}
    assert sorted(path for path in named if not any(ROOT.glob(path))) == []


@pytest.mark.parametrize("doc", DOCS)
def test_every_link_between_documents_leads_somewhere(doc: str) -> None:
    targets = [t for t in LINK.findall(read(doc)) if not t.startswith(("http:", "https:", "mailto:"))]
    assert [t for t in targets if not ((ROOT / doc).parent / t).exists()] == []


def test_every_make_command_in_the_documents_is_a_target() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = {(doc, word) for doc in DOCS for tick in IN_TICKS.findall(read(doc)) for word in MAKE.findall(tick)}
    blocks = {(doc, w) for doc in DOCS for b in re.findall(r"```.*?```", read(doc), re.DOTALL) for w in MAKE.findall(b)}
    assert sorted((doc, word) for doc, word in named | blocks if word not in targets) == []


def test_every_make_target_is_explained() -> None:
    targets = re.findall(r"^([a-z]+):(.*)$", read("Makefile"), re.MULTILINE)
    assert [name for name, rest in targets if "## " not in rest] == []


def _table() -> dict[str, list[str]]:
    rows = [line.strip("| ").split("|") for line in read("docs/errors.md").splitlines() if line.startswith("| `")]
    return {cells[0].strip(" `"): [cell.strip() for cell in cells[1:]] for cells in rows}


def test_every_refusal_is_documented_as_it_is_said() -> None:
    said = {code: [str(r.status), r.title, r.detail] for code, r in CODES.items()}
    assert _table() == said, "write it anew: .venv/bin/python -m tests.house.errors_table"


def test_every_refusal_says_what_happened_and_what_to_do() -> None:
    silent = [code for code, r in CODES.items() if not (r.title.endswith("。") and r.detail.endswith("。"))]
    assert silent == []


def test_every_decision_has_the_five_parts() -> None:
    parts = ("## Context", "## Decision", "## Consequences", "## Alternatives", "## The check that keeps it")
    decisions = [p for p in under("docs") if p.parts[1] == "decisions" and p.name[0].isdigit()]
    assert decisions
    assert [(str(p), part) for p in decisions for part in parts if part not in read(p)] == []
