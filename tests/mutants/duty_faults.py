"""Faults of the rota: who is asked at night, and who may say so."""

from tests.mutants.mutant import Mutant

_KEEPING = "tests/duty/test_keeping.py"

DUTY = (
    Mutant(
        "a duty goes to a colleague who has not said yes", "server/duty/swaps.py",
        'known = await _asked(connection, caller, swap, ("asked",))', 'known = await _asked(connection, caller, swap, ("asked", "asked_by"))',
        "Mori pushes his night onto Tanaka, and nobody looks at the phone",
        (f"{_KEEPING}::test_a_duty_changes_hands_when_the_other_says_yes",),
    ),
    Mutant(
        "somebody is put on duty who could not open the household", "server/duty/service.py",
        "if not people <= known:", "if not people:",
        "the phone rings at night, and behind the link there is nothing",
        (f"{_KEEPING}::test_nobody_is_given_a_duty_whose_alerts_they_could_not_open",),
    ),
    Mutant(
        "a plan that is tried out is answered with the one that counts", "server/alerts/foreseen.py",
        "plan = plan or (await store.newest(connection, center)).plan", "plan = (await store.newest(connection, center)).plan",
        "the manager reads that her change wakes the right people, and it does not",
        ("tests/duty/test_trying.py::test_nishimura_sees_whom_her_plan_would_ask_before_it_is_one",),
    ),
    Mutant(
        "the last step of a level may count on whoever is on duty", "pwa/src/duty/ladder.ts",
        "const MAYBE_NOBODY = new Set(['duty', 'lead',", "const MAYBE_NOBODY = new Set(['lead',",
        "the form lets the last name go, and at night nobody is left to ask",
        ("pwa/src/duty/ladder.test.ts",),
    ),
    Mutant(
        "a plan counts without the factor shown anew", "server/api/duty.py",
        "guards=[keeps, needs_fresh_unlock]", "guards=[keeps]",
        "whoever finds the manager's phone open quiets every alarm of the ward",
        ("tests/duty/test_trying.py::test_the_factor_is_shown_anew_before_a_plan_counts",),
    ),
    Mutant(
        "health does not count what was forgotten", "server/alerts/pulse.py",
        "self.overdue_seconds < LATE and self.forgotten == 0", "self.overdue_seconds < LATE",
        "an alert stands still for ever, and the monitor says that all is well",
        ("tests/alerts/test_pulse.py::test_an_open_alert_that_nothing_would_move_again_is_counted",),
    ),
    Mutant(
        "the preview climbs as if every step waited for its own turn", "server/alerts/foreseen.py",
        "step, loop = climb(plan, level, asked.last, loop)", "step, loop = climb(plan, level, step, loop)",
        "the manager is shown minutes that no phone will keep",
        ("tests/alerts/test_foreseen.py::test_the_phones_ring_when_and_where_it_was_foretold",),
    ),
)  # fmt: skip
