"""Faults of a conference: who is called to an item, what was approved, and that a decision is one."""

from tests.mutants.mutant import Mutant

_FOLD, _VAULT = "tests/casework/test_conferences.py", "tests/vault/test_conferences.py"

CONFERENCES = (
    Mutant(
        "whoever has not pledged secrecy is called", "server/casework/conferences.py",
        "if basis == SUPPORT_CONFERENCE and not all(", "if basis == SUPPORT_CONFERENCE and not any(",
        "a member who never promised secrecy reads what only a 支援会議 may share",
        (_FOLD,),
    ),
    Mutant(
        "material names whoever it likes", "server/casework/conferences.py",
        "        version = material = None", "        pass",
        "the vault hands out the key of an item that has no ground in law",
        (f"{_VAULT}::test_without_a_basis_or_without_her_pledge_tsuji_gets_no_key_though_the_office_let_her_in", _FOLD),
    ),
    Mutant(
        "approved minutes are written over on the phone", "pwa/src/casework/fold-conferences.ts",
        "entry.minutes.some(({ approved }) => approved) && !reason.trim()", "entry.minutes.length === 0 && !reason.trim()",
        "what the chair approved reads differently a week later, and nobody said why",
        ("pwa/src/casework/vectors.test.ts::a conference",),
    ),
    Mutant(
        "any step carries a conference's roles", "server/casework/team.py",
        'if step["state"] != "stands" or step["move"]["from"] != "conference":', 'if step["state"] != "stands":',
        "a step that no conference took puts people on a team in the conference's name",
        ("tests/casework/test_vectors.py",),
    ),
)  # fmt: skip
