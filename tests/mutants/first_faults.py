"""Faults of the first sync: half a household shown, today's lost among the rest, a household told as whole that is not."""

from tests.mutants.mutant import Mutant

_FIRST, _ARRIVAL = "tests/sync/test_first_pull.py", "pwa/src/ledger/arrival.test.ts"

FIRST = (
    Mutant(
        "half of a household is shown", "pwa/src/ledger/folder.ts",
        ".filter((bucket) => !this.parts.isBehind?.(bucket))", "",
        "Sato reads a household without last winter's warning, which was still on its way",
        (f"{_ARRIVAL}::however pages are cut",),
    ),
    Mutant(
        "what falls due today waits its turn", "server/sync/outgoing.py",
        'key=lambda row: (not row["presses"], row["id"]', 'key=lambda row: (row["id"]',
        "the visit of ten o'clock comes behind sixty households that can wait",
        (f"{_FIRST}::test_a_new_phone_gets_household_after_household_and_what_falls_due_first",),
    ),
    Mutant(
        "a household cut by a page counts as whole", "server/sync/outgoing.py",
        "behind=_behind(at, sorted(active) if more_wraps else list(at.lag), records),",
        "behind=_behind(at, list(at.lag)[1:], records),",
        "a phone shows the household of which half has come as if that were all",
        (f"{_FIRST}::test_a_household_that_is_not_behind_has_all_its_records",),
    ),
    Mutant(
        "a worker that failed calls everything forged", "pwa/src/sync/witness.ts",
        "return held?.length === claims.length ? held : null;", "return held ?? claims.map(() => false);",
        "a phone short of memory sets every record of a page aside, and a household reads as empty",
        ("pwa/src/sync/witness.test.ts::calls nothing forged",),
    ),
)  # fmt: skip
