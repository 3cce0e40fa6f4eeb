"""Faults of deadlines: who may end one, what proves that a child is safe, and that an alert ends with its cause."""

from tests.mutants.mutant import Mutant

_OFFICE = "tests/alerts/test_timers.py"

TIMERS = (
    Mutant(
        "anybody on the team may end a deadline", "server/alerts/timers.py",
        'if not await has_role(connection, act.staff, "vault"):', "if not act.staff:",
        "whoever has a phone of the team quiets the alert that nobody has seen the child",
        (f"{_OFFICE}::test_nobody_but_the_vault_sets_or_ends_a_deadline",),
    ),
    Mutant(
        "an alert outlives its cause", "server/alerts/timers.py",
        "        await settle(connection, act, row[\"id\"])", "        row[\"id\"]",
        "three people are called to a house where Hatsu was met this morning",
        (f"{_OFFICE}::test_seen_afterwards_the_alert_ends_by_itself_and_asks_nobody_any_more",),
    ),
    Mutant(
        "a voice proves that a child is safe", "server/casework/deadlines.py",
        'said["level"] == "A_seen"', 'said["level"] in ("A_seen", "B_voice")',
        "the 48 hours end though nobody has set eyes on the child",
        ("tests/casework/test_deadlines.py::test_each_child_is_seen_with_ones_own_eyes_within_48_hours",),
    ),
    Mutant(
        "any yes goes on from any other", "server/casework/promises.py",
        "return lasts and covers and", "return lasts and",
        "nobody is told that her yes to the plan has ended, because her neighbour said yes to something else",
        ("tests/casework/test_deadlines.py::test_only_a_longer_yes_of_hers_to_the_same_is_instead_of_it",),
    ),
    Mutant(
        "what was called off still stands on the phone", "pwa/src/casework/fold-alerts.ts",
        "known.timed!.standing = false;", "known.timed!.standing = true;",
        "a household can never be closed, because of a deadline that ended long ago",
        ("pwa/src/casework/vectors.test.ts::a deadline",),
    ),
)  # fmt: skip
