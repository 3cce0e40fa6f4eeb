"""Faults of going out: a call for help that shows, a ladder that forgets a step, and a word of hers that quiets it."""

from tests.mutants.mutant import Mutant

_OFFICE = "tests/alerts/test_watches.py"

SAFETY = (
    Mutant(
        "a call for help comes back to her own phone", "server/alerts/store.py",
        "and (a.kind <> 'worker_duress' or a.raised_by <> $1)", "and (a.kind <> 'worker_duress' or a.raised_by is not null)",
        "whoever holds her phone reads that she has called for help",
        (f"{_OFFICE}::test_help_without_a_sign_reaches_all_but_her_own_phone",),
    ),
    Mutant(
        "the vault's word calls off a watch", "server/alerts/timers.py",
        "where bucket = $1 and watch is null and state <> 'gone'", "where bucket = $1 and state <> 'gone'",
        "the vault folds the household anew, and nobody notices that she is not back",
        (f"{_OFFICE}::test_the_vaults_word_on_deadlines_leaves_a_watch_standing",),
    ),
    Mutant(
        "she takes her own alert on", "server/alerts/service.py",
        'return "own_watch"', 'return ""',
        "whoever holds her phone quiets the alert that she is not back",
        (f"{_OFFICE}::test_sato_cannot_quiet_her_own_alert_and_nobody_can_hand_it_to_her",),
    ),
    Mutant(
        "what has not been received counts as watched", "pwa/src/casework/fold-outings.ts",
        "if (received_at === null) return false;", "if (received_at === null) return true;",
        "in the basement the screen says that somebody looks out for her",
        ("pwa/src/casework/vectors.test.ts::who is out",),
    ),
)  # fmt: skip
