"""Faults of a request for backup: that none vanishes, who answers it, and until when."""

from tests.mutants.mutant import Mutant

_FOLD, _VECTORS = "tests/casework/test_backup.py", "tests/casework/test_vectors.py"

BACKUP = (
    Mutant(
        "a request goes before a conference that nobody has put it on", "server/casework/backup.py",
        'payload["outcome"] == TO_CONFERENCE and not put.get(', 'payload["outcome"] != TO_CONFERENCE and not put.get(',
        "sato is told that the conference will talk about it, and no agenda holds it",
        (_FOLD,),
    ),
    Mutant(
        "what was taken off the agenda stays ended on the phone", "pwa/src/casework/fold-backup.ts",
        "entry.ended = put.get(last.item ?? '') ? last : null;", "entry.ended = last;",
        "the item is withdrawn, and the request is on no list at all",
        ("pwa/src/casework/vectors.test.ts::a request for backup",),
    ),
    Mutant(
        "a household leaves backup with nobody having answered", "server/casework/guards.py",
        '"no_open_request": lambda ground: not has_open_request(ground),', '"no_open_request": lambda ground: True,',
        "the phase moves on and the asker waits for ever",
        (_VECTORS,),
    ),
    Mutant(
        "the answer's clock runs at night", "pwa/src/casework/opening.ts",
        "yield [Math.max(start, closes - LENGTH), closes];", "yield [start, closes];",
        "what arrives on a Friday evening is late on Saturday",
        ("pwa/src/casework/vectors.test.ts::a request for backup",),
    ),
)  # fmt: skip
