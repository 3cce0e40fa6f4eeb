"""Faults of a consent and a plan: what stands on a day, who decides, and what goes to the person on paper."""

from tests.mutants.mutant import Mutant

_FOLD, _APP = "tests/casework/test_plans.py", "pwa/src/plans/plans.test.ts"

PLANS = (
    Mutant(
        "what was taken back still stands", "server/casework/consents.py",
        'if any(one["on"] <= day for one in entry["withdrawals"]):', 'if any(one["on"] < "2000" for one in entry["withdrawals"]):',
        "a plan is decided on though the person took their yes back the day before",
        (_FOLD,),
    ),
    Mutant(
        "the paper tells what a 支援会議 said", "pwa/src/plans/told.ts",
        "about.basis === 'consent' && !unconsented && !about.withdrawn", "!about.withdrawn",
        "a neighbour's word, told under a duty of secrecy, goes to the person in print",
        (_APP,),
    ),
    Mutant(
        "an item of a 支援会議 is forgotten to have been one", "pwa/src/casework/fold-conferences.ts",
        "entry.unconsented || about.basis === SUPPORT_CONFERENCE", "about.basis === SUPPORT_CONFERENCE",
        "minutes spoken without the person are printed once the item is called by another basis",
        ("pwa/src/casework/vectors.test.ts::a consent and a plan",),
    ),
    Mutant(
        "a plan is decided on without its roles", "server/casework/guards.py",
        'all(is_asked(offers, action) for action in entry["plan"]["actions"])', "True",
        "a plan stands of which nobody was asked to do anything",
        (_FOLD,),
    ),
)  # fmt: skip
