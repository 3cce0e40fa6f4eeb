"""Faults of つながり: who opens a door, what a hidden household gives away, and where the picture's lines run."""

from tests.mutants.mutant import Mutant

_FOLD, _PICTURE = "tests/casework/test_ties.py", "pwa/src/ties/ties.test.ts"

TIES = (
    Mutant(
        "a hidden household keeps who is around it", "server/casework/ties.py",
        'return state | {"around": [], "ties": ties, "conflicts": conflicts}', 'return state | {"ties": ties, "conflicts": conflicts}',
        "the school of a child in hiding stands in the household of everybody who has its key",
        (_FOLD,),
    ),
    Mutant(
        "the husband who went away stays in the picture", "pwa/src/casework/fold-ties.ts",
        "state.persons.filter((one) => isPresent(one.fields))", "state.persons",
        "what somebody in hiding has to do with the one she hides from is read with her household",
        ("pwa/src/casework/ties.test.ts",),
    ),
    Mutant(
        "the hopeful of two words on the door holds", "pwa/src/ties/read.ts",
        "['hard', 'unknown', 'call', 'meet']", "['meet', 'call', 'unknown', 'hard']",
        "whom a colleague found it hard with is named first, and the door stays shut",
        (f"{_PICTURE}::where sato and tanaka differ, the careful word holds until somebody chooses",),
    ),
    Mutant(
        "where two differ about a tie nobody is told", "server/casework/ties.py",
        'for one in differing(prefix + entry["id"], entry["fields"])', "for one in ()",
        "one of two words on the door is shown, and the other is never seen again",
        (_FOLD,),
    ),
    Mutant(
        "lines run straight through everybody", "pwa/src/ties/layout.ts",
        "if (end.x - start.x <= ways.gutter + 1) return [start, end];", "if (end.x > start.x) return [start, end];",
        "who is tied to whom cannot be told, because the line passes beneath a third one",
        (f"{_PICTURE}::no line passes beneath somebody",),
    ),
)  # fmt: skip
