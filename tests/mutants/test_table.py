"""The table of seeded faults keeps pace with the tree: a fault that fits no longer, or names no test, fails here."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, read
from tests.mutants.mutant import Mutant, Rotten
from tests.mutants.table import MUTANTS

BY_NAME = pytest.mark.parametrize("mutant", MUTANTS, ids=[one.name for one in MUTANTS])


@BY_NAME
def test_the_words_it_replaces_stand_exactly_once(mutant: Mutant) -> None:
    assert mutant.on(ROOT) != (ROOT / mutant.file).read_text(encoding="utf-8")


@BY_NAME
def test_what_it_makes_of_python_can_still_be_read(mutant: Mutant) -> None:
    if mutant.file.endswith(".py"):
        ast.parse(mutant.on(ROOT))


@BY_NAME
def test_the_tests_it_names_are_there(mutant: Mutant) -> None:
    assert mutant.tests
    assert len({test.startswith("pwa/") for test in mutant.tests}) == 1, "one language a fault"
    for test in mutant.tests:
        path, _, name = test.partition("::")
        assert (ROOT / path).is_file(), path
        text = read(Path(path))
        spoken = re.sub(r"%[a-z]", "", name).split(" keeps everything")[0]
        assert not name or (f"def {name}(" in text if path.endswith(".py") else spoken in text), test


def test_each_fault_has_a_name_and_a_story_of_its_own() -> None:
    assert len({one.name for one in MUTANTS}) == len(MUTANTS) >= 60
    assert [one.name for one in MUTANTS if len(one.breaks) < 20] == []


def test_a_fault_whose_words_are_gone_or_ambiguous_is_refused() -> None:
    mutant = Mutant("x", "server/app.py", "one", "two", "", ())
    assert mutant.sown("this one") == "this two"
    for text in ("none", "one one"):
        with pytest.raises(Rotten):
            mutant.sown(text.replace("none", ""))
    with pytest.raises(Rotten):
        Mutant("x", "server/app.py", "one", "one", "", ()).sown("one")
