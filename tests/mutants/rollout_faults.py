"""Faults of which center runs what: a door too few, a neighbour who pays for it, a deadline that stays away."""

from tests.mutants.mutant import Mutant

_DECIDING = "tests/rollout/test_deciding.py"

ROLLOUT = (
    Mutant(
        "a version of an older app unmakes what it does not know", "server/rollout/service.py",
        "fit = known.spans | msgspec.to_builtins(spans)", "fit = msgspec.to_builtins(spans)",
        "the bureau pauses outreach from an older phone, and every other business of the center runs again",
        (f"{_DECIDING}::test_what_a_newer_office_knows_is_kept_when_an_older_one_decides",),
    ),
    Mutant(
        "a center is decided on with the phone found open", "server/api/rollout.py",
        "guards=[decides, needs_fresh_unlock]", "guards=[decides]",
        "whoever finds the bureau's phone open takes the doors of a ward away",
        (f"{_DECIDING}::test_it_takes_a_fresh_unlock",),
    ),
    Mutant(
        "what protects a life rests too", "server/casework/deadlines.py",
        'Cause("E-T01", one.person, one.visit, moment(since))', 'Cause("E-T01", one.person, one.visit, moment(since), part="multi_agency")',
        "a center pauses its conferences, and nobody is told that Hatsu was not seen for a week",
        ("tests/vault/test_rollout.py::test_the_deadlines_of_a_resting_business_rest_and_come_back",),
    ),
    Mutant(
        "a day that comes wakes nothing", "server/vault/deadlines.py",
        '(mark := f"{mark_of_rules()} {self._rollout.resting()}".rstrip())', "(mark := mark_of_rules())",
        "the business begins on the first of April, and its deadlines sleep on",
        ("tests/vault/test_rollout.py::test_a_day_that_comes_wakes_them_without_another_word",),
    ),
    Mutant(
        "a span ends a day too soon", "server/casework/rollout.py",
        "day <= ends)", "day < ends)",
        "on the last day of the pilot its people stand before a shut door",
        ("tests/casework/test_rollout.py",),
    ),
    Mutant(
        "a device keeps another center's doors", "pwa/src/rollout/rollout-book.svelte.ts",
        "kept?.center === this.parts.center ? kept : null", "kept ?? null",
        "somebody who moved to another ward sees what the old one ran",
        ("pwa/src/rollout/rollout.test.ts",),
    ),
)  # fmt: skip
