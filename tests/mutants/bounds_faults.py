"""Faults of a center's own numbers: protection set aside, somebody told twice, a month counted wrongly."""

from tests.mutants.mutant import Mutant

_DECIDING = "tests/bounds/test_deciding.py"
_FOLLOWING = "tests/vault/test_bounds.py"

BOUNDS = (
    Mutant(
        "tier A may be told later than tier B", "server/bounds/rules.py",
        "if _holds(fit, less) > _holds(fit, more):", "if _holds(fit, less) > 2 * _holds(fit, more):",
        "a center looks for the people it watches most closely after all the others",
        (f"{_DECIDING}::test_what_would_set_protection_aside_is_refused_where_it_stands",),
    ),
    Mutant(
        "a manager decides for another ward", "server/bounds/service.py",
        "if caller.center != center:\n        raise", "if caller.center is None:\n        raise",
        "Nishimura's numbers quiet the deadlines of the south",
        (f"{_DECIDING}::test_nobody_decides_for_another_center",),
    ),
    Mutant(
        "numbers count with the phone found open", "server/api/bounds.py",
        "guards=[decides, needs_fresh_unlock]", "guards=[decides]",
        "whoever finds the manager's phone open doubles every number of the ward",
        (f"{_DECIDING}::test_it_takes_a_fresh_unlock",),
    ),
    Mutant(
        "what has fired fires again when a number moves", "server/vault/spoken.py",
        "        if fired:\n", "        if fired and fired[-1][\"closed\"]:\n",
        "a center changes a number, and every open alert of the ward rings a second time",
        (f"{_FOLLOWING}::test_what_speaks_already_does_not_speak_twice",),
    ),
    Mutant(
        "the vault reckons every household by one center's numbers", "server/vault/bounds.py",
        "return bounds_of(self._heard().get(center))", "return bounds_of(next((one for one in self._heard().values() if one), None))",
        "the north wants to be told sooner, and the south is",
        (f"{_FOLLOWING}::test_the_deadlines_of_another_center_go_on",),
    ),
    Mutant(
        "the trial forgets what ended in between", "pwa/src/bounds/trial.ts",
        "if (due >= ends || known.has(name)", "if (due >= from + TRIAL_DAYS * DAY_MS || known.has(name)",
        "fourteen alerts are foretold where somebody had been there in time",
        ("pwa/src/bounds/trial.test.ts",),
    ),
)  # fmt: skip
